"""The articles' texts, for systems that are handed texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from corpus import Article, SourceFile, scan
from tests.reading import read_article

_SAMPLE = 64

Thing = TypeVar("Thing")


def articles(folder: str | Path) -> list[Article]:
    """Every article of a folder, as the project reads it."""
    return [read_article(file) for file in scan(Path(folder)) if isinstance(file, SourceFile)]


def sample(things: Sequence[Thing]) -> list[Thing]:
    """A few dozen of them, evenly spread; as many as the largest batch."""
    return list(things[:: max(1, len(things) // _SAMPLE)][:_SAMPLE])
