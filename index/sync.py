"""Making the store hold exactly what a folder holds.

Each state of each file has a name (`catalog.version_of`), so a sync is a difference of two
sets: what the folder asks for and what the store has. New versions are written before old
ones are deleted, a few dozen articles at a time; a sync that is killed leaves whole articles only,
and the next one goes on where it stopped.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from corpus import Library, Limits, ReadingRoom, SourceFile, UnreadableFile
from index.admitting import admitted
from index.catalog import Catalog, Entry, version_of
from index.embedding import Embedder
from index.model import SyncProgress, SyncReport
from index.records import Embedded
from index.store import Store

_SENTENCES = 1000
"""Articles with so many sentences are embedded and written together: enough to share the work
well, few enough that little is lost to a kill.
"""


class Sync:
    """One synchronisation of a store with a folder.

    Args:
        store: where the articles go.
        embedder: the model for their vectors; only used when something is new.
        limits: what reading a file may take.
        before: what the store holds.
        progress: is told how far it is.
    """

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        limits: Limits,
        before: Catalog,
        progress: Callable[[SyncProgress], None],
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._limits = limits
        self._before = before.by_version
        self._progress = progress
        self._failed: list[tuple[str, str]] = []

    def run(self, library: Library) -> tuple[SyncReport, Catalog]:
        """See `index.Index.sync`; what the store holds afterwards comes with the report."""
        files = self._scan(library)
        self._store.sweep(self._before.values())
        versions = [version_of(file.id, file.sha256) for file in files]
        kept = [self._before[version] for version in versions if version in self._before]
        new = [f for f, version in zip(files, versions, strict=True) if version not in self._before]
        added: list[Entry] = []
        for entries in self._batches(new):
            vectors = self._embedded(entries)
            self._store.add(vectors)
            added += entries
        if self._failed:
            next(library.scan(), None)  # the folder may have gone: that takes no article out
        after = Catalog.of([*kept, *added])
        self._store.remove(sorted(self._before.keys() - after.by_version.keys()))
        self._progress(SyncProgress(len(new), len(new), "", 0.0))
        return self._report(kept, after), after

    def _scan(self, library: Library) -> list[SourceFile]:
        files = []
        for found in library.scan(max_bytes=self._limits.max_bytes):
            if isinstance(found, UnreadableFile):
                self._fail(found)
            else:
                files.append(found)
        return files

    def _batches(self, files: Sequence[SourceFile]) -> Iterator[list[Entry]]:
        """The articles that the files make, as many together as are embedded together."""
        batch: list[Entry] = []
        size, left = 0, _TimeLeft(len(files))
        with ReadingRoom(self._limits) as room:
            for done, file in enumerate(files):
                self._progress(SyncProgress(done, len(files), file.id, left.seconds))
                if entry := self._read(file, room):
                    batch.append(entry)
                    size += len(entry.rows)
                if size >= _SENTENCES:
                    yield batch
                    batch, size = [], 0
                    left.look(done + 1)
        if batch:
            yield batch

    def _read(self, file: SourceFile, room: ReadingRoom) -> Entry | None:
        try:
            return admitted(room.read(file))
        except UnreadableFile as failure:
            self._fail(failure)
            return None

    def _embedded(self, entries: Sequence[Entry]) -> list[Embedded]:
        vectors = self._embedder.encode_texts([text for entry in entries for text in entry.texts()])
        embedded, first = [], 0
        for entry in entries:
            embedded.append(Embedded(entry, vectors[first : first + len(entry.rows)]))
            first += len(entry.rows)
        return embedded

    def _fail(self, failure: UnreadableFile) -> None:
        self._failed.append((failure.path, failure.reason))

    def _report(self, kept: Sequence[Entry], after: Catalog) -> SyncReport:
        had = {entry.article.id for entry in self._before.values()}
        has, same = set(after.entries), {entry.article.id for entry in kept}
        return SyncReport(
            added=tuple(sorted(has - had)),
            updated=tuple(sorted((has & had) - same)),
            removed=tuple(sorted(had - has)),
            unchanged=tuple(sorted(same)),
            failed=tuple(sorted(self._failed)),
        )


class _TimeLeft:
    """How long the rest takes if each file takes as long as those before.

    Args:
        total: how many files there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._start = time.monotonic()
        self.seconds: float | None = None

    def look(self, done: int) -> None:
        """Estimate anew, after so many."""
        each = (time.monotonic() - self._start) / done
        self.seconds = each * (self._total - done)
