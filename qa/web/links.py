"""Addresses of passages: they carry an anchor, so that they open at the same words later.

An address may outlive what it points at: somebody keeps a link, the article's file changes. Then
the passage is shown where it stands now, or is said to be gone; no other words are highlighted.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from corpus import Article, ChapterVerseError, Span, SpanError
from index import Hit
from qa.anchors import Anchor
from qa.model import Citation

PASSAGE = "passage"
"""The id of the highlighted element."""

_DIGITS_OF_HASH = 16
"""So many tell one version of an article from another."""


class BadAddress(ChapterVerseError):
    """The address of a passage makes no sense."""


def passage_link(article_id: str, anchor: Anchor) -> str:
    """Where an article can be read with a passage highlighted."""
    query = {
        "start": anchor.start,
        "end": anchor.end,
        "sha256": anchor.sha256[:_DIGITS_OF_HASH],
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }
    return f"/read/{quote(article_id)}?{urlencode(query)}#{PASSAGE}"


def link_of(shown: Citation | Hit) -> str:
    """The address of what is cited, or of a passage that was looked at."""
    if isinstance(shown, Citation):
        return passage_link(shown.article_id, shown.anchor)
    return passage_link(shown.article_id, Anchor.of(shown.article, shown.passage.span))


def linked_anchor(query: Mapping[str, str]) -> Anchor | None:
    """The anchor that an address carries; None when it names the whole article.

    Args:
        query: the names and values of the address's query.

    Raises:
        BadAddress: something is missing, or a place is no number.
    """
    if not query.keys() & {"start", "end", "exact"}:
        return None
    try:
        return Anchor(
            sha256=query["sha256"],
            start=int(query["start"]),
            end=int(query["end"]),
            exact=query["exact"],
            prefix=query["prefix"],
            suffix=query["suffix"],
        )
    except (KeyError, ValueError) as error:
        raise BadAddress(
            "This address of a passage is not whole, or from an older version of this page. Open "
            "the passage from an answer again."
        ) from error


def linked_spans(article: Article, places: Sequence[str]) -> list[Span]:
    """What else an address wants to be seen, each as ``start-end``.

    Raises:
        BadAddress: one is no place in the article.
    """
    spans = []
    for place in places:
        start, _, end = place.partition("-")
        try:
            span = Span(int(start), int(end))
            span.of(article.text)
        except (SpanError, ValueError) as error:
            raise BadAddress(
                f"{place} is no place in “{article.title}”. Open the passage from an answer again."
            ) from error
        spans.append(span)
    return spans
