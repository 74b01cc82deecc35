"""The chat's callbacks on a real service: what is shown while an answer is looked for."""

from contextlib import aclosing
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from qa.service import Service
from qa.settings import Settings
from qa.web.chat import Chat
from qa.web.turns import Turn, Visit
from tests.serving import awaited

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loaded_once")]

LAMP = "The keeper lit the lamp at dusk. It burned for nine hours and more."


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Chat:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "lamp.txt").write_text(LAMP, encoding="utf-8")
    index = str(tmp_path_factory.mktemp("index"))
    service = Service(Settings(articles=folder, index=index, changes="off", feedback="off"))
    service.start()
    service.wait_until_ready(60)
    return Chat(service)


def shown(
    chat: Chat,
    question: str | None,
    visit: Visit,
    narrowing: str | None = "",
    showing: str | None = "",
) -> list[Any]:
    """Everything that asking shows, in order."""

    async def collect() -> list[Any]:
        return [each async for each in chat.ask(question, visit, narrowing, showing)]

    return awaited(collect())


def test_a_slow_answer_is_preceded_by_what_is_done_for_it(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.chat._NOTICEABLE", 0.0)
    pending, *stages, answered = [html for _, html, _, _ in shown(chat, "Who lit it?", Visit())]
    assert "Looking through the articles…" in pending
    assert '<p class="waiting">Reading what was found…' in stages[-1]
    assert "The keeper lit the lamp" in answered


def test_a_quick_answer_comes_at_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.web.chat._NOTICEABLE", 60.0)
    assert len(shown(chat, "Who lit the lamp?", Visit())) == 2


def test_an_answer_that_nobody_wants_any_more_changes_nothing(chat: Chat) -> None:
    async def ask_and_stop() -> list[Any]:
        seen = []
        async for visit, html, _, _ in chat.ask("Who lit the lamp?", Visit(), ""):
            seen.append(html)
            if len(seen) == 1:
                stopped, _, _ = chat.stop(visit)
                assert stopped.turns[0].problem.startswith("You stopped it.")
        return seen

    _, *rest = awaited(ask_and_stop())
    assert rest == [gr.skip()]


def test_who_stops_an_edited_question_has_the_former_answer_again(chat: Chat) -> None:
    before = shown(chat, "Who lit the lamp?", Visit())[-1][0]
    editing, question, _ = chat.edit(before)
    assert question == "Who lit the lamp?"
    asked = shown(chat, "How long did it burn?", editing)[0][0]
    assert [turn.question for turn in asked.turns] == ["How long did it burn?"]
    restored, _, _ = chat.stop(asked)
    assert restored.turns == before.turns


def test_of_a_question_that_is_edited_again_and_again_only_the_last_form_is_kept() -> None:
    visit = Visit()
    for number in range(3):
        visit = visit.with_question(Turn(f"Question {number}?", problem="None."))
        visit = replace(visit, editing=True)
    (turn,) = visit.turns
    assert turn.replaces
    assert turn.replaces.question == "Question 1?"
    assert turn.replaces.replaces is None


def test_a_conversation_that_is_forgotten_here_stays_on_the_page_and_is_not_followed(
    chat: Chat,
) -> None:
    ((visit, html, box, hint),) = shown(chat, "How long did it burn?", Visit(), showing="2")
    assert (visit, html, box) == (gr.skip(), gr.skip(), gr.skip())
    assert "This conversation is no longer kept here" in hint


@pytest.mark.parametrize("showing", [None, "", "0"])
def test_where_the_page_shows_no_conversation_none_is_missed(
    chat: Chat, showing: str | None
) -> None:
    assert "The keeper lit" in shown(chat, "Who lit the lamp?", Visit(), showing=showing)[-1][1]


def test_a_forgotten_question_can_be_neither_stopped_nor_edited_without_a_word(chat: Chat) -> None:
    for visit, skipped, hint in (chat.stop(Visit()), chat.edit(Visit())):
        assert (visit, skipped) == (Visit(), gr.skip())
        assert "This conversation is no longer kept here" in hint


def test_who_begins_anew_because_nothing_could_follow_keeps_what_is_in_the_box(chat: Chat) -> None:
    asked = Visit((Turn("Who lit the lamp?", problem="None."),))
    assert [chat.restart(visit)[2] for visit in (Visit(), asked)] == [gr.skip(), ""]


def test_a_second_question_is_not_taken_while_the_first_is_answered(chat: Chat) -> None:
    async def ask_twice() -> list[Any]:
        async with aclosing(chat.ask("Who lit the lamp?", Visit(), "")) as first:
            pending, *_ = await anext(first)
            return [each async for each in chat.ask("And when?", pending, "")]

    ((visit, html, _, hint),) = awaited(ask_twice())
    assert (visit, html) == (gr.skip(), gr.skip())
    assert "still being answered" in hint


def test_who_was_away_when_an_answer_came_is_told_and_can_ask_again(chat: Chat) -> None:
    async def leave() -> Visit:
        async with aclosing(chat.ask("Who lit the lamp?", Visit(), "")) as asking:
            pending: Visit = (await anext(asking))[0]
        return pending

    left = awaited(leave())
    assert left.pending
    visit, html, *_ = shown(chat, "How long did it burn?", left)[-1]
    assert [turn.question for turn in visit.turns] == ["Who lit the lamp?", "How long did it burn?"]
    assert "The connection broke off before there was an answer." in html
    assert "It burned for nine hours" in html


def test_of_a_conversation_without_end_the_last_hundred_questions_are_kept() -> None:
    visit = Visit()
    for number in range(103):
        visit = visit.with_question(Turn(f"Question {number}?"))
    assert len(visit.turns) == 100
    assert visit.turns[-1].question == "Question 102?"


def test_a_narrowing_that_makes_no_sense_is_told(chat: Chat) -> None:
    ((_, _, _, hint),) = shown(chat, "Who lit the lamp?", Visit(), "since=May")
    assert "May is no day" in hint


def test_a_program_that_sends_nothing_is_told_what_the_page_tells(chat: Chat) -> None:
    ((_, _, _, hint),) = shown(chat, None, Visit(), None)
    assert "Type a question first." in hint


def test_a_day_without_end_is_told_in_a_few_characters(chat: Chat) -> None:
    ((_, _, _, hint),) = shown(chat, "Who lit the lamp?", Visit(), f"since={'9' * 100_000}")
    assert "99 is no day" in hint
    assert len(hint) < 300
