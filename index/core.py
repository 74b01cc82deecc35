"""`Index`: the articles of a folder, kept searchable."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corpus import Article, Library, Limits, Sentence, sentence_table
from index.catalog import Catalog, Entry
from index.embedders import embedder_named
from index.embedding import Embedder
from index.errors import IndexUnavailable, SearchError, UnknownArticle
from index.locations import located
from index.model import Holding, IndexStatus, SearchResult, SyncProgress, SyncReport
from index.narrowed import Narrowed
from index.opening import Connection
from index.present import Present
from index.refusals import Refusals
from index.scope import Scope, checked_scope
from index.search import MOST_HITS, Snapshot, search
from index.spelling import respelled
from index.store import Store
from index.sync import Sync
from index.vanished import refuse_emptying, refuse_losing
from index.writers import sole_writer

if TYPE_CHECKING:
    from index.settings import IndexSettings

Progress = Callable[[SyncProgress], None]

_T = TypeVar("_T")

PATIENCE = 10.0
"""How long a sync waits for another one to end, in seconds."""

_ROUNDS = 5
"""How often a search begins again because a sync was done meanwhile."""


class Index:
    """Passages of a folder's articles, searchable by meaning and by words.

    Open one with `Index.open`. Safe to use from several threads. One sync runs at a time; what
    another process has synchronised is noticed at the next use, or where that takes longer than a
    question should wait, soon after.
    """

    def __init__(self, store: Store, embedder: Embedder, limits: Limits) -> None:
        self._present = Present(store)
        self._embedder = embedder
        self._limits = limits

    @classmethod
    def open(
        cls,
        location: str | Path | None = None,
        *,
        embedder: Embedder | None = None,
        settings: "IndexSettings | None" = None,
        rebuild: bool = False,
    ) -> "Index":
        """Open the index at a folder or a Chroma server's URL; an absent one is created.

        No model is loaded yet: that happens at the first use, or with `load_model`.

        Args:
            location: a folder or an ``http(s)://`` URL; None for the configured one.
            embedder: another embedding model than the configured one.
            settings: None for those of the environment.
            rebuild: delete a database so damaged that it can't be opened; for a sync that makes
                the index anew.

        Raises:
            IndexUnavailable: the folder can't be used or the server does not answer.
            SettingError: a setting of the environment makes no sense.
        """
        if settings is None:
            from index.settings import IndexSettings  # noqa: PLC0415 - a fifth of a second

            settings = IndexSettings.load()
        embedder = embedder or embedder_named(settings.embedding_model)
        place = located(location or settings.index_location)
        connection = Connection.to_make_anew(place) if rebuild else Connection(place)
        store = Store(connection, embedder.name)
        return cls(store, embedder, settings.limits)

    @property
    def location(self) -> str:
        """The folder, as an absolute path, or the server's URL."""
        return self._present.store.location

    def sync(
        self,
        articles: str | Path | Library,
        *,
        progress: Progress | None = None,
        rebuild: bool = False,
        patience: float = PATIENCE,
        waiting: Callable[[], None] | None = None,
    ) -> SyncReport:
        """Make the index hold exactly these articles; only what changed costs work.

        Files that can't become articles are reported in ``failed`` and leave nothing behind. What
        the system does not let be read at this moment is reported, too, but stays as it was.

        Args:
            articles: a folder of ``.txt``, ``.md``, ``.html`` and ``.pdf`` files, at any depth;
                or a library: one with what was changed about it.
            progress: called before each file, after some were written, and at the end.
            rebuild: forget everything first; mends an index made with another model.
            patience: how long to wait for another sync of this index to end, in seconds.
            waiting: called once, where there is another to wait for.

        Raises:
            FolderError: the folder does not exist or can't be listed; another one takes its place
                meanwhile; or nothing is in it any more, and no rebuild is asked for.
            IndexBusy: another process or thread is still synchronising this index.
            IndexMismatch: the index was made with another model or passage scheme.
            IndexUnavailable: the index can't be read or written.
            ModelError: the embedding model can't be loaded.
            ReadingError: no process can be started to read files.
        """
        library = articles if isinstance(articles, Library) else Library(Path(articles))
        with self._writing(patience, waiting or _unheard) as present:
            with library.staying():
                store, before = self._before(present, library, rebuild=rebuild)
                refusals = Refusals(store.location, self._limits)
                if rebuild:
                    refusals.forget_all_but(())
                work = Sync(
                    store,
                    self._embedder,
                    self._limits,
                    before,
                    refusals=refusals,
                    progress=progress or _silent,
                )
                done = work.run(library)
            self._present.replace(self._present.made(store, done.after), store.publish)
            store.remove(done.past)
            store.finish()
        return done.report

    def _before(self, store: Store, library: Library, *, rebuild: bool) -> tuple[Store, Catalog]:
        """Where a sync writes, and what is there already."""
        store.complete()
        if not rebuild and store.is_made_otherwise():
            # The new one begins with nothing, and would not miss what the former one has.
            found = list(library.scan())
            refuse_losing(library, found, store.article_ids)
            refuse_emptying(library, found, store.article_ids)
        if rebuild or store.is_of_another_version() or store.has_rest():
            # Nothing is begun that could not be done. The folders were seen to be there; a note of
            # what was taken out that can't be read is told by reading it.
            _ = library.taken_out
            self._embedder.load()
            store = store.anew(resume=not rebuild)
            store.require_sound()
            return store, Catalog.of(store.entries({}))
        store.require_same_making()
        if store.is_unsealed:
            store.require_sound()
        if not store.is_changing:
            # Whoever asks meanwhile needs it, too, and a large one takes seconds to read.
            return store, self._present.catalog_of(store)
        return store, Catalog.of(store.entries(self._present.known))

    @property
    def scope(self) -> Scope:
        """Every article; see `within`."""
        return Scope()

    def within(self, scope: Scope) -> Narrowed:
        """Some of the articles, to be searched and asked as if there were no others.

        Raises:
            ScopeError: the scope is none.
        """
        return Narrowed(self, checked_scope(scope))

    def search(self, question: str, k: int = 10, *, scope: Scope | None = None) -> SearchResult:
        """The k best passages and the sentences weighed for them; see `index.search`.

        A question without any word finds nothing.

        Args:
            question: what to look for.
            k: how many passages, 1 to 100; fewer come where the articles have fewer.
            scope: which articles to search; None for all.

        Raises:
            SearchError: k is not in 1..100.
            ScopeError: the scope is none.
            IndexMismatch: the index was made with another model or passage scheme.
            IndexUnavailable: the index can't be read.
            ModelError: the embedding model can't be loaded.
        """
        if not isinstance(k, int) or k not in range(1, MOST_HITS + 1):
            raise SearchError(f"{k} passages can't be searched for: ask for 1 to {MOST_HITS}")
        if scope is not None:
            checked_scope(scope)
        snapshot = self._snapshot_and_model()
        if not snapshot.catalog.entries or not any(c.isalnum() for c in question):
            return SearchResult((), ())
        # Half of a surrogate pair, as broken JSON can bring in, is no text to any model.
        question = question.encode(errors="replace").decode()
        vector = self._embedder.encode_question(question)
        return self._searched(lambda now: search(now, question, vector, k, scope), snapshot)

    def respelled(self, question: str) -> str:
        """A question with the words that no article has in the spelling of those that one has.

        "Zelensky" becomes "Zelenskyy" where the articles write it so; see `index.spelling`.

        Raises:
            IndexMismatch: the index was made with another model or passage scheme.
            IndexUnavailable: the index can't be read.
        """
        snapshot = self._snapshot()
        return respelled(question, snapshot.catalog, snapshot.lexical)

    def article(self, article_id: str) -> Article:
        """An article by its id.

        Raises:
            UnknownArticle: there is none.
        """
        return self._entry(article_id).article

    def sentences(self, article: str | Article) -> Sequence[Sentence]:
        """The sentence table of an article.

        Args:
            article: its id; or an article that a search found, for the table of that very text
                even when the file has changed since.

        Raises:
            UnknownArticle: there is none of that id.
        """
        if isinstance(article, str):
            return self._entry(article).table
        # For an article at hand it does not matter whether others have changed the index since.
        seen = self._present.last_seen or self._snapshot()
        entry = seen.catalog.entries.get(article.id)
        if entry and entry.article == article:
            return entry.table
        return sentence_table(article.text)

    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of their ids."""
        return tuple(entry.article for entry in self._snapshot().catalog.entries.values())

    def outlets(self) -> tuple[str, ...]:
        """Every outlet that an article names, in alphabetical order: what a `Scope` can name."""
        return tuple(sorted({article.source for article in self.articles()} - {""}))

    def holdings(self) -> tuple[Holding, ...]:
        """Every article with what the index tells of it, in the order of their ids."""
        return tuple(entry.holding for entry in self._snapshot().catalog.entries.values())

    def holding(self, article_id: str) -> Holding:
        """One of them.

        Raises:
            UnknownArticle: there is none of that id.
        """
        return self._entry(article_id).holding

    def status(self) -> IndexStatus:
        """What the index holds and how it was made.

        Raises:
            IndexMismatch: the index was made with another model or passage scheme.
            IndexUnavailable: the index can't be read, or no question can be asked of it.
        """
        snapshot = self._snapshot()
        catalog = self._asked(_looked_at, snapshot)
        return IndexStatus(
            location=self.location,
            articles=len(catalog.entries),
            passages=sum(len(entry.firsts) for entry in catalog.entries.values()),
            sentences=catalog.size,
            **self._present.store.made_with,
        )

    def load_model(self) -> None:
        """Load the embedding model now, so that the first question need not wait for it.

        Raises:
            ModelError: it can't be loaded.
        """
        self._embedder.load()

    def _entry(self, article_id: str) -> Entry:
        try:
            return self._snapshot().catalog.entries[article_id]
        except KeyError:
            raise UnknownArticle(
                f"there is no article {article_id!r} in the index {self.location}; "
                "`python -m index status` lists them"
            ) from None

    def _snapshot(self) -> Snapshot:
        return self._present.snapshot()

    def _searched(
        self, look: Callable[[Snapshot], SearchResult], snapshot: Snapshot
    ) -> SearchResult:
        """What is found in articles none of which was taken away meanwhile."""
        result = self._asked(look, snapshot)
        for _ in range(_ROUNDS):
            if (now := self._snapshot()) is snapshot:
                break
            snapshot, result = now, self._asked(look, now)
        return result

    def _asked(self, ask: Callable[[Snapshot], _T], snapshot: Snapshot) -> _T:
        """What a look into the store tells, of the articles as they are at that moment."""
        try:
            return ask(snapshot)
        except IndexUnavailable:
            # An index that was made anew may have taken this one's place meanwhile.
            if (now := self._present.snapshot(at_last=True)) is snapshot:
                raise
            return ask(now)

    def _snapshot_and_model(self) -> Snapshot:
        """The articles; before the first question the model is loaded while they are read."""
        if self._present.last_seen:
            return self._snapshot()
        with ThreadPoolExecutor(1, thread_name_prefix="load") as beside_reading:
            loading = beside_reading.submit(self._embedder.load)
            snapshot = self._snapshot()
            if snapshot.catalog.entries:
                loading.result()
        return snapshot

    @contextmanager
    def _writing(self, patience: float, waiting: Callable[[], None]) -> Iterator[Store]:
        """The store as it is now, for one writer at a time."""
        with sole_writer(self._present.store, patience, waiting):
            try:
                yield self._present.store_to_write()
            except IndexUnavailable:
                self._present.failed()
                raise


def _looked_at(snapshot: Snapshot) -> Catalog:
    """The articles, if the passages are there that searching them needs."""
    snapshot.store.require_passages()
    return snapshot.catalog


def _silent(progress: SyncProgress) -> None:
    """Nobody wants to know."""


def _unheard() -> None:
    """Nobody wants to know."""
