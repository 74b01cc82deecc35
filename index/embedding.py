"""Turning text into vectors: what the index needs of a model, and any of sentence-transformers'."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError, excerpt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

_BATCH = 16  # measured: on two cores 8 to 16 is fastest, 64 takes 1.6 times as long
_SOME = 128
"""Texts between which a question may be embedded; those of one length are batched together."""


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str:
        """What the index records, to notice that another model is asked for later."""

    def load(self) -> None:
        """Load now what questions need rather than at the first one."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences or passages: shape (len(texts), dimension), of length 1."""

    def encode_question(self, question: str) -> Vectors:
        """The vector of a question: shape (dimension,), of length 1.

        It need not be that of the same words as a text.
        """


class TransformerEmbedder:
    """A sentence-transformers model, loaded on first use, safe to use from several threads.

    Args:
        name: any model that sentence-transformers can load, or a folder with one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: SentenceTransformer | None = None
        # Fast tokenizers keep padding as state and fail when two threads use one at once.
        self._lock = threading.Lock()

    def load(self) -> None:
        """Load the model now.

        Raises:
            ModelError: it can't be found or loaded.
        """
        with self._lock:
            self._loaded()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode_texts`; sentence-transformers batches them by length."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        parts = (texts[start : start + _SOME] for start in range(0, len(texts), _SOME))
        return unit(np.concatenate([self._encoded(part) for part in parts]))

    def encode_question(self, question: str) -> Vectors:
        """See `Embedder.encode_question`; always in full precision, one text is fast enough."""
        with self._lock:
            vector = self._loaded().encode_query(question, show_progress_bar=False)
        alone: Vectors = unit(np.asarray(vector, dtype=np.float32)[None, :])[0]
        return alone

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Some texts, so few that a question need not wait for long."""
        with self._lock, self._loaded_precision():
            tensor = self._loaded().encode_document(
                list(texts), batch_size=_BATCH, convert_to_tensor=True, show_progress_bar=False
            )
        return np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            self._model = _load(self.name)
        return self._model

    def _loaded_precision(self) -> AbstractContextManager[object]:
        return mixed_precision() if self._loaded().device.type == "cpu" else nullcontext()


def _load(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import

    try:
        with loading_quietly():
            return SentenceTransformer(name, trust_remote_code=False)
    except Exception as error:  # each kind of damaged model breaks in a way of its own
        raise ModelError(
            f"the embedding model {name!r} can't be loaded: {excerpt(error)}. Name a folder with "
            "a sentence-transformers model in CV_EMBEDDING_MODEL, or leave it out for the default."
        ) from error


@contextmanager
def loading_quietly() -> Iterator[None]:
    """Loading without a progress bar, nor a line for each attempt to reach a model's host."""
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415 - seconds

    bars: Any = transformers_logging  # its functions have no types
    were_shown = bars.is_progress_bar_enabled()
    host = logging.getLogger("huggingface_hub")
    level = host.level
    bars.disable_progress_bar()
    host.setLevel(logging.ERROR)
    try:
        yield
    finally:
        host.setLevel(level)
        if were_shown:
            bars.enable_progress_bar()


def mixed_precision() -> AbstractContextManager[object]:
    """bfloat16 where the processor multiplies it natively (twice as fast), else nothing."""
    import torch  # noqa: PLC0415 - seconds to import

    native = torch.cpu.get_capabilities()
    if native.get("avx512_bf16") or native.get("amx_bf16"):
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """Vectors of any length, shape (rows, dimension), as such of length 1."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
