"""The index, the reader and the writer that are used where a caller names none."""

import os
import threading
from functools import cache

from index import Index, configured_index
from qa.reader import Reader, reader_named
from qa.writer import QUOTES, Writer

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


def default_writer() -> Writer:
    """The configured writer, the same one each time; `qa.writer.QUOTES` where there is none.

    Raises:
        SettingError: a setting has a value that it can't have.
        WriterError: the language model can't be used.
    """
    # Most have none: for them nothing is loaded. A server without a model is an error, told below.
    if not any(os.environ.get(name) for name in ("CV_LLM", "CV_LLM_URL", "CV_LLM_KEY")):
        return QUOTES
    with _opening:
        return _configured_writer()


@cache
def _configured_writer() -> Writer:
    from qa.settings import Settings  # noqa: PLC0415 - a fifth of a second
    from qa.writer.choice import writer_of  # noqa: PLC0415

    return writer_of(Settings.load())
