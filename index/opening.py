"""Opening a Chroma client on a folder or on a server's URL."""

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import BaseFileLock, FileLock, Timeout

from index.errors import IndexBusy, IndexUnavailable, excerpt
from index.lease import Lease
from index.locations import DEFAULT_PORTS, is_missing, is_url
from index.sealing import DATABASE, Seal, delete_files

_logger = logging.getLogger(__name__)

PREFIX = "chapter-and-verse-"
"""What the names of all our collections begin with: a database may have others, too."""

_LEASE = f"{PREFIX}writer"

_SERVER_SECONDS = 60.0
_HEARTBEAT_SECONDS = 10.0
_LONGEST_MOMENT = 60.0
_POLL = 0.005  # all in seconds


class Connection:
    """A Chroma client, closed when nothing uses it any more.

    Args:
        location: a folder, created when absent, or a server's URL.

    Raises:
        IndexUnavailable: the folder can't be used or no server answers.

    Attributes:
        location: as it was given.
        client: Chroma's.
        lease: the right to write to a server; None for a folder, which has a lock of its own.
    """

    def __init__(self, location: str) -> None:
        self.location = location
        self.client = _server(location) if is_url(location) else _folder(location)
        self._file = _identity(location)
        self._lock = None if is_url(location) else _lock(location)
        self.lease = Lease(self.client, _LEASE, location) if is_url(location) else None
        # A server's files are its own.
        self._seal = None if is_url(location) else Seal(Path(location), _chroma().__version__)
        self._close = weakref.finalize(self, _close, self.client)

    @property
    def is_cut_off(self) -> bool:
        """Whether the folder was deleted or replaced, or was to be: the client is of no use."""
        return not self._close.alive or _identity(self.location) != self._file

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keeps other processes from a folder's files for a moment; a server sees to that itself.

        Chroma writes its files of vectors in place, and reads them at the first use of a
        client: a reader that came in between would get half of them, or crash.

        Raises:
            IndexBusy: another process takes longer than any such moment.
        """
        if self._lock is None:
            yield
            return
        with _held(self._lock, self.location):
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Around each change: the same, and on a server only for who has the lease.

        Raises:
            IndexBusy: another process has the files, or the lease.
        """
        if self.lease:
            self.lease.require()
        with self.exclusive():
            yield

    def seal(self, mark: str) -> None:
        """Note down what a folder's files hold, now that a sync has left its last mark in them."""
        if self._seal:
            self._seal.write(mark)

    def unseal(self) -> None:
        """Forget what was noted down."""
        if self._seal:
            self._seal.remove()

    def lacks_seal(self) -> bool:
        """Whether nothing is noted down of a folder's files that could be compared."""
        return bool(self._seal and self._seal.is_missing())

    def held_seal(self, mark: str) -> str:
        """What is noted down, if the files hold that; see `Seal.held`."""
        return self._seal.held(mark) if self._seal else ""

    def is_damaged(self, mark: str, held: str = "") -> bool:
        """Whether a folder's files hold something else than what was noted down.

        Args:
            mark: the one that is in the files.
            held: what `held_seal` gave.

        Raises:
            IndexUnavailable: the system does not let them be read at this moment.
        """
        return bool(self._seal and self._seal.is_broken(mark, held))

    @classmethod
    def to_make_anew(cls, location: str) -> "Connection":
        """One to make an index anew with: a database that can't be opened any more is deleted.

        Args:
            location: see `Connection`.

        Raises:
            IndexUnavailable: it can't be used all the same; or others have collections in it.
        """
        try:
            return cls(location)
        except IndexUnavailable:
            if is_url(location) or is_missing(location):
                raise
        _delete_nonsense(location)
        return cls(location)

    def sound(self, mark: str) -> "Connection":
        """This one; or where a folder's files are damaged, one that begins without any.

        What is written into a damaged database may be lost as well. What was noted down stays until
        something is written: should the files not be deleted, they are still called damaged.

        Args:
            mark: the one that is in the files.

        Raises:
            IndexUnavailable: they can't be read at this moment, or not deleted.
        """
        if self._seal is None:
            return self
        with self.exclusive():
            if not self._seal.is_broken(mark) and not self._seal.is_nonsense():
                return self
            if self._seal.is_shared(PREFIX, self.client.tenant, self.client.database):
                _logger.warning(
                    "the index %s is damaged, but other programs keep collections in its files, "
                    "too: nothing of them is deleted, and it is made anew in the same files",
                    self.location,
                )
                return self
            self._close()  # Windows deletes no file that is open
            delete_files(Path(self.location))
        return Connection(self.location)

    def renewed(self) -> "Connection":
        """A connection that sees what other processes have written up to now.

        A client on a folder has the vectors in memory, as they were when it first looked;
        should it write after another process did, the other's vectors would be lost. A server
        has one memory for all its clients.
        """
        return self if is_url(self.location) else Connection(self.location)


