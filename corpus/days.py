"""Days as people write them."""

import re
from datetime import date

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: str) -> date:
    """The day that a text names, written as 2024-10-31; Python alone takes more forms than that.

    Raises:
        ValueError: it is none, or written otherwise.
    """
    if _WRITTEN.fullmatch(text):
        return date.fromisoformat(text)
    raise ValueError("a day is written as 2024-10-31")


def in_words(day: date) -> str:
    """A day for a reader: ``31 October 2024``."""
    return f"{day.day} {day:%B %Y}"
