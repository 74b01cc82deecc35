"""The index in Chroma: one collection each for articles, passages and sentences.

A record's id is the version of its article (`catalog.version_of`) and a number. An article's
record is written last and deleted first, so whatever is there without one is a leftover of an
interrupted sync: never searched, and swept away by the next sync.
"""

import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import numpy as np

from index.catalog import Entry
from index.embedding import Vectors
from index.errors import IndexingError, IndexMismatch, IndexUnavailable, excerpt
from index.opening import Connection, is_url
from index.passages import SCHEME
from index.records import centre, entry_of, fields_of, record_id, split_id
from index.shelves import Shelves

Kind = Literal["passages", "sentences"]

_P = ParamSpec("_P")
_T = TypeVar("_T")

_KINDS: tuple[Kind, ...] = ("passages", "sentences")
_PAGE = 1000


def _explained(
    method: Callable[Concatenate["Store", _P], _T],
) -> Callable[Concatenate["Store", _P], _T]:
    """Turns whatever goes wrong in a method into an error that says where and what to do.

    Chroma raises errors of its own, those of its HTTP client and bare exceptions, and damaged
    records can break in any way when they are read.
    """

    @functools.wraps(method)
    def explained(store: "Store", /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return method(store, *args, **kwargs)
        except IndexingError:
            raise
        except Exception as error:
            raise IndexUnavailable(_advice(store.location, error)) from error

    return explained


class Store:
    """Reads and writes the records; knows nothing of models, files or questions.

    Args:
        connection: the Chroma client and what it was opened on.
        embedding_model: what a new index is made with, and an old one must be.

    Raises:
        IndexUnavailable: the index can't be read or written; so do all methods.
    """

    def __init__(self, connection: Connection, embedding_model: str) -> None:
        self.location = connection.location
        self.made_with = {"embedding_model": embedding_model, "scheme": SCHEME}
        self._open(connection)

    @_explained
    def _open(self, connection: Connection) -> None:
        self._shelves = Shelves(connection, self.made_with)

    def renewed(self) -> "Store":
        """The store as it is now, whatever other processes have written to it."""
        return Store(self._shelves.connection.renewed(), self.made_with["embedding_model"])

    @_explained
    def is_outdated(self) -> bool:
        """Whether another process has changed the index since this was opened, if only in part."""
        return self._shelves.is_outdated()

    @_explained
    def is_superseded(self) -> bool:
        """Whether another process has changed the index since this was opened, and finished."""
        return self._shelves.is_superseded()

    @_explained
    def entries(self) -> list[Entry]:
        """Every article with its sentence table."""
        if not self._shelves:
            return []
        # At one moment with the vectors: there is none of an article that is written later.
        with self._shelves.connection.exclusive():
            articles = self._shelves["articles"]
            pages = [
                articles.get(limit=_PAGE, offset=offset, include=["documents", "metadatas"])
                for offset in range(0, articles.count(), _PAGE)
            ]
        return [
            entry_of(text, fields)
            for page in pages
            for text, fields in zip(page["documents"], page["metadatas"], strict=True)
        ]

    @_explained
    def add(self, entry: Entry, sentences: Vectors, passages: Vectors) -> None:
        """Write an article: its sentences and passages first, its own record last.

        Args:
            entry: the article and its table.
            sentences: vectors of its citable sentences, shape (rows, dimension).
            passages: vectors of its passages, shape (passages, dimension).
        """
        with self._shelves.changing():
            self._upsert("sentences", entry.version, entry.rows, sentences)
            self._upsert("passages", entry.version, range(len(entry.passages)), passages)
            self._shelves["articles"].upsert(
                ids=[entry.version],
                documents=[entry.article.text],
                metadatas=[fields_of(entry)],
                embeddings=[centre(passages)],
            )

    @_explained
    def remove(self, versions: Sequence[str]) -> None:
        """Delete articles: their own records first, so that nothing finds them half gone."""
        if not versions:
            return
        with self._shelves.changing():
            for some in _pages(versions):
                self._shelves["articles"].delete(ids=list(some))
            for version in versions:
                for kind in _KINDS:
                    self._shelves[kind].delete(where={"version": version})

    @_explained
    def sweep(self, entries: Sequence[Entry]) -> None:
        """Delete the sentences and passages that belong to none of these entries."""
        if not self._shelves:
            return
        expected = {
            "sentences": sum(len(entry.rows) for entry in entries),
            "passages": sum(len(entry.passages) for entry in entries),
        }
        known = {entry.version for entry in entries}
        for kind in _KINDS:
            # Counting is cheap and nearly always enough; only leftovers cost the long look.
            if self._shelves[kind].count() != expected[kind]:
                self.remove(sorted(self._versions(kind) - known))

    @_explained
    def finish(self) -> None:
        """Tell other processes that a sync has made its last change, if it made any."""
        self._shelves.finish()

    @_explained
    def clear(self) -> None:
        """Delete everything and start anew with the present model and scheme."""
        self._shelves.make()

    @_explained
    def nearest(
        self, kind: Kind, vector: Vectors, n: int, versions: Collection[str] | None = None
    ) -> list[tuple[str, int]]:
        """The n records most similar to a vector, best first: version and number of each.

        Args:
            kind: what is searched.
            vector: what with, of length 1.
            n: how many.
            versions: of these articles only; None for all.
        """
        collection = self._shelves[kind]
        where = None if versions is None else {"version": {"$in": sorted(versions)}}
        found = collection.query(query_embeddings=[vector], n_results=n, include=[], where=where)
        return [split_id(record) for record in found["ids"][0]]

    @_explained
    def vectors(
        self, kind: Kind, records: Sequence[tuple[str, int]]
    ) -> Mapping[tuple[str, int], Vectors]:
        """The vectors of these records; one that is no longer there is left out."""
        if not records:
            return {}
        ids = [record_id(version, number) for version, number in records]
        found = self._shelves[kind].get(ids=ids, include=["embeddings"])
        return {
            split_id(record): np.asarray(vector, dtype=np.float32)
            for record, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    def require_same_making(self) -> None:
        """Make sure that the index was made with the model and the passages asked for.

        Raises:
            IndexMismatch: when it was not.
        """
        if not self._shelves:
            return
        stored = self._shelves.made_with
        for key, wanted in self.made_with.items():
            if stored.get(key) != wanted:
                raise IndexMismatch(
                    f"the index {self.location} was made with {key} {stored.get(key)!r}, now "
                    f"{wanted!r} is asked for. Make it anew with "
                    "`python -m index sync FOLDER --rebuild`, or set it back."
                )

    def _upsert(self, kind: Kind, version: str, numbers: Sequence[int], vectors: Vectors) -> None:
        for page in _pages(range(len(numbers))):
            self._shelves[kind].upsert(
                ids=[record_id(version, numbers[i]) for i in page],
                embeddings=vectors[page.start : page.stop],
                metadatas=[{"version": version}] * len(page),
            )

    def _versions(self, kind: Kind) -> set[str]:
        collection = self._shelves[kind]
        offsets = range(0, collection.count(), _PAGE)
        pages = (collection.get(limit=_PAGE, offset=o, include=[])["ids"] for o in offsets)
        return {split_id(record)[0] for page in pages for record in page}


def _advice(location: str, error: Exception) -> str:
    first = "See that the Chroma server runs" if is_url(location) else "Try again"
    return (
        f"the index {location} can't be used: {excerpt(error)}. {first}; if it stays so, make "
        "the index anew with `python -m index sync FOLDER --rebuild`."
    )


def _pages(items: Sequence[Any]) -> Iterator[Any]:
    return (items[start : start + _PAGE] for start in range(0, len(items), _PAGE))
