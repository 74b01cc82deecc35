"""The chat: Gradio's widgets and what happens when they are used."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

import gradio as gr

from corpus import ChapterVerseError
from index import ScopeError
from qa.asking import LONGEST_QUESTION
from qa.model import Answer
from qa.service import MOST_ASKED, Service
from qa.stages import Confirmed, Event, Stage
from qa.unanswered import Stopped
from qa.web import rendering
from qa.web.api.problems import problem_of
from qa.web.narrowing import scope_of
from qa.web.turns import Turn, Visit, history
from qa.web.visits import Visits

_QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Our own page tells of progress, and its events are no interface for programs."""

_FOR_THE_REST = 64
"""Callbacks at once that ask nothing: buttons, and pages that are opened."""

_FORGOTTEN = (
    "This conversation is no longer kept here, so nothing can follow it. It stays on your page, "
    "where you can save it, until you begin a new conversation."
)

_NEW = "new:"
_MOST_FORMER = 8
"""Pages that were each loaded anew before it was told what is kept."""

_SESSIONS = 100
"""Gradio keeps for each page what it showed last, until so many others came; nothing needs it."""

_NOTICEABLE = 0.4
"""Seconds from the question on; what is done before they are over is not told."""

Shown = tuple[Any, Any, Any]
"""The conversation as HTML, the text in the box, a hint as HTML; or as each was."""

_AS_IT_WAS: Any = gr.skip()


