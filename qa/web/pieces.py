"""An article cut for display: all of its characters, in order, in runs of one look each."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus import Article, Role, Sentence, Span

_SIGN = re.compile(r"#{1,6}[ \t]+")
"""By which Markdown knows a heading."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that look alike.

    Attributes:
        text: the characters.
        role: that of the sentence they belong to.
        cited: whether the answer names them, too, beside the passage that was opened.
        signs: how many of the first ones are Markdown's sign of a heading, and no words.
    """

    text: str
    role: Role = Role.TEXT
    cited: bool = False
    signs: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """An article around a passage: the three joined are the article's text.

    Attributes:
        before: up to the passage; the whole text when there is none.
        passage: the characters to highlight.
        after: the rest.
        moved: whether the passage stood elsewhere when its address was made.
    """

    before: tuple[Piece, ...]
    passage: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    moved: bool = False


def cut(
    article: Article,
    sentences: Sequence[Sentence],
    passage: Span | None,
    cited: Sequence[Span] = (),
) -> Page:
    """Cut an article for display.

    Args:
        article: the article.
        sentences: its sentence table; says what are headings and what is boilerplate.
        passage: what to highlight, or None.
        cited: what to highlight more faintly; within the passage it can't be seen. May overlap.
    """
    size = len(article.text)
    start, end = (passage.start, passage.end) if passage else (size, size)
    special = [each for each in sentences if each.role is not Role.TEXT]
    apart = _apart(cited)

    def pieces(low: int, high: int) -> tuple[Piece, ...]:
        return tuple(_pieces(article.text, special, apart, Span(low, high)))

    return Page(
        before=pieces(0, start) if start else (),
        passage=pieces(start, end) if passage else (),
        after=pieces(end, size) if end < size else (),
    )


def _pieces(
    text: str, special: Sequence[Sentence], cited: Sequence[Span], within: Span
) -> Iterator[Piece]:
    spans = [*(each.span for each in special), *cited, within]
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    starts = [each.span.start for each in special]
    cited_starts = [span.start for span in cited]
    for low, high in pairwise(edges):
        here = Span(low, high)
        if not within.touches(here):
            continue
        number = bisect_right(starts, low) - 1
        is_special = number >= 0 and special[number].span.touches(here)
        role = special[number].role if is_special else Role.TEXT
        signs = _sign_end(text, special[number]) - low if role is Role.HEADING else 0
        number = bisect_right(cited_starts, low) - 1
        is_cited = number >= 0 and cited[number].touches(here)
        yield Piece(text[low:high], role, is_cited, min(max(signs, 0), high - low))


def _sign_end(text: str, heading: Sentence) -> int:
    """Where the words of a heading begin."""
    sign = _SIGN.match(text, heading.span.start, heading.span.end)
    return sign.end() if sign else heading.span.start


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The same characters as spans in order of which no two overlap."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart
