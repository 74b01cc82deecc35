"""What a passage's record carries of its sentences, as a text: their places and vectors.

So a search compares sentences exactly without looking at the tables of their articles. A vector's
numbers take eight bits each, with one scale for all: a cosine is off by half a thousandth at most
in what was measured, and the order of what is found does not change. A check sum tells damage.
"""

import base64
import binascii
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors

_STEPS = 127
_SUM = struct.Struct("<I")
_HEAD = struct.Struct("<HII")
"""The check sum of all that follows; then how many sentences there are, and the first one's row and
number.
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """The sentences of a passage.

    Attributes:
        row: of the first one in its article's table; the others follow it there.
        number: of the first one among its article's citable sentences.
        spans: their first characters and those past their last: shape (sentences, 2).
        scales: what their vectors' numbers are to be multiplied with: shape (sentences,).
        steps: these numbers: shape (sentences, dimension).
    """

    row: int
    number: int
    spans: NDArray[np.uint32]
    scales: NDArray[np.float32]
    steps: NDArray[np.int8]

    @classmethod
    def of(
        cls, row: int, number: int, spans: Sequence[tuple[int, int]], vectors: Vectors
    ) -> "Packed":
        """The same of vectors, shape (sentences, dimension)."""
        largest = np.abs(vectors).max(axis=1).astype("<f4")
        scales = np.maximum(largest, np.finfo(np.float32).tiny) / _STEPS
        steps = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls(row, number, np.array(spans, dtype="<u4"), scales, steps)

    def __len__(self) -> int:
        return len(self.spans)

    def written(self) -> str:
        """All of it as text."""
        head = _HEAD.pack(len(self), self.row, self.number)
        data = head + self.spans.tobytes() + self.scales.tobytes() + self.steps.tobytes()
        return base64.b64encode(_SUM.pack(binascii.crc32(data)) + data).decode()

    @classmethod
    def read(cls, text: str) -> "Packed":
        """Undoes `written`.

        Raises:
            ValueError: the text was damaged.
        """
        whole = base64.b64decode(text, validate=True)
        data = memoryview(whole)[_SUM.size :]
        if whole[: _SUM.size] != _SUM.pack(binascii.crc32(data)) or len(data) < _HEAD.size:
            raise ValueError("the sentences of a passage are damaged")
        rows, row, number = _HEAD.unpack_from(data)
        spans = np.frombuffer(data, "<u4", 2 * rows, _HEAD.size).reshape(rows, 2)
        scales = np.frombuffer(data, "<f4", rows, _HEAD.size + spans.nbytes)
        steps = np.frombuffer(data, np.int8, offset=_HEAD.size + spans.nbytes + scales.nbytes)
        return cls(row, number, spans, scales, steps.reshape(rows, -1))


def vectors_of(passages: Sequence[Packed]) -> Vectors:
    """The vectors of the sentences of some passages, one after another: shape (all, dimension)."""
    scales = np.concatenate([each.scales for each in passages])
    steps = np.concatenate([each.steps for each in passages])
    return np.asarray(steps * scales[:, None], dtype=np.float32)
