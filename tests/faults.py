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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection

from index import Index, IndexUnavailable, SearchResult
from index.opening import Connection
from index.sealing import Seal
from tests.chroma_server import ChromaServer, chroma_server
from tests.indexing import ToyEmbedder, open_toy, own_home, write

ROOT = Path(__file__).parent.parent


def _log(number: int, edition: int = 0) -> str:
    """What an article of an edition tells."""
    return "\n\n".join(
        f"On day {day} barge {number} took {day * number + 7 + 5000 * edition} tons of coal past "
        "the lock."
        for day in range(1, 150)
    )


ARTICLES = {f"{number:02}.txt": _log(number) for number in range(40)}
"""Enough for many batches of the size that is set below, and for Chroma's files of vectors, which
it writes from a thousand passages on.
"""

EDITIONS = (
    {f"{number:02}.txt": _log(number) for number in range(24)},
    {f"{number:02}.txt": _log(number, int(16 <= number < 24)) for number in range(8, 32)},
)
"""What a folder holds in turn: from one to the other eight articles are taken away, eight stay as
they are, eight change, and eight are added.
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

_IN_STEPS = f"""{_SMALL_BATCHES}
from tests.faults import sync_in_steps
sync_in_steps(*sys.argv[1:])
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
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    return process


def check_whole(index: Index, *editions: Mapping[str, str]) -> Mapping[str, str]:
    """The texts of an index's articles by their ids, each whole and found by what is in it.

    Args:
        index: what is looked at.
        editions: what each article may be; none for `ARTICLES`.

    Raises:
        Lost: one is not.
    """
    articles = index.articles()
    allowed = editions or (ARTICLES,)
    texts = {article.id: article.text for article in articles}
    for article in articles:
        if article.text not in [edition.get(article.id) for edition in allowed]:
            raise Lost(f"{article.id} is not what it was")
        number = int(article.id[:2])
        hits = index.search(f"How much coal did barge {number} take on day 12?").hits
        if not any(hit.article_id == article.id for hit in hits):
            raise Lost(f"{article.id} is not found by what is in it")
        for hit in hits:
            if hit.text != texts[hit.article_id][hit.start : hit.end]:
                raise Lost(f"{hit.article_id} has other characters at {hit.start}")
    return texts


def check_near(location: str | Path) -> None:
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


def contents(location: str | Path) -> Mapping[str, Mapping[str, Any]]:
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


def check_same(one: str | Path, other: str | Path) -> None:
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


def sync_in_steps(location: str, articles: str, rebuild: str = "") -> None:
    """Sync, and before each thing that is written name it, and wait for leave to go on."""
    for owner, names in (
        (Collection, ("upsert", "modify", "delete")),
        (Client, ("create_collection", "delete_collection")),
        (Seal, ("write",)),
    ):
        for name in names:
            setattr(owner, name, _announced(getattr(owner, name)))
    index = Index.open(location, embedder=ToyEmbedder())
    _say("begins")
    try:
        index.sync(articles, rebuild=bool(rebuild), patience=60)
    except IndexUnavailable as error:
        _say(f"{_REFUSED}{error}")
    else:
        _say(_ENDED)


def _announced(does: Callable[..., Any]) -> Callable[..., Any]:
    def announce(*arguments: Any, **others: Any) -> Any:
        _say(does.__name__)
        sys.stdin.readline()
        return does(*arguments, **others)

    return announce


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - to whoever lets it go on


_ENDED = "ended"
_REFUSED = "refused: "


