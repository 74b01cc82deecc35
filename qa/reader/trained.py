"""The default: a small cross-encoder trained for this.

What it was trained on, its licence and its limits are in ``weights/README.md``.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from qa.reader.calibration import Calibration
from qa.reader.model import Candidate, Scores
from qa.reader.pair_model import PairModel

TRAINED = "trained"
"""What the settings call it."""

WEIGHTS = Path(__file__).parent / "weights/reader.onnx"


class TrainedReader:
    """Reads with the weights that ship, loaded on first use.

    Args:
        weights: another ONNX file with the same inputs and output.
        calibration: what its logits are worth; None for what stands beside the file.
    """

    def __init__(self, weights: Path = WEIGHTS, calibration: Calibration | None = None) -> None:
        self._model = PairModel(weights)
        self._calibration = calibration

    @cached_property
    def calibration(self) -> Calibration:
        """See `Reader.calibration`."""
        from qa.reader.beside import read_calibration  # noqa: PLC0415 - pydantic is slow to import

        return self._calibration or read_calibration(self._model.weights)

    def load(self) -> None:
        """See `Reader.load`."""
        self._model.load()
        _ = self.calibration

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reader.score`."""
        self.load()
        return self._model.score(question, candidates)
