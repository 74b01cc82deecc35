"""Several threads and several processes on one index, and one that is killed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import DEFAULT_MODEL, Index, IndexBusy, IndexMismatch, SyncReport
from index.embedding import Vectors
from index.opening import Connection
from index.pages import sum_of_database
from tests.indexing import (
    HARBOUR,
    ToyEmbedder,
    filled,
    found,
    ids,
    open_toy,
    own_home,
    records,
    write,
)

ROOT = Path(__file__).parent.parent
TRAWLERS = {f"trawler-{n}.txt": f"Trawler {n} came home. It had no fish." for n in range(6)}

KILLED_HALF_WAY = """
import sys, time
import index.sync
from index import Index
from tests.indexing import ToyEmbedder

def stop(progress):
    if progress.done == 3:
        print("half-way", flush=True)
        time.sleep(60)

index.sync._SENTENCES = 2  # an article
Index.open(sys.argv[1], embedder=ToyEmbedder()).sync(sys.argv[2], progress=stop)
"""


class SlowEmbedder(ToyEmbedder):
    """Waits with some texts until it may go on.

    Args:
        batch: with those of which batch.
    """

    def __init__(self, batch: int = 1) -> None:
        super().__init__()
        self.left = batch
        self.has_begun = threading.Event()
        self.may_go_on = threading.Event()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self.left -= 1
        if self.left == 0:
            self.has_begun.set()
            assert self.may_go_on.wait(60)  # a command may need a while to begin
        return super().encode_texts(texts)


@contextmanager
def a_sync_under_way(index: Index, embedder: SlowEmbedder, folder: Path) -> Iterator[None]:
    """A thread that synchronises and is in the middle of it until the end of the block."""
    with ThreadPoolExecutor(1) as pool:
        sync = pool.submit(index.sync, folder)
        try:
            assert embedder.has_begun.wait(20)
            yield
        finally:
            embedder.may_go_on.set()
        sync.result()


def kill_half_way(tmp_path: Path) -> None:
    script = subprocess.Popen(
        [sys.executable, "-c", KILLED_HALF_WAY, tmp_path / "index", tmp_path / "articles"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    with script:
        assert script.stdout
        assert script.stdout.readline() == b"half-way\n"
        script.send_signal(signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="nothing is killed like this elsewhere")
def test_a_sync_that_is_killed_leaves_whole_articles_and_the_next_completes_it(
    tmp_path: Path,
) -> None:
    index = filled(tmp_path)
    (tmp_path / "articles" / "keeper.txt").unlink()
    write(tmp_path / "articles", {**TRAWLERS, "ferry.txt": "The ferry is late. Nobody waits."})
    kill_half_way(tmp_path)

    assert ids(index) == sorted(HARBOUR)  # what it had read it still has
    embedder = ToyEmbedder()
    after = open_toy(tmp_path, embedder)
    assert {a.id: a.text for a in after.articles()} == {
        **HARBOUR,
        "ferry.txt": "The ferry is late. Nobody waits.",
        "trawler-0.txt": TRAWLERS["trawler-0.txt"],
        "trawler-1.txt": TRAWLERS["trawler-1.txt"],
    }
    assert found(after, "Which trawler had no fish?") in TRAWLERS

    report = after.sync(tmp_path / "articles")
    missing = tuple(f"trawler-{n}.txt" for n in range(2, 6))
    there = ("ferry.txt", "mole.txt", "trawler-0.txt", "trawler-1.txt")
    assert report == SyncReport(added=missing, removed=("keeper.txt",), unchanged=there)
    assert " ".join(embedder.texts) == " ".join(TRAWLERS[name] for name in missing)

    fresh = Index.open(tmp_path / "fresh", embedder=ToyEmbedder())
    fresh.sync(tmp_path / "articles")
    assert records(tmp_path / "index") == records(tmp_path / "fresh")
    assert after.search("trawler") == fresh.search("trawler")
    assert ids(index) == ids(fresh)


def test_what_another_process_synchronised_is_noticed(tmp_path: Path) -> None:
    index = filled(tmp_path)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    write(tmp_path / "articles", {"fog.txt": "The fog horn blew. Zebras swam ashore."})
    open_toy(tmp_path).sync(tmp_path / "articles")
    best = index.search("Did zebras swim ashore?").hits[0]
    assert (best.article_id, best.dense > 0.5) == ("fog.txt", True)
    assert index.article("fog.txt").title
    assert index.status().articles == 4


def test_what_another_process_left_unchanged_is_not_read_again(tmp_path: Path) -> None:
    index = filled(tmp_path)
    before = index.articles()
    open_toy(tmp_path).sync(tmp_path / "articles")
    assert all(now is then for now, then in zip(index.articles(), before, strict=True))


def test_two_processes_that_synchronise_in_turn_lose_nothing(tmp_path: Path) -> None:
    one, other = filled(tmp_path), open_toy(tmp_path)
    assert one.search("lamp") == other.search("lamp")  # both have read the vectors there are
    for number, index in enumerate((one, other, one, other, one)):
        story = "\n\n".join(f"Barge {number} took {ton} tons of coal." for ton in range(300))
        index.sync(write(tmp_path / "articles", {f"barge-{number}.txt": story}))
    fresh = Index.open(tmp_path / "fresh", embedder=ToyEmbedder())
    fresh.sync(tmp_path / "articles")
    assert ids(one) == ids(other) == ids(fresh)
    for number in range(5):
        question = f"Barge {number} took 7 tons of coal."
        best = [index.search(question).sentences[0] for index in (one, other, fresh)]
        assert best[0] == best[1] == best[2]


def test_an_index_made_anew_with_another_model_is_noticed(tmp_path: Path) -> None:
    index = filled(tmp_path)
    open_toy(tmp_path, ToyEmbedder("other")).sync(tmp_path / "articles", rebuild=True)
    with pytest.raises(IndexMismatch, match="other"):
        index.search("lamp")
    index.sync(tmp_path / "articles", rebuild=True)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


def test_an_index_whose_folder_was_deleted_can_be_filled_again(tmp_path: Path) -> None:
    index = filled(tmp_path)
    shutil.rmtree(tmp_path / "index")
    assert index.status().articles == 0
    assert len(index.sync(tmp_path / "articles").added) == 3
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"


def test_who_does_not_want_to_wait_for_another_sync_is_told(tmp_path: Path) -> None:
    embedder = SlowEmbedder()
    index = open_toy(tmp_path, embedder)
    folder = write(tmp_path / "articles")
    with a_sync_under_way(index, embedder, folder):
        for busy in (index, open_toy(tmp_path)):
            with pytest.raises(IndexBusy, match=r"index is being synchronised.*try again"):
                busy.sync(folder, patience=0.1)
        assert busy.search("lamp").hits == ()


def test_a_sync_waits_for_another_one_of_the_same_index(tmp_path: Path) -> None:
    embedder = SlowEmbedder()
    index = open_toy(tmp_path, embedder)
    folder = write(tmp_path / "articles")
    with ThreadPoolExecutor(1) as pool, a_sync_under_way(index, embedder, folder):
        second = pool.submit(index.sync, folder, patience=20)
        embedder.may_go_on.set()
        assert len(second.result().unchanged) == 3


def test_a_sync_says_at_once_that_it_waits_for_another_one(tmp_path: Path) -> None:
    embedder, told = SlowEmbedder(), []
    index = open_toy(tmp_path, embedder)
    folder = write(tmp_path / "articles")

    def waiting() -> None:
        told.append("waits")
        embedder.may_go_on.set()  # the other one ends only when this is told of

    with a_sync_under_way(index, embedder, folder):
        assert len(open_toy(tmp_path).sync(folder, patience=20, waiting=waiting).unchanged) == 3
    index.sync(folder, waiting=waiting)
    assert told == ["waits"], "once, and not where there is nothing to wait for"


@pytest.mark.parametrize("command", ["index sync", "qa retrieve lamp --articles"])
def test_a_command_that_waits_for_a_sync_says_so_on_stderr(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home(monkeypatch, tmp_path / "home")
    embedder = SlowEmbedder()
    embedder.name = DEFAULT_MODEL
    index = open_toy(tmp_path, embedder)
    folder = write(tmp_path / "articles")
    package, *words = command.split()
    words += [str(folder), "--index", str(tmp_path / "index")]
    with (
        a_sync_under_way(index, embedder, folder),
        subprocess.Popen(
            [sys.executable, "-m", package, *words],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stderr
        first = process.stderr.readline()  # as long as the other one goes on
        process.kill()
    assert first == f"{package}: waiting for another sync of this index\n"


def test_files_that_another_process_is_writing_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    reader = open_toy(tmp_path)
    monkeypatch.setattr("index.opening._LONGEST_MOMENT", 0.1)
    with Connection(str(tmp_path / "index")).exclusive():
        assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"  # has read them before
        with pytest.raises(IndexBusy, match=r"by another process; try again"):
            reader.search("lamp")
        with pytest.raises(IndexBusy):
            index.sync(write(tmp_path / "articles", {"fog.txt": "The fog horn blew."}))
    assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"


def test_files_are_compared_with_their_seal_while_others_may_use_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes as long as there are articles, and nobody is to wait for that."""
    filled(tmp_path)
    monkeypatch.setattr("index.opening._LONGEST_MOMENT", 0.1)
    compared = 0

    def slowly(path: Path) -> int:
        nonlocal compared
        compared += 1
        with Connection(str(tmp_path / "index")).exclusive():
            return sum_of_database(path)

    monkeypatch.setattr("index.sealing.sum_of_database", slowly)
    reader = open_toy(tmp_path)
    assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"
    assert compared == 1
    open_toy(tmp_path).sync(write(tmp_path / "articles", {"fog.txt": "The fog horn blew."}))
    assert "fog.txt" in ids(reader)


