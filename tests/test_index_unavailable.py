"""An index that can't be used says so, says why, and says what mends it."""

import errno
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
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


def a_page_of_nonsense(index: Path) -> None:
    """In a table that Chroma does not read; and nothing is noted down of the files."""
    (index / "seal").unlink()
    with closing(sqlite3.connect(index / "chroma.sqlite3")) as database:
        ((size,),) = database.execute("PRAGMA page_size")
        ((root,),) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'maintenance_log'"
        )
    with (index / "chroma.sqlite3").open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xee" * size)


def another_word(index: Path) -> None:
    """Where only the sum tells it."""
    with closing(sqlite3.connect(index / "chroma.sqlite3")) as database, database:
        database.execute("INSERT INTO maintenance_log VALUES (1, 1, 'another')")


@pytest.mark.parametrize("damage", [a_page_of_nonsense, another_word])
def test_nothing_is_written_into_a_damaged_database(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    filled(tmp_path)
    damage(tmp_path / "index")
    index, reader = open_toy(tmp_path), open_toy(tmp_path)
    assert len(index.sync(tmp_path / "articles", rebuild=True).added) == 3
    for asked in (index, reader, open_toy(tmp_path)):
        assert found(asked, "Who lit the lamp at dusk?") == "keeper.txt"
    with closing(sqlite3.connect(tmp_path / "index" / "chroma.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT * FROM maintenance_log").fetchall() == []
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) == 2, "those of the former vectors are deleted"


def test_a_whole_database_is_not_deleted_to_be_made_anew(tmp_path: Path) -> None:
    """Who asks meanwhile is answered from it."""
    filled(tmp_path)
    before = (tmp_path / "index" / "chroma.sqlite3").stat().st_ino
    open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    assert (tmp_path / "index" / "chroma.sqlite3").stat().st_ino == before


def test_damaged_files_that_cannot_be_deleted_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    another_word(tmp_path / "index")
    unlinked = Path.unlink

    def refuse(path: Path, **others: bool) -> None:
        if path.name.startswith("chroma.sqlite3"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        unlinked(path, **others)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(IndexUnavailable, match=r"can't be deleted: Permission denied. Delete that"):
        open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)


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
