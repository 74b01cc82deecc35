"""The two collections of an index in Chroma, and noticing that others have changed them.

Each carries what the index was made with. That of the articles also carries a mark, which
changes before the first and after the last change of each sync: by it others notice that the
index is no longer as they have read it. The collections are made at the first change; looking
at an index makes nothing.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from index.errors import IndexUnavailable
from index.opening import Connection

NAMES = ("articles", "passages")

_FORMER = ("sentences",)
"""What an index of an earlier version has besides."""

_PREFIX = "chapter-and-verse-"  # a server may have collections of others, too
_MARK = "mark"
_UNFINISHED = "unfinished-"
# ef_search must not be below the number of neighbours asked for, or Chroma gives up.
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 256}}


class Shelves:
    """The collections by name, as one client sees them.

    Args:
        connection: the client.
        made_with: what a new index is made with.

    Attributes:
        is_changing: whether the others were told that changes come, and not yet that all is done.
    """

    def __init__(self, connection: Connection, made_with: Mapping[str, str]) -> None:
        self.connection = connection
        self._made_with = dict(made_with)
        self._collections = self._found()
        self._mark = self._mark_of(self._collections.get("articles"))
        self._is_loaded = False
        self.is_changing = False

    def __bool__(self) -> bool:
        """Whether there is an index at all."""
        return bool(self._collections)

    def __getitem__(self, name: str) -> Any:
        if not self._is_loaded:
            with self.connection.exclusive():
                self.check()
                for collection in self._collections.values():
                    collection.count()  # has Chroma read what belongs to it
            self._is_loaded = True
        return self._collections[name]

    @property
    def made_with(self) -> Mapping[str, str]:
        """What the index there is was made with."""
        return self._collections["articles"].metadata or {}

    def is_outdated(self) -> bool:
        """Whether another process has changed the index since this was opened, if only in part."""
        return self.connection.is_cut_off or self._present_mark() != self._mark

    def is_superseded(self) -> bool:
        """Whether another process has changed the index since this was opened, and finished."""
        if self.connection.is_cut_off:
            return True
        mark = self._present_mark()
        return mark not in ("", self._mark) and not mark.startswith(_UNFINISHED)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around each change; before the first one the others are told that changes come."""
        with self.connection.exclusive():
            if not self.is_changing:
                self._begin()
            yield

    def finish(self) -> None:
        """After the last change, if there was any, tell the others that all is done.

        Also after what a sync changed that was killed before it could tell.
        """
        if self.is_changing or self._mark.startswith(_UNFINISHED):
            # First here: threads that search meanwhile must not take it for another's mark.
            self._mark = uuid.uuid4().hex
            with self.connection.exclusive():
                self._write_mark(self._mark)
                self.connection.seal(self._mark)
            self.is_changing = False

    def make(self) -> None:
        """Two empty collections in the place of any there are."""
        client = self.connection.client
        with self.connection.exclusive():
            self.connection.unseal()
            for name in (*NAMES, *_FORMER):
                if self._get(name) is not None:
                    client.delete_collection(_PREFIX + name)
            self._mark = _UNFINISHED + uuid.uuid4().hex
            # The articles' comes last: it says that the others are there.
            self._collections = {name: self._made(name) for name in reversed(NAMES)}
        self.is_changing = self._is_loaded = True

    def _begin(self) -> None:
        if not self._collections:
            self.make()
            return
        mark = _UNFINISHED + uuid.uuid4().hex
        self._write_mark(mark)
        self._mark = mark  # only now, for the same reason as in `finish`
        self.is_changing = True

    def _found(self) -> Mapping[str, Any]:
        found = {name: self._get(name) for name in NAMES}
        return {} if found["articles"] is None else found

    def _get(self, name: str) -> Any | None:
        from chromadb.errors import NotFoundError  # noqa: PLC0415 - loaded with the connection

        try:
            return self.connection.client.get_collection(_PREFIX + name, embedding_function=None)
        except NotFoundError:
            return None

    def _made(self, name: str) -> Any:
        return self.connection.client.create_collection(
            _PREFIX + name,
            metadata={**self._made_with, _MARK: self._mark},
            configuration=_HNSW,
            embedding_function=None,
        )

    def check(self) -> None:
        """Refuse files that are not as the last sync left them, before they are read.

        They would give other passages than the best, or end the process.

        Raises:
            IndexUnavailable: they are damaged.
        """
        if self.connection.is_damaged(self._present_mark()):
            raise IndexUnavailable(
                f"the index {self.connection.location} is damaged: its files are not as they were "
                "written. Make it anew with `python -m index sync FOLDER --rebuild`."
            )

    def _write_mark(self, mark: str) -> None:
        self._collections["articles"].modify(metadata={**self._made_with, _MARK: mark})

    def _present_mark(self) -> str:
        return self._mark_of(self._get("articles"))

    @staticmethod
    def _mark_of(articles: Any | None) -> str:
        """Empty where there is no index."""
        return "" if articles is None else str((articles.metadata or {}).get(_MARK, ""))
