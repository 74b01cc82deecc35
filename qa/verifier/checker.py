"""How surely words say a claim: the logit of a small model trained for this.

What it was trained on, its licence and its limits are in ``weights/README.md``.
"""

from pathlib import Path

from qa.reader.model import Candidate
from qa.reader.pair_model import PairModel
from qa.reader.pairs import Lengths

WEIGHTS = Path(__file__).parent / "weights/checker.onnx"

CHECKING = Lengths(whole=260, question=96, sentence=160)
"""Of a claim and the words that it rests on, which may be several sentences."""


class Checker:
    """Loaded on first use; safe to use from several threads.

    Args:
        weights: another ONNX file that ``python -m qa.training checker`` wrote.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self.weights = weights
        self._model = PairModel(
            weights, CHECKING, called="checker", instead="leave CV_LLM out, which alone needs it"
        )

    def load(self) -> None:
        """Load the model now.

        Raises:
            ReaderError: it can't be loaded.
        """
        self._model.load()

    def logit(self, claim: str, ground: str) -> float:
        """Above 0 where the ground more likely says the claim than not.

        Raises:
            ReaderError: the model can't be loaded.
        """
        (logit,) = self._model.score(claim, [Candidate(ground, "")])
        return float(logit)
