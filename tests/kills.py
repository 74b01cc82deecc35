"""Syncs that are killed at each step of what they write, and the server that they write to."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection

from index import Index, IndexUnavailable
from index.opening import Connection
from index.sealing import Seal
from tests.chroma_server import ChromaServer
from tests.indexing import ToyEmbedder, write
from tests.intact import EDITIONS, SMALL_BATCHES, Lost, check_near, check_same, check_whole, child

_IN_STEPS = f"""{SMALL_BATCHES}
from tests.kills import sync_in_steps
sync_in_steps(*sys.argv[1:])
"""


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
