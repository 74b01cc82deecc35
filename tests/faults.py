"""A bad day for an index: ``python -m tests.faults`` kills, damages and crowds it, many times.

Prints what it did and what came of it; ends with 1 where anything was lost or wrong. The tests do
the same a few times (`tests/test_index_faults.py`).
"""

import argparse
import errno
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from index import IndexUnavailable, SearchResult
from tests.chroma_server import chroma_server
from tests.indexing import open_toy, own_home, write
from tests.intact import ARTICLES, EDITIONS, ROOT, SMALL_BATCHES, Lost, check_same, child
from tests.kills import kill

_SYNC = f"""{SMALL_BATCHES}
folder = Path(sys.argv[1])
opened = open_toy(folder)
print("begins", flush=True)
sys.stdin.readline()
waiting = lambda: print("waits")
print(len(opened.sync(folder / "articles", patience=60, waiting=waiting).unchanged))
"""

_READ = f"""{SMALL_BATCHES}
import select
import time
from tests.intact import EDITIONS, check_whole
opened = open_toy(Path(sys.argv[1]))
print("begins", flush=True)
is_last = False
while not is_last:
    is_last = bool(select.select([sys.stdin], [], [], 0)[0])  # it was closed
    start = time.monotonic()
    texts = check_whole(opened, *EDITIONS)
    new = sum(texts.get(name) == text for name, text in EDITIONS[1].items())
    print(start, time.monotonic(), new, len(texts), flush=True)
"""

_DAMAGED = """
import json
import sys
from pathlib import Path
from tests.faults import outcome
for line in sys.stdin:
    print(json.dumps(outcome(Path(line.strip()))), flush=True)
"""

QUESTIONS = ("How much coal did barge 7 take on day 12?", "the lock", "barge 31")


def another_word(index: Path) -> None:
    """Damage an index's database so that only the sum tells it."""
    with closing(sqlite3.connect(index / "chroma.sqlite3")) as database, database:
        database.execute("INSERT INTO maintenance_log VALUES (1, 1, 'another')")


def exchange(index: Path, *names: str) -> None:
    """Damage an index's database so that two passages have each other's fields of these names."""
    with closing(sqlite3.connect(index / "chroma.sqlite3")) as database, database:
        for name in names:
            (one, of_one), (other, of_other) = database.execute(
                "SELECT id, string_value FROM embedding_metadata WHERE key = ? ORDER BY id LIMIT 2",
                [name],
            )
            database.executemany(
                "UPDATE embedding_metadata SET string_value = ? WHERE key = ? AND id = ?",
                [(of_other, name, one), (of_one, name, other)],
            )


