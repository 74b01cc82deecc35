"""Writing a file whole or not at all."""

import glob
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_DRAFT = ".draft"
_ABANDONED = 3600.0
"""Seconds after which a draft is that of a process which was killed."""


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """What is written takes the place of a file, once all of it is on the disk.

    Args:
        path: the file; its folder is made where it is missing.

    Raises:
        OSError: it can't be written; what was there before still is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}{_DRAFT}")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Delete the drafts of processes that were killed."""
    for draft in path.parent.glob(f".{glob.escape(path.name)}.*{_DRAFT}"):
        with suppress(FileNotFoundError):  # another process sweeps, too, or has come to its end
            if time.time() - draft.stat().st_mtime > _ABANDONED:
                draft.unlink()
