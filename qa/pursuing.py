"""Work in a thread, followed from a loop: as long as somebody wants it, and in time."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from qa.account import Account
from qa.stages import Event, Follow, Stage
from qa.unanswered import Stopped, TookTooLong
from qa.workers import Begin

_T = TypeVar("_T")

_logger = logging.getLogger(__name__)


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


async def received_in_time(coming: Coroutine[Any, Any, _T], limit: Limit) -> _T:
    """What somebody sends, if all of it comes in time.

    Raises:
        TookTooLong: it does not.
    """
    try:
        async with asyncio.timeout(limit.left):
            return await coming
    except TimeoutError:
        raise TookTooLong(limit.seconds, "send it again, or less at once") from None


async def in_time(begun: Future[_T], limit: Limit, advice: str) -> _T:
    """What comes of work in a thread, which can't be called off once it has begun.

    Args:
        begun: the work.
        limit: until when it is waited for.
        advice: what to do if that is too short.

    Raises:
        TookTooLong: it was.
    """
    result = asyncio.wrap_future(begun)
    try:
        done, _ = await asyncio.wait([result], timeout=limit.left)
        if not done:
            raise TookTooLong(limit.seconds, advice)
        return result.result()
    finally:
        result.cancel()
        _tell_if_it_fails(begun)


def _tell_if_it_fails(begun: Future[_T]) -> None:
    """Note in the log what becomes of work that nobody waits for any longer."""

    def tell(ended: Future[_T]) -> None:
        error = None if ended.cancelled() else ended.exception()
        if error and not isinstance(error, Stopped):
            _logger.error("work that nobody waited for any longer failed", exc_info=error)

    if not begun.done():
        begun.add_done_callback(tell)


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
    result = begin(work_followed)
    try:
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
        _tell_if_it_fails(result)
