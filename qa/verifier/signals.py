"""What speaks for a claim that no rule has found wrong, and what that is worth."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from index import terms
from qa.figures import spelt_alike
from qa.reader import Logistic
from qa.reader.beside import Beside, Kept
from qa.verifier.checker import Checker
from qa.verifier.contradictions import (
    denials_added,
    denials_dropped,
    displaced,
    opposites,
)


@dataclass(frozen=True, slots=True)
class SupportSignals:
    """What speaks for a claim, or against it.

    Attributes:
        logit: what the checker gave it.
        denials: those of the claim that its ground does not have, and the other way round.
        opposites: words of the claim whose opposite stands in the ground.
        displaced: its names and figures that stand where the ground has others.
        missing: the share of its words that count which the ground does not have, at most 1.
    """

    logit: float
    denials: float
    opposites: float
    displaced: float
    missing: float


def signals_of(claim: str, ground: str, checker: Checker) -> SupportSignals:
    """What speaks for a claim.

    Args:
        claim: a sentence.
        ground: the words that it rests on.
        checker: reads both.
    """
    claim, ground = spelt_alike(claim), spelt_alike(ground)
    words = set(terms(claim))
    return SupportSignals(
        logit=checker.logit(claim, ground),
        denials=denials_added(claim, ground) + denials_dropped(claim, ground),
        opposites=opposites(claim, ground),
        displaced=displaced(claim, ground),
        missing=len(words - set(terms(ground))) / max(1, len(words)),
    )


WORTH = Beside(
    TypeAdapter(Kept[Logistic[SupportSignals]]),
    "checker",
    "python -m qa.training calibrate-checker --write",
)
"""The probability that the ground says a claim, as a file beside the checker's weights."""

UNCALIBRATED = Logistic(
    0.0,
    SupportSignals(logit=1.0, denials=-1.0, opposites=-1.0, displaced=-1.0, missing=0.0),
)
"""For weights that nobody has calibrated: what binary cross-entropy makes of a logit."""


def read_worth(weights: Path) -> Logistic[SupportSignals]:
    """What the signals are worth with a checker's weights; `UNCALIBRATED` where nobody has
    calibrated them.

    Raises:
        ReaderError: see `Beside.read`.
    """
    return WORTH.read(weights) or UNCALIBRATED
