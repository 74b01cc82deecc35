"""Files far larger than any article: what they cost, and that each sentence is where it is told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import Limits, ReadingRoom

MB = 1_000_000

READING = """
import json, os, sys
from pathlib import Path
from corpus import Limits, ReadingRoom, UnreadableFile, scan

def peak(process):
    \"\"\"Of its memory, in megabytes.\"\"\"
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1_000

def read(file):
    \"\"\"Whether each sentence is the next, and how many there are; or why it is refused.\"\"\"
    if isinstance(file, UnreadableFile):
        return file.reason
    reading = room.read(file)
    rows, at = reading.table, 0
    for row in rows:
        assert row.citable and reading.article.text.startswith("Trawler ", row.span.start)
        assert reading.article.text[at : row.span.start].strip() == ""
        at = row.span.end
    assert reading.article.text[at:].strip() == ""
    return len(rows)

limits = Limits(**json.loads(sys.argv[2]))
with ReadingRoom(limits) as room:
    told = [read(file) for file in scan(Path(sys.argv[1]), max_bytes=limits.max_bytes)]
    readers = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    print(json.dumps([told, max(map(peak, ["self", *readers]))]))
"""


def reading(folder: Path, **limits: int) -> tuple[list[int | str], int]:
    """What the files of a folder come to, and how many MB the larger of two processes needs."""
    command = [sys.executable, "-c", READING, str(folder), json.dumps(limits)]
    root = Path(__file__).parent.parent
    told = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    files, peak = json.loads(told.stdout)
    return files, peak


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_of_a_file_of_a_hundred_megabytes_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    with (tmp_path / "long.txt").open("wb") as file:
        file.truncate(100 * MB)
    told, peak = reading(tmp_path)
    assert told == ["is 100.0 MB, over the limit of 20.0 MB"]
    assert peak < 100, "not even once the whole file"


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_text_of_a_hundred_megabytes_is_read_where_that_is_allowed(tmp_path: Path) -> None:
    long = "a box of fish and then " * 20
    written = 0
    with (tmp_path / "long.txt").open("w") as file:
        while file.tell() < 100 * MB:
            file.write(f"Trawler {written} has {long}nothing.\n\n")
            written += 1
    told, peak = reading(
        tmp_path,
        max_bytes=101 * MB,
        max_characters=101 * MB,
        max_sentences=1 * MB,
        max_seconds=1_000,
        max_memory_mb=2_000,
    )
    assert told == [written]
    assert peak < 1_000


def test_a_line_of_five_megabytes_is_cut_between_words() -> None:
    limits = Limits(max_characters=5 * MB, max_seconds=300)
    line = " ".join(f"word{number}" for number in range(500_000))[: 5 * MB]
    with ReadingRoom(limits) as room:
        read = room.parse("line.txt", line.encode())
    rows = [row.span.of(read.article.text) for row in read.table]
    assert len(line) == 5 * MB
    assert max(map(len, rows)) <= 2_000
    assert " ".join(rows) == line
