"""Cutting a text into blocks: paragraphs, headings and list items, by its lines alone.

Texts use newlines in two ways. In most, a line is a paragraph. In hard-wrapped ones (mail,
old agency copy, text taken from a PDF) a paragraph is a run of lines of about one width. A
line that was wrapped is one on which the next line's first word had no room; a line with
room to spare was ended on purpose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span

MARKER = re.compile(r"(?:[-*+•‣◦·▪●]|\d{1,3}[.)])\s")
"""What a list item begins with."""

CLOSER = r"(?:[”’\"'»)\]*_]|\[\d{1,3}\])"
"""What belongs to a sentence after its full stop: a quote, a bracket, emphasis, a note ``[3]``."""

_WORDS = r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]"
_ADDRESS = r"\([^()]*(?:\([^()]*\)[^()]*)*\)"
_IMAGE = rf"!{_WORDS}(?:{_ADDRESS}|\[[^\[\]]*\])"
PICTURE = rf"(?:{_IMAGE}|\[{_IMAGE}\]{_ADDRESS})"
"""A picture in Markdown, ``![what it shows](address)``, or one that is a link."""

_HEADING_MARK = re.compile(r"#{1,6}\s")
_SENTENCE_END = re.compile(rf"[.!?…:;。！？]{CLOSER}*$")
_BYTE_ORDER_MARK = "\ufeff"
_HYPHENS = "-\u00ad\u2010"
_WIDTHS_OF_WRAPPED_TEXT = range(50, 121)
_RAGGED = 0.85
"""Lines are wrapped by hand or in proportional type: not each is filled to the last place."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, without the white space around it."""

    span: Span
    text: str
    follows_blank: bool

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as `ends_sentence` says."""
        return ends_sentence(self.text)

    @property
    def opens_block(self) -> bool:
        """Whether it is a block's first line whatever stands above it."""
        return self.follows_blank or bool(MARKER.match(self.text)) or self.is_marked_heading

    @property
    def is_marked_heading(self) -> bool:
        """Whether it is a Markdown heading (``## Like this``)."""
        return _HEADING_MARK.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together."""

    lines: Sequence[Line]

    @property
    def span(self) -> Span:
        """From the first line's first character to the last line's last."""
        return Span(self.lines[0].span.start, self.lines[-1].span.end)


def ends_sentence(words: str) -> bool:
    """Whether words end in punctuation that ends a sentence or announces something."""
    return _SENTENCE_END.search(words[-20:]) is not None


def split_blocks(text: str, *, widths: range = _WIDTHS_OF_WRAPPED_TEXT) -> Iterator[Block]:
    """Cut a text into blocks; every character that is not white space is in exactly one.

    A byte order mark at the beginning is in none: it is the file's, and no reader sees it.

    Args:
        text: any text, with any kind of newline.
        widths: how long, in characters, the longest line of a hard-wrapped text can be.
    """
    lines = list(_lines(text))
    wrap = _wrap_width(lines, widths)
    block: list[Line] = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        if block and not _continues(block[-1], line, following, wrap):
            yield Block(tuple(block))
            block = []
        block.append(line)
    if block:
        yield Block(tuple(block))


def _lines(text: str) -> Iterator[Line]:
    start = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    blank = True
    for raw in text[start:].splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            first = start + len(raw) - len(raw.lstrip())
            yield Line(Span(first, first + len(stripped)), stripped, blank)
        blank = not stripped
        start += len(raw)


def _wrap_width(lines: Sequence[Line], widths: range) -> int | None:
    """The width a text is wrapped at, or None where a line is a paragraph."""
    width = max((len(line.text) for line in lines), default=0)
    pairs = [(a, b) for a, b in pairwise(lines) if not b.opens_block]
    filled = sum(_is_filled(line, after, width) for line, after in pairs)
    broken = sum(_breaks_off(line, after) for line, after in pairs)
    wrapped = bool(pairs) and 2 * filled >= len(pairs) and 4 * broken >= len(pairs)
    return width if wrapped and width in widths else None


def _continues(line: Line, after: Line, following: Line | None, wrap: int | None) -> bool:
    if after.opens_block or line.is_marked_heading:
        return False
    if wrap is not None and _is_filled(line, after, wrap):
        return not (line.ends_sentence and _stands_alone(after, following, wrap))
    is_long = len(line.text) >= _WIDTHS_OF_WRAPPED_TEXT.start
    return _breaks_off(line, after) and (is_long or line.text[-1] in _HYPHENS)


def _stands_alone(line: Line, following: Line | None, width: int) -> bool:
    """Whether a line of wrapped text fills neither its width nor a sentence: a heading."""
    return not line.ends_sentence and not (following and _is_filled(line, following, width))


def _is_filled(line: Line, after: Line, width: int) -> bool:
    """Whether the next line's first word had no room on this one."""
    word = after.text[:width].split(maxsplit=1)[0]
    return len(line.text) + 1 + len(word) > _RAGGED * width


def _breaks_off(line: Line, after: Line) -> bool:
    return not line.ends_sentence and after.text[0].islower()
