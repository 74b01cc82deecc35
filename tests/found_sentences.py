"""Sentences as a search finds them, and a reader that thinks of them what it is told."""

from collections.abc import Mapping, Sequence

import numpy as np

from corpus import Article, Role, Sentence, Span
from index import SearchResult, SentenceHit
from qa.investigating import read_enough
from qa.reader import BY_SEARCH, Calibration, Candidate, FurtherSignals, Logistic, Reader, Scores
from qa.reading import SEARCH_WEIGHT, Asked, Evidence, Reading

TICKETS = "How many crowns does a ticket cost?"
MORNING, EVENING = "morning.txt", "evening.txt"


FURTHER_WEIGHTS = FurtherSignals(
    behind=-7.5 / SEARCH_WEIGHT,
    logit=1.0,
    best_logit=-0.5,
    rank=-0.1,
    closeness=0.0,
    alike=4.0,
    version=0.5,
)
"""Round ones, so that nothing hangs on what was fitted last, nor on what search weighs."""


class Marking:
    """A reader that gives each sentence the logit it is told, and notes what it was asked."""

    calibration = Calibration(BY_SEARCH.answers, BY_SEARCH.right, Logistic(-0.2, FURTHER_WEIGHTS))

    def __init__(self, logits: Mapping[str, float]) -> None:
        self.asked: list[tuple[str, Sequence[Candidate]]] = []
        self._logits = logits

    def load(self) -> None:
        pass

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        self.asked.append((question, candidates))
        return np.array([self._logits.get(c.sentence, 0.0) for c in candidates], dtype=np.float32)


def hit(text: str, score: float, article_id: str = MORNING) -> SentenceHit:
    """A sentence that is all there is in its article; its row tells it from the others there."""
    article = Article(article_id, "Ferries", text, "", "", None, "", "")
    return SentenceHit(article, len(text), Span(0, len(text)), score, 0.5)


def found(*hits: SentenceHit) -> SearchResult:
    return SearchResult((), hits)


def bare(question: str, *, stands_alone: bool = True, told: str = "") -> Asked:
    """A question that is read as it is."""
    return Asked(question, [question], question, stands_alone, told)


def read(
    part: str, *searches: SearchResult, reader: Reader | None = None, stands_alone: bool = True
) -> Reading:
    """Read what searches found; no sentence stands before another."""
    return read_enough(
        bare(part, stands_alone=stands_alone), searches, reader or Marking({}), headings_only
    )


def headings_only(article: Article) -> Sequence[Sentence]:
    """A table in which no row but the last may be cited, so that nothing stands before it."""
    return [Sentence(Span(0, 1), 0, Role.HEADING)] * (len(article.text) + 1)


def texts(evidence: tuple[Evidence, ...]) -> list[str]:
    return [each.text for each in evidence]
