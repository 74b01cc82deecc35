"""Seconds and megabytes. Imports nothing but the standard library, as `tests.scale.job` does."""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what getrusage counts memory in."""


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


def disk(folder: str) -> float:
    """The size of all files of a folder, in megabytes."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
