"""How long each part of a piece of work takes."""

import time
from collections.abc import Callable, Mapping
from itertools import pairwise

WAITED = "waited"
"""What comes before the first part."""


class Stopwatch:
    """Runs from when it is made; a part ends where the next one begins.

    One thread may begin parts while another reads.

    Args:
        clock: tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = [(WAITED, clock())]

    def begin(self, part: str) -> None:
        """A part begins, or one that was there before goes on."""
        if self._begun[-1][0] != part:
            self._begun.append((part, self._clock()))

    def seconds(self) -> Mapping[str, float]:
        """So far, for each part by name; `WAITED` is always one."""
        begun = [*self._begun, ("", self._clock())]
        spent: dict[str, float] = {}
        for (part, since), (_, until) in pairwise(begun):
            spent[part] = spent.get(part, 0.0) + until - since
        return spent
