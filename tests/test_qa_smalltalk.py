"""Small talk gets a friendly line; whatever may be a question goes to the articles."""

from pathlib import Path

import pytest

from qa import Status, answer
from qa.smalltalk import reply_to
from tests.indexing import filled


@pytest.mark.parametrize(
    "message",
    [
        "hello",
        "Hi there!",
        "good morning",
        "Thanks",
        "thank you very much!",
        "ok, thanks",
        "bye",
        "Who are you?",
        "what can you do?",
        "help",
        "How are you today?",
        "Thank you, that was helpful!",
        "Perfect, thank you!",
        "great, thanks",
        "no thanks",
        "well done",
        "What's this?",
        "Hello?",
        "👍",
        "👍🏽!",
        "Thank you 😊",
        "many thanks",
        "thank u",
        "got it",
        "That’s all, thanks",
        "awesome…",
        "Sorry!",
    ],
)
def test_small_talk_is_answered_in_kind(message: str) -> None:
    assert reply_to(message)


@pytest.mark.parametrize(
    "message",
    [
        "hello, who pays the keeper?",
        "Who are they?",
        "What is it?",
        "why?",
        "help for the islanders",
        "Thanks to whom was the mole mended?",
        "good ferries",
        "Hi, how are you going to mend the mole?",
        "How is it going now?",
        "Which articles are there about the mole?",
        "?",
        "…",
        "Nice?",
        "Thanks?",
        "Sorry, I meant the mole",
        "👎 Who paid?",
        "That’s it?",
    ],
)
def test_a_question_is_no_small_talk(message: str) -> None:
    assert not reply_to(message)


@pytest.mark.parametrize(
    ("message", "last"),
    [
        ("Hi, how are you?", "How are you?"),
        ("Hello, what can you do?", "What can you do?"),
        ("thanks, bye", "bye"),
    ],
)
def test_of_several_things_said_in_a_row_the_last_gets_the_reply(message: str, last: str) -> None:
    assert reply_to(message) == reply_to(last)


@pytest.mark.parametrize("message", ["What are the articles about?", "Which articles are there?"])
def test_who_asks_for_the_articles_is_told_where_their_list_is(message: str) -> None:
    for place in ("“Articles”", "python -m index status", "/api/v1/articles"):
        assert place in reply_to(message)


def test_small_talk_cites_nothing_and_needs_no_articles(tmp_path: Path) -> None:
    reply = answer("Hello!", index=filled(tmp_path))
    assert reply.status is Status.SMALL_TALK
    assert reply.text.startswith("Hello!")
    assert (reply.citations, reply.considered, reply.reason) == ((), (), "")
    assert reply.to_dict()["status"] == "small_talk"
