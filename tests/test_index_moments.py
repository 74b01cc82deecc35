"""What is found at each moment of a sync, and after one that ends where it should not."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from index import Index, IndexMismatch, IndexOccupied, IndexUnavailable, Scope
from index.catalog import Entry
from index.embedding import Vectors
from index.opening import Connection
from index.shelves import Shelves
from index.store import Store
from tests.faults import another_word
from tests.indexing import (
    HARBOUR,
    MENDED,
    Killed,
    ToyEmbedder,
    collections,
    filled,
    found,
    ids,
    mole,
    open_toy,
    records,
    write,
)


class Watching(ToyEmbedder):
    """Looks at something each time before it embeds articles.

    Args:
        look: does it.
    """

    def __init__(self, look: Callable[[], object]) -> None:
        super().__init__()
        self._look = look

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self._look()
        return super().encode_texts(texts)


def ends_at(monkeypatch: pytest.MonkeyPatch, owner: type, method: str) -> None:
    """Has a process end when it comes to a method."""

    def end(*_: Any, **__: Any) -> None:
        raise Killed

    monkeypatch.setattr(owner, method, end)


def test_an_article_that_changes_is_found_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    readers = [index, open_toy(tmp_path)]
    seen: list[str] = []

    def look() -> None:
        seen.extend(each.search("Is the mole mended?").hits[0].text for each in readers)

    look()
    remove = Store.remove

    def looked_at(store: Store, versions: Sequence[str]) -> None:
        look()
        remove(store, versions)
        look()

    monkeypatch.setattr(Store, "remove", looked_at)
    index.sync(write(tmp_path / "articles", MENDED))
    look()
    former, new = HARBOUR["mole.txt"].strip(), MENDED["mole.txt"]
    assert seen == [former, former, *[new] * 6]


def test_who_looks_while_an_article_is_taken_away_does_not_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, reader = filled(tmp_path), open_toy(tmp_path)
    remove = Store.remove

    def looked_at(store: Store, versions: Sequence[str]) -> None:
        assert "fog.txt" in ids(reader)
        remove(store, versions)

    monkeypatch.setattr(Store, "remove", looked_at)
    (tmp_path / "articles" / "ferry.txt").unlink()
    index.sync(write(tmp_path / "articles", {"fog.txt": "The fog horn blew."}))
    assert ids(reader) == ids(index) == ["fog.txt", "keeper.txt", "mole.txt"]


def test_what_a_killed_sync_had_written_is_told_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is written, and nobody has heard of it; for the next sync there is nothing to do."""
    reader = filled(tmp_path)
    folder = write(tmp_path / "articles", {"fog.txt": "The fog horn blew."})
    with monkeypatch.context() as killed:
        ends_at(killed, Shelves, "publish")
        with pytest.raises(IndexUnavailable):
            open_toy(tmp_path).sync(folder)
    assert ids(reader) == sorted(HARBOUR)
    assert len(open_toy(tmp_path).sync(folder).unchanged) == 4
    assert "fog.txt" in ids(reader)


def test_a_sync_that_failed_is_made_good_by_the_next_one_of_the_same_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article is half taken away when it is there again."""
    index = filled(tmp_path)
    whole = records(tmp_path / "index")
    mole = tmp_path / "articles" / "mole.txt"
    mole.unlink()
    with monkeypatch.context() as failing:
        ends_at(failing, Shelves, "finish")
        with pytest.raises(IndexUnavailable):
            index.sync(tmp_path / "articles")
    write(tmp_path / "articles")
    assert index.sync(tmp_path / "articles").added == ("mole.txt",)
    assert records(tmp_path / "index") == whole
    assert ids(open_toy(tmp_path)) == sorted(HARBOUR)


def test_an_index_is_asked_while_it_is_made_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    reader = open_toy(tmp_path)
    seen: list[str] = []

    def look() -> None:
        seen.extend(found(each, "Who lit the lamp at dusk?") for each in (reader, index))

    index = open_toy(tmp_path, Watching(look))
    index.sync(write(tmp_path / "articles", MENDED), rebuild=True)
    assert seen == ["keeper.txt", "keeper.txt"]
    for each in (reader, index):
        assert each.article("mole.txt").text == MENDED["mole.txt"]
        assert found(each, "Who lit the lamp at dusk?") == "keeper.txt"
    assert collections(tmp_path) == ["chapter-and-verse-articles", "chapter-and-verse-passages"]


def test_who_asks_while_a_damaged_index_is_made_anew_is_told_so(tmp_path: Path) -> None:
    page = filled(tmp_path)
    assert found(page, "Who lit the lamp at dusk?") == "keeper.txt"
    early = open_toy(tmp_path)
    looks: list[int] = []

    def look() -> None:
        for asked in (page, early, index, open_toy(tmp_path)):
            with pytest.raises(IndexOccupied, match="is being made anew: try again when"):
                asked.search("Who lit the lamp at dusk?")
        looks.append(1)

    index = open_toy(tmp_path, Watching(look))
    another_word(tmp_path / "index")
    index.sync(tmp_path / "articles", rebuild=True)
    assert looks == [1]
    for asked in (page, early, index, open_toy(tmp_path)):
        assert found(asked, "Who lit the lamp at dusk?") == "keeper.txt"


def test_what_a_search_finds_gone_it_finds_in_the_index_that_took_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one is published between the moment a search begins and its look at the store."""
    filled(tmp_path)
    index, reader = open_toy(tmp_path), open_toy(tmp_path)
    assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"
    nearest = Store.nearest

    def later(*arguments: Any) -> Any:
        monkeypatch.setattr(Store, "nearest", nearest)
        index.sync(write(tmp_path / "articles", MENDED), rebuild=True)
        return nearest(*arguments)

    monkeypatch.setattr(Store, "nearest", later)
    assert reader.search("Is the mole mended?").hits[0].text == MENDED["mole.txt"]


