"""The default embedding model, run by ONNX Runtime.

Questions have weights of their own: the model's, changed a little so that a question lies near to
what answers it rather than to what is worded like it (``index/weights/README.md``).
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.defaults import DEFAULT_MODEL
from index.embedding import Vectors
from index.errors import ModelError, excerpt
from index.network import INPUT, OUTPUT, SIZE, UNWANTED, minilm
from index.onnx_models import open_model
from index.packaged import packaged_model, packaged_tokenizer, packaged_weights
from index.processors import processors

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

QUESTIONS = Path(__file__).parent / "weights" / "questions.safetensors"
"""How the weights for questions differ from those that the package carries."""

_LONGEST = 256
"""Word pieces; what is longer is cut, as the model was trained."""

_AT_ONCE = 256
"""Word pieces that run together. Measured: from 200 on, more make nothing faster."""


class MiniLM:
    """all-MiniLM-L6-v2 from the package that carries it, loaded on first use.

    Safe to use from several threads. Texts of one length run together, and on each processor
    others: nothing is padded, so no time is lost on what is not there. The vector of a text is the
    same in any company, to the last digit but one; that of a question is another one than the same
    words have as a text.

    Args:
        changes: how the weights for questions differ; see `index.network.minilm`.
    """

    name = DEFAULT_MODEL

    def __init__(self, changes: Path = QUESTIONS) -> None:
        self._of_texts, self._of_questions = _Network(), _Network(changes)

    def load(self) -> None:
        """See `index.Embedder.load`.

        Raises:
            ModelError: it is not installed, or its weights are not the expected ones.
        """
        self._of_questions.load()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """See `index.Embedder.encode_texts`."""
        self._of_texts.load()
        pieces = self._of_texts.pieces(texts)
        vectors = np.zeros((len(texts), SIZE), dtype=np.float32)

        def embed(numbers: Sequence[int]) -> None:
            vectors[numbers] = self._of_texts.run([pieces[number] for number in numbers])

        for _ in self._workers.map(embed, _batches([len(ids) for ids in pieces])):
            pass  # only so as to hear of errors
        return vectors

    def encode_question(self, question: str) -> Vectors:
        """See `index.Embedder.encode_question`."""
        self._of_questions.load()
        alone: Vectors = self._of_questions.run(self._of_questions.pieces([question]))[0]
        return alone

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(processors(), thread_name_prefix="embed")


class _Network:
    """The model, ready to be run once it is loaded.

    Args:
        changes: see `index.network.minilm`.
    """

    def __init__(self, changes: Path | None = None) -> None:
        self._changes = changes
        # Each its own: a question does not wait while what embeds texts is loaded.
        self._loading = threading.Lock()

    def load(self) -> None:
        """Load it, if nobody has.

        Raises:
            ModelError: it is not installed, or its weights are not the expected ones.
        """
        with self._loading:
            _ = self._tokenizer, self._session

    def pieces(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        """The ids of each text's word pieces."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def run(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of texts that have as many word pieces each: shape (texts, `SIZE`)."""
        (vectors,) = self._session.run([OUTPUT], {INPUT: np.array(pieces)})
        return np.asarray(vectors, dtype=np.float32)

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
            return open_model(minilm(weights, self._changes), UNWANTED)
        except ModelError:
            raise
        except Exception as error:  # its exceptions have no common base but this
            raise ModelError(f"the default model can't be run: {excerpt(error)}") from error


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts of one length, as many as run together; the longest first."""
    ordered = sorted(range(len(lengths)), key=lambda number: -lengths[number])
    for length, numbers in groupby(ordered, key=lambda number: lengths[number]):
        same = list(numbers)
        size = max(1, _AT_ONCE // length)
        yield from (same[start : start + size] for start in range(0, len(same), size))
