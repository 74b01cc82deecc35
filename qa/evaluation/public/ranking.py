"""Figures of ranked documents, against those that answer; each document counts as a whole."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from qa.evaluation.measures import Mean


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search made of one question.

    Attributes:
        found: ids of documents, best first, each once.
        gold: ids of the documents that answer; at least one.
    """

    found: Sequence[str]
    gold: Collection[str]


def mean_recall(k: int, rankings: Iterable[Ranking]) -> Mean:
    """Mean over the questions of the share of their gold documents among the first ``k``."""
    return Mean.over(
        [
            sum(name in ranking.gold for name in ranking.found[:k]) / len(ranking.gold)
            for ranking in rankings
        ]
    )


def mean_ndcg(k: int, rankings: Iterable[Ranking]) -> Mean:
    """Mean over the questions of the normalised discounted cumulative gain of the first ``k``.

    A gold document at rank r (from 1) gains 1 / log2(r + 1); the sum is divided by that of the
    best order possible (Järvelin and Kekäläinen, 2002).
    """
    return Mean.over([_gain(k, ranking) / _best_gain(k, ranking) for ranking in rankings])


def _gain(k: int, ranking: Ranking) -> float:
    return sum(
        1 / log2(rank + 1)
        for rank, name in enumerate(ranking.found[:k], start=1)
        if name in ranking.gold
    )


def _best_gain(k: int, ranking: Ranking) -> float:
    return sum(1 / log2(rank + 1) for rank in range(1, min(k, len(ranking.gold)) + 1))
