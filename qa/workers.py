"""Threads for work that somebody waits for."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from qa.unanswered import Busy

_T = TypeVar("_T")


class Begin:
    """Begins the work of a place that `Workers.place` gave.

    Args:
        workers: whose place it is.
    """

    def __init__(self, workers: "Workers") -> None:
        self._workers = workers
        self.task: _Task[Any] | None = None

    def __call__(self, work: Callable[[], _T]) -> Future[_T]:
        """Have a thread do it, with the present context variables; once for each place."""
        task = _Task(partial(copy_context().run, work))
        self.task = task
        self._workers.put(task)
        return task.future


@dataclass(eq=False, slots=True)
class _Task(Generic[_T]):
    work: Callable[[], _T]
    future: Future[_T] = field(default_factory=Future)

    def do(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.work()
        # It comes through to whoever waits; a panic of compiled code is no Exception, and would end
        # the thread.
        except BaseException as error:  # noqa: BLE001
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Workers:
    """So many threads, and as many more may wait for one; others are turned away at once.

    Unlike those of an executor they never keep the process from ending: one that hangs in a server
    that is gone can't be ended, but need not be waited for.

    Args:
        name: what the threads are called.
        at_once: how many there are.
    """

    def __init__(self, name: str, at_once: int) -> None:
        self._name = name
        self._at_once = at_once
        self._changed = threading.Condition()
        self._queue: deque[_Task[Any]] = deque()
        self._threads = self._idle = self._taken = 0

    @contextmanager
    def place(self) -> Iterator[Begin]:
        """A place among those at work or waiting, also before there is anything to do.

        When the block ends, work that waits is called off, and work that goes on keeps the place
        until it ends.

        Raises:
            Busy: all places are taken.
        """
        with self._changed:
            if self._taken == 2 * self._at_once:
                raise Busy
            self._taken += 1
        begin = Begin(self)
        try:
            yield begin
        finally:
            if begin.task:
                begin.task.future.cancel()
            else:
                self._leave(None)

    def put(self, task: _Task[Any]) -> None:
        """Have work done that has a place."""
        task.future.add_done_callback(lambda _: self._leave(task))
        with self._changed:
            self._queue.append(task)
            if len(self._queue) > self._idle and self._threads < self._at_once:
                threading.Thread(target=self._run, name=self._name, daemon=True).start()
                self._threads += 1
            self._changed.notify_all()

    def _leave(self, task: _Task[Any] | None) -> None:
        with self._changed:
            self._taken -= 1
            if task and task in self._queue:
                self._queue.remove(task)
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            self._next().do()

    def _next(self) -> _Task[Any]:
        with self._changed:
            self._idle += 1
            self._changed.wait_for(lambda: self._queue)
            self._idle -= 1
            return self._queue.popleft()
