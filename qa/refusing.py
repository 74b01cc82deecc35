"""Refusing: how likely the articles are to answer, given the best evidence, and why they don't.

Three signals go into a logistic regression, so that what comes out is a probability and each
weight can be read. The weights are those of ``python -m qa.training calibrate``, found on questions
about articles that the reader was not trained on; other signals (the lead over the next best
sentence, the share of the question's words that are there, the kind of answer) added nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import exp, floor

from index import terms
from qa.reading import Reading

THRESHOLD = 0.64
"""What is less likely to be answered is refused; refuses 6 % of the kept answerable questions."""

PART_THRESHOLD = 0.45
"""The same for a part of a question another part of which is answered."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for the best evidence of a reading.

    Attributes:
        logit: what the reader gave it.
        closeness: its better search score, at most 1.
        names: the share of the question's names and numbers that stand anywhere in the evidence.
    """

    logit: float
    closeness: float
    names: float

    @classmethod
    def of(cls, reading: Reading) -> "Signals":
        """The signals of a reading that found something."""
        best = reading.evidence[0]
        names = _names(reading.part)
        there = len(names & _words(reading)) / len(names) if names else 1.0
        return cls(best.logit, best.closeness, there)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression: ``bias`` and a weight for each of the `Signals`."""

    bias: float
    weights: Signals

    def __call__(self, signals: Signals) -> float:
        """The probability that the articles answer what these are the signals of."""
        weighed = zip(astuple(self.weights), astuple(signals), strict=True)
        return 1 / (1 + exp(-self.bias - sum(weight * signal for weight, signal in weighed)))


TRAINED = Calibration(-0.14, Signals(logit=0.28, closeness=1.05, names=0.12))
"""For the reader that ships."""

OTHERS = Calibration(-10.43, Signals(logit=0.0, closeness=20.0, names=0.0))
"""For search alone, and for readers whose logits nobody has calibrated: no probability, but a
score that reaches the threshold at a closeness of 0.55. Search can't tell a near miss: fitted on
the same questions, its area under the curve is 0.53, where the reader's is 0.79."""


def confidence(reading: Reading) -> float:
    """The probability that the articles answer, going by the best evidence; 0 without any."""
    if not reading.evidence:
        return 0.0
    calibration = TRAINED if reading.reader == "trained" else OTHERS
    return calibration(Signals.of(reading))


def reason_for(readings: Sequence[Reading], threshold: float) -> str:
    """Why nothing of what was read answers, in words for a reader.

    Args:
        readings: none of which is likely enough to answer.
        threshold: what would be.
    """
    if not any(reading.evidence for reading in readings):
        return "There are no articles to look in yet."
    closest = max(readings, key=confidence)
    best = closest.evidence[0]
    if missing := _missing_names(closest):
        return f"Nothing in them that bears on the question mentions {missing}."
    if not closest.wanted.is_in(best.text):
        return (
            f"No {closest.wanted.name} stands in the sentence that comes nearest to the question."
        )
    # Rounded down: a probability below the threshold must not look like it.
    percent = floor(100 * confidence(closest))
    return (
        f"That the sentence which comes nearest answers it has a probability of {percent} %; from "
        f"{100 * threshold:.0f} % on, it is taken for an answer."
    )


_NAME = re.compile(r"(?<![.?!“\"] )(?<!^)\b(?:[A-Z][\w’'-]*|\d[\d.,]*)")


def _names(question: str) -> set[str]:
    """Names and numbers, folded as `index.terms` does; what begins a sentence may be no name."""
    return {term for found in _NAME.findall(question) for term in terms(found)}


def _missing_names(reading: Reading) -> str:
    """Names in a question that its evidence never mentions, as the question writes them."""
    words = _words(reading)
    missing = [name for name in _NAME.findall(reading.part) if not set(terms(name)) <= words]
    return " or ".join(f"“{name}”" for name in dict.fromkeys(missing))


def _words(reading: Reading) -> set[str]:
    """Every word of the evidence and of its articles' titles, folded."""
    texts = {text for found in reading.evidence for text in (found.text, found.article.title)}
    return {term for text in texts for term in terms(text)}
