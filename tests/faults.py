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

import numpy as np
import pytest

from index import Index, IndexUnavailable, SearchResult
from index.opening import Connection
from tests.indexing import ToyEmbedder, open_toy, write

ROOT = Path(__file__).parent.parent

ARTICLES = {
    f"{number:02}.txt": "\n\n".join(
        f"On day {day} barge {number} took {day * number + 7} tons of coal past the lock."
        for day in range(1, 150)
    )
    for number in range(40)
}
"""Enough for many batches of the size that is set below, and for Chroma's files of vectors, which
it writes from a thousand passages on.
"""

_SMALL_BATCHES = """
import sys
from pathlib import Path
import index.sync
from tests.indexing import open_toy
index.sync._SENTENCES = 400
"""

_SYNC = f"""{_SMALL_BATCHES}
folder = Path(sys.argv[1])
opened = open_toy(folder)
print("begins", flush=True)
opened.sync(folder / "articles", patience=60)
"""

_READ = f"""{_SMALL_BATCHES}
from tests.faults import check_whole
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


class Lost(Exception):
    """Something is not as it was, and nothing said so."""


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own that has said its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    return process


def check_whole(index: Index) -> int:
    """How many articles an index has, each of them whole and found by what is in it.

    Raises:
        Lost: one is not.
    """
    articles = index.articles()
    for article in articles:
        if article.text != ARTICLES[article.id]:
            raise Lost(f"{article.id} is not what it was")
        number = int(article.id[:2])
        hits = index.search(f"How much coal did barge {number} take on day 12?").hits
        if not any(hit.article_id == article.id for hit in hits):
            raise Lost(f"{article.id} is not found by what is in it")
        for hit in hits:
            if hit.text != ARTICLES[hit.article_id][hit.start : hit.end]:
                raise Lost(f"{hit.article_id} has other characters at {hit.start}")
    return len(articles)


def check_near(location: Path) -> None:
    """See that each passage is found by its own vector: that Chroma's graph leads to all of them.

    Raises:
        Lost: one in a hundred is not among the nearest to itself; such a graph is approximate.
    """
    connection = Connection(str(location))
    passages = connection.client.get_collection("chapter-and-verse-passages")
    got = passages.get(include=["embeddings"])
    near = passages.query(query_embeddings=got["embeddings"], n_results=10, include=["distances"])
    missed = sum(distances[0] > _SAME for distances in near["distances"])
    if missed > len(got["ids"]) / 100:
        raise Lost(f"{missed} of {len(got['ids'])} passages are not near themselves")


_SAME = 1e-4
"""A distance at which two vectors are one."""


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


def contents(location: Path) -> Mapping[str, Mapping[str, Any]]:
    """Every record of an index by collection and id: text, fields on any day, vector."""
    connection = Connection(str(location))
    everything: dict[str, dict[str, Any]] = {}
    for collection in connection.client.list_collections():
        got = collection.get(include=["documents", "metadatas", "embeddings"])
        everything[collection.name] = {
            record: (text, _on_any_day(fields), vector)
            for record, text, fields, vector in zip(
                got["ids"], got["documents"], got["metadatas"], got["embeddings"], strict=True
            )
        }
    return everything


def _on_any_day(fields: Mapping[str, str]) -> Mapping[str, Any]:
    """Without when an article was added, and what depends on it."""
    told: dict[str, Any] = {name: value for name, value in fields.items() if name != "digest"}
    if "about" in told:
        about = json.loads(told["about"])
        told["about"] = {name: value for name, value in about.items() if name != "added"}
    return told


def check_same(one: Path, other: Path) -> None:
    """Compare two indexes record by record.

    Raises:
        Lost: they differ.
    """
    first, second = contents(one), contents(other)
    for name in first.keys() | second.keys():
        if first[name].keys() != second[name].keys():
            raise Lost(f"{name} has other records")
        for record, (text, fields, vector) in first[name].items():
            other_text, other_fields, other_vector = second[name][record]
            same = np.allclose(vector, other_vector, atol=1e-6)
            if text != other_text or fields != other_fields or not same:
                raise Lost(f"{name} has something else as {record}")


def kill(folder: Path, times: int, seed: int = 1) -> Iterator[str]:
    """Kill a sync at random moments, look at what is there, and complete it at the end.

    Args:
        folder: an empty one.
        times: how often at most; a sync that completes before is begun anew in an empty index.
        seed: of the moments.

    Yields:
        what was found after each kill.

    Raises:
        Lost: an article was not whole, or the completed index is not like a fresh one.
    """
    draw = random.Random(seed)
    write(folder / "articles", ARTICLES)
    fresh = folder / "fresh"
    Index.open(fresh, embedder=ToyEmbedder()).sync(folder / "articles")
    whole = _duration(folder)
    for number in range(times):
        with child(_SYNC, folder) as process:
            time.sleep(draw.uniform(0, whole))
            process.kill()
        there = check_whole(open_toy(folder))
        yield f"killed {number + 1} of {times}: {there} of {len(ARTICLES)} articles are there"
        if there == len(ARTICLES) or number == times - 1:
            open_toy(folder).sync(folder / "articles")
            check_same(folder / "index", fresh)
            check_near(folder / "index")
            yield "completed: like a fresh one"
            open_toy(folder).sync(_nothing(folder), rebuild=True)


def _duration(folder: Path) -> float:
    with child(_SYNC, folder) as process:
        start = time.monotonic()
        process.wait()
        if process.returncode:
            raise Lost(f"a sync ended with {process.returncode}")
    open_toy(folder).sync(_nothing(folder), rebuild=True)
    return time.monotonic() - start


def _nothing(folder: Path) -> Path:
    nothing = folder / "nothing"
    nothing.mkdir(exist_ok=True)
    return nothing


def crowd(folder: Path, readers: int, rounds: int) -> Iterator[str]:
    """Two syncs at once, and readers in processes of their own beside them.

    Raises:
        Lost: one of them ended with an error, or the index is not whole afterwards.
    """
    write(folder / "articles", ARTICLES)
    open_toy(folder).sync(_nothing(folder))
    with ExitStack() as stack:
        asking = [stack.enter_context(child(_READ, folder, rounds)) for _ in range(readers)]
        writing = [stack.enter_context(child(_SYNC, folder)) for _ in range(2)]
        for process in (*writing, *asking):
            _, told = process.communicate(timeout=300)
            if process.returncode:
                raise Lost(told.strip().splitlines()[-1])
    if check_whole(open_toy(folder)) != len(ARTICLES):
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
    parser.add_argument("--kills", type=int, default=100, help="how often a sync is killed (100)")
    parser.add_argument("--harms", type=int, default=40, help="how often each file is (40)")
    parser.add_argument("--readers", type=int, default=10, help="who ask beside two syncs (10)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        parts = (
            kill(Path(place, "kill"), options.kills),
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
