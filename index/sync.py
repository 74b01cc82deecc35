"""Making the store hold exactly what a folder holds.

Each state of each file has a name (`catalog.version_of`), so a sync is a difference of two
sets: what the folder asks for and what the store has. New versions are written before old
ones are deleted; a sync that is killed leaves whole articles only, and the next one goes on
where it stopped.
"""

from collections.abc import Callable, Mapping

from corpus import Library, Limits, ReadingRoom, SourceFile, UnreadableFile
from index.admitting import admitted
from index.catalog import Entry, version_of
from index.embedding import Embedder
from index.model import SyncProgress, SyncReport
from index.store import Store


class Sync:
    """One synchronisation of a store with a folder.

    Args:
        store: where the articles go.
        embedder: the model for their vectors; only used when something is new.
        limits: what reading a file may take.
    """

    def __init__(self, store: Store, embedder: Embedder, limits: Limits) -> None:
        self._store = store
        self._embedder = embedder
        self._limits = limits
        self._failed: list[tuple[str, str]] = []

    def run(
        self, library: Library, progress: Callable[[SyncProgress], None], *, rebuild: bool = False
    ) -> SyncReport:
        """See `index.Index.sync`."""
        files = self._scan(library)
        if rebuild:
            self._embedder.load()  # nothing is forgotten that could not be made anew
            self._store.clear()
        self._store.require_same_making()
        before = {entry.version: entry for entry in self._store.entries()}
        self._store.sweep(list(before.values()))
        wanted: dict[str, str] = {}
        with ReadingRoom(self._limits) as room:
            for done, file in enumerate(files):
                progress(SyncProgress(done, len(files), file.id))
                version = version_of(file.id, file.sha256)
                if version in before:
                    wanted[version] = file.id
                elif entry := self._add(file, room):
                    wanted[entry.version] = file.id
        self._store.remove(sorted(before.keys() - wanted.keys()))
        progress(SyncProgress(len(files), len(files), ""))
        return self._report(before, wanted)

    def _scan(self, library: Library) -> list[SourceFile]:
        files = []
        for found in library.scan(max_bytes=self._limits.max_bytes):
            if isinstance(found, UnreadableFile):
                self._fail(found)
            else:
                files.append(found)
        return files

    def _add(self, file: SourceFile, room: ReadingRoom) -> Entry | None:
        try:
            entry = admitted(room.read(file))
        except UnreadableFile as failure:
            self._fail(failure)
            return None
        # One article at a time: its vectors must not depend on what was synchronised with it.
        self._store.add(
            entry,
            sentences=self._embedder.encode_texts([entry.sentence_text(r) for r in entry.rows]),
            passages=self._embedder.encode_texts(entry.passage_texts()),
        )
        return entry

    def _fail(self, failure: UnreadableFile) -> None:
        self._failed.append((failure.path, failure.reason))

    def _report(self, before: Mapping[str, Entry], wanted: Mapping[str, str]) -> SyncReport:
        had = {entry.article.id for entry in before.values()}
        has = set(wanted.values())
        kept = {wanted[version] for version in wanted.keys() & before.keys()}
        return SyncReport(
            added=tuple(sorted(has - had)),
            updated=tuple(sorted((has & had) - kept)),
            removed=tuple(sorted(had - has)),
            unchanged=tuple(sorted(kept)),
            failed=tuple(sorted(self._failed)),
        )
