"""How much to quote: a sentence, and the neighbours without which it can't be understood.

A sentence of somebody's speech does not say who speaks; one that begins with "He" or "This" does
not say of what. Then the quotation begins a sentence or two earlier (or ends one or two later,
where the speaker is named there), and stays one unbroken piece of the article.
"""

import re
from collections.abc import Sequence

from corpus import Article, Sentence, Span
from qa.words import PERIOD

_MOST_BEFORE = 2
_MOST_AFTER = 2

_FURTHEST = 100
"""Rows before a row that are looked at for where its speech began: a paragraph may be a book."""

_CLOSED_BY = {'"': '"', "“": "”", "‘": "’"}
"""The mark that ends a quotation, by the one that began it."""

_POINTS_BACK = re.compile(
    r"[“\"'‘(]*(?:(?:but|and|so|yet) )?(?:he|she|it|they|his|her|its|their|those|that|such"
    rf"|(?:this|these)(?! {PERIOD}\b)|the (?:former|latter|same|two))\b",
    re.IGNORECASE,
)


def quoted_rows(article: Article, table: Sequence[Sentence], row: int) -> range:
    """The rows to quote so that a row of the table can be understood.

    Args:
        article: the article.
        table: its sentence table.
        row: the row that answers.

    Returns:
        consecutive citable rows of one paragraph, ``row`` among them.
    """
    rows = _with_speaker(article, table, row)
    while len(rows) <= _MOST_BEFORE and _points_back(article, table, rows[0]):
        rows = range(rows[0] - 1, rows[-1] + 1)
    return rows


def span_of(table: Sequence[Sentence], rows: range) -> Span:
    """From the first row's first character to the last row's last."""
    return Span(table[rows[0]].span.start, table[rows[-1]].span.end)


def _with_speaker(article: Article, table: Sequence[Sentence], row: int) -> range:
    """A row of somebody's speech with the rows to where the speaker is named, if that is near.

    Where the speech goes on that is after it; before it may stand something else altogether.
    """
    spoken = _spoken(article, table, row)
    last = row
    while last - row < _MOST_AFTER and _goes_on(spoken, table, last):
        last += 1
        if not _is_speech(spoken, article, table, range(row, last + 1)):
            return range(row, last + 1)
    first = row
    while row - first < _MOST_BEFORE and _are_together(table, first - 1, first):
        if not _is_speech(spoken, article, table, range(first, row + 1)):
            break
        first -= 1
    return range(first, row + 1)


def _points_back(article: Article, table: Sequence[Sentence], row: int) -> bool:
    """Whether a row can't be understood without the one before it, which may be quoted too."""
    words = table[row].span.of(article.text)
    return _are_together(table, row - 1, row) and _POINTS_BACK.match(words) is not None


def _are_together(table: Sequence[Sentence], row: int, after: int) -> bool:
    """Whether two neighbours may be quoted as one: both there, citable and in one paragraph."""
    if row < 0 or after >= len(table):
        return False
    one, other = table[row], table[after]
    return one.citable and other.citable and one.paragraph == other.paragraph


def _goes_on(spoken: frozenset[int], table: Sequence[Sentence], row: int) -> bool:
    """Whether a quotation that is open at the end of a row goes on in the next one."""
    return _are_together(table, row, row + 1) and table[row + 1].span.start - 1 in spoken


def _is_speech(
    spoken: frozenset[int], article: Article, table: Sequence[Sentence], rows: range
) -> bool:
    """Whether every letter of the rows stands within quotation marks."""
    span = span_of(table, rows)
    letters = [at for at in range(span.start, span.end) if article.text[at].isalpha()]
    return bool(letters) and spoken.issuperset(letters)


def _spoken(article: Article, table: Sequence[Sentence], row: int) -> frozenset[int]:
    """The positions within quotation marks in the paragraph of a row, up to what may be quoted."""
    first = row
    while row - first < _FURTHEST and _are_together(table, first - 1, first):
        first -= 1
    end = table[min(row + _MOST_AFTER, len(table) - 1)].span.end
    text, start = article.text, table[first].span.start
    opened, spoken = "", set()
    for at in range(start, end):
        opened = _open_after(text, at, opened)
        if opened:
            spoken.add(at)
    return frozenset(spoken)


def _open_after(text: str, at: int, opened: str) -> str:
    """The mark of the quotation that is open after a character; ``""`` where none is.

    What one mark opened is closed by its own other half: in “the soldiers’ pay” and in “‘no’, she
    said” the speech goes on. An apostrophe is no quotation mark.
    """
    char = text[at]
    if opened:
        is_end = char == _CLOSED_BY[opened]
        return "" if is_end and not (char == "’" and text[at + 1 : at + 2].isalnum()) else opened
    is_begin = char in _CLOSED_BY and not (char == "‘" and text[at - 1 : at].isalnum())
    return char if is_begin else ""