def _lock(location: str) -> FileLock:
    """That of a folder's files."""
    return FileLock(Path(location) / "files.lock")


@contextmanager
def _held(lock: BaseFileLock, location: str) -> Iterator[None]:
    try:
        lock.acquire(timeout=_LONGEST_MOMENT, poll_interval=_POLL)
    except Timeout:
        raise IndexBusy(
            f"the index {location} is being read or written by another process; "
            "try again when it is done"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _delete_nonsense(location: str) -> None:
    """Delete a folder's files where SQLite can't make sense of the database, and it is ours."""
    chromadb = _chroma()
    tenant, database = chromadb.config.DEFAULT_TENANT, chromadb.config.DEFAULT_DATABASE
    seal = Seal(Path(location), chromadb.__version__)
    with _held(_lock(location), location):
        if not seal.is_nonsense():
            return
        if seal.is_shared(PREFIX, tenant, database):
            raise IndexUnavailable(
                f"the index {location} is damaged, but other programs keep collections in its "
                "files, too: nothing of them is deleted. Name another folder with CV_INDEX."
            )
        delete_files(Path(location))


def _close(client: Any) -> None:
    """Chroma's own ``close`` leaves the connections to a server open."""
    for part in (client, client._admin_client):
        session = getattr(part._server, "_session", None)
        if session is not None:
            session.close()
    client.close()


def _identity(location: str) -> tuple[int, int] | None:
    """What tells a folder's database from another one in the same place."""
    if is_missing(location) or is_url(location):
        return None
    status = (Path(location) / DATABASE).stat()
    return status.st_dev, status.st_ino


def _folder(location: str) -> Any:
    chromadb = _chroma()
    settings = chromadb.Settings(
        is_persistent=True, persist_directory=location, anonymized_telemetry=False
    )
    try:
        Path(location).mkdir(parents=True, exist_ok=True)
        # `PersistentClient` would hand out the client this process once opened on the folder.
        system = chromadb.config.System(settings)
        system.instance(chromadb.api.ServerAPI)
        system.start()
        return chromadb.api.client.Client.from_system(system)
    except (OSError, ValueError, chromadb.errors.ChromaError) as error:
        raise IndexUnavailable(
            f"the index folder {location} can't be opened: {excerpt(error)}. Allow reading and "
            "writing it, name another with CV_INDEX, or delete it: a sync makes it anew, as "
            "`python -m index sync FOLDER --rebuild` does where it is damaged."
        ) from error


def _server(url: str) -> Any:
    import httpx  # noqa: PLC0415 - Chroma's client loads it, too

    chromadb = _chroma()
    settings = chromadb.Settings(anonymized_telemetry=False)
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        host = parts.hostname or ""
        # By itself the client waits for ever, and it asks before it can be told not to.
        heartbeat = httpx.URL(scheme=parts.scheme, host=host, port=port, path="/api/v2/heartbeat")
        httpx.get(heartbeat, timeout=_HEARTBEAT_SECONDS)
        client = chromadb.HttpClient(host, port, ssl=secure, settings=settings)
        client._server._session.timeout = _SERVER_SECONDS
        return client
    except (
        OSError,
        ValueError,
        httpx.HTTPError,
        httpx.InvalidURL,
        chromadb.errors.ChromaError,
    ) as error:
        raise IndexUnavailable(
            f"no Chroma server answers at {url}: {excerpt(error)}. Start one with `chroma run`, "
            "or set CV_INDEX to a folder."
        ) from error


def _chroma() -> Any:
    import chromadb.api.client  # noqa: PLC0415 - most of a second to import

    logging.getLogger("chromadb.telemetry").setLevel(logging.CRITICAL)
    return chromadb
