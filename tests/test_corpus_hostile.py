"""Files made to do harm: each is refused or read as it is, and the others are read."""

import gzip
import io
import os
import socket
import subprocess
import threading
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corpus import (
    Limits,
    ReadingRoom,
    SourceFile,
    UnreadableFile,
    parse_article,
    scan,
    sentence_table,
)
from tests.pdf_files import FERRY, FONTS, SHOWN, branch, one_page, stream, tree

STORY = "The crews went back to work on Monday. They had stopped for nine days.\n"
PARAGRAPH = f"<p>{STORY * 3}</p>"


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(Limits(max_seconds=10)) as room:
        yield room


def outcomes(folder: Path, room: ReadingRoom) -> dict[str, str]:
    """What each file of a folder becomes: its text, or why it becomes none."""
    told = {}
    for found in scan(folder):
        try:
            if isinstance(found, UnreadableFile):
                raise found
            told[found.id] = room.read(found).article.text
        except UnreadableFile as failure:
            told[failure.path] = failure.reason
    return told


def outcome(folder: Path, room: ReadingRoom, name: str, data: bytes) -> str:
    """What a file becomes that stands between two others, which are read."""
    (folder / name).write_bytes(data)
    for neighbour in ("a.txt", "z.txt"):
        (folder / neighbour).write_text(STORY)
    told = outcomes(folder, room)
    assert told.pop("a.txt") == told.pop("z.txt") == STORY
    return told.pop(name)


@cache
def packed(megabytes: int) -> bytes:
    """So many megabytes of nothing, deflated."""
    packer = zlib.compressobj(9)
    nothing = b" " * 1_000_000
    return b"".join(packer.compress(nothing) for _ in range(megabytes)) + packer.flush()


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
READ_PDFS = {
    "one that starts a script": one_page(
        SHOWN, SCRIPT, page=FONTS + b"/AA << /O 6 0 R >>", root=b"/OpenAction 6 0 R"
    ),
    "a form that shows itself": one_page(
        SHOWN + b" /X Do",
        stream(b"/X Do /X Do", FORM + b"/Resources << /XObject << /X 6 0 R >> >>"),
        page=b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>",
    ),
    "a table of objects that continues itself": one_page().replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % one_page().rindex(b"xref\n0")
    ),
}
REFUSED_PDFS = {
    "a bomb": (
        one_page(packed(100), fields=b"/Filter /FlateDecode"),
        "is a damaged PDF: Limit reached while decompressing",
    ),
    "a bomb in a bomb": (
        one_page(zlib.compress(packed(100), 9), fields=b"/Filter [/FlateDecode /FlateDecode]"),
        "is a damaged PDF: Limit reached while decompressing",
    ),
    "ten thousand empty pages": (
        tree(branch(range(3, 10_003), 10_000), *[b"<< /Type /Page /Parent 2 0 R >>"] * 10_000),
        "has 10,000 pages, over the limit of 2,000",
    ),
    "one page a million times": (
        tree(branch([3] * 1_000_000, 1_000_000), b"<< /Type /Page /Parent 2 0 R >>"),
        "is a damaged PDF: ",
    ),
    "a tree of pages that bites its tail": (
        tree(branch([3], 1), branch([2], 1)),
        "is a damaged PDF: ",
    ),
    "a tree of pages that grows tenfold ten times": (
        tree(*(branch([number] * 10, 1) for number in range(3, 13)), b"<< /Type /Page >>"),
        "is a damaged PDF: ",
    ),
    "a tree of pages that is a pole": (
        tree(*(branch([number], 1) for number in range(3, 5_003)), b"<< /Type /Page >>"),
        "is a damaged PDF: ",
    ),
    "a billion pages that are not there": (tree(branch([], 10**9)), "has no text"),
    "a root that is itself": (
        tree().replace(b"<< /Type /Catalog /Pages 2 0 R  >>", b"1 0 R"),
        "is a damaged PDF: ",
    ),
    "a stream that claims to be long": (
        one_page().replace(b"/Length %d" % len(SHOWN), b"/Length 999999999"),
        "is a damaged PDF: ",
    ),
    "brackets in brackets": (one_page(b"[" * 100_000 + b"]" * 100_000), "has no text"),
}


@pytest.mark.parametrize("data", READ_PDFS.values(), ids=READ_PDFS)
def test_a_pdf_is_read_for_its_words_alone(tmp_path: Path, room: ReadingRoom, data: bytes) -> None:
    assert outcome(tmp_path, room, "ferry.pdf", data) == FERRY


