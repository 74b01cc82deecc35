"""Whether questions can be answered at this moment, and if not, what is missing."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum

from index import IndexStatus
from qa.unanswered import LOOK_IN_LOG, Unavailable

_FRESH = 1.0
"""Seconds for which what was seen is taken to be so."""

_PATIENCE = 3.0
"""Seconds after which an index that does not answer is taken to be gone."""

_logger = logging.getLogger(__name__)


class Part(StrEnum):
    """How a part of the service is."""

    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Health:
    """What is there to answer questions with.

    Attributes:
        index: whether the articles can be searched.
        models: whether they are loaded.
        reason: why questions can't be answered, in words for who asks; ``""`` where they can be, or
            will be soon.
        articles: how many there are; None where that can't be told.
        passages: the same.
    """

    index: Part
    models: Part
    reason: str = ""
    articles: int | None = None
    passages: int | None = None


class Pulse:
    """Looks whether an index still answers: now and then, and never waiting for long.

    Safe to use from several threads.

    Args:
        look: gives what the index holds, or raises; may hang.
    """

    def __init__(self, look: Callable[[], IndexStatus]) -> None:
        self._look = look
        self._looking = threading.Lock()
        self._began = -_FRESH
        self._seen: Future[IndexStatus] = Future()
        self._seen.set_exception(TimeoutError())
        self._was_told = False

    def taken(self) -> IndexStatus:
        """What the index holds.

        Raises:
            Unavailable: it can't be used, or does not answer in time; the log says more.
        """
        with self._looking:
            if self._seen.done() and time.monotonic() - self._began > _FRESH:
                self._begin()
            seen, left = self._seen, self._began + _PATIENCE - time.monotonic()
        try:
            error = seen.exception(max(0.0, left))
        except TimeoutError:
            silent = f"the index does not answer within {_PATIENCE:g} seconds"
            self._tell(silent)
            raise Unavailable(silent) from None
        if error:
            self._tell(str(error) or type(error).__name__)
            raise Unavailable(f"the index can't be used; {LOOK_IN_LOG}") from error
        self._was_told = False
        return seen.result()

    def _begin(self) -> None:
        """Have a thread look: one that hangs is left behind, and there is no second one."""
        self._seen, self._began = Future(), time.monotonic()
        threading.Thread(target=self._run, args=[self._seen], name="pulse", daemon=True).start()

    def _run(self, seen: Future[IndexStatus]) -> None:
        try:
            seen.set_result(self._look())
        # It comes through to whoever asks; a panic of compiled code is no Exception.
        except BaseException as error:  # noqa: BLE001
            seen.set_exception(error)

    def _tell(self, why: str) -> None:
        """Log it once, until the index answers again."""
        if not self._was_told:
            self._was_told = True
            _logger.error("questions can't be answered: %s", why)