@contextmanager
def unlisted(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Has the system refuse to list a folder: this process has too many files open."""
    listed = os.scandir

    def refuse(path: Path) -> Any:
        if Path(path) == folder:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return listed(path)

    with monkeypatch.context() as refusing:
        refusing.setattr("os.scandir", refuse)
        yield


def crowd(folder: Path, readers: int) -> Iterator[str]:
    """Two syncs at once from one edition to the other, and readers in processes of their own that
    look at every article again and again, from before the syncs until after them.

    Raises:
        Lost: one of them ended with an error or saw less than there was, no sync waited for the
            other, or a reader did not look while they were at work.
    """
    old, new = EDITIONS
    open_toy(folder).sync(write(folder / "articles", old))
    shutil.rmtree(folder / "articles")
    write(folder / "articles", new)
    with ExitStack() as stack:
        writing = [stack.enter_context(child(_SYNC, folder)) for _ in range(2)]
        asking = [stack.enter_context(child(_READ, folder)) for _ in range(readers)]
        before = [_line(process) for process in asking]
        begin = time.monotonic()
        for process in writing:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        told = [_ended(process) for process in writing]
        end = time.monotonic()
        looks = [[first, *_ended(process)] for first, process in zip(before, asking, strict=True)]
    same = len([name for name in old if old[name] == new.get(name)])
    if sorted(told) != [[str(same)], ["waits", str(len(new))]]:
        raise Lost(f"of two syncs one changes the index and one waits for it, but they told {told}")
    meanwhile = [_look(lines, begin, end) for lines in looks]
    yield (
        f"two syncs and {readers} readers at once: {sum(map(len, looks))} looks at all articles, "
        f"{sum(meanwhile)} of them while the syncs were at work, and nothing was missing"
    )


def _look(lines: Sequence[str], begin: float, end: float) -> int:
    """How often a reader looked while the syncs were at work.

    Raises:
        Lost: not once; or it saw something else than the one edition before, the other after, and
            between them no less than what both have.
    """
    old, new = EDITIONS
    both = len(old.keys() & new.keys())
    rounds = [line.split() for line in lines]
    seen = [(int(fresh), int(there)) for _, _, fresh, there in rounds]
    same = sum(old.get(name) == text for name, text in new.items())
    if seen[0] != (same, len(old)) or seen[-1] != (len(new), len(new)):
        raise Lost(f"a reader saw {seen[0]} at first, and {seen[-1]} at last")
    if min(there for _, there in seen) < both:
        raise Lost(f"a reader saw fewer articles than both editions have: {seen}")
    meanwhile = sum(float(start) < end and float(stop) > begin for start, stop, *_ in rounds)
    if not meanwhile:
        raise Lost("a reader did not look while the syncs were at work")
    return meanwhile


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def _ended(process: subprocess.Popen[str]) -> list[str]:
    """What else a process tells, once it is to end."""
    told, complained = process.communicate(timeout=300)
    if process.returncode:
        raise Lost((complained.strip().splitlines() or ["a process was killed"])[-1])
    return told.splitlines()


def outcome(folder: Path) -> Mapping[str, Any]:
    """What an index answers, or the error with which it refuses."""
    try:
        index = open_toy(folder)
        return {"found": [_plain(index.search(question)) for question in QUESTIONS]}
    except IndexUnavailable as error:
        return {"refused": str(error)}


def _plain(result: SearchResult) -> list[list[Any]]:
    return [[hit.article_id, hit.start, hit.text, round(hit.score, 4)] for hit in result.hits]


def damage(folder: Path, times: int, seed: int = 1) -> Iterator[str]:
    """Cut and flip each file of an index, and see that it refuses or answers as before.

    Args:
        folder: an empty one.
        times: how often for each file.
        seed: of what is damaged.

    Raises:
        Lost: it gave another answer, ended the process, or could not be made anew.
    """
    draw = random.Random(seed)
    index = open_toy(folder)
    index.sync(write(folder / "articles", ARTICLES))
    clean = outcome(folder)
    files = [path for path in sorted((folder / "index").rglob("*")) if path.is_file()]
    counts = {"refused": 0, "found": 0}
    with subprocess.Popen(
        [sys.executable, "-c", _DAMAGED],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as asked:
        for path in files:
            before = path.read_bytes()
            for harm in _harms(before, times, draw):
                path.write_bytes(harm)
                told = _told(asked, folder, path)
                if "found" in told and told != clean:
                    raise Lost(f"after damage to {path.name} something else is found")
                counts["found" if "found" in told else "refused"] += 1
                path.write_bytes(before)
        assert asked.stdin
        asked.stdin.close()
    fresh = shutil.copytree(folder / "index", folder / "fresh")
    vectors = next((folder / "index").glob("*/data_level0.bin"))
    vectors.write_bytes(b"")
    open_toy(folder).sync(folder / "articles", rebuild=True)
    # Not by what is found: Chroma builds its graph of neighbours by several threads, so what
    # two indexes of the same records find may differ in what is hardly near.
    check_same(folder / "index", fresh)
    yield f"damaged {len(files)} files: {counts['refused']} refused, {counts['found']} as before"


def _harms(data: bytes, times: int, draw: random.Random) -> Iterator[bytes]:
    if not data:
        return
    yield b""
    yield data[: len(data) // 2]
    for _ in range(times):
        harmed = bytearray(data)
        for _ in range(draw.choice((1, 16))):
            harmed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        yield bytes(harmed)


def _told(asked: "subprocess.Popen[str]", folder: Path, path: Path) -> Mapping[str, Any]:
    assert asked.stdin
    assert asked.stdout
    asked.stdin.write(f"{folder}\n")
    asked.stdin.flush()
    line = asked.stdout.readline()
    if not line:
        raise Lost(f"damage to {path.name} ended the process")
    told: Mapping[str, Any] = json.loads(line)
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Do all of it, many times."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    kills = "how often a sync is killed (100), and half as often a rebuild, and one on a server"
    parser.add_argument("--kills", type=int, default=100, help=kills)
    parser.add_argument("--harms", type=int, default=40, help="how often each file is (40)")
    parser.add_argument("--readers", type=int, default=10, help="who ask beside two syncs (10)")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place,
        pytest.MonkeyPatch.context() as patch,
        chroma_server(Path(place, "server")) as server,
    ):
        own_home(patch, Path(place, "home"))
        parts = (
            kill(Path(place, "kill"), options.kills),
            kill(Path(place, "rebuild"), options.kills // 2, rebuild=True),
            kill(Path(place, "served"), options.kills // 2, server=server),
            crowd(Path(place, "crowd"), options.readers),
            damage(Path(place, "damage"), options.harms),
        )
        try:
            for part in parts:
                for line in part:
                    print(line, flush=True)  # noqa: T201 - a command line
        except Lost as error:
            sys.stderr.write(f"lost: {error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
