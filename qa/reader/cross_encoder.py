"""Reading with any cross-encoder of sentence-transformers."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import loading_quietly
from index.errors import excerpt
from qa.reader.calibration import BY_SEARCH
from qa.reader.errors import ReaderError
from qa.reader.model import Candidate, Scores

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16


class CrossEncoderReader:
    """A cross-encoder by name or folder, loaded on first use.

    It reads the title and the sentence before in front of the sentence, as a passage.

    Args:
        name: as sentence-transformers takes it.
    """

    calibration = BY_SEARCH

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: CrossEncoder | None = None
        # Fast tokenizers keep padding as state and fail when two threads use one at once.
        self._lock = threading.Lock()

    def load(self) -> None:
        """See `Reader.load`."""
        with self._lock:
            self._loaded()

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        """See `Reader.score`."""
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        from torch.nn import Identity  # noqa: PLC0415 - seconds to import

        pairs = [(question, _passage(candidate)) for candidate in candidates]
        with self._lock:
            scores = self._loaded().predict(
                pairs, batch_size=_BATCH, activation_fn=Identity(), show_progress_bar=False
            )
        logits = np.asarray(scores, dtype=np.float32)
        if logits.shape != (len(candidates),):
            raise ReaderError(
                f"the model {self.name!r} gives {logits.shape[-1]} numbers for a pair, where a "
                "reader gives one; name another in CV_RERANKER_MODEL"
            )
        return logits

    def _loaded(self) -> "CrossEncoder":
        if self._model is None:
            self._model = _load(self.name)
        return self._model


def _passage(candidate: Candidate) -> str:
    return " ".join(filter(None, [f"{candidate.title}.", candidate.before, candidate.sentence]))


def _load(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 - seconds to import

    try:
        with loading_quietly():
            model: CrossEncoder = CrossEncoder(name, trust_remote_code=False)
            return model
    except Exception as error:  # each kind of damaged model breaks in a way of its own
        raise ReaderError(
            f"the reader {name!r} can't be loaded: {excerpt(error)}. Name a cross-encoder of "
            "sentence-transformers in CV_RERANKER_MODEL, none to answer by search alone, or leave "
            "it out for the one that ships."
        ) from error