class Chat:
    """The callbacks: each asks the service and renders, for the conversation that the page names.

    Args:
        service: what answers.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._visits = Visits()

    async def ask(
        self, question: str | None, key: str | None, narrowing: str | None
    ) -> AsyncGenerator[Shown]:
        """Show the question at once, what is done for it, and its answer.

        Args:
            question: the text in the box; None where a program sends none.
            key: names the conversation that the page shows, see `_found`; likewise.
            narrowing: which articles are asked, see `qa.web.narrowing.scope_of`; likewise.
        """
        typed = (question or "").strip()
        found = self._found(key)
        visit = found.settled() if found else Visit()
        hint, scope = _objection(typed, visit) if found else _FORGOTTEN, None
        try:
            scope = scope_of(narrowing or "")
        except ScopeError as error:
            hint = hint or f"{error}."
        if hint or scope is None:
            # The rest is as it was: an answer may have come meanwhile.
            yield _AS_IT_WAS, _AS_IT_WAS, rendering.hint(hint, editing=visit.editing)
            return
        visit = visit.with_question(Turn(typed, scope=scope))
        pursuit = visit.turns[-1].pursuit
        try:
            async with _begun(self._answering(visit)) as turns:
                yield self._kept(visit), "", rendering.hint("")
                async for turn in turns:
                    if not pursuit.wanted:
                        break
                    visit = visit.with_last(turn)
                    yield self._kept(visit), _AS_IT_WAS, _AS_IT_WAS
            if not pursuit.wanted:
                # Gradio sends what came last once more at the end: that would bring the turn back.
                yield _AS_IT_WAS, _AS_IT_WAS, _AS_IT_WAS
        finally:
            pursuit.wanted = False  # the page may have gone, and come back later

    # These do nothing that waits, and so nothing comes between what they find and what they keep.

    async def stop(self, key: str | None) -> tuple[Any, str]:
        """Look for an answer no longer: the conversation as HTML, no hint."""
        visit = self._found(key)
        if not visit:
            return _AS_IT_WAS, rendering.hint(_FORGOTTEN)
        if not visit.pending:
            return _AS_IT_WAS, rendering.hint("")
        stopped = visit.given_up("You stopped it. Edit the question, or ask another one.")
        return self._kept(stopped), rendering.hint("")

    async def edit(self, key: str | None) -> tuple[Any, Any]:
        """Have the last question in the box again: the box, a hint as HTML."""
        visit = self._found(key)
        if not visit:
            return _AS_IT_WAS, rendering.hint(_FORGOTTEN)
        if visit.pending or not visit.turns:
            return _AS_IT_WAS, _AS_IT_WAS
        self._visits.keep(replace(visit, editing=True))
        return visit.turns[-1].question, rendering.hint("", editing=True)

    async def keep(self, key: str | None) -> tuple[str, str]:
        """Leave the last question as it was: an empty box, no hint."""
        visit = self._found(key)
        if visit and visit.turns:
            self._visits.keep(replace(visit, editing=False))
        return "", rendering.hint("")

    async def come_back(self, key: str | None, typed: str | None) -> tuple[Any, Any, Any]:
        """What is kept of a conversation that a page has put back which was loaded anew: it as
        HTML, the box, a hint as HTML.

        Args:
            key: see `ask`.
            typed: the text in the box: there it has put the last question, if that was without an
                answer when it went.
        """
        visit = self._found(key)
        if not visit or not visit.turns:
            return _AS_IT_WAS, _AS_IT_WAS, _AS_IT_WAS
        last = visit.turns[-1]
        box = "" if last.answer and last.question == (typed or "").strip() else _AS_IT_WAS
        return self._rendered(visit), box, rendering.hint("", editing=visit.editing)

    async def restart(self, key: str | None) -> tuple[str, Any, str]:
        """Nothing asked yet: the conversation as HTML, the box, no hint.

        The box is empty, unless nothing is here that was asked before: then what stands there may
        be the question for which a new conversation had to begin, see `_FORGOTTEN`.
        """
        visit = self._found(key)
        if not visit or not visit.turns:
            return self.welcome(), _AS_IT_WAS, rendering.hint("")
        visit.turns[-1].pursuit.wanted = False  # nor is it shown if it has just come
        self._visits.forget(visit.key)
        return self.welcome(), "", rendering.hint("")

    def welcome(self) -> str:
        """What a new visitor sees, as HTML."""
        return self._rendered(Visit())

    async def _answering(self, visit: Visit) -> AsyncGenerator[Turn]:
        """The last turn with what is done for it, as far as that takes long, and at last done."""
        *before, turn = visit.turns
        asking = self._service.asking(
            turn.question,
            history(tuple(before)),
            turn.scope,
            lambda: turn.pursuit.wanted,
            way="page",
        )
        try:
            async with aclosing(asking), aclosing(_noticeable(asking)) as events:
                async for event in events:
                    match event:
                        case Answer():
                            turn = replace(turn, answer=event)
                        case Confirmed(answer):
                            turn = replace(turn, confirmed=answer, stage=Stage.WRITING)
                        case Stage():
                            turn = replace(turn, stage=event)
                    yield turn
        except Stopped:
            return
        except ChapterVerseError as error:
            yield turn.ended(rendering.sentence(problem_of(error).detail))

    def _found(self, named: str | None) -> Visit | None:
        """The conversation that a page names; None where it is not kept.

        Args:
            named: its key; ``new:KEY`` of one that the page would begin, so that it is one however
                often Enter is pressed; ``FORMER:KEY`` where it was loaded anew and goes on with the
                former one, or with what is the former to that; ``""`` or None to begin one.
        """
        *former, key = (named or _NEW).rsplit(":", _MOST_FORMER)
        visit = self._visits.find(key)
        if visit or not former:
            return visit
        if former == [_NEW.removesuffix(":")]:
            return Visit.begun(key)
        for each in reversed(former):
            if visit := self._visits.find(each):
                visit = visit.elsewhere(key)
                self._visits.keep(visit)
                return visit
        return None

    def _kept(self, visit: Visit) -> str:
        """A conversation as HTML, once it is kept."""
        self._visits.keep(visit)
        return self._rendered(visit)

    def _rendered(self, visit: Visit) -> str:
        suggested = () if visit.turns else self._service.examples()
        return rendering.conversation(
            visit, suggested, self._service.state, opinions=self._service.feedback.is_kept
        )


def build_chat(service: Service) -> gr.Blocks:
    """The chat as Gradio's blocks, to be mounted.

    Args:
        service: what answers.
    """
    chat = Chat(service)
    blocks = gr.Blocks(title="Chapter & Verse", analytics_enabled=False)
    with blocks:
        with gr.Row(elem_id="top"):
            _html("masthead", rendering.template("masthead.html"))
            gr.Button("Articles", elem_id="open-library")
            restart = gr.Button("New conversation", elem_id="restart")
        _html("startup", rendering.template("startup.html"))
        shown = _html("conversation")
        with gr.Column(elem_id="bottom"):
            _html("narrowed", rendering.template("narrowed.html"))
            with gr.Row(elem_id="composer"):
                box = _question_box()
                send = gr.Button("Ask", elem_id="send")
                stop = gr.Button("Stop", elem_id="stop")
            hint = _html("hint")
        _html("beside", rendering.panels(service.curator))
        # Our own script presses these and writes here: its buttons are part of the conversation.
        edit = gr.Button("Edit", elem_id="edit-last", visible="hidden")
        keep = gr.Button("Keep", elem_id="keep-last", visible="hidden")
        back = gr.Button("Come back", elem_id="come-back", visible="hidden")
        narrowing = gr.Textbox(elem_id="narrowing", visible="hidden")
        key = gr.Textbox(elem_id="conversation-key", visible="hidden")

        gr.on(
            [box.submit, send.click],
            chat.ask,
            [box, key, narrowing],
            [shown, box, hint],
            trigger_mode="multiple",
            **_QUIETLY,
        )
        stop.click(chat.stop, key, [shown, hint], **_QUIETLY)
        edit.click(chat.edit, key, [box, hint], **_QUIETLY)
        keep.click(chat.keep, key, [box, hint], **_QUIETLY)
        back.click(chat.come_back, [key, box], [shown, box, hint], **_QUIETLY)
        restart.click(chat.restart, key, [shown, box, hint], **_QUIETLY)
        blocks.load(chat.welcome, None, shown, **_QUIETLY)
        # The service turns away who would have to wait; a queue before it would know no limit, and
        # who wants to stop a question would have to wait there, too.
        blocks.max_threads = MOST_ASKED + _FOR_THE_REST
        blocks.queue(default_concurrency_limit=None)
        blocks.state_session_capacity = _SESSIONS
    return blocks


async def _noticeable(events: AsyncIterator[Event | Answer]) -> AsyncGenerator[Event | Answer]:
    """Events without the stages that are over before anybody could read what they are called."""
    clock = asyncio.get_running_loop().time
    since = clock()
    held: Stage | None = None
    coming = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            patience = max(0.0, since + _NOTICEABLE - clock()) if held else None
            await asyncio.wait([coming], timeout=patience)
            if not coming.done() and held:
                yield held
                held = None
                continue
            event = await coming
            if event is None or isinstance(event, Answer):
                break
            if isinstance(event, Stage):
                held = event
            else:
                held = None
                yield event
            coming = asyncio.ensure_future(anext(events, None))
        if event:
            yield event
    finally:
        if not coming.done():
            coming.cancel()
            await asyncio.wait([coming])


@asynccontextmanager
async def _begun(turns: AsyncGenerator[Turn]) -> AsyncIterator[AsyncIterator[Turn]]:
    """Turns of which the first is worked on already; at the end no work is left behind."""
    first = asyncio.ensure_future(anext(turns, None))

    async def rest() -> AsyncIterator[Turn]:
        turn = await first
        while turn is not None:
            yield turn
            turn = await anext(turns, None)

    try:
        yield rest()
    finally:
        if not first.done():
            first.cancel()
            await asyncio.wait([first])
        await turns.aclose()


def _objection(question: str, visit: Visit) -> str:
    """Why a question is not taken; ``""`` when it is."""
    if visit.pending:
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
