"""An index on a Chroma server: the same as in a folder, until the server is gone."""

from pathlib import Path

import pytest

from index import Index, IndexUnavailable
from index.opening import Connection
from tests.chroma_server import chroma_server
from tests.indexing import HARBOUR, ToyEmbedder, filled, found, ids, own_home, write

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_home(monkeypatch, tmp_path / "home")


def test_an_index_on_a_server_from_first_sync_to_the_servers_end(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    with chroma_server(tmp_path / "server") as server:
        url = server.url
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

        server.kill()
        for use in (
            lambda: index.search("lamp"),
            index.status,
            lambda: index.sync(folder),
            lambda: Index.open(url),
        ):
            told = f"{url}.*Chroma server|Chroma server.*{url}"
            with pytest.raises(IndexUnavailable, match=told):
                use()

        server.start()
        assert index.article("mole.txt").text == HARBOUR["mole.txt"]
        assert len(index.sync(folder).unchanged) == 3
