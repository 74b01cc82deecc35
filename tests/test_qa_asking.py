"""What can't be asked is refused with a word on what to do instead."""

from typing import Any

import pytest

from corpus import ChapterVerseError
from qa import QuestionError
from qa.asking import LONGEST_QUESTION, checked_history, checked_question


def test_white_space_around_a_question_is_no_part_of_it() -> None:
    assert checked_question("  Who\ncounted?\n") == "Who counted?"


@pytest.mark.parametrize("question", ["", " \n\t"])
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        checked_question(question)


def test_a_question_that_is_too_long_is_refused_with_the_limit() -> None:
    assert checked_question("a" * LONGEST_QUESTION)
    with pytest.raises(QuestionError, match="2,001 characters; shorten it to at most 2,000"):
        checked_question("a" * (LONGEST_QUESTION + 1))


@pytest.mark.parametrize(
    "message",
    [
        *({}, {"role": "user"}, {"role": "judge", "content": ""}),
        *({"role": "user", "content": 7}, {"role": "user", "content": "\ud800"}, "Who?", None),
    ],
)
def test_a_message_that_is_none_is_named_by_its_number(message: Any) -> None:
    good = {"role": "user", "content": "Who?"}
    assert checked_history([good]) == [good]
    with pytest.raises(QuestionError, match="message 2 of the history"):
        checked_history([good, message])


@pytest.mark.parametrize("history", [None, "Who?", 7])
def test_a_history_that_is_no_list_is_refused(history: Any) -> None:
    with pytest.raises(QuestionError, match="history"):
        checked_history(history)


def test_a_long_message_is_cut_to_what_a_question_may_have() -> None:
    (message,) = checked_history([{"role": "assistant", "content": " ice " * 10_000}])
    assert message["content"].startswith("ice ice")
    assert len(message["content"]) == LONGEST_QUESTION


@pytest.mark.parametrize("question", [None, 7, "\ud800 who?"])
def test_what_is_no_text_is_refused(question: Any) -> None:
    with pytest.raises(QuestionError, match="not a text"):
        checked_question(question)


def test_its_error_is_one_of_ours_and_a_value_error() -> None:
    assert issubclass(QuestionError, ChapterVerseError)
    assert issubclass(QuestionError, ValueError)
