"""An index that can't be used says so, says why, and says what mends it."""

import os
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import Index, IndexUnavailable
from tests.indexing import ToyEmbedder, filled, found, open_toy, write

MANY = {
    f"log-{number}.txt": "\n\n".join(
        f"On day {day} ship {number} passed the light." for day in range(1500)
    )
    for number in range(3)
}


def overwrite(path: Path) -> None:
    path.write_bytes(b"no index at all" * 1000)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def a_folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [overwrite, cut, a_folder_instead])
def test_a_damaged_database_is_told_when_it_is_opened(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    filled(tmp_path)
    damage(tmp_path / "index" / "chroma.sqlite3")
    with pytest.raises(IndexUnavailable, match=r"index can't be opened.*CV_INDEX, or delete it"):
        open_toy(tmp_path)


def test_a_database_damaged_meanwhile_is_told_by_each_use(tmp_path: Path) -> None:
    index = filled(tmp_path)
    database = tmp_path / "index" / "chroma.sqlite3"
    database.write_bytes(b"\xff" * database.stat().st_size)
    for use in (
        lambda: index.search("lamp"),
        index.status,
        index.articles,
        lambda: index.sync(tmp_path / "articles"),
    ):
        with pytest.raises(IndexUnavailable, match=r"index can't be used: .*--rebuild"):
            use()


@pytest.mark.parametrize("name", ["index_metadata.pickle", "header.bin"])
def test_damaged_vectors_are_told_and_made_anew(tmp_path: Path, name: str) -> None:
    filled(tmp_path, MANY)
    damaged = list((tmp_path / "index").rglob(name))
    assert any(path.stat().st_size for path in damaged)
    for path in damaged:
        path.write_bytes(b"")
    with pytest.raises(IndexUnavailable, match=r"index is damaged: .*--rebuild"):
        open_toy(tmp_path).search("Which ship passed the light?")
    index = open_toy(tmp_path)
    index.sync(tmp_path / "articles", rebuild=True)
    assert index.search("Which ship passed the light?").hits


@pytest.mark.parametrize("place", ["a.txt", "a.txt/index", "nul\0"])
def test_a_place_that_can_be_no_folder_is_named(tmp_path: Path, place: str) -> None:
    write(tmp_path, {"a.txt": "The bell rang."})
    with pytest.raises(IndexUnavailable, match=r"can't be opened.*CV_INDEX"):
        Index.open(tmp_path / place, embedder=ToyEmbedder())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://127.0.0.1:99999", "http://", "https://[::1"]
)
def test_a_server_that_does_not_answer_is_named(url: str) -> None:
    with pytest.raises(IndexUnavailable, match=r"no Chroma server answers at http.*chroma run"):
        Index.open(url, embedder=ToyEmbedder())


def test_a_server_of_another_kind_is_named_without_its_page() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with pytest.raises(IndexUnavailable, match=url) as caught:
            Index.open(url, embedder=ToyEmbedder())
        server.shutdown()
    assert "<" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_an_index_that_cannot_be_locked_for_writing_says_so(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "index" / "write.lock").unlink()
    (tmp_path / "index" / "write.lock").mkdir()
    with pytest.raises(IndexUnavailable, match=r"can't be written: .*Allow writing to"):
        index.sync(tmp_path / "articles")
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
