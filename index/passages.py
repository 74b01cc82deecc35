"""Passages: runs of whole sentences, the unit of search.

A passage grows sentence by sentence until the next one would make it longer than
`MAX_CHARACTERS` or `MAX_SENTENCES`; a heading or boilerplate between two sentences ends it,
so that every passage is one unbroken piece of citable text.
"""

from collections.abc import Iterator, Sequence

from corpus import Sentence, Span
from index.model import Passage

MAX_CHARACTERS = 500
MAX_SENTENCES = 4

SCHEME = f"sentences-{MAX_SENTENCES}x{MAX_CHARACTERS}.3"
"""Names this way of cutting and keeping; an index made with another one is not mixed with it."""


def split_passages(article_id: str, table: Sequence[Sentence]) -> tuple[Passage, ...]:
    """Cut an article's sentence table into passages.

    Args:
        article_id: the article the table belongs to.
        table: as `corpus.sentence_table` gives it.

    Returns:
        The passages in order; each citable sentence is in exactly one of them.
    """
    return tuple(
        Passage(article_id, Span(table[rows[0]].span.start, table[rows[-1]].span.end), rows)
        for rows in _runs(table)
    )


def _runs(table: Sequence[Sentence]) -> Iterator[range]:
    first: int | None = None
    for row, sentence in enumerate(table):
        if first is not None and not (sentence.citable and _fits(table, first, row)):
            yield range(first, row)
            first = None
        if first is None and sentence.citable:
            first = row
    if first is not None:
        yield range(first, len(table))


def _fits(table: Sequence[Sentence], first: int, row: int) -> bool:
    length = table[row].span.end - table[first].span.start
    return length <= MAX_CHARACTERS and row - first < MAX_SENTENCES
