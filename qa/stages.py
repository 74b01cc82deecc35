"""What answering a question goes through, for who waits to see."""

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """A part of the work; the value is what a person reads."""

    UNDERSTANDING = "Understanding the question"
    SEARCHING = "Searching the articles"
    READING = "Reading what was found"


Follow = Callable[[Stage], None]
"""Is told of each stage as it begins."""


def ignore(stage: Stage) -> None:
    """Follows nothing."""
