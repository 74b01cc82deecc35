"""What can go wrong with an index; all derive from `corpus.ChapterVerseError`.

IndexingError
├── SettingError         a setting has a value it can't have
├── IndexUnavailable     a damaged folder, a server that does not answer
│   └── IndexOccupied    others make it, or have its files, at this moment
├── IndexMismatch        made with another model or another way of cutting passages
├── IndexBusy            being synchronised by someone else
├── ModelError           the embedding model can't be loaded or is not the one expected
├── SearchError          a search that can't be carried out as asked
├── ScopeError           a choice of articles that makes no sense
└── UnknownArticle       no article of that id
"""

import re

from corpus import ChapterVerseError

MAKE_ANEW = "Make it anew with `python -m index sync FOLDER --rebuild`."

_LONGEST_EXCERPT = 200
_TAG = re.compile(r"<[^<>]*>")  # of a web page, where another server answers than expected


class IndexingError(ChapterVerseError):
    """Something is wrong with the index or what it needs."""


class SettingError(IndexingError):
    """A setting has a value that it can't have."""


class IndexMismatch(IndexingError):
    """The index was made with another embedding model or another way of cutting passages."""


class IndexBusy(IndexingError):
    """The index is being synchronised by another process or thread right now."""


class IndexUnavailable(IndexingError):
    """The index can't be opened, read or written: damaged, not allowed, or out of reach."""


class IndexOccupied(IndexUnavailable):
    """The index is being made, or something else keeps its files, which passes by itself."""


class UnknownArticle(IndexingError, LookupError):
    """No article of this index has that id."""


class ModelError(IndexingError):
    """The embedding model can't be loaded, or its weights are not the ones expected."""


class SearchError(IndexingError, ValueError):
    """A search that can't be carried out as it was asked for."""


class ScopeError(IndexingError, ValueError):
    """A choice of articles that makes no sense."""


def excerpt(error: BaseException) -> str:
    """What an error of someone else's says, as one short clause without a full stop."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    words = " ".join(_TAG.sub(" ", said).split()).rstrip(" .?!") or type(error).__name__
    return words if len(words) <= _LONGEST_EXCERPT else f"{words[:_LONGEST_EXCERPT]}…"
