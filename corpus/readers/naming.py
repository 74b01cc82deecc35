"""Titles and addresses, as far as a format leaves them to be worked out."""

import re
from urllib.parse import urlsplit

from corpus.model import Role
from corpus.sentences import sentence_table

_TOP = 3000
"""Characters from the beginning in which a title is looked for."""

_LONGEST_TITLE = 80
_MARKS = re.compile(r"^#{1,6}\s+|\s+#+$|[*_`]{1,3}")


def title_of(text: str) -> str:
    """A text's title: what it begins with, a heading or else a sentence, shortened.

    Returns:
        One line, or ``""`` for a text without a sentence.
    """
    top = text[:_TOP]
    rows = (row for row in sentence_table(top) if row.role is not Role.BOILERPLATE)
    first = next(rows, None)
    return shorten(first.span.of(top)) if first else ""


def shorten(sentence: str) -> str:
    """One line of at most 80 characters, cut between words, with an ellipsis where cut."""
    line = " ".join(_MARKS.sub("", sentence).split())
    if len(line) <= _LONGEST_TITLE:
        return line
    words = line[:_LONGEST_TITLE].rsplit(maxsplit=1)[0]
    return f"{words.rstrip(',;:–—-')}…"


def web_address(url: str) -> str:
    """The address, or ``""`` unless it is one of the web (a link may be shown from it)."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""
