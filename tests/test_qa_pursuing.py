"""Work in a thread: followed while it goes on, in time, and only as long as it is wanted."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from index import Scope
from qa.account import Account
from qa.pursuing import Limit, in_time, pursued, received_in_time
from qa.stages import Follow, Stage
from qa.unanswered import Stopped, TookTooLong
from qa.workers import Workers
from tests.serving import awaited

SECONDS = 10.0
LAMP = "Who lit the lamp?"


def account() -> Account:
    return Account("question", "python", LAMP, history=(), scope=Scope(), with_texts=False)


def followed(
    work: Callable[[Follow], str],
    *,
    seconds: float = SECONDS,
    is_wanted: Callable[[], bool] = lambda: True,
    most: int = 100,
) -> list[Any]:
    """What is told, the first ``most`` of it, after which nobody listens any more."""

    async def collect() -> list[Any]:
        told: list[Any] = []
        limit = Limit(seconds)
        with Workers("test", 1).place() as begin:
            events = pursued(work, begin, account=account(), is_wanted=is_wanted, limit=limit)
            async with aclosing(events) as following:
                async for event in following:
                    told.append(event)
                    if len(told) == most:
                        break
        return told

    return awaited(collect())


def test_each_stage_is_told_once_and_at_last_what_comes_of_it() -> None:
    def work(follow: Follow) -> str:
        for stage in (Stage.SEARCHING, Stage.READING, Stage.READING, Stage.WRITING):
            follow(stage)
        return "the keeper"

    told = followed(work)
    assert told == [Stage.SEARCHING, Stage.READING, Stage.WRITING, "the keeper"]


def test_what_goes_wrong_comes_through_also_when_it_is_a_timeout_of_its_own() -> None:
    def work(_: Follow) -> str:
        raise TimeoutError("the tide is out")

    with pytest.raises(TimeoutError, match="the tide is out"):
        followed(work)


class Slow:
    """Work that follows the stages until it is told to stop."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def __call__(self, follow: Follow) -> str:
        try:
            while True:
                follow(Stage.READING)
                time.sleep(0.01)
        except Stopped:
            self.stopped.set()
            raise


def test_what_takes_too_long_is_given_up_and_stops_at_its_next_step() -> None:
    slow = Slow()
    with pytest.raises(TookTooLong, match=r"longer than 0\.2 seconds"):
        followed(slow, seconds=0.2)
    assert slow.stopped.wait(SECONDS)


def test_who_waits_for_what_hangs_is_told_in_time() -> None:
    gate = threading.Event()
    since = time.monotonic()
    with pytest.raises(TookTooLong):
        followed(lambda _: str(gate.wait()), seconds=0.2)
    assert time.monotonic() - since < 2
    gate.set()


def test_work_stops_when_nobody_listens_any_more() -> None:
    slow = Slow()
    assert followed(slow, most=1) == [Stage.READING]
    assert slow.stopped.wait(SECONDS)


def test_work_stops_when_it_is_no_longer_wanted() -> None:
    slow = Slow()
    until = time.monotonic() + 0.1
    with pytest.raises(Stopped):
        followed(slow, is_wanted=lambda: time.monotonic() < until)
    assert slow.stopped.is_set()


def test_what_becomes_of_work_that_was_given_up_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gate = threading.Event()

    def fail() -> str:
        gate.wait()
        raise ValueError("the oil is gone")

    async def give_up() -> None:
        with Workers("test", 1).place() as begin:
            await in_time(begin(fail), Limit(0.05), "look again")

    with pytest.raises(TookTooLong, match="look again"):
        awaited(give_up())
    with pytest.raises(TookTooLong):
        followed(lambda _: fail(), seconds=0.05)
    assert caplog.records == []
    gate.set()
    until = time.monotonic() + SECONDS
    while len(caplog.records) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == [
        "the oil is gone"
    ] * 2


def test_who_sends_too_slowly_is_told_in_time() -> None:
    async def send() -> bytes:
        await asyncio.sleep(60)
        return b""

    with pytest.raises(TookTooLong, match=r"longer than 0\.05 seconds; send it again"):
        awaited(received_in_time(send(), Limit(0.05)))


def test_work_that_outlives_the_loop_bothers_nobody(caplog: pytest.LogCaptureFixture) -> None:
    gate, told = threading.Event(), threading.Event()

    def work(_: Follow) -> str:
        gate.wait()
        told.set()
        return "too late"

    async def leave() -> None:
        with Workers("test", 1).place() as begin:
            events = pursued(
                work, begin, account=account(), is_wanted=lambda: True, limit=Limit(0.05)
            )
            async with aclosing(events) as following:
                with pytest.raises(TookTooLong):
                    await anext(following)

    awaited(leave())
    gate.set()
    assert told.wait(SECONDS)
    time.sleep(0.05)
    assert caplog.records == []
