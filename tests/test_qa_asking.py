"""What can't be asked is refused with a word on what to do instead."""

import re
from pathlib import Path
from typing import Any

import pytest

from corpus import ChapterVerseError
from index import Index
from qa import QuestionError, Settings, answer, retrieve
from qa.asking import LONGEST_QUESTION, checked_history, checked_question
from qa.langchain import ArticleRetriever
from qa.reader import reader_named
from qa.writer.choice import writer_of


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


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            {"index": "an-index"},
            "'an-index', which is a path: give index.Index.open('an-index')",
        ),
        ({"index": Path("an-index")}, "give index.Index.open('an-index')"),
        ({"index": ""}, "which is a path"),
        ({"index": {"articles": []}}, "of type dict: give an index.Index, or a part of one"),
        ({"index": Index}, "is the class Index: give an index.Index"),
        ({"reader": "none"}, "a name: give qa.reader.reader_named('none')"),
        (
            {"writer": "ollama:llama3.2"},
            "give qa.writer.choice.writer_of(qa.Settings.load(llm='ollama:llama3.2'))",
        ),
        ({"writer": print}, "give a qa.writer.Writer, or None for the configured one"),
    ],
)
@pytest.mark.parametrize("question", ["Who counted?", "Hello!"])
def test_a_part_that_is_none_is_refused_with_what_to_give(
    part: dict[str, Any], words: str, question: str
) -> None:
    with pytest.raises(QuestionError, match=re.escape(words)):
        answer(question, **part)


def test_a_path_in_the_place_of_an_index_is_told_of_whoever_searches() -> None:
    path: Any = "an-index"
    with pytest.raises(QuestionError, match=r"give index\.Index\.open"):
        retrieve("Who counted?", index=path)
    with pytest.raises(QuestionError, match=r"give index\.Index\.open"):
        ArticleRetriever(index=path).invoke("Who counted?")


def test_what_an_error_says_to_give_is_taken() -> None:
    answer("Hello!", reader=reader_named("none"), writer=writer_of(Settings.load(llm="")))


def test_its_error_is_one_of_ours_and_a_value_error() -> None:
    assert issubclass(QuestionError, ChapterVerseError)
    assert issubclass(QuestionError, ValueError)
