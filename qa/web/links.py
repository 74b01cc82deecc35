"""Addresses of passages: they name the characters and carry a fingerprint of them.

An address may outlive what it points at: somebody keeps a link, the article's file changes.
The fingerprint tells whether the characters there are still the ones the link was made for,
so that a wrong passage is never highlighted.
"""

import hashlib
from urllib.parse import quote, urlencode

from corpus import Article, ChapterVerseError, Span, SpanError

PASSAGE = "passage"
"""The id of the highlighted element."""


class BadAddress(ChapterVerseError):
    """The address of a passage makes no sense."""


class PassageMoved(ChapterVerseError):
    """The article has changed since the address was made."""


def fingerprint(passage: str) -> str:
    """Tells one passage's characters from another's."""
    return hashlib.sha256(passage.encode()).hexdigest()[:12]


def passage_link(article_id: str, start: int, end: int, passage: str) -> str:
    """Where an article can be read with the passage ``text[start:end]`` highlighted."""
    query = urlencode({"start": start, "end": end, "of": fingerprint(passage)})
    return f"/read/{quote(article_id)}?{query}#{PASSAGE}"


def linked_span(article: Article, start: str, end: str, of: str) -> Span | None:
    """The characters an address names; None when it names the whole article.

    Args:
        article: the article of the address.
        start: its ``start`` as it was sent; ``""`` when it was not.
        end: its ``end``.
        of: its fingerprint; ``""`` to do without.

    Raises:
        BadAddress: the two are no place in this article.
        PassageMoved: the characters there are not the ones the address was made for.
    """
    if not start and not end:
        return None
    try:
        span = Span(int(start), int(end))
        passage = span.of(article.text)
    except (SpanError, ValueError) as error:
        raise BadAddress(
            f"There are no characters {start or '?'} to {end or '?'} in “{article.title}”, "
            f"which has {len(article.text)}. Open the passage from an answer again."
        ) from error
    if of and of != fingerprint(passage):
        raise PassageMoved(
            f"“{article.title}” has changed since this link was made, and the passage no longer "
            "stands there. Ask the question again for a link to the article as it is now."
        )
    return span
