"""Which files of a folder are articles, and knowing them again by their bytes."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import FolderError, SourceFile, UnreadableFile, scan
from corpus.files import check_folder, staying
from tests.faults import unlisted
from tests.reading import read_article

STORY = "The crews went back to work on Monday.\n"


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STORY)


def failures(folder: Path, **options: int) -> dict[str, str]:
    return {f.path: f.reason for f in scan(folder, **options) if isinstance(f, UnreadableFile)}


def ids(folder: Path) -> list[str]:
    return [found.id for found in scan(folder) if isinstance(found, SourceFile)]


def test_articles_are_found_in_subfolders_in_order_of_id(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.md", "a.txt", "c/d/e.MARKDOWN", "B.htm")
    assert ids(tmp_path) == ["B.htm", "a.txt", "a/z.md", "b.txt", "c/d/e.MARKDOWN"]


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".a.txt", ".git/b.txt", "c.docx", "README", "d.txt~")
    assert list(scan(tmp_path)) == []


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (found,) = scan(tmp_path)
    assert isinstance(found, SourceFile)
    assert found.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert read_article(found).sha256 == found.sha256


def test_a_file_changed_after_the_scan_carries_the_hash_of_what_was_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (found,) = scan(tmp_path)
    assert isinstance(found, SourceFile)
    (tmp_path / "a.txt").write_text("All change.")
    article = read_article(found)
    assert article.text == "All change."
    assert article.sha256 == hashlib.sha256(b"All change.").hexdigest() != found.sha256


@pytest.mark.parametrize("times", [1, 100])
def test_a_file_that_is_written_while_it_is_read_is_read_again_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    put(tmp_path, "a.txt")
    looks, really = [], os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        looks.append(descriptor)
        if len(looks) % 2 == 0 and len(looks) <= 2 * times:  # before and after it is read
            (tmp_path / "a.txt").write_text(f"{len(looks):04}")
            os.utime(tmp_path / "a.txt", ns=(len(looks), len(looks)))
        return really(descriptor)

    monkeypatch.setattr(os, "fstat", fstat)
    (found,) = scan(tmp_path)
    assert isinstance(found, SourceFile)
    assert len(looks) == 4 if times == 1 else 4 < len(looks) < 20
    assert (
        found.sha256 == hashlib.sha256(b"%04d" % (2 if times == 1 else len(looks) - 2)).hexdigest()
    )


def test_a_file_gone_after_the_scan_says_so(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (found,) = scan(tmp_path)
    assert isinstance(found, SourceFile)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(UnreadableFile, match=r"a.txt: can't be read: No such file"):
        read_article(found)


def test_a_file_over_the_limit_is_refused_by_size(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"x" * 1_500_001)
    put(tmp_path, "short.txt")
    assert failures(tmp_path, max_bytes=1_500_000) == {
        "long.txt": "is 1.5 MB, over the limit of 1.5 MB"
    }
    (tmp_path / "long.txt").write_bytes(b"x" * 1_500_000)
    assert failures(tmp_path, max_bytes=1_500_000) == {}


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "c.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    assert ids(tmp_path) == ["a.txt", "c.txt"]
    assert failures(tmp_path) == {"b.txt": "is a link to a file that does not exist"}


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "secret/diary.txt", "articles/a.txt")
    folder = tmp_path / "articles"
    (folder / "diary.txt").symlink_to(tmp_path / "secret" / "diary.txt")
    (folder / "more").symlink_to(tmp_path / "secret")
    assert ids(folder) == ["a.txt"]
    assert failures(folder) == {
        "diary.txt": "is a link out of the folder",
        "more": "is a link out of the folder",
    }


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path, "articles/a.txt")
    (tmp_path / "shortcut").symlink_to(tmp_path / "articles")
    assert ids(tmp_path / "shortcut") == ["a.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert failures(tmp_path) == {"a.txt": "is not a regular file"}


def test_a_name_that_is_not_utf_8_is_shown_with_escapes(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/gr\xf6n.txt")).write_text(STORY)
    assert ids(tmp_path) == [r"gr\udcf6n.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)
    assert failures(tmp_path) == {"a.txt": "can't be read: Permission denied"}


def scanned(folder: Path) -> None:
    list(scan(folder))


def stayed(folder: Path) -> None:
    with staying(folder):
        pass


each_look = pytest.mark.parametrize("look", [scanned, check_folder, stayed])


@each_look
@pytest.mark.parametrize("name", ["nowhere", "a.txt"])
def test_a_folder_that_is_none_is_an_error_of_its_own(
    tmp_path: Path, name: str, look: Callable[[Path], None]
) -> None:
    put(tmp_path, "a.txt")
    with pytest.raises(FolderError, match=name):
        look(tmp_path / name)


@each_look
def test_a_folder_that_cannot_be_listed_is_an_error_and_not_one_file_among_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[Path], None]
) -> None:
    put(tmp_path, "a.txt", "logs/b.txt")
    with unlisted(monkeypatch, tmp_path), pytest.raises(FolderError, match="can't be listed: Too"):
        look(tmp_path)
    with unlisted(monkeypatch, tmp_path / "logs"):
        look(tmp_path)
        assert ids(tmp_path) == ["a.txt"]
        assert failures(tmp_path) == {"logs": "can't be listed: Too many open files"}


@each_look
def test_a_folder_that_the_system_does_not_let_be_looked_at_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[Path], None]
) -> None:
    def stale(*_: object, **__: object) -> os.stat_result:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    monkeypatch.setattr(Path, "stat", stale)
    with pytest.raises(FolderError, match=r"can't be listed: Stale.*try again"):
        look(tmp_path)


def test_a_file_that_goes_while_its_folder_is_read_is_called_gone(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    found = scan(tmp_path)
    next(found)
    (tmp_path / "b.txt").unlink()
    assert [str(each) for each in found] == ["b.txt: is gone"]


def test_a_folder_whose_files_change_is_still_the_same(tmp_path: Path) -> None:
    put(tmp_path, "articles/a.txt", "articles/b.txt")
    with staying(tmp_path / "articles"):
        put(tmp_path, "articles/c.txt")
        (tmp_path / "articles" / "a.txt").unlink()


def made_again(folder: Path) -> None:
    """Many systems would give it the number of the former one, if nobody had that open."""
    shutil.rmtree(folder)
    folder.mkdir()


def exchanged(folder: Path) -> None:
    folder.rename(folder.with_name("former"))
    folder.with_name("new").mkdir()
    folder.with_name("new").rename(folder)


@pytest.mark.parametrize("replace", [made_again, exchanged])
def test_a_folder_that_another_one_replaces_meanwhile_is_told(
    tmp_path: Path, replace: Callable[[Path], None]
) -> None:
    put(tmp_path, "articles/a.txt")
    folder = tmp_path / "articles"
    with pytest.raises(FolderError, match="another folder took the place of"), staying(folder):
        replace(folder)


def test_a_folder_that_goes_meanwhile_is_told(tmp_path: Path) -> None:
    put(tmp_path, "articles/a.txt")
    folder = tmp_path / "articles"
    with pytest.raises(FolderError, match="does not exist"), staying(folder):
        shutil.rmtree(folder)
