"""The vectors of a passage's sentences as a text, which is what a record can carry.

Eight bits a number, with one scale for each vector: a cosine is off by half a thousandth at most
in what was measured, and the order of what is found does not change. A check sum tells damage.
"""

import base64
import binascii
import struct

import numpy as np

from index.embedding import Vectors

_STEPS = 127
_HEAD = struct.Struct("<IH")
"""The check sum of all that follows, and how many vectors there are."""


def pack(vectors: Vectors) -> str:
    """Vectors, shape (rows, dimension), as text."""
    scales = np.abs(vectors).max(axis=1, keepdims=True).astype("<f4")
    scales = np.maximum(scales, np.finfo(np.float32).tiny)
    steps = np.rint(vectors / scales * _STEPS).astype(np.int8)
    data = scales.tobytes() + steps.tobytes()
    return base64.b64encode(_head(data, len(vectors)) + data).decode()


def unpack(text: str) -> Vectors:
    """The vectors again, shape (rows, dimension).

    Args:
        text: as `pack` gave it.

    Raises:
        ValueError: it was damaged.
    """
    whole = base64.b64decode(text, validate=True)
    data = whole[_HEAD.size :]
    _, rows = _HEAD.unpack_from(whole.ljust(_HEAD.size, b"\0"))
    if whole[: _HEAD.size] != _head(data, rows):
        raise ValueError("the vectors of a passage are damaged")
    scales = np.frombuffer(data, "<f4", rows)
    steps = np.frombuffer(data, np.int8, offset=scales.nbytes).reshape(rows, -1)
    return np.asarray(steps * (scales / _STEPS)[:, None], dtype=np.float32)


def _head(data: bytes, rows: int) -> bytes:
    return _HEAD.pack(binascii.crc32(rows.to_bytes(2) + data), rows)
