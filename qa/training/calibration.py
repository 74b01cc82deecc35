"""Fitting `qa.reader.Calibration`: whether the articles answer, the best sentence, and others.

Fitted on the kept bundles and subjects: questions by several hands about articles that the reader
was not trained on, some of which nothing answers though they look as if something did. A file's
reader reads as many sentences as are ever read (`qa.reader.UNFITTED`): when to stop is told by what
is fitted.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from index import Index
from qa.choosing import NEAREST, further_signals
from qa.copies import is_copy
from qa.evaluation import Question, load_questions
from qa.investigating import investigate
from qa.reader import FurtherSignals, Logistic, Reader, RightSignals, Signals
from qa.reader.calibration import SignalsT
from qa.reading import Evidence, Reading, right_signals
from qa.refusing import signals_of
from qa.training.as_questions import ARTICLES, QUESTIONS, write_questions
from qa.training.bundles import Bundle
from qa.training.errors import TrainingError
from qa.training.measuring import area_under_curve

_LOOSENESS = 10.0
"""The inverse of the regularization: weak, since there are a hundred cases to a weight."""


_TOGETHER = 4
"""Bundles in one index: "How many died?" is a question where three articles tell of one accident,
and among a hundred articles about thirty accidents it is none."""


@dataclass(frozen=True, slots=True)
class Case(Generic[SignalsT]):
    """Signals, and whether what they speak for is so."""

    signals: SignalsT
    came: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """What is fitted on.

    Attributes:
        answers: for each question its first reading, and whether the articles answer it.
        right: the same, and whether the best sentence does.
        further: for each sentence behind the best one, where something answers, whether it does.
        found: for how many questions a sentence that answers is among those read.
    """

    answers: Sequence[Case[Signals]]
    right: Sequence[Case[RightSignals]]
    further: Sequence[Case[FurtherSignals]]
    found: int


@dataclass(frozen=True, slots=True)
class Fit(Generic[SignalsT]):
    """What was fitted, and how well it tells what is so from what is not."""

    logistic: Logistic[SignalsT]
    area: float
    cases: int


def archives_of(
    bundles: Sequence[Bundle], subjects: Sequence[Bundle] = ()
) -> Iterator[Sequence[Bundle]]:
    """What is asked in one index: a few bundles, or one of the longer ones about one subject."""
    for first in range(0, len(bundles), _TOGETHER):
        yield bundles[first : first + _TOGETHER]
    for subject in subjects:
        yield [subject]


def cases_of(archives: Iterable[Sequence[Bundle]], reader: Reader) -> Cases:
    """Ask every question of some archives; see `archives_of`."""
    answers: list[Case[Signals]] = []
    right: list[Case[RightSignals]] = []
    further: list[Case[FurtherSignals]] = []
    found = 0
    for question, readings, index in _read(archives, reader):
        reading, *others = readings
        if not reading.evidence:
            continue
        answers.append(Case(signals_of(reading), question.answerable))
        gold = [_is_gold(question, evidence, index) for evidence in reading.evidence]
        right.append(Case(right_signals(reading), gold[0]))
        found += any(gold)
        if question.answerable and not others:
            further += _further(question, reading, index)
    return Cases(answers, right, further, found)


def _read(
    archives: Iterable[Sequence[Bundle]], reader: Reader
) -> Iterator[tuple[Question, Sequence[Reading], Index]]:
    for bundles in archives:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            folder = Path(place)
            write_questions(bundles, folder)
            index = Index.open(folder / "index")
            index.sync(folder / ARTICLES)
            for question in load_questions(folder / QUESTIONS):
                found = investigate(question.text, question.history, index, reader)
                yield question, found.readings, index


def _further(question: Question, reading: Reading, index: Index) -> Iterator[Case[FurtherSignals]]:
    """What stands behind the best sentence in the articles of the question's own bundle.

    Those of all others are of other subjects, and too easily told to be no answer.
    """
    bundle = _bundle(question.id)
    own = [each for each in reading.evidence if _bundle(each.article.id) == bundle]
    among = replace(reading, evidence=own)
    for rank, evidence in enumerate(own[1:NEAREST], start=1):
        if not is_copy(own[0].text, evidence.text):  # which is told in any case
            yield Case(further_signals(among, rank), _is_gold(question, evidence, index))


def _bundle(id_: str) -> str:
    """The bundle that a question or an article is of, as `write_questions` names them."""
    return id_.rpartition("-")[0]


def _is_gold(question: Question, evidence: Evidence, index: Index) -> bool:
    span = index.sentences(evidence.article)[evidence.row].span
    return any(
        gold.article_id == evidence.article.id and gold.span.touches(span) for gold in question.gold
    )


def fit(cases: Sequence[Case[SignalsT]]) -> Fit[SignalsT]:
    """A logistic regression over cases.

    Raises:
        TrainingError: there is only one kind of them, and nothing to be told apart.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - for training only

    signals = np.array([astuple(case.signals) for case in cases])
    came = np.array([case.came for case in cases])
    if came.all() or not came.any():
        raise TrainingError(f"all {len(came)} cases are of one kind: calibrate on more bundles")
    model = LogisticRegression(max_iter=10_000, C=_LOOSENESS).fit(signals, came)
    weights = type(cases[0].signals)(*(round(float(weight), 2) for weight in model.coef_[0]))
    logistic = Logistic(round(float(model.intercept_[0]), 2), weights)
    return Fit(logistic, area_under_curve(_probabilities(logistic, cases), came), len(cases))


def refused_below(
    logistic: Logistic[SignalsT], cases: Sequence[Case[SignalsT]], wrongly: float
) -> list[float]:
    """The threshold that refuses a share of the answerable, and what it refuses of the others."""
    told = _probabilities(logistic, cases)
    answerable = np.array([case.came for case in cases])
    threshold = float(np.quantile(told[answerable], wrongly))
    return [threshold, float((told[~answerable] < threshold).mean())]


def _probabilities(
    logistic: Logistic[SignalsT], cases: Sequence[Case[SignalsT]]
) -> NDArray[np.float32]:
    return np.array([logistic(case.signals) for case in cases], dtype=np.float32)


def reliability(
    logistic: Logistic[SignalsT], cases: Sequence[Case[SignalsT]], bins: int = 5
) -> list[str]:
    """The reliability curve: for each range of probabilities what was predicted and what came."""
    told = _probabilities(logistic, cases)
    came = np.array([case.came for case in cases])
    lines = []
    for number in range(bins):
        within = (told >= number / bins) & (told < (number + 1) / bins + (number == bins - 1))
        if within.any():
            bounds = f"{number / bins:.1f}–{(number + 1) / bins:.1f}"
            shares = f"predicted {told[within].mean():.2f}, so {came[within].mean():.2f}"
            lines.append(f"{bounds}: {shares} ({within.sum()} readings)")
    return lines


def written(logistic: Logistic[SignalsT]) -> str:
    """A regression as it stands in `qa.reader`."""
    weights = logistic.weights
    named = ", ".join(f"{field.name}={getattr(weights, field.name)}" for field in fields(weights))
    return f"Logistic({logistic.bias}, {type(weights).__name__}({named}))"
