"""An index holds exactly what its folder holds, and only what changed costs work."""

import json
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corpus import FolderError, Library, Reading, Role, Sentence, Span
from index import Index, IndexMismatch, IndexSettings, ModelError, SyncProgress, SyncReport
from index.catalog import Entry
from index.embedding import Vectors, unit
from index.opening import Connection
from index.packing import Packed
from tests.indexing import (
    HARBOUR,
    MENDED,
    ToyEmbedder,
    bring,
    filled,
    found,
    ids,
    mole,
    open_toy,
    records,
    write,
)
from tests.pdf_files import SHOWN, one_page


class NoModel(ToyEmbedder):
    """A model that can't be loaded."""

    def load(self) -> None:
        raise ModelError("no such model")


class Broken(ToyEmbedder):
    """A model that can be loaded, and does nothing else."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        raise ModelError(f"no memory for {len(texts)} texts")


class Slow(ToyEmbedder):
    """A model that takes its time from the second portion of texts on."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        if self.texts:
            time.sleep(0.5)
        return super().encode_texts(texts)


def children() -> str:
    """The processes that this one has started, and that have not ended."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()


def test_every_file_becomes_an_article_and_can_be_found(tmp_path: Path) -> None:
    index = open_toy(tmp_path)
    report = index.sync(write(tmp_path / "articles"))
    assert report == SyncReport(added=("ferry.txt", "keeper.txt", "mole.txt"))
    assert {a.id: a.text for a in index.articles()} == HARBOUR
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


def test_what_is_unchanged_costs_no_work(tmp_path: Path) -> None:
    filled(tmp_path)
    embedder = ToyEmbedder()
    report = open_toy(tmp_path, embedder).sync(tmp_path / "articles")
    assert report == SyncReport(unchanged=("ferry.txt", "keeper.txt", "mole.txt"))
    assert embedder.texts == []


def test_only_what_changed_is_embedded(tmp_path: Path) -> None:
    filled(tmp_path)
    write(tmp_path / "articles", {"mole.txt": "Nobody mends the mole.\n", "new.txt": "Fog came."})
    (tmp_path / "articles" / "keeper.txt").unlink()
    embedder = ToyEmbedder()
    report = open_toy(tmp_path, embedder).sync(tmp_path / "articles")
    assert report == SyncReport(
        added=("new.txt",), updated=("mole.txt",), removed=("keeper.txt",), unchanged=("ferry.txt",)
    )
    assert set(embedder.texts) == {"Nobody mends the mole.", "Fog came."}


def test_a_renamed_file_is_another_article(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "articles" / "mole.txt").rename(tmp_path / "articles" / "wall.txt")
    report = index.sync(tmp_path / "articles")
    assert (report.added, report.removed) == (("wall.txt",), ("mole.txt",))
    assert found(index, "Who paid to mend the mole?") == "wall.txt"


def test_changed_and_removed_articles_leave_nothing_in_the_store(tmp_path: Path) -> None:
    index = filled(tmp_path)
    write(tmp_path / "articles", {"mole.txt": "Nobody mends the mole.\n"})
    (tmp_path / "articles" / "keeper.txt").unlink()
    index.sync(tmp_path / "articles")
    left = records(tmp_path / "index")
    fresh = Index.open(tmp_path / "fresh", embedder=ToyEmbedder())
    fresh.sync(tmp_path / "articles")
    assert left == records(tmp_path / "fresh")
    assert sorted(left["chapter-and-verse-articles"].values()) == [
        "Nobody mends the mole.\n",
        HARBOUR["ferry.txt"],
    ]


def test_two_files_of_the_same_words_are_two_articles(tmp_path: Path) -> None:
    index = filled(tmp_path, {"a.txt": "The bell rang.", "b.txt": "The bell rang."})
    assert [hit.article_id for hit in index.search("bell").hits] == ["a.txt", "b.txt"]
    (tmp_path / "articles" / "a.txt").unlink()
    index.sync(tmp_path / "articles")
    assert [hit.article_id for hit in index.search("bell").hits] == ["b.txt"]


def test_files_that_cannot_be_read_are_told_and_leave_nothing(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "articles" / "mole.txt").write_bytes(b"\xff\xfe\xfa")
    write(tmp_path / "articles", {"void.txt": "", "menu.txt": "Menu\n"})
    report = index.sync(tmp_path / "articles")
    assert report.removed == ("mole.txt",)
    assert [name for name, _ in report.failed] == ["menu.txt", "mole.txt", "void.txt"]
    assert dict(report.failed)["void.txt"] == "is empty"
    assert dict(report.failed)["menu.txt"] == "has no sentence that could be cited"
    assert ids(index) == ["ferry.txt", "keeper.txt"]
    assert len(records(tmp_path / "index")["chapter-and-verse-articles"]) == 2


def test_a_file_that_asks_for_too_much_stops_no_sync(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    (folder / "jam.pdf").write_bytes(one_page(SHOWN * 50_000))
    settings = IndexSettings(max_file_seconds=1)
    index = Index.open(tmp_path / "index", embedder=ToyEmbedder(), settings=settings)
    report = index.sync(folder)
    assert report.added == tuple(HARBOUR)
    assert report.failed == (("jam.pdf", "takes longer than 1 seconds to read"),)


def test_half_a_character_stops_no_sync(tmp_path: Path) -> None:
    front = '---\ntitle: "The \\ud83d lamp"\n---\n'
    index = open_toy(tmp_path)
    report = index.sync(write(tmp_path / "articles", {**HARBOUR, "lamp.md": f"{front}It is lit."}))
    assert set(HARBOUR) <= set(report.added)
    assert ("lamp.md", "holds half a character, U+D83D; take it out") in report.failed


def test_progress_tells_each_file_and_how_many_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.sync._SENTENCES", 3)
    told: list[SyncProgress] = []
    open_toy(tmp_path).sync(write(tmp_path / "articles"), progress=told.append)
    assert [(p.done, p.total, p.article_id) for p in told] == [
        (0, 3, "ferry.txt"),
        (0, 3, "keeper.txt"),
        (0, 3, "mole.txt"),  # read while the first two are embedded
        (2, 3, "keeper.txt"),
        (3, 3, "mole.txt"),
        (3, 3, ""),
    ]


def test_progress_tells_how_long_the_rest_takes_at_the_pace_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call takes ten seconds; one article is embedded while the next is read."""
    monkeypatch.setattr("index.sync._SENTENCES", 1)
    now = 1_000.0
    monkeypatch.setattr("index.sync.time", SimpleNamespace(monotonic=lambda: now))
    told: list[tuple[int, str, float | None]] = []

    def tell(progress: SyncProgress) -> None:
        nonlocal now
        now += 10
        told.append((progress.done, progress.article_id, progress.seconds_left))

    files = {**HARBOUR, "pier.txt": "The pier is long."}
    open_toy(tmp_path).sync(write(tmp_path / "articles", files), progress=tell)
    assert told == [
        (0, "ferry.txt", None),
        (0, "keeper.txt", None),
        (1, "ferry.txt", 60),  # one took 20, and three are left
        (1, "mole.txt", 60),
        (2, "keeper.txt", 40),  # two took 40
        (2, "pier.txt", 40),
        (3, "mole.txt", 20),  # three took 60
        (4, "pier.txt", 0),
        (4, "", 0),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_sync_that_fails_leaves_no_process_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.sync._SENTENCES", 1)
    before = children()
    with pytest.raises(ModelError, match="no memory") as failure:
        open_toy(tmp_path, Broken()).sync(write(tmp_path / "articles"))
    assert children() == before, f"while {failure} is kept"


def test_a_sync_that_ends_early_does_not_wait_for_a_long_article_to_be_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.sync._SENTENCES", 2)
    monkeypatch.setattr("index.sync._PORTION", 2)
    embedder = Slow()

    def interrupt(progress: SyncProgress) -> None:
        if progress.done == 2:  # the long one is begun
            raise KeyboardInterrupt

    long = "".join(f"Wave {number} broke over the mole.\n\n" for number in range(40))
    with pytest.raises(KeyboardInterrupt):
        open_toy(tmp_path, embedder).sync(
            write(tmp_path / "articles", {**HARBOUR, "long.txt": long}), progress=interrupt
        )
    assert len(embedder.texts) < 20


def test_what_an_interrupted_sync_left_is_swept_away(tmp_path: Path) -> None:
    index = filled(tmp_path)
    clean = records(tmp_path / "index")
    connection = Connection(str(tmp_path / "index"))
    connection.unseal()  # as far as it came, no sync had ended
    client = connection.client
    vector = unit(np.ones((1, 64), dtype=np.float32))
    packed = Packed.of(0, 0, [(0, 9)], vector)
    client.get_collection("chapter-and-verse-passages").upsert(
        ids=["0123456789abcdef01234567:0"],
        embeddings=vector,
        metadatas=[{"version": "0123456789abcdef01234567", "sentences": packed.written()}],
    )
    index = open_toy(tmp_path)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    index.sync(tmp_path / "articles")
    assert records(tmp_path / "index") == clean


def test_a_record_of_an_article_that_has_another_by_now_is_swept_away(tmp_path: Path) -> None:
    filled(tmp_path)
    before = Connection(str(tmp_path / "index"))
    old = before.client.get_collection("chapter-and-verse-articles").get(
        include=["documents", "metadatas", "embeddings"]
    )
    index = open_toy(tmp_path)
    index.sync(write(tmp_path / "articles", MENDED))
    clean = records(tmp_path / "index")
    connection = Connection(str(tmp_path / "index"))
    connection.unseal()  # what was frozen in a sync that others took for dead wrote this at last
    connection.client.get_collection("chapter-and-verse-articles").upsert(**written(old, "mole"))
    assert len(records(tmp_path / "index")["chapter-and-verse-articles"]) == len(HARBOUR) + 1
    index = open_toy(tmp_path)
    assert mole(index) == MENDED["mole.txt"]
    index.sync(tmp_path / "articles")
    assert records(tmp_path / "index") == clean
    assert mole(index) == MENDED["mole.txt"]


def written(got: Mapping[str, Any], word: str) -> dict[str, Any]:
    """Of records that were read, those whose text has a word in it, as they are written."""
    numbers = [n for n, text in enumerate(got["documents"]) if word in text]
    fields = ("ids", "documents", "metadatas", "embeddings")
    return {name: [got[name][n] for n in numbers] for name in fields}


def test_an_article_of_which_passages_are_missing_is_embedded_again(tmp_path: Path) -> None:
    index = filled(tmp_path)
    clean = records(tmp_path / "index")
    connection = Connection(str(tmp_path / "index"))
    passages = connection.client.get_collection("chapter-and-verse-passages")
    (lost, *_) = (
        each for each in passages.get()["ids"] if found_at(connection, each) == "mole.txt"
    )
    passages.delete(ids=[lost])
    connection.unseal()
    embedder = ToyEmbedder()
    index = open_toy(tmp_path, embedder)
    report = index.sync(tmp_path / "articles")
    assert report == SyncReport(updated=("mole.txt",), unchanged=("ferry.txt", "keeper.txt"))
    assert "".join(embedder.texts).startswith("Waves broke the mole")
    assert records(tmp_path / "index") == clean
    assert found(index, "Who paid to mend the mole?") == "mole.txt"


def found_at(connection: Connection, record: str) -> str:
    """The article of a passage's record."""
    articles = connection.client.get_collection("chapter-and-verse-articles")
    (fields,) = articles.get(ids=[record.partition(":")[0]])["metadatas"]
    article_id: str = json.loads(fields["about"])["id"]
    return article_id


def test_an_index_of_another_model_says_what_mends_it(tmp_path: Path) -> None:
    filled(tmp_path)
    other = open_toy(tmp_path, ToyEmbedder("other", dimension=32))
    for use in (lambda: other.search("lamp"), other.status, lambda: other.sync(tmp_path)):
        with pytest.raises(IndexMismatch, match=r"'toy'.*'other'.*sync FOLDER --rebuild"):
            use()
    report = other.sync(tmp_path / "articles", rebuild=True)
    assert report.added == ("ferry.txt", "keeper.txt", "mole.txt")
    assert other.status().embedding_model == "other"
    assert found(other, "Who lit the lamp at dusk?") == "keeper.txt"


def test_an_index_of_an_earlier_version_is_made_anew_by_the_next_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    monkeypatch.setattr("index.store.SCHEME", "sentences-9x900.7")
    index = open_toy(tmp_path)
    with pytest.raises(IndexMismatch, match=r"sentences-9x900.7.*sync FOLDER --rebuild"):
        index.search("lamp")
    assert len(index.sync(tmp_path / "articles").added) == 3
    assert index.status().scheme == "sentences-9x900.7"


def test_rebuilding_forgets_nothing_that_cannot_be_made_anew(tmp_path: Path) -> None:
    index = filled(tmp_path)
    with pytest.raises(FolderError, match="nowhere"):
        index.sync(tmp_path / "nowhere", rebuild=True)
    with pytest.raises(ModelError):
        open_toy(tmp_path, NoModel()).sync(tmp_path / "articles", rebuild=True)
    write(tmp_path / "changes", {"taken-out.json": "[7]"})
    library = Library(tmp_path / "articles", tmp_path / "changes")
    with pytest.raises(FolderError, match=r"taken-out\.json"):
        open_toy(tmp_path, NoModel()).sync(library, rebuild=True)
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"


def test_what_was_read_in_another_way_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an earlier splitter, which took the whole article for one sentence."""
    with monkeypatch.context() as former:
        former.setattr("index.catalog.edition_of", lambda _: "former")
        former.setattr("index.admitting.Entry.of", _in_one_sentence)
        index = filled(tmp_path)
        assert index.status().sentences == 3
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"

    report = index.sync(tmp_path / "articles")
    assert report.updated == tuple(sorted(HARBOUR))
    fresh = Index.open(tmp_path / "fresh", embedder=ToyEmbedder())
    fresh.sync(tmp_path / "articles")
    assert records(tmp_path / "index") == records(tmp_path / "fresh")
    assert index.search("lamp") == fresh.search("lamp")


def _in_one_sentence(reading: Reading, added: datetime) -> Entry:
    whole = Sentence(Span(0, len(reading.article.text)), 0, Role.TEXT)
    return _entry_of(Reading(reading.article, (whole,)), added)


_entry_of = Entry.of


def test_looking_at_an_index_makes_no_collections(tmp_path: Path) -> None:
    index = open_toy(tmp_path)
    assert (index.status().articles, index.search("lamp").hits) == (0, ())
    assert records(tmp_path / "index") == {}


def test_an_index_follows_what_readers_change(tmp_path: Path) -> None:
    index = filled(tmp_path)
    library = Library(tmp_path / "articles", tmp_path / "changes")
    bring(library, "fog.txt", b"Fog lay on the bay. The ferry waited.")
    library.take_out("mole.txt")
    report = index.sync(library)
    assert (report.added, report.removed) == (("brought/fog.txt",), ("mole.txt",))
    assert found(index, "Fog lay on the bay") == "brought/fog.txt"
    library.put_back("mole.txt")
    assert index.sync(library).added == ("mole.txt",)


def test_an_index_tells_how_many_passages_an_article_has_and_since_when(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    index = filled(tmp_path)
    (holding,) = (each for each in index.holdings() if each.article.id == "mole.txt")
    assert holding.passages == 1
    assert holding.added
    assert before <= holding.added <= datetime.now(UTC)
    index.sync(write(tmp_path / "articles", {"ferry.txt": "Another ferry left."}))
    again = {each.article.id: each.added for each in open_toy(tmp_path).holdings()}
    assert again["mole.txt"] == holding.added
    assert again["ferry.txt"]
    assert again["ferry.txt"] > holding.added
