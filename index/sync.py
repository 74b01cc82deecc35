"""Making the store hold exactly what a folder holds.

Each state of each file has a name (`catalog.version_of`), so a sync is a difference of two
sets: what the folder asks for and what the store has. New versions are written a few dozen
articles at a time, and old ones deleted when everybody knows of the new; a sync that is killed
leaves whole articles only, and the next one goes on where it stopped.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace

import numpy as np

from corpus import (
    Article,
    Library,
    Limits,
    ReadingRoom,
    RefusedFile,
    SourceFile,
    UnreachableFile,
    UnreadableFile,
)
from index.admitting import admitted
from index.catalog import Catalog, Entry, version_of
from index.embedding import Embedder
from index.model import SyncProgress, SyncReport
from index.records import Embedded
from index.refusals import Refusals
from index.store import Store
from index.vanished import refuse_emptying, warn_of_another

_SENTENCES = 1000
"""Articles with so many sentences are embedded and written together: enough to share the work
well, few enough that little is lost to a kill.
"""

_PORTION = 1000
"""So many sentences are embedded before it is looked whether anybody still waits for them: one long
article may have fifty times as many.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync comes to.

    Attributes:
        report: for whoever began it.
        after: what the store holds for whoever searches from now on.
        past: the versions that it still holds besides.
    """

    report: SyncReport
    after: Catalog
    past: Sequence[str]


@dataclass(slots=True)
class _Batch:
    """Articles that are embedded and written together.

    Attributes:
        files: how many they were made of, those included that could not be read.
        entries: what is to be embedded.
        embedded: the same with its vectors, once it has them.
    """

    files: int = 0
    entries: list[Entry] = field(default_factory=list)
    embedded: list[Embedded] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many sentences."""
        return sum(entry.size for entry in self.entries)


