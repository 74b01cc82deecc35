"""An index that can't be used says so, says why, and says what mends it."""

import errno
import os
import socket
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import Index, IndexUnavailable
from index.opening import Connection
from index.store import Store
from tests.faults import another_word, exchange
from tests.indexing import HARBOUR, ToyEmbedder, filled, found, ids, open_toy, write

MANY = {
    f"log-{number}.txt": "\n\n".join(
        f"On day {day} ship {number} passed the light." for day in range(1500)
    )
    for number in range(3)
}

NAMED = "`python -m index sync FOLDER --rebuild`"


def overwrite(path: Path) -> None:
    path.write_bytes(b"no index at all" * 1000)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def without_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


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


@pytest.mark.parametrize("damage", [overwrite, cut, without_header])
def test_a_database_that_cannot_be_opened_is_made_anew_where_that_is_asked_for(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    reader = filled(tmp_path, MANY)
    damage(tmp_path / "index" / "chroma.sqlite3")
    write(tmp_path / "index", {"notes.txt": "Not ours."})
    with pytest.raises(IndexUnavailable, match=NAMED):
        open_toy(tmp_path)
    anew = Index.open(tmp_path / "index", embedder=ToyEmbedder(), rebuild=True)
    with pytest.raises(IndexUnavailable, match="is damaged"):
        open_toy(tmp_path).articles()  # until it is made anew
    anew.sync(tmp_path / "articles", rebuild=True)
    for asked in (anew, reader, open_toy(tmp_path)):
        assert found(asked, "Which ship 2 passed the light?") == "log-2.txt"
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) == 2, "those of the former vectors are deleted"
    assert (tmp_path / "index" / "notes.txt").read_text() == "Not ours."


def test_a_database_that_cannot_be_opened_is_not_deleted_while_others_are_seen_to_use_it(
    tmp_path: Path,
) -> None:
    filled(tmp_path, MANY)
    other = Connection(str(tmp_path / "index"))
    other.client.create_collection("recipes", embedding_function=None)
    cut(database := tmp_path / "index" / "chroma.sqlite3")
    before = database.read_bytes()
    with pytest.raises(IndexUnavailable, match=r"other programs .*nothing of them .*CV_INDEX"):
        Index.open(tmp_path / "index", embedder=ToyEmbedder(), rebuild=True)
    assert database.read_bytes() == before


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


def test_damage_to_an_index_in_use_is_told_by_its_next_sync_instead_of_noted_down_as_sound(
    tmp_path: Path,
) -> None:
    index = filled(tmp_path)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    another_word(tmp_path / "index")
    write(tmp_path / "articles", {"fog.txt": "The fog horn blew."})
    for use in (
        lambda: index.sync(tmp_path / "articles"),
        lambda: index.sync(tmp_path / "articles"),
        lambda: open_toy(tmp_path).search("lamp"),
    ):
        with pytest.raises(IndexUnavailable, match=r"index is damaged: .*--rebuild"):
            use()
    assert len(index.sync(tmp_path / "articles", rebuild=True).added) == 4
    assert found(open_toy(tmp_path), "Who blew the fog horn?") == "fog.txt"


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (HARBOUR, ["sentences"]),
        (HARBOUR, ["sentences", "version"]),
        ({"log.txt": "\n\n".join(MANY["log-1.txt"].split("\n\n")[10:18])}, ["sentences"]),
    ],
    ids=["of two articles", "with all that belongs to them", "of one article"],
)
def test_passages_that_were_exchanged_are_told_also_where_nothing_is_noted_down_of_the_files(
    tmp_path: Path, files: Mapping[str, str], names: Sequence[str]
) -> None:
    """As on a server, or after a kill: each is whole, and would be quoted at another's place."""
    filled(tmp_path, files)
    (tmp_path / "index" / "seal").unlink()
    assert open_toy(tmp_path).search("lamp").hits
    exchange(tmp_path / "index", *names)
    with pytest.raises(IndexUnavailable, match=r"damaged.*--rebuild"):
        open_toy(tmp_path).search("lamp")


