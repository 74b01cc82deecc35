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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from index import IndexUnavailable, SearchResult
from tests.chroma_server import chroma_server
from tests.indexing import open_toy, own_home, write
from tests.intact import ARTICLES, ROOT, SMALL_BATCHES, Lost, check_same, check_whole, child
from tests.kills import kill, nothing

_SYNC = f"""{SMALL_BATCHES}
folder = Path(sys.argv[1])
opened = open_toy(folder)
print("begins", flush=True)
opened.sync(folder / "articles", patience=60)
"""

_READ = f"""{SMALL_BATCHES}
from tests.intact import check_whole
folder = Path(sys.argv[1])
opened = open_toy(folder)
print("begins", flush=True)
for _ in range(int(sys.argv[2])):
    check_whole(opened)
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


def crowd(folder: Path, readers: int, rounds: int) -> Iterator[str]:
    """Two syncs at once, and readers in processes of their own beside them.

    Raises:
        Lost: one of them ended with an error, or the index is not whole afterwards.
    """
    write(folder / "articles", ARTICLES)
    open_toy(folder).sync(nothing(folder))
    with ExitStack() as stack:
        asking = [stack.enter_context(child(_READ, folder, rounds)) for _ in range(readers)]
        writing = [stack.enter_context(child(_SYNC, folder)) for _ in range(2)]
        for process in (*writing, *asking):
            _, told = process.communicate(timeout=300)
            if process.returncode:
                raise Lost(told.strip().splitlines()[-1])
    if len(check_whole(open_toy(folder))) != len(ARTICLES):
        raise Lost("articles are missing")
    yield f"two syncs and {readers} readers at once: all articles are there"


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
            crowd(Path(place, "crowd"), options.readers, rounds=10),
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
