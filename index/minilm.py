"""The default embedding model, run by ONNX Runtime."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.defaults import DEFAULT_MODEL
from index.embedding import Vectors
from index.errors import ModelError, excerpt
from index.network import INPUT, OUTPUT, UNWANTED, minilm
from index.onnx_models import open_model
from index.packaged import packaged_model, packaged_tokenizer, packaged_weights
from index.processors import processors

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

_LONGEST = 256
"""Word pieces; what is longer is cut, as the model was trained."""

_AT_ONCE = 256
"""Word pieces that run together. Measured: from 200 on, more make nothing faster."""


class MiniLM:
    """all-MiniLM-L6-v2 from the package that carries it, loaded on first use.

    Safe to use from several threads. Texts of one length run together, and on each processor
    others: nothing is padded, so no time is lost on what is not there. The vector of a text is the
    same in any company, to the last digit but one.
    """

    name = DEFAULT_MODEL

    def __init__(self) -> None:
        self._loading = threading.Lock()

    def load(self) -> None:
        """Load the model now.

        Raises:
            ModelError: it is not installed, or its weights are not the expected ones.
        """
        with self._loading:
            _ = self._tokenizer, self._session, self._workers

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """See `index.Embedder.encode_texts`."""
        self.load()
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), self._size), dtype=np.float32)

        def embed(numbers: Sequence[int]) -> None:
            vectors[numbers] = self._run(np.array([pieces[number] for number in numbers]))

        for _ in self._workers.map(embed, _batches([len(ids) for ids in pieces])):
            pass  # only so as to hear of errors
        return vectors

    def encode_question(self, question: str) -> Vectors:
        """See `index.Embedder.encode_question`."""
        self.load()
        alone: Vectors = self._run(np.array([self._tokenizer.encode(question).ids]))[0]
        return alone

    def _run(self, ids: NDArray[np.int64]) -> Vectors:
        (vectors,) = self._session.run([OUTPUT], {INPUT: ids})
        return np.asarray(vectors, dtype=np.float32)

    @cached_property
    def _size(self) -> int:
        return len(self.encode_question(""))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer  # noqa: PLC0415 - loads a compiled library

        tokenizer = Tokenizer.from_file(str(packaged_tokenizer()))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_LONGEST)
        return tokenizer

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        weights = packaged_weights(packaged_model())
        try:
            return open_model(minilm(weights), UNWANTED)
        except Exception as error:  # its exceptions have no common base but this
            raise ModelError(f"the default model can't be run: {excerpt(error)}") from error

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(processors(), thread_name_prefix="embed")


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts of one length, as many as run together; the longest first."""
    ordered = sorted(range(len(lengths)), key=lambda number: -lengths[number])
    for length, numbers in groupby(ordered, key=lambda number: lengths[number]):
        same = list(numbers)
        size = max(1, _AT_ONCE // length)
        yield from (same[start : start + size] for start in range(0, len(same), size))
