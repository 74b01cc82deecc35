"""Checking answers that somebody kept: whether the words that they cite still stand there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import ChapterVerseError, Span
from index import Searchable, UnknownArticle
from qa.anchors import Anchor, PassageGone


class CheckError(ChapterVerseError):
    """The file can't be checked."""


class Verdict(StrEnum):
    """What became of a citation; the value is what a person reads."""

    UNCHANGED = "as quoted"
    MOVED = "moved"
    GONE = "not there"
    NO_ARTICLE = "no such article"


@dataclass(frozen=True, slots=True)
class Checked:
    """A citation of a file, and what became of it.

    Attributes:
        article_id: the article that it cites.
        quote: the words.
        verdict: see `Verdict`.
        span: where the words stand now; None where they don't.
    """

    article_id: str
    quote: str
    verdict: Verdict
    span: Span | None = None

    @property
    def holds(self) -> bool:
        """Whether the article says the words."""
        return self.span is not None

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types."""
        place = {"start": self.span.start, "end": self.span.end} if self.span else None
        return {
            "article_id": self.article_id,
            "quote": self.quote,
            "verdict": self.verdict.value,
            "place": place,
        }


class _Citation(BaseModel):
    model_config = ConfigDict(strict=True)

    article_id: str
    start: int
    end: int
    quote: str
    sha256: str
    prefix: str
    suffix: str

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.sha256, self.start, self.end, self.quote, self.prefix, self.suffix)


def check(path: Path, index: Searchable) -> Sequence[Checked]:
    """Look for every citation of a file in its article as it is now.

    Args:
        path: JSON that holds answers as `qa.Answer.to_dict` has them, at any depth.
        index: where the articles are.

    Returns:
        the citations in the order of the file, those of copies and of refusals included.

    Raises:
        CheckError: the file can't be read, is no JSON, has no citations, or one that is not whole.
        IndexingError: the index can't be read.
    """
    citations = list(_citations(_read(path), str(path)))
    if not citations:
        raise CheckError(f"{path} cites nothing: name a file of answers, as ask --json prints them")
    return [_checked(citation, index) for citation in citations]


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise CheckError(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise CheckError(f"{path} is no JSON: {error}") from error


def _citations(value: object, where: str) -> Iterator[_Citation]:
    """Whatever quotes an article, wherever in a file it is, and however deep."""
    left: list[tuple[object, str]] = [(value, where)]
    while left:
        value, where = left.pop()
        inner: list[tuple[object, str]] = []
        if isinstance(value, dict):
            if {"article_id", "quote"} <= value.keys():
                yield _citation(value, where)
            inner = [(each, f"{where}, {key}") for key, each in value.items()]
        elif isinstance(value, list):
            inner = [(each, f"{where} {number}") for number, each in enumerate(value, start=1)]
        left += reversed(inner)


def _citation(value: dict[str, object], where: str) -> _Citation:
    try:
        return _Citation.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise CheckError(f"{where}, {field}: {first['msg']}") from error


def _checked(citation: _Citation, index: Searchable) -> Checked:
    def found(verdict: Verdict, span: Span | None = None) -> Checked:
        return Checked(citation.article_id, citation.quote, verdict, span)

    try:
        span = citation.anchor.find_in(index.article(citation.article_id))
    except UnknownArticle:
        return found(Verdict.NO_ARTICLE)
    except PassageGone:
        return found(Verdict.GONE)
    is_there = (span.start, span.end) == (citation.start, citation.end)
    return found(Verdict.UNCHANGED if is_there else Verdict.MOVED, span)
