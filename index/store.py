"""The index in Chroma: a collection for the articles and one for their passages.

The id of an article's record is its version (`catalog.version_of`), that of a passage's the version
of its article and a number. An article's record is written last and deleted first, so whatever is
there without one is a leftover of an interrupted sync: never searched, and swept away by the next
sync.
"""

import functools
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from index.catalog import Entry
from index.embedding import Vectors
from index.errors import IndexingError, IndexMismatch, IndexUnavailable, excerpt
from index.lease import Lease
from index.locations import is_url
from index.opening import Connection
from index.passages import SCHEME
from index.records import (
    Embedded,
    Found,
    entry_of,
    fields_of,
    found_of,
    id_of,
    record_id,
    split_id,
)
from index.shelves import Shelves
from index.soundness import SAMPLE, require_as_written, require_found, require_near

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PAGE = 1000
_MANY = 50_000
"""Records at once, with all that belongs to them, and without."""

_FULL = 10_000_000
"""Bytes: where no more are free, Chroma can't write, and what it says of that names no disk."""

_MOST_NAMED = 10_000
"""Articles that one search is narrowed to; SQLite takes 32,766 values."""


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
        except (IndexingError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # Rust's panics, which Chroma lets out, are no Exception
            raise IndexUnavailable(_advice(store.location, error)) from error

    return explained


class Store:
    """Reads and writes the records; knows nothing of models, files or questions.

    Args:
        connection: the Chroma client and what it was opened on.
        embedding_model: what a new index is made with, and an old one must be.
        shelves: its collections; None for those that are published.

    Raises:
        IndexUnavailable: the index can't be read or written; so do all methods.
    """

    def __init__(
        self, connection: Connection, embedding_model: str, shelves: Shelves | None = None
    ) -> None:
        self.location = connection.location
        self.made_with = {"embedding_model": embedding_model, "scheme": SCHEME}
        self._open(connection, shelves)

    @property
    def _lease(self) -> Lease | None:
        return self._shelves.connection.lease

    @_explained
    def _open(self, connection: Connection, shelves: Shelves | None) -> None:
        self._shelves = Shelves(connection, self.made_with) if shelves is None else shelves

    def renewed(self) -> "Store":
        """The store as it is now, whatever other processes have written to it."""
        return Store(self._shelves.connection.renewed(), self.made_with["embedding_model"])

    @_explained
    def anew(self, *, resume: bool) -> "Store":
        """A store beside this one, which takes its place when it is published.

        Args:
            resume: whether to go on with what one made that was killed before.
        """
        shelves = self._shelves.beside(resume=resume)
        return Store(shelves.connection, self.made_with["embedding_model"], shelves)

    @property
    def is_on_server(self) -> bool:
        """Whether other machines may write to it, too, for which there is a lease."""
        return self._lease is not None

    @_explained
    def take_lease(self, place: str, until: float, waiting: Callable[[], None]) -> None:
        """Keep other machines from writing to a server; see `Lease.take`."""
        if self._lease:
            self._lease.take(place, until, waiting)

    @_explained
    def give_back_lease(self) -> None:
        """Let others write to a server again."""
        if self._lease:
            self._lease.give_back()

    def drop_lease(self) -> None:
        """The same where the server can't be told."""
        if self._lease:
            self._lease.drop()

    @property
    def is_changing(self) -> bool:
        """Whether there are changes that are not finished, or failed."""
        return self._shelves.is_changing

    @_explained
    def has_rest(self) -> bool:
        """Whether a process was killed while it made the first index that is to be here."""
        return self._shelves.has_rest()

    @_explained
    def complete(self) -> None:
        """Go on where a process was killed at the moment in which a new index takes its place."""
        self._shelves.complete()

    @_explained
    def is_outdated(self) -> bool:
        """Whether another process has changed the index since this was opened, if only in part."""
        return self._shelves.is_outdated()

    @_explained
    def is_superseded(self) -> bool:
        """Whether another process has changed the index since this was opened, and finished."""
        return self._shelves.is_superseded()

    @_explained
    def entries(self, known: Mapping[str, Entry]) -> list[Entry]:
        """Every article with its sentence table.

        Args:
            known: those at hand by version; they are taken over, if they are still there.
        """
        if not self._shelves:
            self._shelves.require_none()
            return []
        # At one moment with the vectors: there is none of an article that is written later.
        with self._shelves.looking():
            articles = self._shelves["articles"]
            versions = _ids(articles)
            new = [version for version in versions if version not in known]
            pages = [
                articles.get(ids=list(some), include=["documents", "metadatas"])
                for some in _pages(new)
            ]
        read = (
            entry_of(version, text, fields)
            for page in pages
            for version, text, fields in zip(
                page["ids"], page["documents"], page["metadatas"], strict=True
            )
        )
        return [*(known[version] for version in versions if version in known), *read]

    @_explained
    def article_ids(self) -> list[str]:
        """The id of every article, also where another version of this program wrote them."""
        if not self._shelves:
            return []
        with self._shelves.looking():
            articles = self._shelves["articles"]
            pages = [
                articles.get(ids=list(some), include=["metadatas"])["metadatas"]
                for some in _pages(_ids(articles))
            ]
        return [id_of(fields) for page in pages for fields in page]

    @_explained
    def add(self, articles: Sequence[Embedded]) -> None:
        """Write articles: their passages first, their own records last."""
        passages = [record for article in articles for record in article.passages()]
        for page in _pages(passages):
            ids, vectors, fields = zip(*page, strict=True)
            with self._shelves.changing():
                self._shelves["passages"].upsert(
                    ids=list(ids), embeddings=list(vectors), metadatas=list(fields)
                )
        for some in _pages(articles):
            with self._shelves.changing():
                self._shelves["articles"].upsert(
                    ids=[each.entry.version for each in some],
                    documents=[each.entry.article.text for each in some],
                    metadatas=[fields_of(each.entry) for each in some],
                    # Chroma wants a vector for every record; this one is never searched.
                    embeddings=[each.vectors[0] for each in some],
                )

    @_explained
    def remove(self, versions: Sequence[str]) -> None:
        """Delete articles: their own records first, so that nothing finds them half gone."""
        for some in _pages(versions):
            with self._shelves.changing():
                self._shelves["articles"].delete(ids=list(some))
        for some in _pages(versions):
            with self._shelves.changing():
                self._shelves["passages"].delete(where={"version": {"$in": list(some)}})

    @_explained
    def sweep(self, entries: Collection[Entry]) -> Collection[str]:
        """Delete the articles and passages that belong to none of these entries.

        Returns:
            the versions of those entries of which passages are missing.
        """
        if not self._shelves:
            return ()
        self._shelves.drop_rest()
        articles, passages = self._shelves["articles"], self._shelves["passages"]
        # Counting is cheap and nearly always enough; only leftovers cost the long look.
        expected = (len(entries), sum(len(entry.firsts) for entry in entries))
        if (articles.count(), passages.count()) == expected:
            return ()
        there = Counter(split_id(record)[0] for record in _ids(passages))
        known = {entry.version for entry in entries}
        self.remove(sorted({*there, *_ids(articles)} - known))
        return {each.version for each in entries if there[each.version] < len(each.firsts)}

    @_explained
    def publish(self) -> None:
        """Tell other processes that all is there that a sync has to add, if it adds anything.

        What it takes away is deleted only now: who knows nothing of the new still finds the old.
        """
        self._shelves.publish()

    @_explained
    def finish(self) -> None:
        """Tell them of the rest, and end the changes of a sync, if there were any."""
        self._shelves.finish()

    @_explained
    def nearest(
        self, vector: Vectors, n: int, versions: Collection[str] | None = None
    ) -> list[Found]:
        """The n passages most similar to a vector, best first.

        Args:
            vector: what with, of length 1.
            n: how many.
            versions: of these articles only; None for all.
        """
        if versions is None:
            wheres: list[Mapping[str, Any] | None] = [None]
        else:
            wheres = [{"version": {"$in": some}} for some in _pages(sorted(versions), _MOST_NAMED)]
        near = [each for where in wheres for each in self._near(vector, n, where)]
        near.sort(key=lambda each: each[0])
        # One that is deleted at this moment is still found, but has no fields any more.
        there = [(distance, record, fields) for distance, record, fields in near[:n] if fields]
        found = [found_of(record, fields) for _, record, fields in there]
        if found:
            require_near(self.location, found, [distance for distance, _, _ in there], vector)
        return found

    def _near(
        self, vector: Vectors, n: int, where: Mapping[str, Any] | None
    ) -> Iterable[tuple[float, str, Mapping[str, str] | None]]:
        """Distances, ids and fields of the records nearest to a vector."""
        found = self._shelves["passages"].query(
            query_embeddings=[vector], n_results=n, include=["distances", "metadatas"], where=where
        )
        return zip(found["distances"][0], found["ids"][0], found["metadatas"][0], strict=True)

    @_explained
    def require_passages(self) -> None:
        """See that they are there: a server may have come back without them."""
        if self._shelves:
            self._shelves["passages"].get(limit=1, include=[])

    @property
    def is_unsealed(self) -> bool:
        """Whether it is one that a sync left before its end, or nothing is noted down of its files.

        Then nothing but the records themselves tells what became of it since.
        """
        return self._shelves.is_broken_off or self._shelves.connection.lacks_seal()

    @_explained
    def require_sound(self) -> None:
        """See that all passages are as they were written, and some are found by their vectors: of a
        hundred thousand in some seconds.

        Raises:
            IndexUnavailable: one is not, or its vector; or too many are not found.
        """
        if not self._shelves:
            return
        passages = self._shelves["passages"]
        ids = _ids(passages)
        for some in _pages(ids):
            records = passages.get(ids=some, include=["embeddings", "metadatas"])
            require_as_written(self.location, records)
        if ids:
            require_found(self.location, passages, ids[:: max(1, len(ids) // SAMPLE)])

    @_explained
    def passages(self, records: Sequence[tuple[str, int]]) -> list[Found]:
        """These passages by version and number; one that is no longer there is left out."""
        if not records:
            return []
        ids = [record_id(version, number) for version, number in records]
        found = self._shelves["passages"].get(ids=ids, include=["metadatas"])
        return list(map(found_of, found["ids"], found["metadatas"]))

    @_explained
    def is_of_another_version(self) -> bool:
        """Whether an earlier version of this program made it, with the same model."""
        return self._made_otherwise() == ["scheme"]

    @_explained
    def is_made_otherwise(self) -> bool:
        """Whether another version of this program made it, or another model was used."""
        return bool(self._made_otherwise())

    def require_same_making(self) -> None:
        """Make sure that the index was made with the model and the passages asked for.

        Raises:
            IndexMismatch: when it was not.
        """
        if keys := self._made_otherwise():
            stored, wanted = self._shelves.made_with.get(keys[0]), self.made_with[keys[0]]
            raise IndexMismatch(
                f"the index {self.location} was made with {keys[0]} {stored!r}, now {wanted!r} is "
                "asked for. Make it anew with `python -m index sync FOLDER --rebuild`, or set it "
                "back."
            )

    def _made_otherwise(self) -> list[str]:
        """What of the index that is there differs from how one would be made now."""
        if not self._shelves:
            return []
        stored = self._shelves.made_with
        return [key for key, wanted in self.made_with.items() if stored.get(key) != wanted]


def _advice(location: str, error: BaseException) -> str:
    if _is_full(location):
        return (
            f"the index {location} can't be used: its disk is full ({excerpt(error)}). Make room "
            "there, and try again."
        )
    first = "See that the Chroma server runs" if is_url(location) else "Try again"
    last = "" if is_url(location) else ", or if that can't be done either, delete its folder before"
    return (
        f"the index {location} can't be used: {excerpt(error)}. {first}; if it stays so, make "
        f"the index anew with `python -m index sync FOLDER --rebuild`{last}."
    )


def _is_full(location: str) -> bool:
    """Whether next to nothing is free where a folder is."""
    try:
        return not is_url(location) and shutil.disk_usage(location).free < _FULL
    except OSError:
        return False


def _ids(collection: Any) -> list[str]:
    """Of every record of a collection."""
    offsets = range(0, collection.count(), _MANY)
    pages = (collection.get(limit=_MANY, offset=offset, include=[])["ids"] for offset in offsets)
    return [record for page in pages for record in page]


def _pages(items: Sequence[Any], size: int = _PAGE) -> Iterator[Any]:
    return (items[start : start + size] for start in range(0, len(items), size))