@pytest.mark.parametrize(
    "name", ["index_metadata.pickle", pytest.param("header.bin", marks=pytest.mark.long)]
)
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
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) == 2, "those of the former vectors are deleted"


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


@pytest.mark.parametrize("reason", ["attempt to write a readonly database", "database is locked"])
def test_a_database_that_cannot_be_checked_as_a_whole_is_not_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """So do SQLite 3.44.0 to 3.45.0 answer who only reads."""
    filled(tmp_path)
    told = f"unable to validate the inverted index for FTS5 table main.words: {reason}"
    monkeypatch.setattr("index.sealing._quick_check", lambda _: [told])
    before = (tmp_path / "index" / "chroma.sqlite3").stat().st_ino
    open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    assert (tmp_path / "index" / "chroma.sqlite3").stat().st_ino == before


def test_what_others_keep_beside_a_damaged_index_survives_its_making_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    another_word(tmp_path / "index")
    before = (tmp_path / "index" / "chroma.sqlite3").stat().st_ino
    kept = write(
        tmp_path / "index",
        {
            "chroma.sqlite3.bak": "a copy",
            "0b9b2f8e-6d0c-4f0e-9a55-1f5a3c2b7d10/header.bin": "vectors",
            "0b9b2f8e-6d0c-4f0e-9a55-1f5a3c2b7d10/notes.txt": "notes",
        },
    )
    with (kept / "chroma.sqlite3").open("rb"):  # or its number would be given away again
        open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    assert (kept / "chroma.sqlite3").stat().st_ino != before
    assert (kept / "chroma.sqlite3.bak").read_text() == "a copy"
    folder = kept / "0b9b2f8e-6d0c-4f0e-9a55-1f5a3c2b7d10"
    assert sorted(path.name for path in folder.iterdir()) == ["header.bin", "notes.txt"]


def test_a_damaged_database_with_collections_of_others_is_not_deleted(tmp_path: Path) -> None:
    filled(tmp_path)
    other = Connection(str(tmp_path / "index"))
    recipes = other.client.create_collection("recipes", embedding_function=None)
    recipes.add(ids=["soup"], embeddings=[[1.0, 0.0]])
    another_word(tmp_path / "index")
    open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    connection = Connection(str(tmp_path / "index"))
    assert connection.client.get_collection("recipes").get()["ids"] == ["soup"]
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"


@pytest.mark.parametrize("tenant", ["default_tenant", "kitchen"])
@pytest.mark.parametrize("damage", [a_page_of_nonsense, another_word])
def test_a_damaged_database_with_databases_of_others_is_not_deleted_and_that_is_said(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    tenant: str,
    damage: Callable[[Path], None],
) -> None:
    """Chroma shows a client those of its own tenant only; and names may be like ours."""
    filled(tmp_path)
    other = Connection(str(tmp_path / "index"))
    if tenant != other.client.tenant:
        other.client._admin_client.create_tenant(tenant)
    other.client._admin_client.create_database("cellar", tenant)
    other.client.set_tenant(tenant, "cellar")
    wine = other.client.create_collection("chapter-and-verse-wine", embedding_function=None)
    wine.add(ids=["port"], embeddings=[[1.0, 0.0]])
    damage(tmp_path / "index")
    open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    again = Connection(str(tmp_path / "index"))
    again.client.set_tenant(tenant, "cellar")
    assert again.client.get_collection("chapter-and-verse-wine").get()["ids"] == ["port"]
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"
    (told,) = caplog.messages
    assert "index is damaged, but other programs keep collections in its files" in told
    assert "nothing of them is deleted" in told


