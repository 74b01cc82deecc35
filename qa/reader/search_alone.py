"""No reader: search alone decides."""

from collections.abc import Sequence

import numpy as np

from qa.reader.calibration import BY_SEARCH
from qa.reader.model import Candidate, Scores


class SearchAlone:
    """Has no opinion on any candidate, so that only what search found of it counts."""

    name = "none"
    """What the settings call it."""

    calibration = BY_SEARCH

    def load(self) -> None:
        """See `Reader.load`; there is nothing to load."""

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:  # noqa: ARG002
        """See `Reader.score`; always 0."""
        return np.zeros(len(candidates), dtype=np.float32)
