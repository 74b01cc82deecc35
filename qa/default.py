"""The index and the reader that are used where a caller names none."""

import threading
from functools import cache

from index import Index, configured_index
from qa.reader import Reader, reader_named

_opening = threading.Lock()
_opened: list[Index] = []


def default_index() -> Index:
    """The configured index, opened once per process.

    Which one that is, in this order: the index of ``CV_ARTICLES``, synchronised with that
    folder; the one that ``CV_INDEX`` names; the one that ``python -m index sync`` filled last;
    that of the articles which come with the project.

    Raises:
        SettingError: a setting has a value that it can't have.
        IndexingError: the index can't be opened or synchronised.
    """
    with _opening:
        if not _opened:
            from qa.settings import Settings  # noqa: PLC0415 - a fifth of a second

            _opened.append(configured_index(Settings.load()))
    return _opened[0]


@cache
def default_reader() -> Reader:
    """The configured reader, the same one each time; its model is loaded at the first use.

    Raises:
        SettingError: a setting has a value that it can't have.
    """
    from qa.settings import Settings  # noqa: PLC0415 - a fifth of a second

    return reader_named(Settings.load().reranker_model)
