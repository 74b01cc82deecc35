"""The nouns of the corpus: what an article is and how a place in it is named."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from corpus.errors import SpanError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of an article's text: Python string positions, end exclusive.

    Raises:
        SpanError: unless ``0 <= start < end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters this span names.

        Raises:
            SpanError: when the span reaches past the text (it belongs to another one).
        """
        if self.end > len(text):
            raise SpanError(
                f"the span {self.start}..{self.end} reaches past {len(text)} characters"
            )
        return text[self.start : self.end]

    def touches(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One file, read. Nobody changes ``text`` after the reader made it.

    Attributes:
        id: the file's path relative to its folder, with ``/`` on every system.
        title: for display; from the format where it has one, else from the first lines.
        text: what every span of this article refers to; too long to be printed along.
        source: the outlet, or ``""``.
        author: or ``""``.
        published: the day, where the format states one.
        url: where the article stood, or ``""``; only ``http`` and ``https``.
        sha256: of the file's bytes, in hexadecimal.
    """

    id: str
    title: str
    text: str = field(repr=False)
    source: str
    author: str
    published: date | None
    url: str
    sha256: str


class Role(StrEnum):
    """What a sentence is in its article."""

    TEXT = "text"
    HEADING = "heading"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One row of an article's sentence table.

    Attributes:
        span: where it stands.
        paragraph: the number of its paragraph, from 0.
        role: only ``Role.TEXT`` is ever searched and cited.
    """

    span: Span
    paragraph: int
    role: Role

    @property
    def citable(self) -> bool:
        """Whether an answer may quote this sentence."""
        return self.role is Role.TEXT


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gives.

    Attributes:
        article: the article.
        table: its sentences; see `corpus.sentence_table`.
    """

    article: Article
    table: tuple[Sentence, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can become an article, before it is read.

    Attributes:
        id: the article's id: the path relative to the folder, with ``/``.
        path: where the file is.
        sha256: of its bytes when it was looked at, in hexadecimal.
        folder: where it was found, itself or in a folder in it.
    """

    id: str
    path: Path
    sha256: str
    folder: Path
