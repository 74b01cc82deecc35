"""An index on a Chroma server: the same as in a folder, until the server is gone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Index, IndexUnavailable
from index.opening import Connection
from tests.indexing import HARBOUR, ToyEmbedder, filled, found, ids, own_home, write

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_home(monkeypatch, tmp_path / "home")


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir(exist_ok=True)
    chroma = Path(sys.executable).with_name("chroma")
    with subprocess.Popen(
        [str(chroma), "run", "--path", str(folder), "--port", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(port)
            yield server
        finally:
            server.kill()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the Chroma server does not start")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_an_index_on_a_server_from_first_sync_to_the_servers_end(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    folder = write(tmp_path / "articles")
    with chroma_server(tmp_path / "server", port):
        index = Index.open(url, embedder=ToyEmbedder())
        assert index.status().articles == 0
        assert Connection(url).client.list_collections() == []

        assert len(index.sync(folder).added) == 3
        in_a_folder = filled(tmp_path)
        for question in ("Who lit the lamp at dusk?", "11,000 crowns", "zebra"):
            assert index.search(question) == in_a_folder.search(question)

        other = Index.open(url, embedder=ToyEmbedder())
        (folder / "ferry.txt").unlink()
        other.sync(write(folder, {"fog.txt": "The fog horn blew."}))
        assert ids(index) == ["fog.txt", "keeper.txt", "mole.txt"]
        assert found(index, "Did the horn blow in the fog?") == "fog.txt"

        other.sync(folder, rebuild=True)
        assert found(index, "Did the horn blow in the fog?") == "fog.txt"

    for use in (
        lambda: index.search("lamp"),
        index.status,
        lambda: index.sync(folder),
        lambda: Index.open(url),
    ):
        with pytest.raises(IndexUnavailable, match=f"{url}.*Chroma server|Chroma server.*{url}"):
            use()

    with chroma_server(tmp_path / "server", port):
        assert index.article("mole.txt").text == HARBOUR["mole.txt"]
        assert len(index.sync(folder).unchanged) == 3
