"""Work in a thread, followed from a loop: as long as somebody wants it, and in time."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import TypeVar

from qa.account import Account
from qa.stages import Event, Follow, Stage
from qa.unanswered import Stopped, TookTooLong
from qa.workers import Begin

_T = TypeVar("_T")


class Limit:
    """So many seconds from now on.

    Args:
        seconds: how many.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left of them; 0 when they are over."""
        return max(0.0, self._until - time.monotonic())


async def pursued(
    work: Callable[[Follow], _T],
    begin: Begin,
    *,
    account: Account,
    is_wanted: Callable[[], bool],
    limit: Limit,
) -> AsyncGenerator[Event | _T]:
    """What work tells of itself as it goes on, and at last what comes of it.

    The work ends at its next step when nobody listens any longer.

    Args:
        work: what is to be done; it is given what it has to tell of each stage.
        begin: has a thread do it.
        account: of where the time goes.
        is_wanted: whether what comes of it still is.
        limit: until when.

    Raises:
        TookTooLong: it was not done by then.
        Stopped: it was no longer wanted.
    """
    loop = asyncio.get_running_loop()
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    stopped = threading.Event()

    def tell(event: Event | None) -> None:
        with suppress(RuntimeError):  # the loop has ended, and with it whoever listened
            loop.call_soon_threadsafe(events.put_nowait, event)

    def follow(event: Event) -> None:
        if stopped.is_set() or not is_wanted():
            raise Stopped
        if isinstance(event, Stage):
            account.stopwatch.begin(event.name.lower())
        tell(event)

    def work_followed() -> _T:
        account.work_begins()
        return work(follow)

    timer = loop.call_later(limit.left, events.put_nowait, None)
    last: Event | None = None
    try:
        result = begin(work_followed)
        result.add_done_callback(lambda _: tell(None))
        while event := await events.get():
            if event is not last:
                yield event
            if isinstance(event, Stage):
                last = event
        if not result.done():
            raise TookTooLong(limit.seconds, "try again, or ask for less")
        yield result.result()
    finally:
        stopped.set()
        timer.cancel()
