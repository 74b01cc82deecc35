"""The content of Chroma's database as one number, so that damage to it is noticed.

SQLite has no check sums of its own: a flipped bit in a page gives other words, or hides a row. The
file as a whole can't be compared, since each client that opens it leaves a mark there, in a table
that nobody reads. So everything is summed up but the pages of that table and those that are not in
use (https://www.sqlite.org/fileformat.html).
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from index.processors import processors

SUMS = "sums.2"
"""Names what `sum_of` and `sum_of_database` do; what others noted down can't be compared."""

_MARKS = "acquire_write"
_HEADER = 100
_COUNTERS = ((24, 40), (92, 100))
"""Bytes of the header that tell of changes, sizes and unused pages, not of content."""

_PIECE = 4 << 20

_INTERIOR, _LEAF = 5, 13
"""Kinds of pages that a table has."""


def sum_of_database(path: Path) -> int:
    """The CRC-32 of what a database holds.

    Args:
        path: a SQLite file that nobody is writing.

    Raises:
        sqlite3.Error: it is none.
        OSError: it can't be read.
        ValueError: its pages make no sense.
    """
    with read_only(path) as database:
        ((size,),) = database.execute("PRAGMA page_size")
        roots = list(
            database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [_MARKS])
        )
    with path.open("rb") as file:
        pages = _Pages(file, size)
        header = bytearray(pages.header)
        for start, end in _COUNTERS:
            header[start:end] = bytes(end - start)
        of_marks = (page for (root,) in roots for page in pages.of_table(root))
        left_out = sorted({*of_marks, *pages.unused()})
        parts = [
            (max(_HEADER, before * size), (after - 1) * size)
            for before, after in pairwise([0, *left_out, pages.count + 1])
        ]
    return crc32(header, sum_of(path, parts))


def read_only(path: Path) -> closing[sqlite3.Connection]:
    """A SQLite file that is only read, closed at the end of a ``with``.

    Args:
        path: the file, which is not made where there is none.

    Raises:
        sqlite3.Error: it can't be opened.
    """
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))


def sum_of(path: Path, parts: Sequence[tuple[int, int]] | None = None) -> int:
    """A sum of a file, read in pieces: as a whole it may be larger than memory.

    Each piece has its CRC-32, made on as many processors as there are, and the sum is that of all
    of these.

    Args:
        path: the file.
        parts: their first bytes, and those past their last; None for all.
    """
    parts = [(0, path.stat().st_size)] if parts is None else parts
    pieces = [
        (at, min(at + _PIECE, end)) for start, end in parts for at in range(start, end, _PIECE)
    ]
    with ThreadPoolExecutor(processors()) as pool:
        sums = pool.map(partial(_sum_of_piece, path), pieces)
        return crc32(b"".join(each.to_bytes(4) for each in sums))


def _sum_of_piece(path: Path, piece: tuple[int, int]) -> int:
    start, end = piece
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        return crc32(file.read(end - start))


class _Pages:
    """The pages of a database by number, from 1.

    Args:
        file: it is read piece by piece: one that is mapped into memory would end the process if
            it got shorter meanwhile.
        size: of a page, in bytes.
    """

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self.count = os.fstat(file.fileno()).st_size // size
        self.header = self._page(1)[:_HEADER]

    def of_table(self, root: int) -> Iterator[int]:
        """Those of a table whose rows are too short to reach out of their pages."""
        waiting, seen = [root], 0
        while waiting:
            number = waiting.pop()
            seen += 1
            yield number
            page = self._page(number)
            kind = page[0]
            if kind not in (_INTERIOR, _LEAF) or seen > self.count:
                raise ValueError(f"page {number} is none of a table")
            if kind == _INTERIOR:
                waiting.append(_number(page, 8))
                cells = range(12, 12 + 2 * _number(page, 3, 2), 2)
                waiting += [_number(page, _number(page, cell, 2)) for cell in cells]

    def unused(self) -> Iterator[int]:
        """Those in the list of pages that hold nothing."""
        trunk, seen = _number(self.header, 32), 0
        while trunk:
            yield trunk
            seen += 1
            page = self._page(trunk)
            count = _number(page, 4)
            if 4 * count > self._size or seen > self.count:
                raise ValueError(f"page {trunk} is none of the unused")
            yield from (_number(page, 8 + 4 * leaf) for leaf in range(count))
            trunk = _number(page, 0)

    def _page(self, number: int) -> bytes:
        self._file.seek(max(0, number - 1) * self._size)
        page = self._file.read(self._size)
        if number < 1 or len(page) < self._size:
            raise ValueError(f"there is no page {number}")
        return page


def _number(page: bytes, at: int, length: int = 4) -> int:
    return int.from_bytes(page[at : at + length])
