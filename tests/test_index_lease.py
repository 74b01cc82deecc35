"""Machines that write to one Chroma server: one at a time, also when one is gone in the middle.

Another machine is another user's home here: what a machine keeps for itself is in there.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Index, IndexBusy, IndexUnavailable, lease
from index.lease import Lease
from index.opening import Connection
from tests.chroma_server import ChromaServer, chroma_server
from tests.indexing import HARBOUR, MENDED, ToyEmbedder, ids, mole, own_home, records, write
from tests.test_index_processes import ROOT, SlowEmbedder, a_sync_under_way

pytestmark = pytest.mark.slow

PATIENT = 30.0
SILENCE = 1.0
"""Seconds, in place of the thirty that a user has to wait, where nobody lives who shows it."""

LONGER = 3.0
"""Where somebody does, every two seconds."""

STOPS_AT_EMBEDDING = """
import sys
from index import Index
from tests.indexing import ToyEmbedder

class Stopping(ToyEmbedder):
    def encode_texts(self, texts):
        print("embeds", flush=True)
        sys.stdin.readline()
        return super().encode_texts(texts)

Index.open(sys.argv[1], embedder=Stopping()).sync(sys.argv[2])
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path_factory.mktemp("place") / "server") as server:
        yield server


@pytest.fixture
def url(server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with nothing in it."""
    own_home(monkeypatch, tmp_path / "home")
    yield server.url
    connection = Connection(server.url)
    for collection in connection.client.list_collections():
        connection.client.delete_collection(collection.name)


@pytest.fixture
def _short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_SILENCE", SILENCE)


def opened(url: str, embedder: ToyEmbedder | None = None) -> Index:
    return Index.open(url, embedder=embedder or ToyEmbedder())


def test_a_sync_waits_for_one_of_another_machine(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder, told = SlowEmbedder(), []
    folder = write(tmp_path / "articles")
    with a_sync_under_way(opened(url, embedder), embedder, folder):
        own_home(monkeypatch, tmp_path / "another home")
        with pytest.raises(IndexBusy, match=r"another machine; try again when it is done"):
            opened(url).sync(folder, patience=0)
        assert ids(opened(url)) == []

        def waiting() -> None:
            told.append("waits")
            embedder.may_go_on.set()  # the other one ends only when this is told of

        assert len(opened(url).sync(folder, patience=PATIENT, waiting=waiting).unchanged) == 3
    assert told == ["waits"]


def test_what_a_sync_has_written_is_not_swept_away_by_one_of_another_machine(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = SlowEmbedder()
    folder = write(tmp_path / "articles")
    with ThreadPoolExecutor(1) as pool:
        with a_sync_under_way(opened(url, embedder), embedder, folder):
            own_home(monkeypatch, tmp_path / "another home")
            write(folder, MENDED)
            second = pool.submit(opened(url).sync, folder, patience=PATIENT)
            embedder.may_go_on.set()
        assert second.result().updated == ("mole.txt",)
    fresh = Index.open(tmp_path / "fresh", embedder=ToyEmbedder())
    fresh.sync(folder)
    assert records(url) == records(tmp_path / "fresh")


def test_a_sync_goes_on_at_once_where_one_of_the_same_machine_was_killed(
    url: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "articles")
    with stopped_at_embedding(url, folder) as killed:
        killed.kill()
    assert len(opened(url).sync(folder, waiting=no_need_to_wait).added) == 3


def no_need_to_wait() -> None:
    pytest.fail("there is nobody to wait for")


@pytest.mark.usefixtures("_short_silence")
def test_a_sync_that_another_machine_took_for_dead_writes_no_more(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "articles")
    with stopped_at_embedding(url, folder) as stopped:
        stopped.send_signal(signal.SIGSTOP)  # as one does whose lid is closed
        own_home(monkeypatch, tmp_path / "another home")
        write(folder, MENDED)
        other = opened(url)
        assert len(other.sync(folder, patience=0).added) == 3
        before = records(url)
        stopped.send_signal(signal.SIGCONT)
        _, told = stopped.communicate("go on\n", timeout=60)
    assert "IndexBusy" in told
    assert "nothing was heard of this one" in told
    assert records(url) == before
    assert mole(other) == MENDED["mole.txt"]


@contextmanager
def stopped_at_embedding(url: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A sync in a process of its own that has begun, and goes on when it is sent a line."""
    with subprocess.Popen(
        [sys.executable, "-c", STOPS_AT_EMBEDDING, url, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "embeds\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.usefixtures("_short_silence")
def test_of_many_that_find_a_lease_without_a_sign_of_life_one_has_it_at_a_time(url: str) -> None:
    connections = [Connection(url) for _ in range(9)]
    dead, *others = (had(connection.lease) for connection in connections)
    dead.take("a place", 0.0, nobody)
    dead.drop()
    having, times = 0, []
    counting = threading.Lock()

    def take(number: int) -> None:
        nonlocal having
        own = others[number]
        own.take(f"place {number}", time.monotonic() + PATIENT, nobody)
        with counting:
            having += 1
            times.append(having)
        own.require()
        time.sleep(0.1)
        own.require()
        with counting:
            having -= 1
        own.give_back()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, range(8)))
    assert times == [1] * 8
    assert connections[0].client.list_collections() == []
    with pytest.raises(IndexBusy, match="nothing was heard"):
        dead.require()


def had(lease: Lease | None) -> Lease:
    assert lease
    return lease


def nobody() -> None:
    """Nobody is to be told."""


@pytest.mark.long
def test_a_server_that_is_slow_to_reply_makes_nobody_dead(
    server: ChromaServer, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lease._SILENCE", LONGER)
    living, waiting = (Connection(url) for _ in range(2))
    lease = had(living.lease)
    lease.take("a place", 0.0, nobody)

    server.stop()
    threading.Timer(2 * LONGER, server.go_on).start()
    with pytest.raises(IndexBusy, match="another machine"):
        had(waiting.lease).take("another", time.monotonic() + LONGER, nobody)
    lease.require()
    lease.give_back()


@pytest.mark.parametrize("error", [RuntimeError, IndexUnavailable, KeyboardInterrupt])
def test_a_server_is_left_without_a_lease_when_a_sync_is_done_or_fails(
    url: str, tmp_path: Path, error: type[BaseException]
) -> None:
    def fail(progress: object) -> None:
        raise error(progress)

    index = opened(url)
    index.sync(write(tmp_path / "articles"))
    (tmp_path / "articles" / "keeper.txt").unlink()
    with pytest.raises(error):
        index.sync(tmp_path / "articles", progress=fail)
    assert records(url).keys() == {"chapter-and-verse-articles", "chapter-and-verse-passages"}
    assert ids(index) == sorted(HARBOUR)
