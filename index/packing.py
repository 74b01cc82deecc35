"""The vectors of a passage's sentences as a text, which is what a record can carry.

Eight bits a number, with one scale for each vector: a cosine is off by half a thousandth at most
in what was measured, and the order of what is found does not change. A check sum tells damage.
"""

import base64
import binascii

import numpy as np

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


def unpack(text: str, rows: int) -> Vectors:
    """The vectors again, shape (rows, dimension).

    Raises:
        ValueError: the text was damaged, or holds another number of them.
    """
    data = base64.b64decode(text, validate=True)
    check, data = data[:_CHECK], data[_CHECK:]
    if check != _sum(data) or len(data) % rows:
        raise ValueError("the vectors of a passage are damaged")
    scales = np.frombuffer(data, "<f4", rows)[:, None]
    steps = np.frombuffer(data, np.int8, offset=scales.nbytes).reshape(rows, -1)
    return np.asarray(steps * (scales / _STEPS), dtype=np.float32)


def _sum(data: bytes) -> bytes:
    return binascii.crc32(data).to_bytes(_CHECK)
