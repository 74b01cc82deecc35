"""The conversations of the page's visitors, as long as somebody may go on with them."""

import time
from collections.abc import Callable

from cachetools import TTLCache

from qa.web.turns import Visit

_MOST = 1000
_KEPT = 12 * 3600.0


class Visits:
    """Conversations by their key, for one thread.

    Gradio has a place for what belongs to a page, but it ends with the page, and an hour after a
    telephone was locked. Whoever knows a key may go on with its conversation; no one else can
    guess it.

    Args:
        most: that are kept; in the place of another one that goes with which nobody went on for
            longest.
        seconds: for which one is kept with which nobody goes on.
        clock: counts seconds.
    """

    def __init__(
        self,
        most: int = _MOST,
        seconds: float = _KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept: TTLCache[str, Visit] = TTLCache(most, seconds, clock)

    def find(self, key: str) -> Visit | None:
        """The conversation of a key; None where it is not, or no longer, kept."""
        return self._kept.get(key)

    def keep(self, visit: Visit) -> None:
        """Keep a conversation as it is now."""
        self._kept[visit.key] = visit

    def forget(self, key: str) -> None:
        """Keep a conversation no longer."""
        self._kept.pop(key, None)