@pytest.mark.parametrize(("data", "why"), REFUSED_PDFS.values(), ids=REFUSED_PDFS)
def test_a_pdf_that_asks_for_too_much_is_refused(
    tmp_path: Path, room: ReadingRoom, data: bytes, why: str
) -> None:
    assert outcome(tmp_path, room, "ferry.pdf", data).startswith(why)


def test_entities_of_a_page_are_not_unfolded(tmp_path: Path, room: ReadingRoom) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    page = (
        f'<!DOCTYPE html [<!ENTITY e0 "lol "><!ENTITY file SYSTEM "file:///etc/hostname">{entities}]>'
        f"<html><body>{PARAGRAPH}<p>&e9; &file;</p>{PARAGRAPH}</body></html>"
    )
    text = outcome(tmp_path, room, "ferry.html", page.encode())
    assert STORY.strip() in text
    assert "lol" not in text
    assert len(text) < len(page)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + PARAGRAPH,
        PARAGRAPH + "<ul><li>" * 100_000,
        "<" * 19_000_000,
        PARAGRAPH + "<!--" * 1_000_000,
        PARAGRAPH + "<?xml" * 1_000_000,
        PARAGRAPH + " " * 2_000_000 + "x",
        '<script type="application/ld+json">' + '{"a":' * 100_000 + "</script>" + PARAGRAPH,
    ],
    ids=["divs", "lists", "brackets", "comments", "declarations", "spaces", "json"],
)
def test_a_page_without_end_is_read_or_refused(
    tmp_path: Path, room: ReadingRoom, page: str
) -> None:
    told = outcome(tmp_path, room, "ferry.html", page.encode())
    assert STORY.strip() in told or told == "has no text that could be extracted"


ENDLESS = {
    "words.pdf": one_page(zlib.compress(SHOWN * 100_000), fields=b"/Filter /FlateDecode"),
    "attributes.html": f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{STORY}</p>".encode(),
}


@pytest.mark.parametrize(("name", "data"), ENDLESS.items(), ids=ENDLESS)
def test_what_its_reader_would_take_ages_for_is_refused(
    tmp_path: Path, name: str, data: bytes
) -> None:
    with ReadingRoom(Limits(max_seconds=1)) as room:
        assert outcome(tmp_path, room, name, data) == "takes longer than 1 seconds to read"


def test_front_matter_that_merges_tenfold_nine_times_is_read(
    tmp_path: Path, room: ReadingRoom
) -> None:
    merges = "".join(
        f"k{n + 1}: &m{n + 1}\n  <<: [{', '.join([f'*m{n}'] * 10)}]\n" for n in range(9)
    )
    head = f"---\nk0: &m0 {{a: 1}}\n{merges}---\n"
    assert outcome(tmp_path, room, "b.md", f"{head}{STORY}".encode()) == STORY


def test_a_number_too_long_to_be_spelt_out_is_left_out(room: ReadingRoom) -> None:
    number = f"0x{'f' * 5_000}"
    head = f"---\ntitle: {number}\nauthor: [Ada Lund, {number}]\n? {number}\n: 1\n---\n"
    article = room.parse("b.md", f"{head}{STORY}".encode()).article
    assert (article.title, article.author) == ("The crews went back to work on Monday.", "Ada Lund")


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../ferry.txt", STORY)
    return file.getvalue()


@pytest.mark.parametrize("ending", ["txt", "md", "html", "pdf"])
@pytest.mark.parametrize("data", [zipped(), gzip.compress(b" " * 1_000_000)], ids=["zip", "gzip"])
def test_an_archive_by_another_name_is_no_article(
    tmp_path: Path, room: ReadingRoom, ending: str, data: bytes
) -> None:
    told = outcome(tmp_path, room, f"ferry.{ending}", data)
    assert told.startswith(("is not text (binary)", "is not UTF-8", "is a damaged PDF"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (STORY.encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (STORY.encode("utf-16-le"), "is not text (binary)"),
        (STORY.encode("utf-16-be"), "is not text (binary)"),
        (STORY.encode("utf-32"), "is UTF-32; save it as UTF-8"),
        (f"{STORY}\0".encode(), "is not text (binary)"),
        ("Ødegård left.".encode("latin-1"), "is not UTF-8 (byte 0); save it as UTF-8"),
    ],
)
def test_other_encodings_are_named(
    tmp_path: Path, room: ReadingRoom, data: bytes, why: str
) -> None:
    assert outcome(tmp_path, room, "ferry.txt", data) == why


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffIt left.\rIt came.\n\rIt left.\x85It sank.\u2028It rose.\u2029\x0bAll saw.\r\n",
        "\u202eThe ferry left.\u202c \u2067It came back.\u2069 \u200bIt\u200d left.\u200f",
        "Cafe\u0301. \U0001f468\u200d\U0001f469\u200d\U0001f467 left \U0001f6a2\ufe0f.",
        "\u0301\u0301\u0301. \ufffe \uffff. \x01\x02\x1b[31m. \U0010ffff.",
    ],
    ids=["newlines", "directions", "signs", "oddities"],
)
def test_a_text_is_its_file_whatever_its_characters(
    tmp_path: Path, room: ReadingRoom, text: str
) -> None:
    assert outcome(tmp_path, room, "ferry.txt", text.encode()) == text
    assert room.parse("ferry.txt", text.encode()).table == sentence_table(text)


