"""Fitting `qa.reader.Calibration`: whether the articles answer a question.

Fitted on the kept bundles: questions by several hands about articles that the reader was not
trained on, some of which nothing answers though they look as if something did.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Index
from qa.evaluation import Question, load_questions
from qa.investigating import investigate
from qa.reader import Calibration, Reader, Signals
from qa.refusing import signals_of
from qa.training.as_questions import ARTICLES, QUESTIONS, write_questions
from qa.training.bundles import Bundle
from qa.training.measuring import area_under_curve


@dataclass(frozen=True, slots=True)
class Case:
    """A question's first reading: its signals, and whether the articles answer the question."""

    signals: Signals
    answerable: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted, and how well it tells the answerable from others."""

    calibration: Calibration
    area: float
    cases: int


def cases_of(bundles: Sequence[Bundle], reader: Reader) -> list[Case]:
    """Ask every question of bundles, all of them in one index."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        write_questions(bundles, folder)
        index = Index.open(folder / "index")
        index.sync(folder / ARTICLES)
        questions = load_questions(folder / QUESTIONS)
        return [case for question in questions for case in _cases(question, index, reader)]


def _cases(question: Question, index: Index, reader: Reader) -> Iterator[Case]:
    found = investigate(question.text, question.history, index, reader)
    if found.readings[0].evidence:
        yield Case(signals_of(found.readings[0]), question.answerable)


def fit(cases: Sequence[Case]) -> Fit:
    """A logistic regression over cases."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - for training only

    signals = np.array([astuple(case.signals) for case in cases])
    answerable = np.array([case.answerable for case in cases])
    model = LogisticRegression(max_iter=1000).fit(signals, answerable)
    calibration = Calibration(
        round(float(model.intercept_[0]), 2),
        Signals(*(round(float(weight), 2) for weight in model.coef_[0])),
    )
    told = _probabilities(calibration, cases)
    return Fit(calibration, area_under_curve(told, answerable), len(cases))


def refused_below(calibration: Calibration, cases: Sequence[Case], wrongly: float) -> list[float]:
    """The threshold that refuses a share of the answerable, and what it refuses of the others."""
    told = _probabilities(calibration, cases)
    answerable = np.array([case.answerable for case in cases])
    threshold = float(np.quantile(told[answerable], wrongly))
    return [threshold, float((told[~answerable] < threshold).mean())]


def _probabilities(calibration: Calibration, cases: Sequence[Case]) -> NDArray[np.float32]:
    return np.array([calibration(case.signals) for case in cases], dtype=np.float32)


def reliability(calibration: Calibration, cases: Sequence[Case], bins: int = 5) -> list[str]:
    """The reliability curve: for each range of probabilities what was predicted and what came."""
    told = _probabilities(calibration, cases)
    came = np.array([case.answerable for case in cases])
    lines = []
    for number in range(bins):
        within = (told >= number / bins) & (told < (number + 1) / bins + (number == bins - 1))
        if within.any():
            bounds = f"{number / bins:.1f}–{(number + 1) / bins:.1f}"
            shares = f"predicted {told[within].mean():.2f}, right {came[within].mean():.2f}"
            lines.append(f"{bounds}: {shares} ({within.sum()} readings)")
    return lines


def written(calibration: Calibration) -> str:
    """A calibration as it stands in `qa.reader`."""
    named = ", ".join(
        f"{field.name}={getattr(calibration.weights, field.name)}" for field in fields(Signals)
    )
    return f"Calibration({calibration.bias}, Signals({named}))"
