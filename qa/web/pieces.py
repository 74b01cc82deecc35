"""An article cut for display: all of its characters, in order, in runs of one look each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Article, Role, Sentence, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that look alike; ``role`` is that of the sentence they belong to."""

    text: str
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Page:
    """An article around a passage: the three joined are the article's text.

    Attributes:
        before: up to the passage; the whole text when there is none.
        passage: the characters to highlight.
        after: the rest.
    """

    before: tuple[Piece, ...]
    passage: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()


def cut(article: Article, sentences: Sequence[Sentence], passage: Span | None) -> Page:
    """Cut an article for display.

    Args:
        article: the article.
        sentences: its sentence table; says what are headings and what is boilerplate.
        passage: what to highlight, or None.
    """
    size = len(article.text)
    start, end = (passage.start, passage.end) if passage else (size, size)
    return Page(
        before=tuple(_pieces(article.text, sentences, 0, start)),
        passage=tuple(_pieces(article.text, sentences, start, end)),
        after=tuple(_pieces(article.text, sentences, end, size)),
    )


def _pieces(text: str, sentences: Sequence[Sentence], start: int, end: int) -> Iterator[Piece]:
    at = start
    for sentence in sentences:
        low, high = max(sentence.span.start, at), min(sentence.span.end, end)
        if sentence.role is Role.TEXT or low >= high:
            continue
        if at < low:
            yield Piece(text[at:low])
        yield Piece(text[low:high], sentence.role)
        at = high
    if at < end:
        yield Piece(text[at:end])
