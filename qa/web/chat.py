"""The chat: Gradio's widgets and what happens when they are used."""

import logging
from typing import Any

import gradio as gr

from corpus import ChapterVerseError
from qa.asking import LONGEST_QUESTION
from qa.service import Service
from qa.web import rendering
from qa.web.turns import Conversation, Turn, history

_VISITORS_AT_ONCE = 32
_QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Our own page tells of progress, and its events are no interface for programs."""

_logger = logging.getLogger(__name__)


class Chat:
    """The callbacks: each asks the service and renders; the conversation is the visitor's.

    Args:
        service: what answers.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def pose(self, question: str, turns: Conversation) -> tuple[Conversation, str, str, str]:
        """Show the question at once and empty the box; or leave it there and say why.

        Returns:
            the conversation, the same as HTML, the text in the box, a hint as HTML.
        """
        hint = _objection(question.strip(), turns)
        if not hint:
            turns, question = (*turns, Turn(question.strip())), ""
        return turns, self._rendered(turns), question, rendering.hint(hint)

    def reply(self, turns: Conversation) -> tuple[Conversation, str, Any]:
        """Answer the last question, unless that was done already.

        Returns:
            the conversation, the same as HTML, and the hint: gone once there is an answer, since
            one to wait is out of date then.
        """
        if not (turns and turns[-1].pending):
            return turns, self._rendered(turns), gr.skip()
        *before, last = turns
        turns = (*before, self._answered(last.question, tuple(before)))
        return turns, self._rendered(turns), rendering.hint("")

    def restart(self) -> tuple[Conversation, str, str]:
        """Nothing asked yet: the conversation, the same as HTML, no hint."""
        return (), self._rendered(()), rendering.hint("")

    def welcome(self) -> str:
        """What a new visitor sees, as HTML."""
        return self._rendered(())

    def _answered(self, question: str, before: Conversation) -> Turn:
        try:
            return Turn(question, self._service.ask(question, history(before)))
        except ChapterVerseError as error:
            _logger.warning("no answer: %s", error)
            return Turn(question, problem=str(error))
        except Exception:
            # The edge of the process: a visitor keeps the conversation, the log has the rest.
            _logger.exception("a question could not be answered")
            return Turn(question, problem="Something broke here; the server’s log says more.")

    def _rendered(self, turns: Conversation) -> str:
        examples = () if turns else self._service.examples()
        return rendering.conversation(turns, examples, self._service.state)


def build_chat(service: Service) -> gr.Blocks:
    """The chat as Gradio's blocks, to be mounted.

    Args:
        service: what answers.
    """
    chat = Chat(service)
    blocks = gr.Blocks(title="Chapter & Verse", analytics_enabled=False)
    with blocks:
        turns = gr.State(())
        with gr.Row(elem_id="top"):
            _html("masthead", rendering.template("masthead.html"))
            restart = gr.Button("New conversation", elem_id="restart")
        _html("startup", rendering.template("startup.html"))
        shown = _html("conversation")
        with gr.Row(elem_id="composer"):
            box = _question_box()
            send = gr.Button("Ask", elem_id="send")
        hint = _html("hint")
        _html("beside", rendering.template("reader.html"))

        asked = gr.on(
            [box.submit, send.click], chat.pose, [box, turns], [turns, shown, box, hint], **_QUIETLY
        )
        replied = asked.then(chat.reply, turns, [turns, shown, hint], **_QUIETLY)
        restart.click(
            chat.restart, None, [turns, shown, hint], cancels=[asked, replied], **_QUIETLY
        )
        blocks.load(chat.welcome, None, shown, **_QUIETLY)
        blocks.queue(default_concurrency_limit=_VISITORS_AT_ONCE)
    return blocks


def _objection(question: str, turns: Conversation) -> str:
    """Why a question is not taken; ``""`` when it is."""
    if turns and turns[-1].pending:
        return "One moment: your last question is still being answered."
    if not question:
        return "Type a question first."
    if len(question) > LONGEST_QUESTION:
        return (
            f"That is {len(question):,} characters long; a question may have up to "
            f"{LONGEST_QUESTION:,}. Shorten it and ask again."
        )
    return ""


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        placeholder="Ask the articles",
        label="Your question",
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        autofocus=True,
        elem_id="question",
    )


def _html(name: str, value: str = "") -> gr.HTML:
    """A place for our own HTML, untouched by Gradio's style and scripts."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=None)
