"""The chat's callbacks on a real service: what is shown while an answer is looked for."""

import re
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from qa.service import Service
from qa.settings import Settings
from qa.web.chat import Chat, build_chat
from qa.web.turns import BROKEN_OFF, Turn, Visit
from qa.web.visits import Visits
from tests.markup import said
from tests.serving import awaited

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loaded_once")]

FORGOTTEN = "This conversation is no longer kept here"
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
    chat: Chat, question: str | None, key: str | None = "", narrowing: str | None = ""
) -> list[Any]:
    """Everything that asking shows, in order."""

    async def collect() -> list[Any]:
        return [each async for each in chat.ask(question, key, narrowing)]

    return awaited(collect())


def key_in(html: str) -> str:
    """By which the page names the conversation that it shows."""
    (key,) = re.findall(r'data-key="([^"]+)"', html)
    return str(key)


def asked_in(html: str) -> list[str]:
    return re.findall(r'<h2 class="asked">(.*?)</h2>', html)


def test_a_slow_answer_is_preceded_by_what_is_done_for_it(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.chat._NOTICEABLE", 0.0)
    pending, *stages, answered = [html for html, _, _ in shown(chat, "Who lit it?")]
    assert "Looking through the articles…" in pending
    assert '<p class="waiting">Reading what was found…' in stages[-1]
    assert "The keeper lit the lamp" in answered


def test_a_quick_answer_comes_at_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.web.chat._NOTICEABLE", 60.0)
    assert len(shown(chat, "Who lit the lamp?")) == 2


def test_who_knows_its_key_goes_on_with_a_conversation_whatever_page_it_is_on(chat: Chat) -> None:
    key = key_in(shown(chat, "Who lit the lamp?")[-1][0])
    html = shown(chat, "How long did it burn?", key)[-1][0]
    assert asked_in(html) == ["Who lit the lamp?", "How long did it burn?"]
    assert key_in(html) == key
    assert key_in(shown(chat, "Who lit the lamp?")[-1][0]) != key


def test_an_answer_that_nobody_wants_any_more_changes_nothing(chat: Chat) -> None:
    async def ask_and_stop() -> list[Any]:
        seen = []
        async for html, _, _ in chat.ask("Who lit the lamp?", "", ""):
            seen.append(html)
            if len(seen) == 1:
                stopped, _ = await chat.stop(key_in(html))
                assert "You stopped it." in stopped
        return seen

    pending, *rest = awaited(ask_and_stop())
    assert rest == [gr.skip()]
    html = shown(chat, "How long did it burn?", key_in(pending))[-1][0]
    assert "You stopped it." in html
    assert "It burned for nine hours" in html


def test_who_stops_an_edited_question_has_the_former_answer_again(chat: Chat) -> None:
    before = shown(chat, "Who lit the lamp?")[-1][0]
    key = key_in(before)

    async def edit_and_stop() -> tuple[Any, Any]:
        question, _ = await chat.edit(key)
        assert question == "Who lit the lamp?"
        async with aclosing(chat.ask("How long did it burn?", key, "")) as asking:
            pending, *_ = await anext(asking)
            return pending, (await chat.stop(key))[0]

    pending, restored = awaited(edit_and_stop())
    assert asked_in(pending) == ["How long did it burn?"]
    assert restored == before


def test_who_thinks_better_of_editing_asks_another_question_instead(chat: Chat) -> None:
    key = key_in(shown(chat, "Who lit the lamp?")[-1][0])
    awaited(chat.edit(key))
    assert awaited(chat.keep(key))[0] == ""
    html = shown(chat, "How long did it burn?", key)[-1][0]
    assert asked_in(html) == ["Who lit the lamp?", "How long did it burn?"]


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
    ((html, box, hint),) = shown(chat, "How long did it burn?", "of-before-a-restart")
    assert (html, box) == (gr.skip(), gr.skip())
    assert FORGOTTEN in hint
    for _, told in (awaited(chat.stop("lost")), awaited(chat.edit("lost"))):
        assert FORGOTTEN in told


OWN = "new:own-key-of-the-page-22"
AGAIN = "own-key-of-a-page-anew"


def test_however_often_enter_is_pressed_one_conversation_begins(chat: Chat) -> None:
    async def press_twice() -> list[Any]:
        async with aclosing(chat.ask("Who lit the lamp?", OWN, "")) as first:
            pending, *_ = await anext(first)
            assert key_in(pending) == OWN.removeprefix("new:")
            return [each async for each in chat.ask("Who lit the lamp?", OWN, "")]

    ((html, _, hint),) = awaited(press_twice())
    assert html == gr.skip()
    assert "still being answered" in hint


@pytest.mark.parametrize(
    "key", ["new:", "new:short", f"new:{'x' * 23}", "new:<b>22-characters-1</b>"]
)
def test_a_key_that_could_be_guessed_is_none(chat: Chat, key: str) -> None:
    found = key_in(shown(chat, "Who lit the lamp?", key)[-1][0])
    assert len(found) == 22
    assert found != key.removeprefix("new:")


def test_a_page_that_was_loaded_anew_goes_on_under_a_key_of_its_own(chat: Chat) -> None:
    first, second = key_in(shown(chat, "Who lit the lamp?")[-1][0]), "own-key-after-a-reload"
    awaited(chat.edit(first))
    html, box, hint = awaited(chat.come_back(f"{first}:{second}", ""))
    assert asked_in(html) == ["Who lit the lamp?"]
    assert key_in(html) == second
    assert box == gr.skip()
    assert "Keep the last one" in hint, "it is still being edited"
    awaited(chat.restart(first))  # in the tab of which this one is a duplicate
    awaited(chat.keep(second))
    html = shown(chat, "How long did it burn?", second)[-1][0]
    assert asked_in(html) == ["Who lit the lamp?", "How long did it burn?"]


def test_a_page_that_was_loaded_anew_twice_goes_on_before_it_was_told_what_is_kept(
    chat: Chat,
) -> None:
    first = key_in(shown(chat, "Who lit the lamp?")[-1][0])
    names = [first, "own-key-after-reload-1", "own-key-after-reload-2"]
    html = shown(chat, "How long did it burn?", ":".join(names))[-1][0]
    assert asked_in(html) == ["Who lit the lamp?", "How long did it burn?"]
    assert key_in(html) == names[-1]
    again = shown(chat, "Who lit it?", ":".join(names))[-1][0]
    assert len(asked_in(again)) == 3, "under its own key it is found from then on"


def test_a_page_that_comes_back_while_it_is_answered_is_told_and_can_ask_at_once(
    chat: Chat,
) -> None:
    question = "Who lit the lamp?"

    async def leave_and_come_back() -> tuple[Any, Any, str]:
        async with aclosing(chat.ask(question, "", "")) as asking:
            pending, *_ = await anext(asking)
            html, box, _ = await chat.come_back(f"{key_in(pending)}:{AGAIN}", question)
            return html, box, (await anext(asking))[0]

    html, box, before = awaited(leave_and_come_back())
    assert BROKEN_OFF in said(html)
    assert box == gr.skip()
    assert "The keeper lit" in before, "in the tab of which this one is a duplicate"
    again = shown(chat, question, AGAIN)[-1][0]
    assert "The keeper lit" in again


def test_a_page_that_comes_back_after_the_answer_shows_it_and_no_longer_its_question_in_the_box(
    chat: Chat,
) -> None:
    question = "Who lit the lamp?"
    key = key_in(shown(chat, question)[-1][0])
    html, box, _ = awaited(chat.come_back(key, f" {question} "))
    assert "The keeper lit" in html
    assert box == ""
    assert awaited(chat.come_back(key, "And how long did it burn?"))[1] == gr.skip()


def test_of_a_conversation_that_is_not_kept_nothing_comes_back(chat: Chat) -> None:
    for key in ("lost", "lost:key-of-nothing-before", "", "new:of-a-page-not-asked-yet", None):
        assert awaited(chat.come_back(key, "")) == (gr.skip(), gr.skip(), gr.skip())


def test_an_answer_that_comes_as_a_new_conversation_begins_does_not_come_back(chat: Chat) -> None:
    async def begin_anew() -> list[Any]:
        seen = []
        async for html, *_ in chat.ask("Who lit the lamp?", "", ""):
            seen.append(html)
            if len(seen) == 2:
                await chat.restart(key_in(html))
        return seen

    assert awaited(begin_anew())[2:] == [gr.skip()]


def test_gradio_keeps_only_what_few_pages_showed(chat: Chat) -> None:
    async def built() -> gr.Blocks:
        return build_chat(chat._service)

    blocks = awaited(built())  # without a loop around it Gradio would make one, and leave it open
    assert blocks.state_session_capacity <= 100


def test_a_new_conversation_forgets_the_one_before_and_empties_the_box(chat: Chat) -> None:
    key = key_in(shown(chat, "Who lit the lamp?")[-1][0])
    welcome, box, _ = awaited(chat.restart(key))
    assert 'class="welcome"' in welcome
    assert box == ""
    ((_, _, hint),) = shown(chat, "How long did it burn?", key)
    assert FORGOTTEN in hint


def test_who_begins_anew_because_nothing_could_follow_keeps_what_is_in_the_box(chat: Chat) -> None:
    assert awaited(chat.restart("lost"))[1] == gr.skip()


def test_a_second_question_is_not_taken_while_the_first_is_answered(chat: Chat) -> None:
    async def ask_twice() -> list[Any]:
        async with aclosing(chat.ask("Who lit the lamp?", "", "")) as first:
            pending, *_ = await anext(first)
            return [each async for each in chat.ask("And when?", key_in(pending), "")]

    ((html, _, hint),) = awaited(ask_twice())
    assert html == gr.skip()
    assert "still being answered" in hint


def test_who_was_away_when_an_answer_came_is_told_and_can_ask_again(chat: Chat) -> None:
    async def leave() -> str:
        async with aclosing(chat.ask("Who lit the lamp?", "", "")) as asking:
            return key_in((await anext(asking))[0])

    html = shown(chat, "How long did it burn?", awaited(leave()))[-1][0]
    assert asked_in(html) == ["Who lit the lamp?", "How long did it burn?"]
    assert f"No answer this time: {BROKEN_OFF}" in said(html)
    assert "It burned for nine hours" in html


def test_of_a_conversation_without_end_the_last_hundred_questions_are_kept() -> None:
    visit = Visit()
    for number in range(103):
        visit = visit.with_question(Turn(f"Question {number}?"))
    assert len(visit.turns) == 100
    assert visit.turns[-1].question == "Question 102?"


def test_a_narrowing_that_makes_no_sense_is_told(chat: Chat) -> None:
    ((_, _, hint),) = shown(chat, "Who lit the lamp?", narrowing="since=May")
    assert "May is no day" in hint


def test_a_program_that_sends_nothing_is_told_what_the_page_tells(chat: Chat) -> None:
    ((_, _, hint),) = shown(chat, None, None, None)
    assert "Type a question first." in hint


def test_a_day_without_end_is_told_in_a_few_characters(chat: Chat) -> None:
    ((_, _, hint),) = shown(chat, "Who lit the lamp?", narrowing=f"since={'9' * 100_000}")
    assert "99 is no day" in hint
    assert len(hint) < 300


def test_conversations_are_kept_for_a_while_and_of_many_the_last_ones() -> None:
    now = 0.0
    visits = Visits(most=2, seconds=60, clock=lambda: now)
    first, second, third = Visit(), Visit(), Visit()
    visits.keep(first)
    visits.keep(second)
    now = 40
    visits.keep(first)  # somebody goes on with it
    visits.keep(third)
    assert visits.find(second.key) is None
    now = 99
    assert visits.find(first.key) is first
    now = 101
    assert visits.find(first.key) is None
    assert visits.find("") is None
