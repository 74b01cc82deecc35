"""The answer, as Python, JSON and the page all see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import floor
from typing import Any

from corpus import Span
from index import Hit, Scope
from qa.anchors import Anchor

REFUSAL = "The articles don’t say."
"""How the text of an answer begins whose status is `Status.NOT_IN_ARTICLES`."""

_DECIMALS = 4


class Status(StrEnum):
    """Whether the articles answer the question; small talk asks them nothing."""

    ANSWERED = "answered"
    NOT_IN_ARTICLES = "not_in_articles"
    SMALL_TALK = "small_talk"


def in_percent(chance: float) -> str:
    """A probability for a reader, rounded down: below a threshold it must not look like it."""
    return f"{floor(round(100 * chance, 6))} %"


@dataclass(frozen=True, slots=True)
class Support:
    """Why a quotation was chosen.

    Attributes:
        found: its place among the sentences that search found, from 1.
        chance: the probability that it answers, as far as that can be told.
        words: what it has in common with the question, as the article writes it.
        further: whether it is quoted beside a better one; the probability is then that it answers
            as well.
    """

    found: int
    chance: float
    words: tuple[str, ...] = ()
    further: bool = False

    def __str__(self) -> str:
        """The same in words."""
        shared = " and ".join(filter(None, [", ".join(self.words[:-1]), *self.words[-1:]]))
        common = (
            f"has {shared} in common with the question"
            if shared
            else ("has no word in common with the question")
        )
        as_well = "as well, " if self.further else ""
        return (
            f"Number {self.found} of what search found; {common}. It "
            f"answers {as_well}with a probability of {in_percent(self.chance)}."
        )

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "found": self.found,
            "chance": round(self.chance, _DECIMALS),
            "words": list(self.words),
            "further": self.further,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """One quotation and its place: ``index.article(article_id).text[start:end] == quote``.

    Attributes:
        number: the marker in the answer, from 1, in order of appearance; 0 where it supports
            nothing.
        article_id: the article's id.
        title: the article's title.
        source: its outlet, or ``""``.
        published: its day, where it states one.
        url: where it stood, or ``""``.
        start: first character of the quotation in the article's text.
        end: one past its last character.
        quote: the very characters of the article.
        sha256: of the article's file, in hexadecimal.
        prefix: the characters before the quotation, at most 32.
        suffix: those after it.
        decisive: where in the article's text the number, amount or time stands that was asked
            for, or the clause that says yes or no; None where nothing of the kind was asked for,
            or where neither code nor reader can tell which it is.
        copies: where other articles say the same in nearly the same words; they count as one
            source with this one.
        support: why it was chosen; None for a copy.
    """

    number: int
    article_id: str
    title: str
    source: str
    published: date | None
    url: str
    start: int
    end: int
    quote: str
    sha256: str = ""
    prefix: str = ""
    suffix: str = ""
    decisive: Span | None = None
    copies: "tuple[Citation, ...]" = ()
    support: Support | None = None

    @property
    def anchor(self) -> Anchor:
        """What finds the quotation again after the article was edited."""
        return Anchor(self.sha256, self.start, self.end, self.quote, self.prefix, self.suffix)

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types; the date as ISO 8601, or None."""
        return {
            "number": self.number,
            "article_id": self.article_id,
            "title": self.title,
            "source": self.source,
            "published": _iso(self.published),
            "url": self.url,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "sha256": self.sha256,
            "prefix": self.prefix,
            "suffix": self.suffix,
            "decisive": self.decisive and {"start": self.decisive.start, "end": self.decisive.end},
            "copies": [copy.to_dict() for copy in self.copies],
            "support": self.support and self.support.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A part of the answer and the citations that support it.

    Attributes:
        text: plain text without markers, on one line: the words of a quotation, or those of a
            language model.
        citations: their numbers; empty where nothing supports the part and it only frames.
        frame: whose words they are ("According to the Harbour Post"), to be put before them and
            a colon; ``""`` where that was said before.
    """

    text: str
    citations: tuple[int, ...] = ()
    frame: str = ""

    @property
    def framed(self) -> str:
        """The words after their frame."""
        return f"{self.frame}: {self.text}" if self.frame else self.text

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"text": self.text, "citations": list(self.citations), "frame": self.frame}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question, or that they do not say.

    Attributes:
        question: the standalone question that was searched; what the user typed when
            nothing had to be resolved.
        asked: what the user typed.
        status: see `Status`.
        text: Markdown with markers like ``[1]`` after what they support.
        sentences: the parts of the answer.
        citations: in the order of their numbers.
        considered: the best hits, also when the answer is a refusal.
        reason: why the articles were found not to say; ``""`` for an answer.
        differs: whether the cited articles give different values for the thing asked.
        may_differ: whether they give different values, but perhaps for different things; of
            quotations only, not of what a language model wrote.
        may_contradict: whether yes or no was asked for, and one article denies something where
            another does not; of quotations only, too.
        confidence: the probability that the articles answer, as far as that can be told; below
            `qa.refusing.THRESHOLD` the answer is a refusal. That a quotation is the one that does
            is less likely: see `Support.chance`.
        chance: the probability that what is quoted answers each thing asked, as far as that can be
            told; None where nothing is quoted, or a language model wrote.
        nearest: what a refusal found that comes nearest to an answer; None where nothing was found.
        scope: which articles were asked.
        writer: the language model that wrote the parts, each checked against what it cites; ``""``
            where they are the articles' own words.
        withheld: why sentences of a language model's are not told, each in words for a reader.
        note: what else a reader should know of how the answer came about, or ``""``.
    """

    question: str
    asked: str
    status: Status
    text: str
    sentences: Sequence[AnswerSentence]
    citations: Sequence[Citation]
    considered: Sequence[Hit] = field(repr=False)
    reason: str = ""
    differs: bool = False
    may_differ: bool = False
    may_contradict: bool = False
    confidence: float = 0.0
    chance: float | None = None
    nearest: Citation | None = None
    scope: Scope = field(default_factory=Scope)
    writer: str = ""
    withheld: Sequence[str] = ()
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The same structure as JSON types; dates as ISO 8601, hits as `hit_to_dict` has them."""
        return {
            "question": self.question,
            "asked": self.asked,
            "status": self.status.value,
            "text": self.text,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "citations": [citation.to_dict() for citation in self.citations],
            "considered": [hit_to_dict(hit) for hit in self.considered],
            "reason": self.reason,
            "differs": self.differs,
            "may_differ": self.may_differ,
            "may_contradict": self.may_contradict,
            "confidence": round(self.confidence, _DECIMALS),
            "chance": None if self.chance is None else round(self.chance, _DECIMALS),
            "nearest": self.nearest and self.nearest.to_dict(),
            "scope": scope_to_dict(self.scope),
            "writer": self.writer,
            "withheld": list(self.withheld),
            "note": self.note,
        }


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """A hit as JSON types, its article's metadata beside it; dates as ISO 8601."""
    return {
        "article_id": hit.article_id,
        "title": hit.article.title,
        "source": hit.article.source,
        "published": _iso(hit.article.published),
        "url": hit.article.url,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": round(hit.score, _DECIMALS),
        "dense": round(hit.dense, _DECIMALS),
        "lexical": round(hit.lexical, _DECIMALS),
    }


def scope_to_dict(scope: Scope) -> dict[str, Any]:
    """Which articles were asked, as JSON types; None for what was not asked for."""
    return {
        "articles": None if scope.articles is None else sorted(scope.articles),
        "sources": None if scope.sources is None else sorted(scope.sources),
        "since": _iso(scope.since),
        "until": _iso(scope.until),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
