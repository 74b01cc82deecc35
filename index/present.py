"""What an index holds, as one process sees it at the moment."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future

from index.catalog import Catalog, Entry
from index.errors import IndexUnavailable
from index.lexical import LexicalIndex
from index.locations import beside
from index.search import Snapshot
from index.store import Store
from index.wordlists import WordLists

_WORDS = "words.npz"

_PATIENCE = 2.0
"""Seconds that questions wait for what others have changed, from when it begins to be read; then
they are asked of what was before, as far as that is still there. Only a large archive takes longer.
"""

_ROUNDS = 5
"""How often an index is opened anew for one reader because others change it at that moment."""


class Present:
    """The articles: read at the first use, and again after another process has changed them.

    Safe to use from several threads.

    Args:
        store: where they are.

    Attributes:
        store: the store as it was last opened.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._words = beside(store.location) / _WORDS
        self._lock = threading.Lock()
        self._beginning = threading.Lock()
        self._has_failed = False
        self._current: Snapshot | None = None
        self._ahead: tuple[Store, Catalog] | None = None
        self._reading: Future[Snapshot] | None = None
        self._since = 0.0

    @property
    def last_seen(self) -> Snapshot | None:
        """The articles as they were when they were last looked at; None before that."""
        return self._current

    @property
    def known(self) -> Mapping[str, Entry]:
        """Articles that need not be read again: a version names what is in them."""
        return self._current.catalog.by_version if self._current else {}

    def snapshot(self, *, at_last: bool = False) -> Snapshot:
        """The articles as they are now, or as they were, while it takes long to read them.

        Args:
            at_last: as they are now, however long it takes.

        Raises:
            IndexMismatch: the index was made with another model or passage scheme.
            IndexUnavailable: the index can't be read.
        """
        current = self._current
        if current is None:
            return self._read()
        if not current.store.is_superseded():
            return current
        try:
            reading = self._begin()
            left = max(0.0, self._since + _PATIENCE - time.monotonic())
            return reading.result(None if at_last else left)
        except TimeoutError:
            return current

    def catalog_of(self, store: Store) -> Catalog:
        """The articles of a store, which is to be written: without what only questions need.

        The first of those finds them read.

        Args:
            store: what `store_to_write` gave; nothing of it has been changed yet.
        """
        with self._lock:
            current = self._current
            if current and current.store is store:
                return current.catalog
            self._ahead = store, Catalog.of(store.entries(self.known))
            return self._ahead[1]

    def store_to_write(self) -> Store:
        """The store as it is now, whatever another process has changed about it."""
        with self._lock:
            if self._has_failed or self.store.is_outdated():
                self.store = self.store.renewed()
                self._has_failed = False
            return self.store

    def failed(self) -> None:
        """What is written next is written by another client.

        After a write that failed, as on a full disk, Chroma's may wait for ever at the next one.
        """
        self._has_failed = True

    def made(self, store: Store, catalog: Catalog) -> Snapshot:
        """What a sync has made, with the lists of words, which are kept from now on."""
        return self._with_words(store, catalog, keep=True)

    def replace(self, snapshot: Snapshot, publish: Callable[[], None]) -> None:
        """See what a sync has made from now on.

        Args:
            snapshot: what `made` gave.
            publish: tells other processes; none of our threads is to notice that before.
        """
        with self._lock:
            publish()
            self.store, self._current, self._ahead = snapshot.store, snapshot, None

    def _begin(self) -> Future[Snapshot]:
        """Have a thread read, if none does."""
        with self._beginning:
            if self._reading is None or self._reading.done():
                reading: Future[Snapshot] = Future()
                threading.Thread(
                    target=self._run, args=[reading], name="refresh", daemon=True
                ).start()
                self._reading, self._since = reading, time.monotonic()
            return self._reading

    def _run(self, reading: Future[Snapshot]) -> None:
        try:
            reading.set_result(self._read())
        # It comes through to whoever waits; who comes later tries again.
        except BaseException as error:  # noqa: BLE001
            reading.set_exception(error)

    def _read(self) -> Snapshot:
        with self._lock:
            current = self._current
            if current and not current.store.is_superseded():
                return current  # another thread, or a sync, was here first
            catalog = self._catalog()
            # Who only reads need not keep what it can make of what it has in memory.
            self._current = self._with_words(self.store, catalog, keep=current is None)
            self._ahead = None
            return self._current

    def _catalog(self) -> Catalog:
        """What the store holds now, which is opened anew when another takes its place."""
        for _ in range(_ROUNDS - 1):
            try:
                return self._catalog_now()
            except IndexUnavailable:
                if not self.store.is_superseded():
                    raise
        return self._catalog_now()

    def _catalog_now(self) -> Catalog:
        if self.store.is_superseded():
            self.store = self.store.renewed()
        self.store.require_same_making()
        if self._ahead and self._ahead[0] is self.store:
            return self._ahead[1]
        return Catalog.of(self.store.entries(self.known))

    def _with_words(self, store: Store, catalog: Catalog, *, keep: bool) -> Snapshot:
        current = self._current
        if current and current.catalog.by_version.keys() == catalog.by_version.keys():
            return Snapshot(store, catalog, current.words, current.lexical)
        kept = current.words if current else WordLists.load(self._words)
        words = kept.of(catalog)
        if keep and kept.articles.keys() != words.articles.keys():
            words.save(self._words)
        return Snapshot(store, catalog, words, LexicalIndex(words, catalog))
