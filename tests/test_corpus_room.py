"""The reading room: what it promises of the process that reads."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import (
    Article,
    Limits,
    ReadingError,
    ReadingRoom,
    RefusedFile,
    UnreadableFile,
    parse_article,
    sentence_table,
)
from tests.pdf_files import SHOWN, one_page

STORY = b"The ferry left at dawn. It came back at dusk."
SLOW = one_page(SHOWN * 50_000)
"""A PDF that takes seconds to read."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as room:
        yield room


def readers(of: int) -> list[int]:
    """The reading processes that a process started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(place.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            if parent == of and b"corpus.room.worker" in place.joinpath("cmdline").read_bytes():
                found.append(int(place.name))
        except OSError:  # ended meanwhile
            continue
    return found


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def seconds_of(process: int) -> float:
    """The processor's time that it has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def new_reader(before: list[int]) -> int:
    """The process that a room of this test has started."""
    (found,) = set(readers(os.getpid())) - set(before)
    return found


@pytest.fixture
def others() -> list[int]:
    """The processes of other rooms."""
    return readers(os.getpid())


def outcome(read: Callable[[str, bytes], Article], name: str, data: bytes) -> Article | str:
    """What a file becomes: an article, or why none."""
    try:
        return read(name, data)
    except UnreadableFile as failure:
        return failure.reason


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_as_it_would_be_here(room: ReadingRoom, text: str) -> None:
    data = text.encode(errors="replace")
    here = outcome(parse_article, "a.txt", data)
    assert outcome(lambda name, data: room.parse(name, data).article, "a.txt", data) == here
    if isinstance(here, Article):
        assert room.parse("a.txt", data).table == sentence_table(here.text)


@settings(deadline=None)
@given(st.binary(), st.sampled_from(["html", "md", "pdf"]))
def test_any_bytes_are_read_or_refused_for_a_reason(
    room: ReadingRoom, data: bytes, ending: str
) -> None:
    told = outcome(lambda name, data: room.parse(name, data).article, f"a.{ending}", data)
    assert isinstance(told, Article) or not told.startswith("can't be read")


def test_one_process_reads_all_files_and_ends_with_the_room(others: list[int]) -> None:
    with ReadingRoom() as room:
        assert readers(os.getpid()) == others  # not before there is something to read
        room.parse("a.txt", STORY)
        first = new_reader(others)
        room.parse("b.txt", STORY)
        assert new_reader(others) == first
    assert readers(os.getpid()) == others


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    with ReadingRoom(Limits(max_seconds=0.5)) as room:
        with pytest.raises(RefusedFile, match=r"slow.pdf: takes longer than 0.5 seconds to read"):
            room.parse("slow.pdf", SLOW)
        assert room.parse("a.txt", STORY).article.text.encode() == STORY


def test_a_refusal_tells_which_bytes_were_refused(room: ReadingRoom) -> None:
    data = b"<p>"
    with pytest.raises(RefusedFile) as failure:
        room.parse("a.html", data)
    assert failure.value.sha256 == hashlib.sha256(data).hexdigest()


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read() -> None:
    with ReadingRoom(Limits(max_bytes=99_000_000, max_memory_mb=100)) as room:
        for name in ("a.txt", "b.txt"):
            with pytest.raises(RefusedFile, match="needs more than 100 MB of memory to be read"):
                room.parse("big.txt", b"x" * 90_000_000)
            assert room.parse(name, STORY).article.text.encode() == STORY


def test_a_file_is_not_blamed_for_what_happened_before_it(others: list[int]) -> None:
    with ReadingRoom() as room:
        room.parse("a.txt", STORY)
        os.kill(new_reader(others), signal.SIGKILL)
        assert room.parse("b.txt", STORY).article.text.encode() == STORY


def test_a_file_that_breaks_the_process_is_refused(others: list[int]) -> None:
    with ReadingRoom() as room, ThreadPoolExecutor(1) as pool:
        reading = pool.submit(room.parse, "slow.pdf", SLOW)
        wait_until(lambda: readers(os.getpid()) != others)
        reader = new_reader(others)
        wait_until(lambda: seconds_of(reader) > 0.5)  # more than starting takes
        os.kill(reader, signal.SIGSEGV)
        why = r"breaks the process that reads it \(SIGSEGV\)"
        with pytest.raises(UnreadableFile, match=why) as failure:
            reading.result()
        assert not isinstance(failure.value, RefusedFile), "another time it may be read"
        assert room.parse("a.txt", STORY).article.text.encode() == STORY


def test_a_process_that_stands_still_is_not_waited_for(others: list[int]) -> None:
    with ReadingRoom(Limits(max_seconds=0.3)) as room:
        room.parse("a.txt", STORY)
        os.kill(new_reader(others), signal.SIGSTOP)
        why = r"b.txt: is not read after 3 seconds"
        with pytest.raises(UnreadableFile, match=why) as failure:
            room.parse("b.txt", STORY)
        assert not isinstance(failure.value, RefusedFile), "another time it may be read"
        assert room.parse("c.txt", STORY).article.text.encode() == STORY


def test_the_process_knows_nothing_of_its_users_environment(
    monkeypatch: pytest.MonkeyPatch, others: list[int]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a secret")
    with ReadingRoom() as room:
        room.parse("a.txt", STORY)
        known = Path(f"/proc/{new_reader(others)}/environ").read_bytes()
    assert b"PYTHONPATH" in known
    assert b"a secret" not in known


def test_the_process_ends_with_the_one_that_started_it() -> None:
    script = (
        "import os, sys\n"
        "from corpus import ReadingRoom\n"
        "room = ReadingRoom()\n"
        "room.parse('a.txt', b'It rains.')\n"
        "print(os.getpid(), flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        assert owner.stdout.readline()
        (reader,) = readers(owner.pid)
        owner.kill()
    wait_until(lambda: not is_running(reader))


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("python", "why"),
    [
        ("/nowhere/python", "/nowhere/python can't be started: No such file or directory"),
        ("/bin/false", "the process that reads them did not start"),
    ],
)
def test_without_a_process_nothing_is_read(
    monkeypatch: pytest.MonkeyPatch, python: str, why: str
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with ReadingRoom() as room, pytest.raises(ReadingError, match=why):
        room.parse("a.txt", STORY)


def test_the_readers_modules_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    with ReadingRoom() as room:
        assert room.parse("a.txt", STORY).article.text.encode() == STORY
