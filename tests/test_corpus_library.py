"""What readers change about a folder of articles, and that the folder stays as it is."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import ChangesNotAllowed, FolderError, Library, SourceFile, UnreadableFile
from tests.faults import unlisted
from tests.indexing import HARBOUR, bring, write
from tests.reading import read_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "articles")


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Library:
    return Library(folder, tmp_path / "changes")


def ids(library: Library) -> list[str]:
    return [found.id for found in library.scan() if isinstance(found, SourceFile)]


def test_without_changes_it_is_the_folder(library: Library, tmp_path: Path) -> None:
    assert ids(library) == list(HARBOUR)
    assert not (tmp_path / "changes").exists()


def test_what_is_brought_comes_after_the_folders_own(library: Library) -> None:
    assert bring(library, "fog.txt", b"Fog lay on the bay.\r\n") == "brought/fog.txt"
    assert ids(library) == [*HARBOUR, "brought/fog.txt"]
    (file,) = [each for each in library.scan() if isinstance(each, SourceFile)][3:]
    assert read_article(file).text == "Fog lay on the bay.\r\n"
    assert library.was_brought("brought/fog.txt")


def test_a_file_of_the_same_name_does_not_take_the_place_of_the_first(library: Library) -> None:
    bring(library, "fog.txt", b"Fog lay on the bay.")
    with pytest.raises(UnreadableFile, match="rename it, or delete that"):
        bring(library, "fog.txt", b"The fog is gone.")
    (file,) = [each for each in library.scan() if isinstance(each, SourceFile)][3:]
    assert read_article(file).text == "Fog lay on the bay."


def test_a_file_is_not_kept_when_what_is_done_with_it_fails(library: Library) -> None:
    class Busy(Exception):
        pass

    with pytest.raises(Busy), library.bringing("fog.txt", b"Fog lay on the bay."):
        raise Busy
    assert ids(library) == list(HARBOUR)


def test_an_article_of_the_folder_is_left_out_and_its_file_stays(
    library: Library, folder: Path
) -> None:
    library.take_out("ferry.txt")
    assert ids(library) == ["keeper.txt", "mole.txt"]
    assert library.taken_out == ("ferry.txt",)
    assert (folder / "ferry.txt").read_text() == HARBOUR["ferry.txt"]
    library.put_back("ferry.txt")
    assert ids(library) == list(HARBOUR)


def test_an_article_that_was_brought_is_deleted(library: Library, tmp_path: Path) -> None:
    bring(library, "fog.txt", b"Fog lay on the bay.")
    library.take_out("brought/fog.txt")
    assert ids(library) == list(HARBOUR)
    assert library.taken_out == ()
    assert not (tmp_path / "changes" / "brought" / "fog.txt").exists()


def test_changes_are_there_again_the_next_time(library: Library, folder: Path) -> None:
    bring(library, "fog.txt", b"Fog lay on the bay.")
    library.take_out("ferry.txt")
    again = Library(folder, folder.parent / "changes")
    assert ids(again) == ["keeper.txt", "mole.txt", "brought/fog.txt"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/fog.txt", "fog.txt"),
        ("C:\\Users\\ada\\fog.txt", "fog.txt"),
        ("fog\x00\n.txt", "fog.txt"),
        ("Fog über der Bucht.TXT", "Fog über der Bucht.TXT"),
    ],
)
def test_only_the_last_part_of_a_name_counts(
    library: Library, tmp_path: Path, name: str, kept: str
) -> None:
    assert bring(library, name, b"Fog lay on the bay.") == f"brought/{kept}"
    assert [path.name for path in (tmp_path / "changes" / "brought").iterdir()] == [kept]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fog.exe", "is none of"),
        ("", "a file without a name: is none of"),
        ("..", "is none of"),
        (".fog.txt", "does not begin with a dot"),
        (f"{'fog' * 70}.txt", "needs a shorter name"),
        (f"{'霧' * 70}.txt", "needs a shorter name"),
    ],
)
def test_a_name_that_no_article_can_have_is_refused(
    library: Library, tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        bring(library, name, b"Fog lay on the bay.")
    assert not (tmp_path / "changes").exists()


def test_an_article_of_the_folder_keeps_its_id_against_one_that_is_brought(
    library: Library, folder: Path
) -> None:
    bring(library, "fog.txt", b"Another fog.")
    write(folder, {"brought/fog.txt": "The folder's fog."})
    (failure,) = [each for each in library.scan() if isinstance(each, UnreadableFile)]
    assert failure.path == "brought/fog.txt"
    assert "the folder has one of that name" in failure.reason
    assert not library.was_brought("brought/fog.txt")
    with pytest.raises(UnreadableFile, match="is here already"):
        bring(library, "fog.txt", b"A third fog.")
    library.take_out("brought/fog.txt")
    assert library.taken_out == ("brought/fog.txt",)
    assert (folder / "brought" / "fog.txt").is_file()


def test_what_is_gone_already_is_not_noted_as_taken_out(library: Library) -> None:
    bring(library, "fog.txt", b"Fog lay on the bay.")
    library.take_out("brought/fog.txt")
    library.take_out("brought/fog.txt")
    assert library.taken_out == ()


def test_where_nothing_may_change_that_is_said(folder: Path) -> None:
    library = Library(folder)
    assert not library.may_change
    for change in (library.take_out, library.put_back):
        with pytest.raises(ChangesNotAllowed, match="CV_CHANGES is off"):
            change("ferry.txt")
    with pytest.raises(ChangesNotAllowed, match="CV_CHANGES is off"):
        bring(library, "fog.txt", b"Fog.")


@pytest.mark.parametrize("damaged", ['["ferry', "5", '"ferry.txt"', "[7]"])
def test_a_note_that_is_damaged_is_named_and_kept(
    library: Library, tmp_path: Path, damaged: str
) -> None:
    library.take_out("ferry.txt")
    note = tmp_path / "changes" / "taken-out.json"
    note.write_text(damaged)
    with pytest.raises(FolderError, match=r"taken-out.json.*delete it"):
        ids(library)
    with pytest.raises(FolderError, match=r"taken-out.json"):
        library.take_out("mole.txt")
    assert note.read_text() == damaged


def test_processes_that_share_their_changes_lose_none(folder: Path, tmp_path: Path) -> None:
    def take_out(part: int) -> None:
        library = Library(folder, tmp_path / "changes")
        for number in range(12):
            library.take_out(f"{part}-{number}.txt")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take_out, range(4)))
    assert len(Library(folder, tmp_path / "changes").taken_out) == 48


def test_changes_that_cannot_be_written_are_an_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(FolderError, match="can't be written"):
        bring(Library(folder, tmp_path / "taken"), "fog.txt", b"Fog.")


def test_a_folder_of_what_was_brought_that_cannot_be_listed_is_an_error(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(library, "fog.txt", b"Fog lay on the bay.")
    brought = tmp_path / "changes" / "brought"
    with unlisted(monkeypatch, brought), pytest.raises(FolderError, match=r"brought can't be list"):
        ids(library)


def test_what_was_brought_has_to_stay_where_it_is_while_it_is_read(
    library: Library, tmp_path: Path
) -> None:
    bring(library, "fog.txt", b"Fog lay on the bay.")
    with pytest.raises(FolderError, match=r"changes/brought does not exist"), library.staying():
        (tmp_path / "changes").rename(tmp_path / "elsewhere")
    with library.staying():  # the first of all files may be brought at any moment
        bring(library, "fog.txt", b"Fog lay on the bay.")


def test_an_article_of_the_folder_is_known_when_its_file_is_gone(
    library: Library, folder: Path
) -> None:
    assert library.is_of_folder("brought/fog.txt"), "nobody ever brought anything"
    bring(library, "fog.txt", b"Fog lay on the bay.")
    library.take_out("brought/fog.txt")
    (folder / "ferry.txt").unlink()
    assert library.is_of_folder("ferry.txt")
    assert not library.is_of_folder("brought/fog.txt")
    write(folder, {"brought/fog.txt": "The folder's fog."})
    assert library.is_of_folder("brought/fog.txt")
