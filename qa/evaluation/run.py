"""Asking an engine every question and measuring what comes of it."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus import Article
from qa.evaluation.failures import Failure, find_failure
from qa.evaluation.figures import (
    Figure,
    ThresholdFigures,
    TypeFigures,
    all_figures,
    figures_by_threshold,
    figures_by_type,
    numbers,
)
from qa.evaluation.measures import Measure
from qa.evaluation.metrics import DEPTH
from qa.evaluation.outcome import Outcome
from qa.evaluation.places import Place, Placed
from qa.evaluation.questions import Question, check_gold
from qa.model import Answer, Citation
from qa.stages import Confirmed, Event, Follow, ignore

_WARM_UP = "What do the articles say?"


class Engine(Protocol):
    """What can be evaluated: anything that finds passages and answers."""

    def within(self, articles: Collection[str]) -> "Engine":
        """The same, asking only the articles of these ids."""

    def retrieve(
        self, question: str, *, k: int, history: Sequence[Mapping[str, str]]
    ) -> Sequence[Placed]:
        """The ``k`` best passages, best first."""

    def answer(
        self, question: str, *, history: Sequence[Mapping[str, str]], follow: Follow
    ) -> Answer:
        """What the articles say to the question; ``follow`` is told of what is confirmed of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found.

    Attributes:
        figures: all but those by type, in reading order.
        by_type: one row for each type of answerable question.
        by_threshold: what other thresholds would refuse, lowest first.
        failures: every question with something wrong, in the order of the questions.
    """

    figures: tuple[Figure, ...]
    by_type: tuple[TypeFigures, ...]
    by_threshold: tuple[ThresholdFigures, ...]
    failures: tuple[Failure, ...]

    def measure(self, group: str, name: str) -> Measure:
        """One figure's number, such as ``report.measure("answers", "first_citation")``.

        Raises:
            KeyError: there is no such figure.
        """
        return {(figure.group, figure.name): figure.measure for figure in self.figures}[group, name]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types: ``figures`` are by group and name."""
        by_type = {
            row.type: {
                "first_citation": row.first_citation.to_dict(),
                "any_citation": row.any_citation.to_dict(),
                "right_answers": row.right_answers.to_dict(),
            }
            for row in self.by_type
        }
        by_threshold = [
            {"threshold": r.threshold, "right": r.right.to_dict(), "wrong": r.wrong.to_dict()}
            for r in self.by_threshold
        ]
        return {
            "figures": numbers(self.figures),
            "by_type": by_type,
            "by_threshold": by_threshold,
            "failures": [failure.to_dict() for failure in self.failures],
        }


def evaluate(
    questions: Sequence[Question],
    engine: Engine,
    articles: Callable[[str], Article],
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Ask every question once and measure what comes of it.

    One call of each kind goes ahead unmeasured, so that loading a model is in no figure. Each
    question is answered before its passages are searched, so that the time of an answer owes
    nothing to what a search has left in some cache; the time of a search may.

    Args:
        questions: see `load_questions`.
        engine: what is evaluated.
        articles: gives an article by its id; raises a LookupError where there is none.
        clock: gives the time in seconds.

    Raises:
        GoldError: a gold passage is not where its question says.
        SpanError: the engine named a place that holds no characters.
        ChapterVerseError: whatever the engine raises; nothing is measured then.
    """
    check_gold(questions, articles)
    engine.answer(_WARM_UP, history=[], follow=ignore)
    engine.retrieve(_WARM_UP, k=DEPTH, history=[])
    outcomes = [_ask(question, engine, articles, clock) for question in questions]
    failures = (find_failure(outcome) for outcome in outcomes)
    return Report(
        all_figures(outcomes),
        figures_by_type(outcomes),
        figures_by_threshold(outcomes),
        tuple(failure for failure in failures if failure),
    )


def _ask(
    question: Question,
    engine: Engine,
    articles: Callable[[str], Article],
    clock: Callable[[], float],
) -> Outcome:
    confirmed: list[float] = []
    asked = engine.within(question.articles) if question.articles else engine

    def follow(event: Event) -> None:
        if isinstance(event, Confirmed):
            confirmed.append(clock())

    start = clock()
    answer = asked.answer(question.text, history=question.history, follow=follow)
    answered = clock()
    hits = asked.retrieve(question.text, k=DEPTH, history=question.history)
    found = clock()
    return Outcome(
        question=question,
        answer=answer,
        hits=tuple(Place.of(hit) for hit in hits[:DEPTH]),
        misquoted=sum(not _is_verbatim(citation, articles) for citation in answer.citations),
        answer_seconds=answered - start,
        retrieve_seconds=found - answered,
        first_seconds=confirmed[0] - start if confirmed else None,
    )


def _is_verbatim(citation: Citation, articles: Callable[[str], Article]) -> bool:
    try:
        text = articles(citation.article_id).text
    except LookupError:
        return False
    return text[citation.start : citation.end] == citation.quote