class Kills:
    """An index that follows a folder from one edition to the other, and is killed at that.

    A sync waits before each thing that it writes; so where it is killed does not depend on how
    fast a machine is, only how much of one such step is done does.

    Args:
        folder: an empty one.
        rebuild: whether the syncs make the index anew.
        server: where the index is, and what is killed in turn with the syncs; None for a folder.
        seed: of the moments.
    """

    def __init__(
        self,
        folder: Path,
        *,
        rebuild: bool = False,
        server: ChromaServer | None = None,
        seed: int = 1,
    ) -> None:
        self._folder = folder
        self._rebuild = rebuild
        self._server = server
        self._draw = random.Random(seed)
        self._location = server.url if server else str(folder / "index")
        self._edition = 0
        self._steps = 0
        self._pause = 0.0
        self.in_the_middle = 0

    def run(self, times: int) -> Iterator[str]:
        """Kill it so often, look at what is there each time, and complete it now and then.

        Yields:
            what was found.

        Raises:
            Lost: an article was not whole or not there, a completed index is not like a fresh
                one, or no kill fell in the middle.
        """
        self._begin()
        moments = [(number + self._draw.random()) / times for number in range(times)]
        self._draw.shuffle(moments)
        for number, moment in enumerate(moments, 1):
            yield f"killed {number} of {times} {self._kill(moment, number)}"
            if number == times or self._draw.random() < _COMPLETED:
                self._opened().sync(self._folder / "articles")
                self._check_like_fresh()
                yield "completed: like a fresh one"
                self._turn()
            elif self._draw.random() < _COMPLETED:
                self._turn()
        if not self.in_the_middle:
            raise Lost("no kill fell in the middle of what a sync changes")
        yield f"{self.in_the_middle} of {times} kills fell in the middle of what a sync changes"

    def _begin(self) -> None:
        """Fresh indexes to compare with, and how many steps there are from one to the other."""
        for edition in (1, 0):
            self._turn(edition)
            fresh = Index.open(self._fresh, embedder=ToyEmbedder())
            fresh.sync(self._folder / "articles")
        self._opened().sync(self._folder / "articles")
        self._turn()
        with self._syncing() as process:
            start = time.monotonic()
            while _step(process):
                self._steps += 1
            self._pause = (time.monotonic() - start) / self._steps
        self._check_like_fresh()
        self._turn()

    @property
    def _fresh(self) -> Path:
        return self._folder / f"fresh-{self._edition}"

    def _opened(self) -> Index:
        return Index.open(self._location, embedder=ToyEmbedder())

    def _syncing(self) -> subprocess.Popen[str]:
        return child(
            _IN_STEPS, self._location, self._folder / "articles", "anew" if self._rebuild else ""
        )

    def _turn(self, edition: int | None = None) -> None:
        """Let the folder hold the other edition, or this one."""
        self._edition = 1 - self._edition if edition is None else edition
        shutil.rmtree(self._folder / "articles", ignore_errors=True)
        write(self._folder / "articles", EDITIONS[self._edition])

    def _check_like_fresh(self) -> None:
        check_same(self._location, self._fresh)
        check_near(self._location)

    def _kill(self, moment: float, number: int) -> str:
        """Kill a sync, or the server under it, and see what it leaves; tells that.

        Args:
            moment: how far it is let come, from 0 to 1.
            number: with a server every second kill is its own.
        """
        before = {each.id: each.text for each in self._opened().articles()}
        last = "its end"
        with self._syncing() as process:
            for _ in range(1 + int(moment * self._steps)):
                if not (step := _step(process)):
                    break
                last = step
            time.sleep(self._draw.uniform(0, self._pause))
            if self._server and number % 2 == 0:
                self._server.kill()
                process.communicate()  # it may go on to its end now
                if process.returncode:
                    raise Lost(f"a sync ended with {process.returncode}")
                self._server.start()
            else:
                process.kill()
        return f"in {last}: {self._found(before)}"

    def _found(self, before: Mapping[str, str]) -> str:
        """What is there after a kill: how much of what the sync was to change."""
        goal = EDITIONS[self._edition]
        texts = check_whole(self._opened(), *EDITIONS)
        if lost := before.keys() & goal.keys() - texts.keys():
            raise Lost(f"{sorted(lost)} are not there any more")
        if self._rebuild and texts not in (before, goal):
            raise Lost("an index that is made anew is seen before it is whole")
        changing = [
            each
            for each in sorted(before.keys() | goal.keys())
            if before.get(each) != goal.get(each)
        ]
        there = sum(texts.get(each) == goal.get(each) for each in changing)
        beside = self._beside() if self._rebuild else 0
        self.in_the_middle += 0 < there < len(changing) or 0 < beside < len(goal)
        return f"{there} of {len(changing)} changes are seen" + f", {beside} wait" * self._rebuild

    def _beside(self) -> int:
        """How many articles there are of an index that is to take the place of this one."""
        connection = Connection(self._location)
        collections = {each.name: each for each in connection.client.list_collections()}
        beside = collections.get("chapter-and-verse-new-articles")
        return beside.count() if beside else 0


_COMPLETED = 0.6
"""How often an index is completed after a kill, rather than killed again as it is."""


def _step(process: subprocess.Popen[str]) -> str:
    """Let a sync take its next step; gives what that is, or nothing at its end."""
    assert process.stdout
    assert process.stdin
    step = process.stdout.readline().strip()
    if not step or step.startswith(_REFUSED):
        raise Lost(f"a sync that nobody disturbed ended: {step}")
    if step == _ENDED:
        return ""
    process.stdin.write("\n")
    process.stdin.flush()
    return step


def kill(
    folder: Path,
    times: int,
    *,
    rebuild: bool = False,
    server: ChromaServer | None = None,
    seed: int = 1,
) -> Iterator[str]:
    """Kill syncs in the midst of what they write; see `Kills`."""
    return Kills(folder, rebuild=rebuild, server=server, seed=seed).run(times)


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
