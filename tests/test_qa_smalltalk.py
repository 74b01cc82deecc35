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
        "?",
    ],
)
def test_a_question_is_no_small_talk(message: str) -> None:
    assert not reply_to(message)


def test_small_talk_cites_nothing_and_needs_no_articles(tmp_path: Path) -> None:
    reply = answer("Hello!", index=filled(tmp_path))
    assert reply.status is Status.SMALL_TALK
    assert reply.text.startswith("Hello!")
    assert (reply.citations, reply.considered, reply.reason) == ((), (), "")
    assert reply.to_dict()["status"] == "small_talk"
