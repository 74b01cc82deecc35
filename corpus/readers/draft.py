"""What a reader gets out of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Draft:
    """An article without its place: see `corpus.Article` for the attributes."""

    title: str
    text: str
    source: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""


Reader = Callable[[bytes, str], Draft]
"""Makes a draft of a file's bytes and its id, or raises `corpus.UnreadableFile`."""
