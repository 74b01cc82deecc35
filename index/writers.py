"""One writer at a time: on a machine by a lock of its system's, on a server by a lease besides."""

import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from corpus.writing import replacing
from index.errors import IndexBusy, IndexUnavailable, excerpt
from index.locations import beside
from index.store import Store

_LOCK = "write.lock"
_PLACE = "place"


@contextmanager
def sole_writer(store: Store, patience: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Around all that a sync does.

    Args:
        store: where it writes.
        patience: how long to wait for another one to end, in seconds.
        waiting: called once, where there is another to wait for.

    Raises:
        IndexBusy: another process or thread is still at it.
        IndexUnavailable: nothing can be written there.
    """
    since = time.monotonic()
    told = _Once(waiting)
    with _lock(store.location, patience, told) as folder:
        if not store.is_on_server:
            yield
            return
        try:
            store.take_lease(_place(store.location, folder), since + patience, told)
            yield
        except IndexUnavailable as error:
            if _is_out_of_reach(error):
                store.drop_lease()  # it would wait in vain to be told
            raise
        finally:
            # Others find it silent if this, too, can't be told; what was written is there.
            with suppress(IndexUnavailable):
                store.give_back_lease()


class _Once:
    """Tells somebody something for the first time, and never again.

    Args:
        tell: does so.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._was_told = False

    def __call__(self) -> None:
        if not self._was_told:
            self._was_told = True
            self._tell()


@contextmanager
def _lock(location: str, patience: float, waiting: Callable[[], None]) -> Iterator[Path]:
    """Keeps the others of this machine away; gives the folder in which it does."""
    folder = beside(location)
    lock = FileLock(folder / _LOCK)
    with _explained(location, folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not _is_had(lock):
                waiting()
                lock.acquire(timeout=patience)
        except Timeout:
            raise IndexBusy(
                f"the index {location} is being synchronised by another process or thread; "
                "try again when it is done"
            ) from None
    try:
        yield folder
    finally:
        lock.release()


def _is_had(lock: BaseFileLock) -> bool:
    """Take a lock if that can be done at once; tells whether it was."""
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


def _is_out_of_reach(error: IndexUnavailable) -> bool:
    """Whether a server did not reply, rather than say what is wrong."""
    import httpx  # noqa: PLC0415 - Chroma's client has loaded it

    return isinstance(error.__cause__, httpx.TransportError)


def _place(location: str, folder: Path) -> str:
    """What all that have to have the lock of a folder before the lease have in common.

    A folder may be a copy of another machine's, hence the name and address of this one.
    """
    path = folder / _PLACE
    with _explained(location, folder):
        if not path.exists():
            with replacing(path) as file:
                file.write(uuid.uuid4().hex.encode())
        return f"{path.read_text(encoding='ascii')}@{socket.gethostname()}-{uuid.getnode():x}"


@contextmanager
def _explained(location: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexUnavailable(
            f"the index {location} can't be written: {excerpt(error)}. Allow writing to "
            f"{folder}, or name another index with CV_INDEX."
        ) from error
