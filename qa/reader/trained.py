"""The default: a small cross-encoder trained for this, run by ONNX Runtime in eight bits.

What it was trained on, its licence and its limits are in ``weights/README.md``.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import packaged_tokenizer
from index.errors import excerpt
from qa.reader.calibration import BY_SEARCH, Calibration, Signals
from qa.reader.errors import ReaderError
from qa.reader.model import Candidate, Scores
from qa.reader.pairs import Batch, Pair, PairEncoder

if TYPE_CHECKING:
    import onnxruntime

TRAINED = "trained"
"""What the settings call it."""

WEIGHTS = Path(__file__).parent / "weights/reader.onnx"

_SHIPPED = Calibration(-0.05, Signals(logit=0.4, closeness=0.68))
"""As ``python -m qa.training calibrate`` fits it."""

CONTEXT = "context"
"""The entry of a file's metadata that says "False" where it was trained without context."""


class TrainedReader:
    """Reads with the weights that ship, loaded on first use.

    Args:
        weights: another ONNX file with the same inputs and output.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        ships = weights == WEIGHTS
        self.name = TRAINED if ships else str(weights)
        self.calibration = _SHIPPED if ships else BY_SEARCH
        self._weights = weights
        self._loading = threading.Lock()

    def load(self) -> None:
        """See `Reader.load`."""
        with self._loading:
            _ = self._encoder, self._session

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reader.score`."""
        self.load()
        pairs = self._encoder.encode(question, candidates, context=self._reads_context)
        return np.array([self._logit(pair) for pair in pairs], dtype=np.float32)

    def _logit(self, pair: Pair) -> float:
        """One pair at a time: eight-bit arithmetic has one scale for all that runs together, so a
        score would depend on its company. Batches are no faster here.
        """
        batch = Batch.of([pair])
        (logits,) = self._session.run(
            ["score"],
            {
                "input_ids": batch.input_ids,
                "token_type_ids": batch.token_type_ids,
                "attention_mask": batch.attention_mask,
            },
        )
        return float(logits[0])

    @cached_property
    def _encoder(self) -> PairEncoder:
        return PairEncoder(packaged_tokenizer())

    @cached_property
    def _reads_context(self) -> bool:
        return bool(self._session.get_modelmeta().custom_metadata_map.get(CONTEXT) != str(False))

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        import onnxruntime  # noqa: PLC0415 - a tenth of a second

        try:
            return onnxruntime.InferenceSession(
                str(self._weights), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its exceptions have no common base but this
            raise ReaderError(
                f"the reader's weights {self._weights} can't be loaded: {excerpt(error)}. Get the "
                "file anew, or set CV_RERANKER_MODEL to none to answer by search alone."
            ) from error
