"""The vectors of a passage's sentences as a text, which is what a record can carry.

Eight bits a number, with one scale for each vector: a cosine is off by half a thousandth at most
in what was measured, and the order of what is found does not change. A check sum tells damage.
"""

import base64
import binascii
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors

_STEPS = 127
_CHECK = 4
"""Bytes of the check sum in front; so many has each scale, too."""


def pack(vectors: Vectors) -> str:
    """Vectors, shape (rows, dimension), as text."""
    scales = np.abs(vectors).max(axis=1, keepdims=True).astype("<f4")
    scales = np.maximum(scales, np.finfo(np.float32).tiny)
    steps = np.rint(vectors / scales * _STEPS).astype(np.int8)
    data = scales.tobytes() + steps.tobytes()
    return base64.b64encode(_sum(data) + data).decode()


def unpack(texts: Sequence[str], rows: Sequence[int]) -> Vectors:
    """The vectors of several texts again, one after another: shape (all rows, dimension).

    Args:
        texts: as `pack` gave them.
        rows: how many vectors each has.

    Raises:
        ValueError: one was damaged, or holds another number of them.
    """
    parts = [_taken_apart(text, count) for text, count in zip(texts, rows, strict=True)]
    scales = np.concatenate([part[0] for part in parts])
    steps = np.concatenate([part[1] for part in parts])
    return np.asarray(steps * (scales / _STEPS)[:, None], dtype=np.float32)


def _taken_apart(text: str, rows: int) -> tuple[Vectors, NDArray[np.int8]]:
    data = base64.b64decode(text, validate=True)
    check, data = data[:_CHECK], data[_CHECK:]
    if check != _sum(data) or len(data) % rows:
        raise ValueError("the vectors of a passage are damaged")
    scales = np.frombuffer(data, "<f4", rows)
    return scales, np.frombuffer(data, np.int8, offset=scales.nbytes).reshape(rows, -1)


def _sum(data: bytes) -> bytes:
    return binascii.crc32(data).to_bytes(_CHECK)
