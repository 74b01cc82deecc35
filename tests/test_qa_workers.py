"""Threads for questions: so many at a time, as many waiting, and none that keeps the process."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack
from contextvars import ContextVar
from pathlib import Path

import pytest

from qa.unanswered import Busy
from qa.workers import Workers

ROOT = Path(__file__).parent.parent
SECONDS = 10.0
SUBJECT: ContextVar[str] = ContextVar("subject", default="nothing")


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What work waits for; open at the end, so that no thread is left."""
    gate = threading.Event()
    yield gate
    gate.set()


def test_what_comes_of_work_is_given_and_what_it_raises_comes_through() -> None:
    workers = Workers("test", 1)
    with workers.place() as begin:
        assert begin(lambda: 6 * 7).result(SECONDS) == 42
    with workers.place() as begin, pytest.raises(ZeroDivisionError):
        begin(lambda: 1 // 0).result(SECONDS)


class Panic(BaseException):
    """What compiled code raises where it gives up: no Exception."""


def test_a_panic_comes_through_and_the_next_work_is_done() -> None:
    def panic() -> None:
        raise Panic

    workers = Workers("test", 1)
    with workers.place() as begin, pytest.raises(Panic):
        begin(panic).result(SECONDS)
    with workers.place() as begin:
        assert begin(lambda: 6 * 7).result(SECONDS) == 42


def test_work_sees_the_context_of_who_began_it() -> None:
    SUBJECT.set("ferries")
    with Workers("test", 1).place() as begin:
        assert begin(SUBJECT.get).result(SECONDS) == "ferries"


def test_as_many_may_wait_as_are_at_work_and_the_next_is_turned_away(
    gate: threading.Event,
) -> None:
    workers = Workers("test", 2)
    with ExitStack() as places:
        begun = [places.enter_context(workers.place())(gate.wait) for _ in range(4)]
        with pytest.raises(Busy, match="try again in 5 seconds"), workers.place():
            pass
        gate.set()
        assert [each.result(SECONDS) for each in begun] == [True] * 4
    with workers.place() as begin:
        assert begin(lambda: "room again").result(SECONDS) == "room again"


def test_work_that_nobody_waits_for_any_more_is_not_begun(gate: threading.Event) -> None:
    workers = Workers("test", 1)
    done: list[str] = []
    with workers.place() as begin:
        first = begin(gate.wait)
        with workers.place() as wait:
            second = wait(lambda: done.append("second"))
        with workers.place() as wait:
            third = wait(lambda: done.append("third"))
            gate.set()
            third.result(SECONDS)
    assert first.result(SECONDS)
    assert second.cancelled()
    assert done == ["third"]


def test_work_that_hangs_keeps_its_place_though_nobody_waits(gate: threading.Event) -> None:
    workers = Workers("test", 1)
    hangs = threading.Event()

    def hang() -> None:
        hangs.set()
        gate.wait()

    with workers.place() as begin:
        hanging: Future[None] = begin(hang)
        assert hangs.wait(SECONDS)
    with workers.place() as begin:
        waiting = begin(lambda: "never")
        with pytest.raises(Busy), workers.place():
            pass
    with pytest.raises(CancelledError):
        waiting.result(SECONDS)
    gate.set()
    hanging.result(SECONDS)
    with workers.place() as one, workers.place() as other:
        assert (one(lambda: 1).result(SECONDS), other(lambda: 2).result(SECONDS)) == (1, 2)


def test_a_thread_that_hangs_does_not_keep_the_process() -> None:
    script = (
        "import threading\n"
        "from qa.workers import Workers\n"
        "with Workers('test', 1).place() as begin:\n"
        "    begun = threading.Event()\n"
        "    begin(lambda: (begun.set(), threading.Event().wait()))\n"
        "    begun.wait()\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=30)
