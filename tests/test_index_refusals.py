"""A file that was refused is not read again, unless that may come to something else."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Reading, ReadingRoom, SourceFile
from index import Index, IndexSettings, SyncProgress, SyncReport
from tests.chroma_server import chroma_server
from tests.indexing import HARBOUR, ToyEmbedder, found, own_home, write
from tests.pdf_files import SHOWN, one_page

SLOW = one_page(SHOWN * 50_000)
"""A PDF that takes seconds to read."""

REFUSED = {
    "menu.txt": "has no sentence that could be cited",
    "shell.md": "holds half a character, U+D83D; take it out",
    "slow.pdf": "takes longer than 1 seconds to read",
    "void.txt": "is empty",
}


@pytest.fixture(name="read")
def _read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the files that are read, as they are."""
    read: list[str] = []
    really = ReadingRoom.read

    def noted(room: ReadingRoom, file: SourceFile) -> Reading:
        read.append(file.id)
        return really(room, file)

    monkeypatch.setattr(ReadingRoom, "read", noted)
    return read


def unreadable(tmp_path: Path) -> Path:
    """The harbour's articles, and files that make none."""
    head = '---\ntitle: "The \\ud83d shell"\n---\n'
    files = {"menu.txt": "Menu\n", "shell.md": f"{head}It is lit.", "void.txt": ""}
    folder = write(tmp_path / "articles", {**HARBOUR, **files})
    (folder / "slow.pdf").write_bytes(SLOW)
    return folder


def synced(
    tmp_path: Path,
    *,
    progress: Callable[[SyncProgress], None] | None = None,
    rebuild: bool = False,
    max_pages: int = 2_000,
) -> SyncReport:
    """What a sync tells that another process makes."""
    settings = IndexSettings(max_file_seconds=1, max_pages=max_pages)
    index = Index.open(tmp_path / "index", embedder=ToyEmbedder(), settings=settings)
    return index.sync(tmp_path / "articles", progress=progress, rebuild=rebuild)


def interrupted(tmp_path: Path, at: str) -> None:
    """A sync that is broken off when it turns to a file."""

    def interrupt(progress: SyncProgress) -> None:
        if progress.article_id == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        synced(tmp_path, progress=interrupt)


def kept(tmp_path: Path) -> Path:
    return tmp_path / "index" / "refused.jsonl"


def test_a_file_that_was_refused_is_refused_again_without_being_read(
    tmp_path: Path, read: list[str]
) -> None:
    folder = unreadable(tmp_path)
    assert synced(tmp_path).failed == tuple(REFUSED.items())
    read.clear()
    told: list[SyncProgress] = []
    report = synced(tmp_path, progress=told.append)
    assert read == []
    assert report == SyncReport(unchanged=tuple(HARBOUR), failed=tuple(REFUSED.items()))
    assert [(each.done, each.total) for each in told] == [(0, 0)]

    write(folder, {"fog.txt": "The fog horn blew."})
    assert synced(tmp_path).failed == tuple(REFUSED.items())
    assert read == ["fog.txt"]


def in_other_words(tmp_path: Path, _: pytest.MonkeyPatch) -> SyncReport:
    write(tmp_path / "articles", {"menu.txt": "The menu is long."})
    return synced(tmp_path)


def within_other_limits(tmp_path: Path, _: pytest.MonkeyPatch) -> SyncReport:
    return synced(tmp_path, max_pages=9)


def read_in_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SyncReport:
    monkeypatch.setattr("index.catalog.edition_of", lambda _: "another")
    return synced(tmp_path)


def rebuilt(tmp_path: Path, _: pytest.MonkeyPatch) -> SyncReport:
    return synced(tmp_path, rebuild=True)


@pytest.mark.parametrize(
    ("again", "files"),
    [
        (in_other_words, {"menu.txt"}),
        (within_other_limits, {*REFUSED}),
        (read_in_another_way, {*REFUSED, *HARBOUR}),
        (rebuilt, {*REFUSED, *HARBOUR}),
    ],
)
def test_a_file_that_was_refused_is_tried_again_where_that_may_come_to_something_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    read: list[str],
    again: Callable[[Path, pytest.MonkeyPatch], SyncReport],
    files: set[str],
) -> None:
    unreadable(tmp_path)
    synced(tmp_path)
    read.clear()
    report = again(tmp_path, monkeypatch)
    assert {*read} == files
    assert ("menu.txt" in dict(report.failed)) == (again is not in_other_words)
    read.clear()
    again(tmp_path, monkeypatch)
    assert {*read} == (files if again is rebuilt else set()), "what was found out is kept in turn"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        ("OSError('half of it is here')", "OSError: half of it is here"),
        ("OSError(2, 'Lost', '/srv/key.txt')", "FileNotFoundError: [Errno 2] Lost: '…'"),
        ("ImportError('in C:\\\\srv\\\\key.py: no /Page')", "ImportError: in …: no /Page"),
    ],
)
def test_what_goes_wrong_for_the_moment_is_tried_again_and_told_without_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: str, told: str
) -> None:
    """The library that reads PDFs is being installed when it is first needed."""
    (write(tmp_path / "articles") / "fog.pdf").write_bytes(one_page())
    write(tmp_path / "half", {"pypdf.py": f"raise {raised}"})
    with monkeypatch.context() as meanwhile:
        meanwhile.syspath_prepend(tmp_path / "half")
        failed = synced(tmp_path).failed
    assert failed == (("fog.pdf", f"can't be read: {told}"),)
    assert synced(tmp_path).added == ("fog.pdf",)


