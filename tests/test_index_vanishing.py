"""What vanishes, or can't be read for a moment, takes nothing out of an index."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import FolderError, Library
from index import IndexMismatch
from index.opening import Connection
from tests.faults import unlisted
from tests.indexing import (
    HARBOUR,
    MENDED,
    ToyEmbedder,
    bring,
    filled,
    found,
    ids,
    open_toy,
    records,
    write,
)


def test_an_empty_folder_empties_an_index_only_where_it_is_made_anew(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError, match=r"empty is empty, and the index has 3 .*--rebuild"):
        index.sync(tmp_path / "empty")
    assert ids(index) == sorted(HARBOUR)

    index.sync(tmp_path / "empty", rebuild=True)
    assert all(not kept for kept in records(tmp_path / "index").values())
    assert (index.articles(), index.search("lamp").hits) == ((), ())


def test_an_index_that_is_to_follow_another_folder_does_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index = filled(tmp_path)
    index.sync(write(tmp_path / "articles", MENDED))
    assert caplog.messages == []
    other = write(tmp_path / "other", {"buoy.txt": "A buoy was laid off the mole."})
    index.sync(other)
    (said,) = caplog.messages
    assert f"none of the 3 articles that the index {tmp_path / 'index'} has are in {other}" in said
    assert "CV_INDEX" in said
    assert ids(index) == ["buoy.txt"]


def test_articles_that_are_moved_in_their_folder_are_not_taken_for_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index = filled(tmp_path)
    folder = tmp_path / "articles"
    (folder / "harbour").mkdir()
    for name in HARBOUR:
        (folder / name).rename(folder / "harbour" / name)
    index.sync(folder)
    assert ids(index) == sorted(f"harbour/{name}" for name in HARBOUR)
    assert caplog.messages == []


@pytest.mark.parametrize("change", ["one brought", "one that is void brought", "one taken out"])
def test_a_folder_that_is_suddenly_empty_takes_nothing_out_whatever_readers_changed(
    tmp_path: Path, change: str
) -> None:
    folder = write(tmp_path / "articles")
    library = Library(folder, tmp_path / "changes")
    if change == "one taken out":
        library.take_out("mole.txt")
    else:
        bring(library, "fog.txt", b"" if "void" in change else b"Fog lay on the bay.")
    index = open_toy(tmp_path)
    index.sync(library)
    before = ids(index)
    folder.rename(tmp_path / "unmounted")
    folder.mkdir()
    own = 2 if change == "one taken out" else 3
    with pytest.raises(FolderError, match=rf"articles is empty, and the index has {own} of its"):
        index.sync(library)
    assert ids(index) == ids(open_toy(tmp_path)) == before


def test_a_folder_that_never_had_anything_lets_go_of_what_was_brought(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    library = Library(tmp_path / "articles", tmp_path / "changes")
    article_id = bring(library, "fog.txt", b"Fog lay on the bay.")
    index = open_toy(tmp_path)
    index.sync(library)
    library.take_out(article_id)
    assert index.sync(library).removed == (article_id,)


def test_a_folder_of_which_all_was_taken_out_or_deleted_is_not_empty_while_a_file_is_in_it(
    tmp_path: Path,
) -> None:
    library = Library(write(tmp_path / "articles"), tmp_path / "changes")
    index = open_toy(tmp_path)
    index.sync(library)
    library.take_out("mole.txt")
    (library.folder / "ferry.txt").unlink()
    (library.folder / "keeper.txt").unlink()
    assert index.sync(library).removed == ("ferry.txt", "keeper.txt", "mole.txt")


def test_files_that_cannot_be_read_are_none_less_only_where_the_system_refuses_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder inside that can't be listed is in many an empty disk; a void file is one."""
    index = filled(tmp_path)
    folder = tmp_path / "articles"
    for name in HARBOUR:
        (folder / name).unlink()
    (folder / "lost+found").mkdir()
    with (
        unlisted(monkeypatch, folder / "lost+found"),
        pytest.raises(FolderError, match="is empty, and the index has 3"),
    ):
        index.sync(folder)
    assert index.sync(write(folder, {"void.txt": ""})).removed == tuple(HARBOUR)


def test_a_folder_that_cannot_be_listed_takes_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    with (
        unlisted(monkeypatch, tmp_path / "articles"),
        pytest.raises(FolderError, match=r"articles can't be listed: Too many open files"),
    ):
        index.sync(tmp_path / "articles")
    assert ids(index) == ids(open_toy(tmp_path)) == sorted(HARBOUR)