@pytest.mark.parametrize("name", ["chroma.sqlite3-wal", "chroma.sqlite3"])
def test_damaged_files_that_cannot_be_deleted_say_what_to_do_and_stay_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    filled(tmp_path)
    index = open_toy(tmp_path)
    another_word(tmp_path / "index")
    unlinked = Path.unlink

    def refuse(path: Path, **others: bool) -> None:
        if path.name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        unlinked(path, **others)

    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "unlink", refuse)
        with pytest.raises(IndexUnavailable, match=r"deleted: Permission denied. End the programs"):
            index.sync(tmp_path / "articles", rebuild=True)
    for asked in (index, open_toy(tmp_path)):
        with pytest.raises(IndexUnavailable, match="is damaged"):
            asked.search("lamp")
        with pytest.raises(IndexUnavailable, match="is damaged"):
            asked.sync(tmp_path / "articles")
        with pytest.raises(IndexUnavailable, match="is damaged"):
            asked.search("lamp")
    index.sync(tmp_path / "articles", rebuild=True)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


def test_a_killed_deletion_leaves_an_index_that_is_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is gone, the vectors are there."""
    filled(tmp_path)
    another_word(tmp_path / "index")

    def end(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("index.sealing.shutil.rmtree", end)
        with pytest.raises(KeyboardInterrupt):
            open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    with pytest.raises(IndexUnavailable, match="is damaged"):
        open_toy(tmp_path).sync(tmp_path / "articles")
    with pytest.raises(IndexUnavailable, match="is damaged"):
        open_toy(tmp_path).search("lamp")


def test_an_index_without_its_passages_says_so_until_it_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = filled(tmp_path)
    connection = Connection(str(tmp_path / "index"))
    connection.client.delete_collection("chapter-and-verse-passages")
    connection.unseal()
    index = open_toy(tmp_path)
    for use in (index.articles, lambda: index.sync(tmp_path / "articles")):
        with pytest.raises(IndexUnavailable, match=r"has lost its passages. Make it .*--rebuild"):
            use()
    with monkeypatch.context() as watching:
        watching.setattr(Store, "renewed", lambda _: pytest.fail("opened anew for nothing"))
        with pytest.raises(IndexUnavailable, match="has lost its passages"):
            index.articles()
    index.sync(tmp_path / "articles", rebuild=True)
    for asked in (index, reader, open_toy(tmp_path)):
        assert found(asked, "Who lit the lamp at dusk?") == "keeper.txt"


def test_an_index_whose_collections_are_gone_is_not_said_to_be_well_until_it_is_filled_again(
    tmp_path: Path,
) -> None:
    """As on a server that came back empty: what a process has in memory answers no question."""
    index = filled(tmp_path)
    assert index.status().articles == 3
    client = Connection(str(tmp_path / "index")).client
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    for use in (index.status, lambda: index.search("lamp")):
        with pytest.raises(IndexUnavailable, match=r"index can't be used: .*--rebuild"):
            use()
    (tmp_path / "index" / "seal").unlink()
    open_toy(tmp_path).sync(tmp_path / "articles")
    assert index.status().articles == 3
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


def test_who_reads_what_others_change_all_the_time_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    index = open_toy(tmp_path)
    (tmp_path / "index" / "seal").write_text("nonsense")
    monkeypatch.setattr(Store, "is_superseded", lambda _: True)
    with pytest.raises(IndexUnavailable, match="is damaged"):
        ids(index)


@pytest.mark.parametrize("place", ["a.txt", "a.txt/index", "nul\0"])
def test_a_place_that_can_be_no_folder_is_named(tmp_path: Path, place: str) -> None:
    write(tmp_path, {"a.txt": "The bell rang."})
    with pytest.raises(IndexUnavailable, match=r"can't be opened.*CV_INDEX"):
        Index.open(tmp_path / place, embedder=ToyEmbedder())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://127.0.0.1:99999", "http://", "https://[::1", "http://a b"]
)
def test_a_server_that_does_not_answer_is_named(url: str) -> None:
    with pytest.raises(IndexUnavailable, match=r"no Chroma server answers at http.*chroma run"):
        Index.open(url, embedder=ToyEmbedder())


def test_a_server_that_accepts_and_says_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.opening._HEARTBEAT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hung_up = threading.Timer(20, silent.close)
        hung_up.start()
        url = "http://{}:{}".format(*silent.getsockname())
        with pytest.raises(IndexUnavailable, match=f"no Chroma server answers at {url}: timed out"):
            Index.open(url, embedder=ToyEmbedder())
        hung_up.cancel()


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
