"""Where characters stand, whichever thing names them: a hit, a citation or a gold passage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from corpus import Span


class Placed(Protocol):
    """Anything that names characters of one article: `index.Hit`, `qa.Citation`, `Place`."""

    @property
    def article_id(self) -> str:
        """The article's id."""

    @property
    def start(self) -> int:
        """First character in the article's text."""

    @property
    def end(self) -> int:
        """One past the last character."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a named article."""

    article_id: str
    span: Span

    @classmethod
    def of(cls, placed: Placed) -> "Place":
        """The place of a hit or a citation.

        Raises:
            SpanError: it names no characters.
        """
        return cls(placed.article_id, Span(placed.start, placed.end))

    @property
    def start(self) -> int:
        """First character in the article's text."""
        return self.span.start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.span.end

    def touches(self, others: Iterable["Place"]) -> bool:
        """Whether it shares at least one character of the same article with any of the others."""
        return any(
            self.article_id == other.article_id and self.span.touches(other.span)
            for other in others
        )


Character = tuple[str, int]
"""One character of the corpus: an article's id and a position in its text."""


def characters(places: Iterable[Place]) -> frozenset[Character]:
    """The characters that the places name, each once, however often they overlap."""
    return frozenset(
        (place.article_id, position)
        for place in places
        for position in range(place.start, place.end)
    )
