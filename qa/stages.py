"""What answering a question goes through, for who waits to see."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from qa.model import Answer


class Stage(StrEnum):
    """A part of the work; the value is what a person reads."""

    UNDERSTANDING = "Understanding the question"
    SEARCHING = "Searching the articles"
    READING = "Reading what was found"
    WRITING = "Having the answer written, and checking it"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What is confirmed of an answer that is still being written: it is never taken back.

    Attributes:
        answer: the sentences so far; the whole answer begins with them.
    """

    answer: Answer


Event = Stage | Confirmed

Follow = Callable[[Event], None]
"""Is told of each stage as it begins, and of each sentence that is confirmed."""


def ignore(event: Event) -> None:
    """Follows nothing."""
