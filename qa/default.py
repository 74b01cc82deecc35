"""The index that is used where a caller names none."""

import threading

from index import Index, configured_index

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
