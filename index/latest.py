"""Which index the command line filled last: what commands use when nothing else is said."""

import logging
import os
from pathlib import Path

from platformdirs import user_data_path

from corpus.writing import replacing
from index.errors import IndexUnavailable, excerpt
from index.locations import is_missing, located

_logger = logging.getLogger(__name__)


def remember(location: str) -> None:
    """Note down that this index was filled last; where that can't be written, it is logged.

    Args:
        location: a folder or a server's URL.
    """
    note = _note()
    try:
        with replacing(note) as file:
            file.write(os.fsencode(located(location)))
    except OSError as error:
        _logger.warning("the index filled last can't be noted down in %s: %s", note, error)


def latest() -> str | None:
    """The index filled last, or None when there was none or its folder is gone.

    Raises:
        IndexUnavailable: the note about it can't be read.
    """
    try:
        location = os.fsdecode(_note().read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IndexUnavailable(
            f"{_note()}, which names the index filled last, can't be read: {excerpt(error)}. "
            "Allow reading it, or name an index with CV_INDEX."
        ) from error
    return None if is_missing(location) else location


def _note() -> Path:
    return user_data_path("chapter-and-verse") / "latest"
