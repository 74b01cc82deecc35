"""The answer, as Python, JSON and the page all see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from index import Hit


class Status(StrEnum):
    """Whether the articles answer the question."""

    ANSWERED = "answered"
    NOT_IN_ARTICLES = "not_in_articles"


@dataclass(frozen=True, slots=True)
class Citation:
    """One quotation and its place: ``index.article(article_id).text[start:end] == quote``.

    Attributes:
        number: the marker in the answer, from 1, in order of appearance.
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


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A part of the answer (plain text, no markers) and the citations that support it.

    ``citations`` is empty where nothing supports the part: it frames, it does not claim.
    """

    text: str
    citations: tuple[int, ...] = ()


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
    """

    question: str
    asked: str
    status: Status
    text: str
    sentences: Sequence[AnswerSentence]
    citations: Sequence[Citation]
    considered: Sequence[Hit]
    reason: str = ""
    differs: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The same structure as JSON types; dates as ISO 8601, hits flattened."""
        raise NotImplementedError