@pytest.mark.parametrize("is_by_itself", [False, True])
def test_what_a_sync_takes_away_during_a_search_is_found_as_it_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_by_itself: bool
) -> None:
    """By a thread of the same process, or by another one."""
    reader = filled(tmp_path, {"mole.txt": HARBOUR["mole.txt"]})
    index = open_toy(tmp_path) if is_by_itself else reader
    assert mole(reader) == HARBOUR["mole.txt"].strip()
    nearest = Store.nearest

    def later(*arguments: Any) -> Any:
        monkeypatch.setattr(Store, "nearest", nearest)
        index.sync(write(tmp_path / "articles", MENDED))
        return nearest(*arguments)

    monkeypatch.setattr(Store, "nearest", later)
    assert mole(reader) == MENDED["mole.txt"]


def test_who_asks_while_much_is_read_anew_is_answered_from_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.present._PATIENCE", 0.05)
    index, reader = filled(tmp_path), open_toy(tmp_path)
    assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"
    index.sync(write(tmp_path / "articles", {"fog.txt": "The fog horn blew."}))
    gate, entries = threading.Event(), Store.entries

    def slow(store: Store, known: Mapping[str, Entry]) -> list[Entry]:
        assert gate.wait(20)
        return entries(store, known)

    monkeypatch.setattr(Store, "entries", slow)
    for _ in range(2):
        assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"
        assert ids(reader) == sorted(HARBOUR)
    gate.set()
    until = time.monotonic() + 20
    while "fog.txt" not in ids(reader) and time.monotonic() < until:
        time.sleep(0.01)
    assert found(reader, "Did the horn blow in the fog?") == "fog.txt"


def test_an_index_of_another_scheme_that_is_half_made_anew_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.sync._SENTENCES", 1)
    with monkeypatch.context() as former:
        former.setattr("index.store.SCHEME", "another")
        filled(tmp_path)
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise Killed

    with pytest.raises(Killed):
        open_toy(tmp_path, Watching(look)).sync(tmp_path / "articles")
    with pytest.raises(IndexMismatch):
        open_toy(tmp_path).search("lamp")

    embedder = ToyEmbedder()
    report = open_toy(tmp_path, embedder).sync(tmp_path / "articles")
    assert (report.added, len(report.unchanged)) == (("mole.txt",), 2)
    assert len(embedder.texts) == 2
    assert ids(open_toy(tmp_path)) == sorted(HARBOUR)


def test_what_was_made_anew_in_vain_is_forgotten(tmp_path: Path) -> None:
    filled(tmp_path)

    def look() -> None:
        raise Killed

    with pytest.raises(Killed):
        open_toy(tmp_path, Watching(look)).sync(tmp_path / "articles", rebuild=True)
    assert len(collections(tmp_path)) == 4
    index = open_toy(tmp_path)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    index.sync(tmp_path / "articles")
    assert len(collections(tmp_path)) == 2


def test_a_scope_of_more_articles_than_one_query_takes_is_searched_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path, {f"{n}.txt": f"Barge {n} took {n} tons of coal." for n in range(9)})
    scope = Scope(articles=[f"{n}.txt" for n in range(1, 9)])
    whole = index.search("How much coal did barge 7 take?", 3, scope=scope)
    monkeypatch.setattr("index.store._MOST_NAMED", 3)
    assert index.search("How much coal did barge 7 take?", 3, scope=scope) == whole
    assert {hit.article_id for hit in whole.hits} <= set(scope.articles or ())


@pytest.mark.parametrize("another", ["1.5.9", "chroma-0.9-sums.2"])
def test_files_that_another_version_changed_or_summed_up_are_not_called_damaged(
    tmp_path: Path, another: str
) -> None:
    filled(tmp_path)
    seal = tmp_path / "index" / "seal"
    mark, made_by, sums = seal.read_text().split(" ", 2)
    seal.write_text(f"{mark} {made_by} {sums}0")
    with pytest.raises(IndexUnavailable, match="damaged"):
        open_toy(tmp_path).search("lamp")
    seal.write_text(f"{mark} {another} {sums}0")
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"
    open_toy(tmp_path).sync(tmp_path / "articles")
    assert seal.read_text().split(" ")[1] == made_by, "noted anew by a sync that changes nothing"


def test_an_index_that_cannot_be_checked_at_this_moment_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)

    def busy(_: Path) -> int:
        raise OSError("too many open files")

    monkeypatch.setattr("index.sealing.sum_of_database", busy)
    with pytest.raises(IndexOccupied, match=r"can't be checked: too many open files. Try again"):
        open_toy(tmp_path).search("lamp")


def test_damaged_sentences_of_a_passage_are_told_where_no_seal_tells_it(tmp_path: Path) -> None:
    filled(tmp_path)
    connection = Connection(str(tmp_path / "index"))
    connection.unseal()
    passages = connection.client.get_collection("chapter-and-verse-passages")
    first, second, *_ = passages.get(include=["metadatas"])["ids"]
    fields = passages.get(ids=[first], include=["metadatas"])["metadatas"][0]
    for packed in (fields["sentences"][:-4], "AAAA"):
        passages.update(ids=[second], metadatas=[{**fields, "sentences": packed}])
        with pytest.raises(IndexUnavailable, match="the sentences of a passage are damaged"):
            Index.open(tmp_path / "index", embedder=ToyEmbedder()).search("lamp")
