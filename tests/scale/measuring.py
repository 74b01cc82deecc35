"""Seconds and megabytes. Imports nothing but the standard library, as `tests.scale.job` does."""

import os
import re
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what getrusage counts memory in."""

_EVERY = 0.1
"""Seconds between two looks at what other processes have."""

_MOST = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(whose: int = resource.RUSAGE_SELF) -> float:
    """The most memory that this process has had, in megabytes.

    Args:
        whose: ``RUSAGE_CHILDREN`` for the largest of those that it started and that have ended.
    """
    # On Linux this begins with what the process that started this one had, which is little.
    return resource.getrusage(whose).ru_maxrss * _UNIT / 1e6


@contextmanager
def helpers() -> Iterator[Callable[[], float]]:
    """Watches what this process starts, as the one that reads files, until the block ends.

    Yields:
        the most memory that those had together which were there at the same time, in megabytes:
        for each the most that it ever had, so rather too much. On Linux only; elsewhere it is 0.
    """
    largest = 0.0
    ending = threading.Event()

    def watch() -> None:
        nonlocal largest
        before = 0.0
        while not ending.wait(_EVERY):
            now = sum(map(_most, _children(os.getpid())))
            # For a moment at its beginning a process is a copy of the one that starts it.
            largest = max(largest, min(before, now))
            before = now

    watching = threading.Thread(target=watch, name="watch", daemon=True)
    watching.start()
    try:
        yield lambda: largest
    finally:
        ending.set()
        watching.join()


def _children(pid: int) -> Iterator[int]:
    """All that a process started, and what those did."""
    with suppress(OSError):  # it has come to its end, or this is no Linux
        for tasks in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (tasks / "children").read_text().split()):
                yield child
                yield from _children(child)


def _most(pid: int) -> float:
    """The most memory that a process had, in megabytes."""
    with suppress(OSError):
        if found := _MOST.search(Path(f"/proc/{pid}/status").read_text()):
            return int(found[1]) * 1024 / 1e6
    return 0.0


def disk(folder: str) -> float:
    """The size of all files of a folder, in megabytes."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