def test_what_the_system_does_not_let_be_read_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = {f"logs/{day}.txt": f"The log of {day} is short." for day in ("may", "june")}
    index = filled(tmp_path, {**HARBOUR, **logs})
    opened, listed = os.open, os.scandir

    def refuse(path: str | Path, *more: Any, **others: Any) -> int:
        if Path(path).name == "mole.txt":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return opened(path, *more, **others)

    def refuse_folder(path: str | Path) -> Any:
        if Path(path).name == "logs":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return listed(path)

    monkeypatch.setattr("corpus.files.os.open", refuse)
    monkeypatch.setattr("corpus.files.os.scandir", refuse_folder)
    (tmp_path / "articles" / "ferry.txt").unlink()
    report = index.sync(tmp_path / "articles")
    monkeypatch.undo()
    assert report.removed == ("ferry.txt",)
    assert dict(report.failed) == {
        "logs": "can't be listed: Permission denied",
        "mole.txt": "can't be read: Input/output error",
    }
    assert ids(index) == ids(open_toy(tmp_path)) == ["keeper.txt", *sorted(logs), "mole.txt"]


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this is another version of the program, which cuts other passages."""
    for module in ("index.store", "index.catalog"):
        monkeypatch.setattr(f"{module}.SCHEME", "sentences-9x900.7")


def as_it_is(_: Path) -> None:
    """The version before wrote what this one does."""


def in_a_field_each(index: Path) -> None:
    """So earlier versions wrote what they kept of an article."""
    connection = Connection(str(index))
    articles = connection.client.get_collection("chapter-and-verse-articles")
    written = articles.get(include=["metadatas"])
    names = [json.loads(fields["about"])["id"] for fields in written["metadatas"]]
    fields = [{"about": None, "id": name} for name in names]
    articles.update(ids=written["ids"], metadatas=fields)
    connection.unseal()


@pytest.mark.parametrize("written", [as_it_is, in_a_field_each])
def test_an_upgrade_puts_nothing_in_place_of_an_index_whose_folder_is_suddenly_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Callable[[Path], None]
) -> None:
    former = filled(tmp_path)
    written(tmp_path / "index")
    before = records(former.location)
    folder = (tmp_path / "articles").rename(tmp_path / "unmounted")
    (tmp_path / "articles").mkdir()
    upgrade(monkeypatch)
    with pytest.raises(FolderError, match=r"articles is empty, and the index has 3 .*--rebuild"):
        open_toy(tmp_path).sync(tmp_path / "articles")
    assert records(former.location) == before

    (tmp_path / "articles").rmdir()
    folder.rename(tmp_path / "articles")
    index = open_toy(tmp_path)
    assert index.sync(tmp_path / "articles").added == tuple(sorted(HARBOUR))
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


def test_who_asks_with_the_former_version_is_answered_after_an_upgrade_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = filled(tmp_path)
    (tmp_path / "nothing").mkdir()
    with monkeypatch.context() as later:
        upgrade(later)
        with pytest.raises(FolderError, match="nothing is empty"):
            open_toy(tmp_path).sync(tmp_path / "nothing")
    for asked in (reader, open_toy(tmp_path)):
        assert found(asked, "Who lit the lamp at dusk?") == "keeper.txt"
    assert (tmp_path / "index" / "seal").exists(), "and damage would be noticed"


@pytest.mark.parametrize(
    ("inside", "told"),
    [("", "can't be listed"), ("lost+found", "is empty, and the index has 3 of its articles")],
)
def test_an_upgrade_puts_nothing_in_place_of_an_index_whose_folder_cannot_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str, told: str
) -> None:
    former = filled(tmp_path)
    before = records(former.location)
    folder = tmp_path / "nothing"
    (folder / "lost+found").mkdir(parents=True)
    upgrade(monkeypatch)
    with unlisted(monkeypatch, folder / inside), pytest.raises(FolderError, match=told):
        open_toy(tmp_path).sync(folder)
    assert records(former.location) == before


def test_an_upgrade_waits_for_a_folder_that_cannot_be_listed_just_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = filled(tmp_path, {**HARBOUR, "logs/may.txt": "The log of May is short."})
    before = records(former.location)
    upgrade(monkeypatch)
    with (
        unlisted(monkeypatch, tmp_path / "articles/logs"),
        pytest.raises(FolderError, match=r"logs .*, has 1 of its articles: try again"),
    ):
        open_toy(tmp_path).sync(tmp_path / "articles")
    assert records(former.location) == before
    report = open_toy(tmp_path).sync(tmp_path / "articles")
    assert "logs/may.txt" in ids(open_toy(tmp_path))
    assert not report.failed


def test_a_share_that_is_unmounted_while_an_upgrade_begins_takes_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = filled(tmp_path)
    upgrade(monkeypatch)

    class Slow(ToyEmbedder):
        def load(self) -> None:
            (tmp_path / "articles").rename(tmp_path / "unmounted")
            (tmp_path / "articles").mkdir()

    with pytest.raises(FolderError, match="another folder took the place of"):
        open_toy(tmp_path, Slow()).sync(tmp_path / "articles")
    assert ids(former) == sorted(HARBOUR)
    assert len(records(former.location)["chapter-and-verse-articles"]) == 3


def test_an_upgrade_of_what_was_brought_to_an_empty_folder_needs_no_file_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    library = Library(tmp_path / "articles", tmp_path / "changes")
    article_id = bring(library, "fog.txt", b"Fog lay on the bay.")
    open_toy(tmp_path).sync(library)
    upgrade(monkeypatch)
    assert open_toy(tmp_path).sync(library).added == (article_id,)


def test_who_asks_for_another_model_is_told_first_that_the_folder_is_empty(tmp_path: Path) -> None:
    """Or would be advised to make the index anew, and lose it."""
    filled(tmp_path)
    other = open_toy(tmp_path, ToyEmbedder("other", dimension=32))
    (tmp_path / "empty").mkdir()
    with pytest.raises(FolderError, match=r"empty is empty, and the index has 3 of its articles"):
        other.sync(tmp_path / "empty")
    with pytest.raises(IndexMismatch, match="--rebuild"):
        other.sync(tmp_path / "articles")
    assert ids(open_toy(tmp_path)) == sorted(HARBOUR)
