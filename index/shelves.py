"""The two collections of an index in Chroma, and noticing that others have changed them.

Each carries what the index was made with. That of the articles also carries a mark, which
changes before the first change of each sync and when what it made is published: by it others
notice that the index is no longer as they have read it. The collections are made at the first
change; looking at an index makes nothing. An index that is made anew grows beside the former one,
which is asked meanwhile, and takes its place when it is published. Then only names change, which
whoever has found the former one does not notice, and it is deleted when the new one has its name.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from index.errors import MAKE_ANEW, IndexOccupied, IndexUnavailable
from index.opening import PREFIX, Connection

NAMES = ("articles", "passages")

_FORMER = ("sentences",)
"""What an index of an earlier version has besides."""

_BESIDE = f"{PREFIX}new-"
_PAST = f"{PREFIX}old-"
_MARK = "mark"
_UNFINISHED = "unfinished-"
# ef_search must not be below the number of neighbours asked for, or Chroma gives up.
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 256}}


class Shelves:
    """The collections by name, as one client sees them.

    Args:
        connection: the client.
        made_with: what a new index is made with.
        beside: whether those are meant that are not published yet.
    """

    def __init__(
        self, connection: Connection, made_with: Mapping[str, str], *, beside: bool = False
    ) -> None:
        self.connection = connection
        self._made_with = dict(made_with)
        self._prefix = _BESIDE if beside else PREFIX
        self._collections = self._found()
        self._left = None if self._collections else self._articles_alone()
        self._mark = self._mark_of(self._collections.get("articles", self._left))
        self._is_loaded = False
        self._is_changing = False
        self._is_published = True

    def __bool__(self) -> bool:
        """Whether there is an index at all."""
        return bool(self._collections)

    def __getitem__(self, name: str) -> Any:
        if not self._is_loaded:
            with self.looking():
                pass
        return self._collections[name]

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Around a look at all that is there at one moment, the vectors included.

        Raises:
            IndexUnavailable: it is damaged.
        """
        held = "" if self._is_loaded else self.connection.held_seal(self._present_mark())
        with self.connection.exclusive():
            if not self._is_loaded:
                self.check(held)
                for collection in self._collections.values():
                    collection.count()  # has Chroma read what belongs to it
                self._is_loaded = True
            yield

    @property
    def made_with(self) -> Mapping[str, str]:
        """What the index there is was made with."""
        return self._collections["articles"].metadata or {}

    @property
    def is_changing(self) -> bool:
        """Whether there are changes that are not finished."""
        return self._is_changing

    @property
    def is_broken_off(self) -> bool:
        """Whether changes were begun, by whoever, and are not published."""
        return self._mark.startswith(_UNFINISHED)

    def is_outdated(self) -> bool:
        """Whether another process has changed the index since this was opened, if only in part."""
        return self.connection.is_cut_off or self._present_mark() != self._mark

    def is_superseded(self) -> bool:
        """Whether another process has changed the index since this was opened, and published it."""
        if self.connection.is_cut_off:
            return True
        mark = self._present_mark()
        return mark not in ("", self._mark) and not mark.startswith(_UNFINISHED)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around each change; before the first one the others are told that changes come.

        Raises:
            IndexUnavailable: it was damaged since it was looked at; what is noted down after the
                changes would call that sound.
        """
        held = "" if self._is_changing else self.connection.held_seal(self._present_mark())
        with self.connection.changing():
            if not self._is_changing:
                self.check(held)
                self._begin()
            self._is_published = False
            yield

    def publish(self) -> None:
        """Tell the others of what was changed, also by one that was killed before it could."""
        is_unfinished = self.is_broken_off or self._prefix == _BESIDE
        if self._is_published and not is_unfinished:
            return
        # First here: threads that search meanwhile must not take it for another's mark.
        self._mark = uuid.uuid4().hex
        self._is_changing = self._is_published = True
        with self.connection.changing():
            self._write_mark(self._mark)
            if self._prefix == _BESIDE:
                self._take_place()

    def finish(self) -> None:
        """After the last change, if there was any."""
        self.publish()
        # What nobody noted down, or another version, can't be compared: from now on it is.
        if self._is_changing or (self and self.connection.lacks_seal()):
            self.connection.seal(self._mark)  # only a sync writes, and there is no other one
            self._is_changing = False

    def beside(self, *, resume: bool) -> "Shelves":
        """Collections that take the place of these when they are published.

        Args:
            resume: whether to go on with those of one that was killed; else what is damaged is
                deleted before.
        """
        connection = self.connection
        if not resume:
            connection = connection.sound(self._present_mark())
        with connection.changing():
            connection.unseal()
            other = Shelves(connection, self._made_with, beside=True)
            if not (resume and other and other.made_with.items() >= self._made_with.items()):
                other._make()
        return other

    def require_none(self) -> None:
        """See that there is no index at all, where none was found.

        Raises:
            IndexUnavailable: there was one, and it is damaged.
            IndexOccupied: there will be one.
        """
        with self.connection.exclusive():
            self.check()
            if self.has_rest():
                raise IndexOccupied(
                    f"the index {self.connection.location} is being made anew: try again when that "
                    "is done. If it was broken off, go on with `python -m index sync FOLDER`."
                )
            if self._left is not None:
                raise IndexUnavailable(
                    f"the index {self.connection.location} has lost its passages. {MAKE_ANEW}"
                )
            if self.is_superseded():
                raise IndexOccupied(
                    f"the index {self.connection.location} was made at this moment: try again."
                )

    def has_rest(self) -> bool:
        """Whether there is no index, but the beginning of one that was to take its place."""
        return not self and bool(Shelves(self.connection, self._made_with, beside=True))

    def complete(self) -> None:
        """Go on where one was killed that had begun to take another's place."""
        if self and self._get("articles", PREFIX) is None:
            with self.connection.changing():
                self._take_place()

    def drop_rest(self) -> None:
        """Delete what others began and never published, or should have deleted."""
        if self._prefix == PREFIX:
            self._delete(_BESIDE, NAMES)
            self._delete_past()

    def _begin(self) -> None:
        if not self._collections:
            self._make()
            return
        mark = _UNFINISHED + uuid.uuid4().hex
        self._write_mark(mark)
        self._mark = mark  # only now, for the same reason as in `publish`
        self._is_changing = True

    def _make(self) -> None:
        """Two empty collections."""
        self._delete(self._prefix, NAMES)
        self._mark = _UNFINISHED + uuid.uuid4().hex
        # The articles' comes last: it says that the others are there.
        self._collections = {name: self._made(name) for name in reversed(NAMES)}
        self._is_changing = self._is_loaded = True

    def _take_place(self) -> None:
        """Publish these instead of the former ones, wherever one was killed at that.

        The former articles give their name away first, and the new ones get it last: while nothing
        has it, others know where to look (`_found`).
        """
        found = {name: self._get(name, _BESIDE) for name in NAMES}
        new = {name: each for name, each in found.items() if each is not None}
        if self._get("articles", PREFIX) is not None:
            self._delete(_PAST, NAMES)
        for name in NAMES:
            former = self._get(name, PREFIX)
            if former is not None and name in new:
                self._rename(former, _PAST + name)
        for name in reversed(new):
            self._rename(new[name], PREFIX + name)
        self._prefix = PREFIX
        self._delete_past()

    def _rename(self, collection: Any, name: str) -> None:
        with self.connection.changing():
            collection.modify(name=name)

    def _delete_past(self) -> None:
        self._delete(_PAST, NAMES)
        self._delete(PREFIX, _FORMER)

    def _delete(self, prefix: str, names: Iterable[str]) -> None:
        for name in names:
            if self._get(name, prefix) is not None:
                with self.connection.changing():
                    self.connection.client.delete_collection(prefix + name)

    def _found(self) -> Mapping[str, Any]:
        """The collections; where others are about to take their place, those."""
        while True:
            before = self._named()
            found = self._found_at(self._prefix) or self._on_their_way()
            if self._named() == before:  # else some may be of the one index, some of the other
                return found

    def _found_at(self, prefix: str) -> Mapping[str, Any]:
        """Those of a prefix; nothing where one is missing."""
        articles, passages = (self._get(name, prefix) for name in NAMES)
        if passages is None:  # they get their last name before the articles do
            passages = self._get("passages", PREFIX)
        if articles is None or passages is None:
            return {}
        return {"articles": articles, "passages": passages}

    def _articles_alone(self) -> Any | None:
        """Those of an index that has lost its passages, which nothing here leaves behind."""
        before = self._named()
        articles, passages = (self._get(name, self._prefix) for name in NAMES)
        # Else others may have taken their place meanwhile.
        return articles if passages is None and self._named() == before else None

    def _on_their_way(self) -> Mapping[str, Any]:
        """Those that are complete, and begin to take the place of others."""
        found = self._found_at(_BESIDE) if self._prefix == PREFIX else {}
        is_begun = self._mark_of(found.get("articles")).startswith(_UNFINISHED)
        return {} if is_begun else found

    def _named(self) -> object:
        """Which articles have their name at this moment, if any."""
        articles = self._get("articles", self._prefix)
        return None if articles is None else articles.id

    def _get(self, name: str, prefix: str) -> Any | None:
        from chromadb.errors import NotFoundError  # noqa: PLC0415 - loaded with the connection

        try:
            return self.connection.client.get_collection(prefix + name, embedding_function=None)
        except NotFoundError:
            return None

    def _made(self, name: str) -> Any:
        return self.connection.client.create_collection(
            self._prefix + name,
            metadata={**self._made_with, _MARK: self._mark},
            configuration=_HNSW,
            embedding_function=None,
        )

    def check(self, held: str = "") -> None:
        """Refuse files that are not as the last sync left them, before they are read.

        They would give other passages than the best, or end the process.

        Args:
            held: a seal that they were seen to hold, before others were kept from them.

        Raises:
            IndexUnavailable: they are damaged.
        """
        if self.connection.is_damaged(self._present_mark(), held):
            raise IndexUnavailable(
                f"the index {self.connection.location} is damaged: its files are not as they were "
                f"written. {MAKE_ANEW}"
            )

    def _write_mark(self, mark: str) -> None:
        self._collections["articles"].modify(metadata={**self._made_with, _MARK: mark})

    def _present_mark(self) -> str:
        return self._mark_of(self._get("articles", self._prefix))

    @staticmethod
    def _mark_of(articles: Any | None) -> str:
        """Empty where there is no index."""
        return "" if articles is None else str((articles.metadata or {}).get(_MARK, ""))
