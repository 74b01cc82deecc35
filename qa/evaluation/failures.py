"""What went wrong with a question, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa.evaluation.metrics import DEPTH
from qa.evaluation.outcome import Outcome
from qa.evaluation.questions import Question
from qa.model import Citation


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was not answered, cited or refused as it should have been.

    Attributes:
        question: with its gold passages.
        problems: what went wrong, a clause each; never empty.
        answer: what the engine answered, as Markdown.
        citations: what it cited.
    """

    question: Question
    problems: tuple[str, ...]
    answer: str
    citations: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types; places as ``article_id``, ``start``, ``end``, ``quote``."""
        return {
            "id": self.question.id,
            "type": self.question.type,
            "question": self.question.text,
            "problems": list(self.problems),
            "answer": self.answer,
            "gold": [
                _quotation(gold.article_id, gold.span.start, gold.span.end, gold.quote)
                for gold in self.question.gold
            ],
            "cited": [
                _quotation(cited.article_id, cited.start, cited.end, cited.quote)
                for cited in self.citations
            ],
        }


def find_failure(outcome: Outcome) -> Failure | None:
    """What went wrong with a question; None when nothing did."""
    problems = tuple(_problems(outcome))
    if not problems:
        return None
    answer = outcome.answer
    return Failure(outcome.question, problems, answer.text, tuple(answer.citations))


def _problems(outcome: Outcome) -> Iterator[str]:
    if outcome.misquoted:
        yield f"quotations that are not verbatim: {outcome.misquoted}"
    if outcome.question.answerable:
        yield from _answer_problems(outcome)
    elif not outcome.refused:
        yield "answered, though the articles do not tell"


def _answer_problems(outcome: Outcome) -> Iterator[str]:
    if outcome.rank is None:
        yield f"none of the first {DEPTH} hits touches gold"
    if outcome.refused:
        yield "refused, though the articles tell"
        return
    yield from _citation_problems(outcome)
    for group in outcome.missing:
        yield "the answer lacks " + " or ".join(repr(alternative) for alternative in group)
    for word in outcome.forbidden:
        yield f"the answer contains {word!r}, which it must not"


def _citation_problems(outcome: Outcome) -> Iterator[str]:
    if not outcome.any_citation_is_gold:
        yield "no citation touches gold"
    elif not outcome.first_citation_is_gold:
        yield "its first citation does not touch gold"
    if outcome.question.needs_all and outcome.any_citation_is_gold:
        uncited = sum(not gold.touches(outcome.cited) for gold in outcome.gold)
        if uncited:
            yield f"{uncited} of {len(outcome.gold)} gold passages are not cited"


def _quotation(article_id: str, start: int, end: int, quote: str) -> dict[str, Any]:
    return {"article_id": article_id, "start": start, "end": end, "quote": quote}