class _Pace:
    """How many files are done, and how long the rest takes if each takes as long as those.

    Args:
        total: how many files there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._start = time.monotonic()
        self._done = 0
        self._seconds_left: float | None = None

    def did(self, files: int) -> None:
        """So many more are done."""
        self._done += files
        each = (time.monotonic() - self._start) / self._done
        self._seconds_left = each * (self._total - self._done)

    def at(self, article_id: str) -> SyncProgress:
        """What is told while a file is read, or when it is written."""
        return SyncProgress(self._done, self._total, article_id, self._seconds_left)


class Sync:
    """One synchronisation of a store with a folder.

    Args:
        store: where the articles go.
        embedder: the model for their vectors; only used when something is new.
        limits: what reading a file may take.
        before: what the store holds.
        refusals: what need not be read again.
        progress: is told how far it is.
    """

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        limits: Limits,
        before: Catalog,
        *,
        refusals: Refusals,
        progress: Callable[[SyncProgress], None],
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._limits = limits
        self._before = before.by_version
        self._refusals = refusals
        self._progress = progress
        self._failed: list[UnreadableFile] = []
        self._has_ended = threading.Event()
        self._former = before

    def run(self, library: Library) -> Outcome:
        """Add what is new; see `index.Index.sync`. Nothing is taken away yet."""
        files = self._scan(library)
        refuse_emptying(library, [*files, *self._failed], self._to_lose)
        warn_of_another(library, self._store.location, self._had(), files)
        versions = {version_of(file.id, file.sha256): file for file in files}
        whole = self._before.keys() - self._store.sweep(self._before.values())
        new = [
            file
            for version, file in versions.items()
            if version not in whole and not self._was_refused(file, version)
        ]
        added = self._add(new)
        self._refusals.forget_all_but(versions)
        kept = [self._before[version] for version in versions if version in whole]
        kept += self._unreachable()
        after = Catalog.of([*kept, *added])
        self._progress(SyncProgress(len(new), len(new), "", 0.0))
        past = sorted(self._before.keys() - after.by_version.keys())
        return Outcome(self._report(kept, after), after, past)

    def _add(self, files: Sequence[SourceFile]) -> list[Entry]:
        """Read, embed and write files; gives what they became."""
        added: list[Entry] = []
        pace = _Pace(len(files))
        with (
            closing(self._batches(files, pace)) as read,
            closing(self._embedded(read)) as batches,
        ):
            for batch in batches:
                self._store.add(batch.embedded)
                # Without the tables that they have in memory by now.
                added += [replace(each.entry) for each in batch.embedded]
                pace.did(batch.files)
                self._progress(pace.at(added[-1].article.id))
        return added

    def _to_lose(self) -> set[str]:
        """The ids of what would go if nothing were found."""
        kept = {entry.article.id for entry in self._unreachable()}
        return {entry.article.id for entry in self._before.values()} - kept

    def _had(self) -> Iterable[Article]:
        return (entry.article for entry in self._before.values())

    def _unreachable(self) -> list[Entry]:
        """The articles of files and folders that the system does not let be read at this moment."""
        names = {failure.path for failure in self._failed if isinstance(failure, UnreachableFile)}
        folders = tuple(f"{name}/" for name in names)
        return [
            entry
            for entry in self._before.values()
            if entry.article.id in names or entry.article.id.startswith(folders)
        ]

    def _scan(self, library: Library) -> list[SourceFile]:
        files = []
        for found in library.scan(max_bytes=self._limits.max_bytes):
            if isinstance(found, UnreadableFile):
                self._failed.append(found)
            else:
                files.append(found)
        return files

    def _was_refused(self, file: SourceFile, version: str) -> bool:
        """Whether a file need not be read again to be refused."""
        reason = self._refusals.why(version)
        if reason is not None:
            self._failed.append(UnreadableFile(file.id, reason))
        return reason is not None

    def _batches(self, files: Sequence[SourceFile], pace: _Pace) -> Generator[_Batch]:
        """The articles that the files make, as many together as are embedded together."""
        batch = _Batch()
        with ReadingRoom(self._limits) as room:
            for file in files:
                self._progress(pace.at(file.id))
                batch.files += 1
                if entry := self._read(file, room):
                    batch.entries.append(entry)
                if batch.size >= _SENTENCES:
                    yield batch
                    batch = _Batch()
        if batch.entries:
            yield batch

    def _embedded(self, batches: Iterable[_Batch]) -> Generator[_Batch]:
        """The same with their vectors: while one is embedded, the next is read, and whoever takes
        these writes the one before.
        """
        beside = ThreadPoolExecutor(1, thread_name_prefix="sync")
        try:
            last: Future[_Batch] | None = None
            for batch in batches:
                this = beside.submit(self._embed, batch)
                if last:
                    yield last.result()
                last = this
            if last:
                yield last.result()
        finally:
            self._has_ended.set()
            beside.shutdown(cancel_futures=True)

    def _embed(self, batch: _Batch) -> _Batch:
        texts = [text for entry in batch.entries for text in entry.texts()]
        parts = []
        for start in range(0, len(texts), _PORTION):
            if self._has_ended.is_set():
                return batch  # nobody wants it any more
            parts.append(self._embedder.encode_texts(texts[start : start + _PORTION]))
        vectors, first = np.concatenate(parts), 0
        for entry in batch.entries:
            batch.embedded.append(Embedded(entry, vectors[first : first + entry.size]))
            first += entry.size
        return batch

    def _read(self, file: SourceFile, room: ReadingRoom) -> Entry | None:
        try:
            return self._former.followed_by(admitted(room.read(file)))
        except UnreadableFile as failure:
            self._failed.append(failure)
            if isinstance(failure, RefusedFile):
                self._refusals.add(failure)
            return None

    def _report(self, kept: Sequence[Entry], after: Catalog) -> SyncReport:
        had = {entry.article.id for entry in self._before.values()}
        has, same = set(after.entries), {entry.article.id for entry in kept}
        return SyncReport(
            added=tuple(sorted(has - had)),
            updated=tuple(sorted((has & had) - same)),
            removed=tuple(sorted(had - has)),
            unchanged=tuple(sorted(same)),
            failed=tuple(sorted((failure.path, failure.reason) for failure in self._failed)),
        )