def test_what_others_sealed_while_the_files_were_compared_is_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    folder = write(tmp_path / "articles", {"fog.txt": "The fog horn blew."})
    reader, compared = open_toy(tmp_path), 0

    def meanwhile(path: Path) -> int:
        nonlocal compared
        compared += 1
        total = sum_of_database(path)
        if compared == 1:
            index.sync(folder)
        return total

    monkeypatch.setattr("index.sealing.sum_of_database", meanwhile)
    assert found(reader, "Did the horn blow in the fog?") == "fog.txt"
    assert compared == 5, (
        "the reader's, the sync's, what it noted down, the reader's again, and with its mark"
    )


@pytest.mark.parametrize("times", [4, pytest.param(12, marks=pytest.mark.long)])
def test_searches_go_on_while_articles_change(tmp_path: Path, times: int) -> None:
    index = filled(tmp_path)
    done = threading.Event()
    versions = [f"The mole leaks. It leaks {n} tons." for n in range(times)]

    def search() -> int:
        count = 0
        while not done.is_set() or count == 0:
            for hit in index.search("Is the mole broken?").hits:
                assert hit.article.text in {*HARBOUR.values(), *versions}
                assert hit.text == hit.article.text[hit.start : hit.end]
            count += 1
        return count

    with ThreadPoolExecutor(2) as pool:
        searches = [pool.submit(search) for _ in range(2)]
        try:
            for text in versions:
                index.sync(write(tmp_path / "articles", {"mole.txt": text}))
        finally:
            done.set()
        assert all(searching.result() > 0 for searching in searches)
    assert index.article("mole.txt").text == versions[-1]