def test_other_words_that_were_in_a_file_for_the_moment_are_all_that_is_refused(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path / "articles")

    def being_written(progress: SyncProgress) -> None:
        if progress.article_id == "mole.txt":
            (folder / "mole.txt").write_bytes(b"")

    failed = synced(tmp_path, progress=being_written).failed
    assert failed == (("mole.txt", "is empty"),)
    write(folder)
    assert synced(tmp_path).added == ("mole.txt",)


def test_a_sync_that_is_broken_off_leaves_what_it_found_out(
    tmp_path: Path, read: list[str]
) -> None:
    unreadable(tmp_path)
    interrupted(tmp_path, at="void.txt")
    read.clear()
    assert synced(tmp_path).failed == tuple(REFUSED.items())
    assert read == [*HARBOUR, "void.txt"]


def test_what_is_torn_or_damaged_is_passed_over_and_mended(tmp_path: Path, read: list[str]) -> None:
    unreadable(tmp_path)
    synced(tmp_path)
    whole = kept(tmp_path).read_bytes()
    for damaged in (
        b"",
        b"\0" * 99,
        b"[]\n{}\n7\nnull\n[[]]\n\xff",
        whole[: len(whole) // 2],
        whole[: len(whole) - 3],
        whole[len(whole) // 2 :],
    ):
        kept(tmp_path).write_bytes(damaged)
        assert synced(tmp_path).failed == tuple(REFUSED.items())
        assert sorted(kept(tmp_path).read_bytes().splitlines()) == sorted(whole.splitlines())
        read.clear()
        synced(tmp_path)
        assert read == []


def test_what_is_added_behind_a_torn_line_is_kept(tmp_path: Path, read: list[str]) -> None:
    folder = write(tmp_path / "articles", {"void.txt": ""})
    synced(tmp_path)
    kept(tmp_path).write_bytes(kept(tmp_path).read_bytes()[:-3])
    write(folder, {"zero.txt": "It rains."})
    interrupted(tmp_path, at="zero.txt")
    read.clear()
    synced(tmp_path)
    assert read == ["zero.txt"]


def test_what_no_file_needs_any_more_is_forgotten(tmp_path: Path, read: list[str]) -> None:
    folder = write(tmp_path / "articles", {**HARBOUR, "void.txt": "", "menu.txt": "Menu\n"})
    synced(tmp_path)
    assert len(kept(tmp_path).read_text().splitlines()) == 2
    (folder / "menu.txt").unlink()
    synced(tmp_path)
    assert len(kept(tmp_path).read_text().splitlines()) == 1
    write(folder, {"menu.txt": "Menu\n"})
    read.clear()
    synced(tmp_path)
    assert read == ["menu.txt"]


def test_a_folder_without_such_files_has_nothing_kept(tmp_path: Path) -> None:
    write(tmp_path / "articles")
    synced(tmp_path)
    assert not kept(tmp_path).exists()


@pytest.mark.slow
def test_a_file_that_was_refused_is_not_read_again_for_an_index_on_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    own_home(monkeypatch, tmp_path / "home")
    folder = write(tmp_path / "articles", {**HARBOUR, "void.txt": ""})
    with chroma_server(tmp_path / "server") as server:
        for _ in range(2):
            report = Index.open(server.url, embedder=ToyEmbedder()).sync(folder)
            assert report.failed == (("void.txt", "is empty"),)
    assert read == [*HARBOUR, "void.txt"]


def test_what_cannot_be_kept_stops_no_sync(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    unreadable(tmp_path)
    kept(tmp_path).mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        report = synced(tmp_path)
    assert (report.added, dict(report.failed)) == (tuple(HARBOUR), REFUSED)
    assert "which files were refused can't be kept in" in caplog.text
    assert found(Index.open(tmp_path / "index", embedder=ToyEmbedder()), "Who lit the lamp?")
