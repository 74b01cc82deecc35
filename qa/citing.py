"""Citing: from evidence to quotations, each an unbroken piece of its article."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from corpus import Article, Span
from index import Searchable
from qa.anchors import Anchor
from qa.model import Citation, Support
from qa.quoting import quoted_rows, span_of
from qa.reading import Evidence


@dataclass(frozen=True, slots=True)
class Quoted:
    """Rows of an article that are quoted.

    Attributes:
        article: the article.
        rows: consecutive rows of its sentence table.
        support: why they were chosen.
        decisive: where in the article's text the words stand that were asked for.
        copies: what says the same in other articles.
    """

    article: Article
    rows: range
    support: Support | None = None
    decisive: Span | None = None
    copies: tuple[Evidence, ...] = ()


def quoted(evidence: Sequence[Evidence], index: Searchable) -> list[Quoted]:
    """What to quote, in the order of the evidence; quotations that overlap become one.

    Args:
        evidence: the strongest first: of what becomes one, that of the first is told.
        index: where the sentences around the evidence stand.
    """
    by_row: dict[tuple[str, int], Quoted] = {}
    for found in evidence:
        whole = _alone(found, index)
        met = {key: by_row[key] for row in whole.rows if (key := (found.article.id, row)) in by_row}
        # Theirs in their order and then the new one, which is the weakest of them.
        others = [each for each in dict.fromkeys(by_row.values()) if each in met.values()]
        whole = reduce(_joined, [*others, whole])
        by_row |= {(found.article.id, row): whole for row in whole.rows}
    return list(dict.fromkeys(by_row.values()))


def citation_of(number: int, quoted: Quoted, index: Searchable) -> Citation:
    """A quotation as an answer cites it.

    Args:
        number: its marker; 0 where it supports nothing.
        quoted: what is quoted.
        index: where the sentences are.
    """
    article, span = quoted.article, span_of(index.sentences(quoted.article), quoted.rows)
    anchor = Anchor.of(article, span)
    copies = (Quoted(copy.article, range(copy.row, copy.row + 1)) for copy in quoted.copies)
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        published=article.published,
        url=article.url,
        start=span.start,
        end=span.end,
        quote=anchor.exact,
        sha256=anchor.sha256,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        decisive=quoted.decisive,
        copies=tuple(citation_of(number, copy, index) for copy in copies),
        support=quoted.support,
    )


def _alone(found: Evidence, index: Searchable) -> Quoted:
    table = index.sentences(found.article)
    start, words = table[found.row].span.start, found.decisive
    return Quoted(
        found.article,
        quoted_rows(found.article, table, found.row),
        found.support,
        Span(start + words.start, start + words.end) if words else None,
        found.copies,
    )


def _joined(earlier: Quoted, later: Quoted) -> Quoted:
    """Both as one; what is told of it is of the earlier, which is the stronger."""
    first, last = min(earlier.rows[0], later.rows[0]), max(earlier.rows[-1], later.rows[-1])
    copies = {copy.place: copy for copy in (*earlier.copies, *later.copies)}
    return Quoted(
        earlier.article,
        range(first, last + 1),
        earlier.support or later.support,
        earlier.decisive or later.decisive,
        tuple(copies.values()),
    )
