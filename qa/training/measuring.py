"""How good a network is on groups that it was not trained on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.reader.model import Candidate, Scores
from qa.training.groups import Group

Score = Callable[[str, Sequence[Candidate]], Scores]


@dataclass(frozen=True, slots=True)
class Quality:
    """What a reader makes of groups.

    Attributes:
        first: the share of answerable questions whose best sentence answers.
        area: under the ROC curve, of the best score telling answerable questions from others;
            nan where there is only one kind.
        questions: how many there were.
    """

    first: float
    area: float
    questions: int

    def __str__(self) -> str:
        return f"first {self.first:.3f}, area {self.area:.3f} ({self.questions} questions)"


def quality(groups: Sequence[Group], score: Score) -> Quality:
    """Measure a reader on groups.

    Args:
        groups: with the candidates that are to be ranked.
        score: as `qa.reader.Reader.score`.
    """
    scores = [score(group.question, group.candidates) for group in groups]
    first = [
        int(of_group.argmax()) in group.answers
        for group, of_group in zip(groups, scores, strict=True)
        if group.answers
    ]
    best = np.array([of_group.max() for of_group in scores])
    return Quality(
        float(np.mean(first)) if first else float("nan"),
        area_under_curve(best, np.array([bool(group.answers) for group in groups])),
        len(groups),
    )


def area_under_curve(scores: NDArray[np.float32], positive: NDArray[np.bool_]) -> float:
    """How often a positive scores higher than a negative, ties counting half; nan without both."""
    high, low = scores[positive][:, None], scores[~positive][None, :]
    if not (high.size and low.size):
        return float("nan")
    return float(((high > low) + 0.5 * (high == low)).mean())
