"""The port: what reads a sentence for a question and says how well it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.reader.calibration import Calibration

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what it needs to be understood.

    Attributes:
        sentence: its characters.
        title: the title of its article.
        before: the sentence before it, or ``""``.
    """

    sentence: str
    title: str
    before: str = ""


class Reader(Protocol):
    """Scores sentences for a question; safe to use from several threads."""

    @property
    def calibration(self) -> Calibration:
        """What its logits are worth; `BY_SEARCH` where nobody has found out.

        Raises:
            ReaderError: it is kept in a file, which can't be read.
        """

    def load(self) -> None:
        """Load the model now rather than at its first use.

        Raises:
            ReaderError: it can't be loaded.
        """

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        """How well each candidate answers the question.

        Args:
            question: as the user means it; a follow-up with what it follows.
            candidates: any number.

        Returns:
            shape (len(candidates),): logits, higher is better.

        Raises:
            ReaderError: the model can't be loaded.
        """
