"""A small cross-encoder in an ONNX file, run in eight bits: a logit for each pair of texts."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import excerpt
from index.onnx_models import open_model
from index.packaged import packaged_tokenizer
from index.processors import processors
from qa.reader.errors import ReaderError
from qa.reader.model import Candidate, Scores
from qa.reader.pairs import READING, Batch, Lengths, Pair, PairEncoder

if TYPE_CHECKING:
    import onnxruntime

INPUTS = ("input_ids", "token_type_ids", "attention_mask")
OUTPUT = "score"

CONTEXT = "context"
"""The entry of a file's metadata that says "False" where it was trained without context."""


class PairModel:
    """Loaded on first use; safe to use from several threads.

    Args:
        weights: an ONNX file that ``python -m qa.training`` wrote.
        lengths: what is cut of its input.
        called: what an error calls it.
        instead: what can be done without it, as an error says it.
    """

    def __init__(
        self,
        weights: Path,
        lengths: Lengths = READING,
        *,
        called: str = "reader",
        instead: str = "set CV_RERANKER_MODEL to none to answer by search alone",
    ) -> None:
        self.weights = weights
        self._lengths = lengths
        self._called = called
        self._instead = instead
        self._loading = threading.Lock()

    def load(self) -> None:
        """Load it now.

        Raises:
            ReaderError: it can't be loaded.
        """
        with self._loading:
            _ = self._encoder, self._session, self._workers

    def score(self, first: str, candidates: Sequence[Candidate]) -> Scores:
        """A logit for the first text with each candidate: shape (len(candidates),).

        Raises:
            ReaderError: it can't be loaded.
        """
        self.load()
        pairs = self._encoder.encode(first, candidates, context=self._reads_context)
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
        return PairEncoder(packaged_tokenizer(), self._lengths)

    @cached_property
    def _reads_context(self) -> bool:
        return bool(self._session.get_modelmeta().custom_metadata_map.get(CONTEXT) != str(False))

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        """A pair for each processor, rather than all of them for a pair: a sixth faster."""
        return ThreadPoolExecutor(processors(), thread_name_prefix=self._called)

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        try:
            session = open_model(str(self.weights))
        except Exception as error:  # its exceptions have no common base but this
            raise ReaderError(
                f"the {self._called}'s weights {self.weights} can't be loaded: {excerpt(error)}. "
                f"Get the file anew, or {self._instead}."
            ) from error
        takes = {each.name for each in session.get_inputs()}
        if takes != set(INPUTS) or OUTPUT not in {each.name for each in session.get_outputs()}:
            raise ReaderError(
                f"{self.weights} is a model, but no {self._called}: name a file that "
                f"python -m qa.training wrote, or {self._instead}"
            )
        return session
