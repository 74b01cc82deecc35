"""The default: a small cross-encoder trained for this, run by ONNX Runtime in eight bits.

What it was trained on, its licence and its limits are in ``weights/README.md``.
"""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import packaged_model
from index.errors import excerpt
from qa.reader.calibration import Calibration, Signals
from qa.reader.errors import ReaderError
from qa.reader.model import Candidate, Scores
from qa.reader.pairs import Batch, PairEncoder

if TYPE_CHECKING:
    import onnxruntime

WEIGHTS = Path(__file__).parent / "weights/reader.onnx"

_AT_ONCE = 8
"""Pairs of like length that are padded and run together; measured: 4 to 10 are fastest."""


class TrainedReader:
    """Reads with the weights that ship, loaded on first use.

    Args:
        weights: another ONNX file with the same inputs and output.
    """

    name = "trained"
    calibration = Calibration(-0.14, Signals(logit=0.28, closeness=1.05, names=0.12))
    """As ``python -m qa.training calibrate`` fits it."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._loading = threading.Lock()

    def load(self) -> None:
        """See `Reader.load`."""
        with self._loading:
            _ = self._encoder, self._session

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reader.score`."""
        self.load()
        scores = np.zeros(len(candidates), dtype=np.float32)
        pairs = self._encoder.encode(question, candidates)
        by_length = sorted(range(len(pairs)), key=lambda number: len(pairs[number].ids))
        for first in range(0, len(pairs), _AT_ONCE):
            numbers = by_length[first : first + _AT_ONCE]
            batch = Batch.of([pairs[number] for number in numbers])
            (scores[numbers],) = self._session.run(
                ["score"],
                {
                    "input_ids": batch.input_ids,
                    "token_type_ids": batch.token_type_ids,
                    "attention_mask": batch.attention_mask,
                },
            )
        return scores

    @cached_property
    def _encoder(self) -> PairEncoder:
        return PairEncoder(packaged_model() / "tokenizer.json")

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