def test_a_text_over_a_limit_is_refused_with_both_numbers() -> None:
    with ReadingRoom(
        Limits(max_bytes=2_000_000, max_characters=1_000_000, max_sentences=9)
    ) as room:
        for data, why in [
            (b"x" * 2_500_000, "is 2.5 MB, over the limit of 2.0 MB"),
            (b"x" * 1_500_000, "makes 1,500,000 characters of text, over the limit of 1,000,000"),
            (b"It rains. " * 10, "makes 10 sentences, over the limit of 9"),
        ]:
            with pytest.raises(UnreadableFile) as caught:
                room.parse("long.txt", data)
            assert caught.value.reason == why
        assert len(room.parse("a.txt", b"It rains. " * 9).table) == 9


def test_one_line_of_a_million_characters_is_cut_between_words(room: ReadingRoom) -> None:
    reading = room.parse("line.txt", b"word " * 200_000)
    rows = [row.span.of(reading.article.text) for row in reading.table]
    assert max(map(len, rows)) <= 2_000
    assert " ".join(rows) == reading.article.text.strip()


def test_names_are_no_places(tmp_path: Path, room: ReadingRoom) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    names = ["a..b.txt", "... .txt", "-rf.txt", "a\nb.txt", "\u202etxt.fdp.txt", "ü" * 125 + ".txt"]
    for name in names:
        (folder / name).write_text(STORY)
    told = outcomes(folder, room)
    assert told == {name: STORY for name in names if not name.startswith(".")}


def test_names_that_can_not_be_told_apart_are_one_article(tmp_path: Path) -> None:
    broken = Path(os.fsdecode(os.fsencode(tmp_path) + b"/gr\xf6n.txt"))
    for path in (broken, tmp_path / r"gr\udcf6n.txt"):
        path.write_text(STORY)
    found = list(scan(tmp_path))
    assert [isinstance(each, SourceFile) for each in found] == [True, False]
    assert str(found[1]).endswith("has a name that can't be told from another file's")


def test_what_is_no_file_of_the_folder_is_not_opened(tmp_path: Path, room: ReadingRoom) -> None:
    folder = tmp_path / "articles"
    (folder / "x.txt").mkdir(parents=True)
    (folder / "x.txt" / "inside.txt").write_text(STORY)
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text(STORY)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # a socket's address must be short
        listening.bind("socket.txt")
        os.chdir(here)
        told = outcomes(folder, room)
    assert told == {
        "x.txt/inside.txt": STORY,
        "zero.txt": "is a link out of the folder",
        "out.txt": "is a link out of the folder",
        "loop.txt": "is a link to a file that does not exist",
        "pipe.txt": "is not a regular file",
        "socket.txt": "is not a regular file",
    }


def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path: Path, room: ReadingRoom) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (found,) = scan(tmp_path)
    assert isinstance(found, SourceFile)
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(UnreadableFile, match="is not a regular file"):
        room.read(found)


def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    """One of articles, and one beside it that has files of the same names."""
    folder, outside = tmp_path / "articles", tmp_path / "secret"
    for place in (folder, outside):
        for name in ("a.txt", "b.txt", "sub/c/d.txt"):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(f"It stands in {place.name}.")
    return folder, outside


def link(path: Path, to: Path) -> None:
    """A link takes the place of a file or folder, which is put beside it."""
    path.rename(path.with_name(f"former-{path.name}"))
    path.symlink_to(to)


SWAPPED = {"b.txt": "b.txt", "sub": "sub/c/d.txt", "sub/c": "sub/c/d.txt", "sub/c/d.txt": ""}
"""What becomes a link, and the file that is reached by it, unless it is the same."""


