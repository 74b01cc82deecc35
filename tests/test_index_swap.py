"""An index made anew takes the former one's place at once, even where its process is killed."""

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection

from index import Index, IndexUnavailable
from index.opening import Connection
from index.shelves import Shelves
from index.store import Store
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
    write,
)


def test_an_index_that_was_killed_while_it_took_anothers_place_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one has its name, and the former one is deleted."""
    filled(tmp_path)
    deleted = Shelves._delete

    def end_afterwards(shelves: Shelves, prefix: str, names: Sequence[str]) -> None:
        deleted(shelves, prefix, names)
        if "sentences" in names:
            raise Killed

    with monkeypatch.context() as killed:
        killed.setattr(Shelves, "_delete", end_afterwards)
        with pytest.raises(IndexUnavailable):
            open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    embedder = ToyEmbedder()
    assert len(open_toy(tmp_path, embedder).sync(tmp_path / "articles").unchanged) == 3
    assert embedder.texts == []
    assert ids(open_toy(tmp_path)) == sorted(HARBOUR)


@pytest.mark.long
@pytest.mark.slow
def test_an_index_that_is_killed_at_any_step_of_taking_anothers_place_is_asked_and_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each of the changes that publishing makes in Chroma, once."""
    filled(tmp_path / "whole")
    write(tmp_path / "whole" / "articles", MENDED)
    for last in count(1):
        place = shutil.copytree(tmp_path / "whole", tmp_path / str(last))
        reader, index = open_toy(place), open_toy(place)
        assert mole(reader) == HARBOUR["mole.txt"].strip()

        def end(step: int, change: Callable[[], None], last: int = last) -> None:
            if step == last:
                raise Killed
            change()

        if made_anew_step_by_step(monkeypatch, index, place, end) < last:
            break
        for asked in (reader, index, open_toy(place)):
            assert mole(asked) in (HARBOUR["mole.txt"].strip(), MENDED["mole.txt"])
        open_toy(place).sync(place / "articles")
        assert {mole(asked) for asked in (reader, index, open_toy(place))} == {MENDED["mole.txt"]}
        assert collections(place) == ["chapter-and-verse-articles", "chapter-and-verse-passages"]
        assert (place / "index" / "seal").exists()
    assert last > 5


def test_questions_are_answered_at_every_step_of_taking_anothers_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.present._PATIENCE", 0.05)
    reader = filled(tmp_path)
    assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"
    write(tmp_path / "articles", MENDED)
    with ThreadPoolExecutor(20) as pool:
        answers: list[Future[str]] = []

        def look(_: int, change: Callable[[], None]) -> None:
            change()
            # Who comes now waits until the files are not written any more.
            answers.append(pool.submit(lambda: mole(open_toy(tmp_path))))
            answers.append(pool.submit(mole, reader))
            wait(answers, timeout=0.3)

        steps = made_anew_step_by_step(monkeypatch, open_toy(tmp_path), tmp_path, look)
        told = [answer.result() for answer in answers]
    assert len(told) == 2 * steps > 10
    assert set(told[::2]) | set(told[1::2]) == {HARBOUR["mole.txt"].strip(), MENDED["mole.txt"]}
    assert told[-1] == MENDED["mole.txt"]


def made_anew_step_by_step(
    monkeypatch: pytest.MonkeyPatch,
    index: Index,
    place: Path,
    step: Callable[[int, Callable[[], None]], None],
) -> int:
    """Make an index anew; gives how many changes of collections publishing it took.

    Args:
        step: is given the number of each, from 1, and what makes it.
    """
    publish, made = Shelves.publish, 0

    def watched(change: Callable[..., None]) -> Callable[..., None]:
        def one(*arguments: Any, **others: Any) -> None:
            nonlocal made
            made += 1
            step(made, partial(change, *arguments, **others))

        return one

    def watched_publish(shelves: Shelves) -> None:
        with monkeypatch.context() as watching:
            watching.setattr(Collection, "modify", watched(Collection.modify))
            watching.setattr(Client, "delete_collection", watched(Client.delete_collection))
            publish(shelves)

    with monkeypatch.context() as watching, suppress(IndexUnavailable):
        watching.setattr(Shelves, "publish", watched_publish)
        index.sync(place / "articles", rebuild=True)
    return made


def test_an_empty_index_that_takes_anothers_place_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    (tmp_path / "nothing").mkdir()
    index, reader = open_toy(tmp_path), open_toy(tmp_path)
    assert found(reader, "Who lit the lamp at dusk?") == "keeper.txt"
    nearest = Store.nearest

    def later(*arguments: Any) -> Any:
        monkeypatch.setattr(Store, "nearest", nearest)
        index.sync(tmp_path / "nothing", rebuild=True)
        return nearest(*arguments)

    monkeypatch.setattr(Store, "nearest", later)
    assert reader.search("Who lit the lamp at dusk?").hits == ()


def test_an_index_that_a_former_version_was_killed_at_is_completed(tmp_path: Path) -> None:
    """It deleted the former one first; of the new one only the passages have their name."""
    filled(tmp_path)
    connection = Connection(str(tmp_path / "index"))
    articles = connection.client.get_collection("chapter-and-verse-articles")
    articles.modify(name="chapter-and-verse-new-articles")
    (tmp_path / "index" / "seal").unlink()
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"
    embedder = ToyEmbedder()
    assert len(open_toy(tmp_path, embedder).sync(tmp_path / "articles").unchanged) == 3
    assert embedder.texts == []
    assert collections(tmp_path) == ["chapter-and-verse-articles", "chapter-and-verse-passages"]
    assert (tmp_path / "index" / "seal").exists()
