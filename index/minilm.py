"""The default embedding model, run by ONNX Runtime.

Questions have weights of their own: the model's, changed a little so that a question lies near to
what answers it rather than to what is worded like it (``index/weights/README.md``). They are
embedded in full precision, since there is one at a time; texts, of which there may be millions, in
eight bits.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
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


class MiniLM:
    """all-MiniLM-L6-v2 from the package that carries it, loaded on first use.

    Safe to use from several threads. Each text runs alone, and on each processor another: nothing
    is padded, so no time is lost on what is not there, and the vector of a text is the same in any
    company. Its cosine with that of full precision is 0.99 on average, and hardly ever below 0.97.
    The vector of a question is another one than the same words have as a text.

    Args:
        changes: how the weights for questions differ; see `index.network.minilm`.
    """

    name = DEFAULT_MODEL

    def __init__(self, changes: Path = QUESTIONS) -> None:
        self._of_texts, self._of_questions = Network(eight_bits=True), Network(changes)

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
        vectors = list(self._workers.map(self._of_texts.run, pieces))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), SIZE)

    def encode_question(self, question: str) -> Vectors:
        """See `index.Embedder.encode_question`."""
        self._of_questions.load()
        (pieces,) = self._of_questions.pieces([question])
        return self._of_questions.run(pieces)

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(processors(), thread_name_prefix="embed")


class Network:
    """The model in one of its forms, ready to be run once it is loaded.

    Args:
        changes: see `index.network.minilm`.
        eight_bits: see there, too.
    """

    def __init__(self, changes: Path | None = None, *, eight_bits: bool = False) -> None:
        self._changes = changes
        self._eight_bits = eight_bits
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

    def run(self, pieces: Sequence[int]) -> Vectors:
        """The vector of a text of these word pieces: shape (`SIZE`,).

        One at a time: eight-bit arithmetic has one scale for all that runs together, so a vector
        would depend on its company.
        """
        ((vector,),) = self._session.run([OUTPUT], {INPUT: np.array([pieces])})
        return np.asarray(vector, dtype=np.float32)

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
            model = minilm(weights, self._changes, eight_bits=self._eight_bits)
            return open_model(model, UNWANTED)
        except ModelError:
            raise
        except Exception as error:  # its exceptions have no common base but this
            raise ModelError(f"the default model can't be run: {excerpt(error)}") from error