@pytest.mark.parametrize("name", SWAPPED)
def test_what_becomes_a_link_out_of_the_folder_before_it_is_read_is_refused(
    tmp_path: Path, room: ReadingRoom, name: str
) -> None:
    folder, outside = two_folders(tmp_path)
    files = {each.id: each for each in scan(folder) if isinstance(each, SourceFile)}
    link(folder / name, outside / name)
    with pytest.raises(UnreadableFile) as refused:
        room.read(files[SWAPPED[name] or name])
    assert refused.value.reason == "is a link out of the folder"


@pytest.mark.parametrize("name", SWAPPED)
def test_what_becomes_a_link_out_of_the_folder_during_a_scan_is_refused(
    tmp_path: Path, name: str
) -> None:
    folder, outside = two_folders(tmp_path)
    found = scan(folder)
    next(found)  # by now all are listed
    link(folder / name, outside / name)
    refused = [str(each) for each in found if isinstance(each, UnreadableFile)]
    assert refused == [f"{SWAPPED[name] or name}: is a link out of the folder"]


@pytest.mark.parametrize("name", SWAPPED)
def test_what_becomes_a_link_within_the_folder_is_read(
    tmp_path: Path, room: ReadingRoom, name: str
) -> None:
    folder, _ = two_folders(tmp_path)
    files = {each.id: each for each in scan(folder) if isinstance(each, SourceFile)}
    link(folder / name, (folder / name).with_name(f"former-{Path(name).name}"))
    assert room.read(files[SWAPPED[name] or name]).article.text == "It stands in articles."


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no folder is opened in another one")
def test_no_link_is_followed_that_comes_after_it_was_found_out_where_a_path_leads(
    tmp_path: Path, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, outside = two_folders(tmp_path)
    (file,) = (each for each in scan(folder) if isinstance(each, SourceFile) and "/" in each.id)
    link(folder / "sub", folder / "former-sub")
    really = os.path.realpath

    def at_last(path: Path) -> str:
        found = really(path)
        if path == file.path:
            link(folder / "former-sub", outside / "sub")
        return found

    monkeypatch.setattr(os.path, "realpath", at_last)
    with pytest.raises(UnreadableFile, match="can't be read: Not a directory"):
        room.read(file)


def test_a_link_that_comes_to_lead_to_itself_is_refused(tmp_path: Path, room: ReadingRoom) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (file,) = scan(tmp_path)
    assert isinstance(file, SourceFile)
    link(file.path, file.path)
    with pytest.raises(UnreadableFile, match="can't be read: Too many levels"):
        room.read(file)


def test_a_file_that_vanishes_is_one_file_less(tmp_path: Path, room: ReadingRoom) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY)
    gone, stays = scan(tmp_path)
    assert isinstance(gone, SourceFile)
    assert isinstance(stays, SourceFile)
    gone.path.unlink()
    with pytest.raises(UnreadableFile, match="can't be read: No such file"):
        room.read(gone)
    assert room.read(stays).article.text == STORY


def test_a_file_that_grows_is_read_as_far_as_it_is_allowed(tmp_path: Path) -> None:
    done = threading.Event()

    def grow() -> None:
        with (tmp_path / "log.txt").open("a") as log:
            while not done.is_set() and log.tell() < 500_000_000:
                log.write(STORY * 100)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        while not any(tmp_path.iterdir()):
            pass
        (found,) = scan(tmp_path, max_bytes=1_000_000)
    finally:
        done.set()
        writer.join()
    assert isinstance(found, SourceFile) or "over the limit of 1.0 MB" in found.reason


@pytest.fixture
def pit(tmp_path: Path) -> Iterator[Path]:
    """A folder of folders in folders, deeper than a path may be long."""
    here = Path.cwd()
    os.chdir(tmp_path)
    for _ in range(2_100):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)
    yield tmp_path
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # Python can't, before 3.13


def test_folders_in_folders_without_end_stop_nothing(pit: Path, room: ReadingRoom) -> None:
    (pit / "a.txt").write_text(STORY)
    told = outcomes(pit, room)
    assert told.pop("a.txt") == STORY
    assert [*told.values()] == ["can't be listed: File name too long"]


def test_the_same_bytes_are_read_alike_here_and_in_the_room(room: ReadingRoom) -> None:
    page = f"<title>Ferry</title><meta name=author content='Ada Lund'>{PARAGRAPH}".encode()
    head = b"---\ntitle: '\\ud83d'\ndate: 2021-05-03\nurl: https://post.example/a\n---\n"
    for name, data in {"a.html": page, "a.md": head + STORY.encode(), "a.pdf": one_page()}.items():
        article = parse_article(name, data)
        assert room.parse(name, data).article == article
        assert room.parse(name, data).table == sentence_table(article.text)