def test_ten_who_ask_see_all_of_what_a_sync_changed_or_nothing_of_it(tmp_path: Path) -> None:
    """Each has opened the index by itself, as other processes would."""
    done = threading.Event()
    states = [
        {name: f"The {name[:-4]} leaks. It leaks {n} tons." for name in ("ferry.txt", "mole.txt")}
        for n in range(4)
    ]
    index = filled(tmp_path, states[0])

    def ask(reader: Index) -> int:
        count = 0
        while not done.is_set() or count == 0:
            assert {article.id: article.text for article in reader.articles()} in states
            hits = reader.search("Does the mole leak?").hits
            assert {hit.article_id: hit.article.text for hit in hits} in states
            assert all(hit.text == hit.article.text[hit.start : hit.end] for hit in hits)
            count += 1
        return count

    with ThreadPoolExecutor(10) as pool:
        asking = [pool.submit(ask, open_toy(tmp_path)) for _ in range(10)]
        try:
            for state in states[1:]:
                index.sync(write(tmp_path / "articles", state))
        finally:
            done.set()
        assert all(each.result() for each in asking)
    assert {article.id: article.text for article in open_toy(tmp_path).articles()} == states[-1]


def test_a_search_is_answered_from_before_until_a_sync_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has written the fog and a new keeper when it is looked at, and not yet the new mole."""
    monkeypatch.setattr("index.sync._SENTENCES", 1)
    filled(tmp_path)
    embedder = SlowEmbedder(batch=3)
    index = open_toy(tmp_path, embedder)
    reader = open_toy(tmp_path)
    (tmp_path / "articles" / "ferry.txt").unlink()
    new = {"fog.txt": "The fog horn blew.", "keeper.txt": "The keeper slept.", "mole.txt": "Gone."}
    folder = write(tmp_path / "articles", new)
    for asked in (index, reader):
        assert ids(asked) == sorted(HARBOUR)
    with a_sync_under_way(index, embedder, folder):
        for asked in (index, reader):
            assert ids(asked) == sorted(HARBOUR)
            assert asked.search("Who lit the lamp at dusk?").hits[0].text in HARBOUR["keeper.txt"]
    for asked in (index, reader):
        assert {article.id: article.text for article in asked.articles()} == new
