"""The default: a small cross-encoder trained for this, run by ONNX Runtime in eight bits.

What it was trained on, its licence and its limits are in ``weights/README.md``.
"""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import packaged_tokenizer
from index.errors import excerpt
from qa.reader.calibration import Calibration
from qa.reader.errors import ReaderError
from qa.reader.model import Candidate, Scores
from qa.reader.pairs import Batch, Pair, PairEncoder

if TYPE_CHECKING:
    import onnxruntime

TRAINED = "trained"
"""What the settings call it."""

WEIGHTS = Path(__file__).parent / "weights/reader.onnx"

INPUTS = ("input_ids", "token_type_ids", "attention_mask")
OUTPUT = "score"

CONTEXT = "context"
"""The entry of a file's metadata that says "False" where it was trained without context."""


class TrainedReader:
    """Reads with the weights that ship, loaded on first use.

    Args:
        weights: another ONNX file with the same inputs and output.
        calibration: what its logits are worth; None for what stands beside the file.
    """

    def __init__(self, weights: Path = WEIGHTS, calibration: Calibration | None = None) -> None:
        self.name = TRAINED if weights == WEIGHTS else str(weights)
        self._weights = weights
        self._calibration = calibration
        self._loading = threading.Lock()

    @cached_property
    def calibration(self) -> Calibration:
        """See `Reader.calibration`."""
        from qa.reader.beside import read_calibration  # noqa: PLC0415 - pydantic is slow to import

        return self._calibration or read_calibration(self._weights)

    def load(self) -> None:
        """See `Reader.load`."""
        with self._loading:
            _ = self._encoder, self._session, self._workers, self.calibration

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reader.score`."""
        self.load()
        pairs = self._encoder.encode(question, candidates, context=self._reads_context)
        return np.fromiter(self._workers.map(self._logit, pairs), np.float32, len(pairs))

    def _logit(self, pair: Pair) -> float:
        """One pair at a time: eight-bit arithmetic has one scale for all that runs together, so a
        score would depend on its company.
        """
        batch = Batch.of([pair])
        (logits,) = self._session.run([OUTPUT], {name: getattr(batch, name) for name in INPUTS})
        return float(logits[0])

    @cached_property
    def _encoder(self) -> PairEncoder:
        return PairEncoder(packaged_tokenizer())

    @cached_property
    def _reads_context(self) -> bool:
        return bool(self._session.get_modelmeta().custom_metadata_map.get(CONTEXT) != str(False))

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        """A pair for each processor, rather than all of them for a pair: a sixth faster."""
        return ThreadPoolExecutor(_processors(), thread_name_prefix="read")

    @staticmethod
    def _options() -> "onnxruntime.SessionOptions":
        import onnxruntime  # noqa: PLC0415 - a tenth of a second

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return options

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        import onnxruntime  # noqa: PLC0415 - a tenth of a second

        try:
            session = onnxruntime.InferenceSession(
                str(self._weights), self._options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its exceptions have no common base but this
            raise ReaderError(
                f"the reader's weights {self._weights} can't be loaded: {excerpt(error)}. Get the "
                "file anew, or set CV_RERANKER_MODEL to none to answer by search alone."
            ) from error
        takes = {each.name for each in session.get_inputs()}
        if takes != set(INPUTS) or OUTPUT not in {each.name for each in session.get_outputs()}:
            raise ReaderError(
                f"{self._weights} is a model, but no reader: name a file in CV_RERANKER_MODEL that "
                "python -m qa.training wrote, or leave it out for the reader that ships"
            )
        return session


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
