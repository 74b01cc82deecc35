"""The log: one form for all lines, one line for each question, and no text of any question."""

import asyncio
import gc
import json
import logging
import threading
import warnings
from asyncio import CancelledError
from contextvars import copy_context
from typing import Any

import pytest

from corpus import Article, Span
from index import Hit, IndexUnavailable, Scope, UnknownArticle
from index.model import Passage
from qa.account import Account
from qa.logs import set_up
from qa.model import Answer, AnswerSentence, Citation, Status
from qa.unanswered import Busy, InternalError, Stopped
from qa.web.api.problems import problem_of
from tests.serving import awaited

SECRET = "Did the mayor take the money?"
OURS = logging.getLogger("qa.account")
LIBRARY = logging.getLogger("lantern")


pytestmark = pytest.mark.usefixtures("logging_as_before")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def account(*, with_texts: bool = False) -> Account:
    history = [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "Lund."}]
    scope = Scope(sources=["The Quay"])
    return Account("question", "rest", SECRET, history=history, scope=scope, with_texts=with_texts)


def reply() -> Answer:
    quote = "The mayor took nothing."
    cited = [Citation(n, "quay.md", "Money", "The Quay", None, "", 0, 23, quote) for n in (1, 2)]
    sentences = [AnswerSentence(quote, (1, 2))]
    return Answer(SECRET, SECRET, Status.ANSWERED, f"{quote} [1][2]", sentences, cited, ())


def test_a_question_leaves_one_line_that_tells_everything_but_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("json", with_texts=False)
    asked = account()
    with asked.kept():
        asked.check()
        asked.stopwatch.begin("searching")
        asked.close(reply())
    (line,) = lines(capsys)
    assert len(line.pop("id")) == 8
    assert line.pop("timestamp").endswith("Z")
    times = {name: line.pop(name) for name in ("waited_ms", "searching_ms", "ms")}
    assert times["ms"] == times["searching_ms"]
    assert line == {
        "event": "question",
        "level": "info",
        "logger": "qa.account",
        "way": "rest",
        "status": "answered",
        "turns": 1,
        "narrowed": True,
        "citations": 2,
        "articles": 1,
    }


def test_the_texts_are_told_where_the_owner_wants_them(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json", with_texts=True)
    asked = account(with_texts=True)
    with asked.kept():
        asked.check()
        asked.close(reply())
    (line,) = lines(capsys)
    assert (line["question"], line["answer"]) == (SECRET, "The mayor took nothing. [1][2]")


def test_passages_that_were_found_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json", with_texts=False)
    article = Article("quay.md", "Money", "The mayor took nothing.", "", "", None, "", "")
    hit = Hit(Passage("quay.md", Span(0, 9), range(1)), article, 1.0, 1.0, 1.0)
    asked = account()
    with asked.kept():
        asked.close([hit])
    (line,) = lines(capsys)
    assert (line["status"], line["passages"], line["articles"]) == ("found", 1, 1)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Busy(), "Busy"),
        (IndexUnavailable(f"gone: {SECRET}"), "IndexUnavailable"),
        (Stopped(), "stopped"),
        (GeneratorExit(), "stopped"),
        (CancelledError(), "stopped"),
    ],
)
def test_what_ended_a_question_is_its_status(
    capsys: pytest.CaptureFixture[str], error: BaseException, status: str
) -> None:
    set_up("json", with_texts=False)
    with pytest.raises(type(error)), account().kept():
        raise error
    (line,) = lines(capsys)
    assert (line["level"], line["status"]) == ("info", status)
    assert "exception" not in line


def break_over(value: str) -> int:
    return int(value)


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_nobody_thought_of_is_told_with_its_traceback_but_without_what_it_stumbled_upon(
    capsys: pytest.CaptureFixture[str], form: Any
) -> None:
    set_up(form, with_texts=False)
    with pytest.raises(InternalError), account().kept():
        break_over(SECRET)
    told = capsys.readouterr().err
    assert "InternalError" in told
    assert "in break_over" in told
    assert "ValueError: (" in told
    assert "CV_LOG_QUESTIONS" in told
    assert "mayor" not in told


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_words_of_any_error_are_told_where_the_owner_wants_texts(
    capsys: pytest.CaptureFixture[str], form: Any
) -> None:
    set_up(form, with_texts=True)
    with pytest.raises(InternalError), account().kept():
        break_over(SECRET)
    assert f"invalid literal for int() with base 10: '{SECRET}'" in capsys.readouterr().err


