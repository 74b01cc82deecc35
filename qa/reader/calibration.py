"""From what a reader and search say of a sentence to the probability that it answers."""

from dataclasses import astuple, dataclass, replace
from math import exp
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for the best evidence that was read for a question.

    Attributes:
        logit: what the reader gave it.
        closeness: its better search score, at most 1.
    """

    logit: float
    closeness: float


@dataclass(frozen=True, slots=True)
class RightSignals:
    """What speaks for the best sentence itself, where the articles may answer with another.

    Attributes:
        logit: what the reader gave it.
        lead: how much stronger it is than the next three on average, in logits.
    """

    logit: float
    lead: float


@dataclass(frozen=True, slots=True)
class FurtherSignals:
    """What speaks for telling a sentence beside the best one.

    Attributes:
        behind: how much weaker than the best it is, in logits.
        logit: what the reader gave it.
        best_logit: what it gave the best.
        rank: how many are stronger.
        closeness: its better search score, at most 1.
        alike: the share of all their words that it and the best have in common, at most 1.
        version: 1 where it stands in another article and gives another value for what is asked,
            else 0.
    """

    behind: float
    logit: float
    best_logit: float
    rank: float
    closeness: float
    alike: float
    version: float


SignalsT = TypeVar("SignalsT", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Logistic(Generic[SignalsT]):
    """A logistic regression: ``bias`` and a weight for each of the signals."""

    bias: float
    weights: SignalsT

    def __call__(self, signals: SignalsT) -> float:
        """The probability, from the signals."""
        weighed = zip(astuple(self.weights), astuple(signals), strict=True)
        return 1 / (1 + exp(-self.bias - sum(weight * signal for weight, signal in weighed)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a reader's logits are worth.

    Attributes:
        answers: the probability that the articles answer, from what speaks for the best evidence.
        right: the probability that the best sentence does.
        further: the probability that a sentence answers beside the best one.
    """

    answers: Logistic[Signals]
    right: Logistic[RightSignals]
    further: Logistic[FurtherSignals]


BY_SEARCH = Calibration(
    Logistic(-9.34, Signals(logit=0.0, closeness=20.0)),
    Logistic(-1.49, RightSignals(logit=0.0, lead=1.08)),
    Logistic(
        -1.84,
        FurtherSignals(
            behind=-0.61,
            logit=0.0,
            best_logit=0.0,
            rank=-0.24,
            closeness=2.81,
            alike=-1.22,
            version=0.7,
        ),
    ),
)
"""For search alone, and for readers whose logits nobody has calibrated. Whether the articles answer
is no probability there, but a score that reaches the threshold at a closeness of 0.5: search can't
tell a near miss, which is even a little closer than what has an answer. The other regressions are
what ``python -m qa.training calibrate none`` fits."""

UNFITTED = replace(BY_SEARCH, right=Logistic(-99.0, RightSignals(logit=0.0, lead=0.0)))
"""For a reader that is to be calibrated: no sentence is likely to be the one, so that as many are
read as ever are."""