def test_of_errors_in_a_row_and_in_groups_each_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json", with_texts=False)
    try:
        try:
            raise ExceptionGroup(SECRET, [ValueError(SECRET), OSError(28, "No space left")])
        except ExceptionGroup as group:
            raise IndexUnavailable("the index can't be written") from group
    except IndexUnavailable:
        OURS.exception("it broke")
    (line,) = lines(capsys)
    told = line["exception"]
    assert "ExceptionGroup" in told
    assert "ValueError" in told
    assert "No space left" in told
    assert "which led to:" in told
    assert told.endswith("IndexUnavailable: the index can't be written")
    assert "mayor" not in told


@pytest.mark.filterwarnings("always")
def test_of_libraries_only_warnings_are_told_and_in_the_same_form(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("json", with_texts=False)
    LIBRARY.setLevel(logging.DEBUG)
    LIBRARY.info("the lamp is lit")
    LIBRARY.warning("the lamp %s", "smokes", extra={"color_message": "\x1b[31msmokes"})
    warnings.warn("the oil is old", UserWarning, stacklevel=1)
    OURS.debug("all quiet")
    smoke, oil = lines(capsys)
    assert (smoke["event"], smoke["level"], smoke["logger"]) == (
        *("the lamp smokes", "warning", "lantern"),
    )
    assert "color_message" not in smoke
    assert "the oil is old" in oil["event"]


def test_that_somebody_waited_at_the_end_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json", with_texts=False)
    server = logging.getLogger("uvicorn.error")
    server.error("Cancel %s running task(s), timeout graceful shutdown exceeded", 3)
    server.error("Exception in ASGI application\n", exc_info=CancelledError())
    server.error("Exception in ASGI application\n", exc_info=ValueError("real"))
    (line,) = lines(capsys)
    assert "ValueError" in line["exception"]


def test_neither_a_thread_nor_a_task_that_ends_with_an_error_tells_what_it_stumbled_upon(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("json", with_texts=False)

    def stumble() -> None:
        raise ValueError(SECRET)

    async def leave() -> None:
        task = asyncio.ensure_future(asyncio.to_thread(stumble))
        await asyncio.wait([task])

    awaited(leave())
    gc.collect()
    thread = threading.Thread(target=stumble, name="suggest")
    thread.start()
    thread.join()
    task, ended = lines(capsys)
    assert task["event"] == "Task exception was never retrieved"
    assert ended["event"] == "suggest was ended by an error"
    assert SECRET not in f"{task} {ended}"
    assert "in stumble" in task["exception"]
    assert "in stumble" in ended["exception"]


def test_who_asks_for_articles_that_are_not_there_leaves_no_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("json", with_texts=False)
    assert problem_of(UnknownArticle("there is no article 'x'")).status == 404
    assert problem_of(IndexUnavailable("it is gone")).status == 503
    (line,) = lines(capsys)
    assert line["event"] == "it is gone"


def test_all_lines_of_a_questions_thread_have_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json", with_texts=False)

    def work() -> None:
        asked = account()
        asked.work_begins()
        OURS.warning("the model is slow")
        asked.close(reply())

    copy_context().run(work)
    OURS.warning("nobody asks")
    slow, question, nobody = lines(capsys)
    assert slow["id"] == question["id"]
    assert "id" not in nobody


def test_lines_for_a_person_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("text", with_texts=False)
    OURS.info("ready", extra={"seconds": 4.2})
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ready" in told
    assert "seconds=4.2" in told
    assert "\x1b" not in told


def test_a_files_name_neither_begins_a_line_for_a_person_nor_steers_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("text", with_texts=False)
    name = "a\n2026-01-01 [error    ] the index is gone\r\x1b[2J\x9b31m\u202e.txt"
    try:
        raise IndexUnavailable(name)
    except IndexUnavailable:
        OURS.warning("%s was left out", name, exc_info=True, extra={"article": name})
    told = capsys.readouterr().err
    first, traceback, *_, last = told.splitlines()
    assert first.count("[error    ]") == 0
    assert first.count("[error ] the index is gone") == 2
    assert traceback.startswith("Traceback")
    assert last.startswith("index.errors.IndexUnavailable: a 2026")
    assert not set("\r\x1b\x9b\u202e") & set(told)
