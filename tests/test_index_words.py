"""Finding sentences by their words, and keeping that index beside the store."""

import logging
import os
from pathlib import Path

import numpy as np
import pytest

from index import terms
from index.lexical import LexicalIndex
from tests.indexing import filled, found, open_toy, write

LOG = ("The ferry left at noon.", "Ferries are late, ferries are full.", "Fog came.")


def lexical_files(tmp_path: Path) -> list[Path]:
    return sorted(p for p in (tmp_path / "index" / "lexical").rglob("*") if p.is_file())


def test_words_are_folded_and_empty_words_dropped() -> None:
    assert terms("The Keepers’ LAMPS, and the keeper's lamp") == [
        "keeper",
        "lamp",
        "keeper",
        "lamp",
    ]
    assert terms("Café Ångström") == terms("cafe angstrom")
    assert terms("11,000 or 11000 or 3.5%") == ["11000", "11000", "3.5"]
    assert terms("who what when and the") == []
    assert terms("灯台 ⚓ — ") == ["灯台"]


def test_a_sentence_scores_by_the_words_it_shares() -> None:
    scores = LexicalIndex.build(LOG).scores("Are the ferries full?")
    assert scores[1] > scores[0] > scores[2] == 0
    assert not LexicalIndex.build(LOG).scores("zebra").any()


@pytest.mark.parametrize("sentences", [[], ["The.", "And?"]])
def test_no_words_score_nothing(sentences: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(sentences)
    assert index.scores("ferry").tolist() == [0.0] * len(sentences)
    index.save(tmp_path, "empty")
    kept = LexicalIndex.load(tmp_path, "empty")
    assert kept
    assert kept.scores("ferry").tolist() == [0.0] * len(sentences)


def test_what_is_kept_is_found_by_its_state_alone(tmp_path: Path) -> None:
    index = LexicalIndex.build(LOG)
    index.save(tmp_path, "monday")
    kept = LexicalIndex.load(tmp_path, "monday")
    assert kept
    assert np.array_equal(kept.scores("full ferries"), index.scores("full ferries"))
    assert LexicalIndex.load(tmp_path, "tuesday") is None
    assert LexicalIndex.load(tmp_path / "nowhere", "monday") is None


def test_only_the_last_state_is_kept(tmp_path: Path) -> None:
    index = filled(tmp_path)
    index.sync(write(tmp_path / "articles", {"fog.txt": "The fog horn blew."}))
    assert len(list((tmp_path / "index" / "lexical").iterdir())) == 1


def test_it_is_made_once_and_read_from_then_on(tmp_path: Path) -> None:
    filled(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in lexical_files(tmp_path)}
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"
    assert {path: path.stat().st_mtime_ns for path in lexical_files(tmp_path)} == before


def test_damage_anywhere_is_mended(tmp_path: Path) -> None:
    before = filled(tmp_path).search("Who lit the lamp at dusk?")
    names = [path.name for path in lexical_files(tmp_path)]
    assert len(names) > 3
    for name in names:
        for damaged in (b"", b"[]", b"{}", b"\x93NUMPY garbage", None):
            (path,) = (tmp_path / "index" / "lexical").rglob(name)
            path.unlink() if damaged is None else path.write_bytes(damaged)
            assert open_toy(tmp_path).search("Who lit the lamp at dusk?") == before
            assert path.read_bytes() != damaged
    assert [path.name for path in lexical_files(tmp_path)] == names


def test_one_that_cannot_be_kept_is_warned_about_and_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "index", {"lexical": "a file where a folder should be"})
    with caplog.at_level(logging.WARNING):
        index = filled(tmp_path)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    (message,) = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert message.startswith("the index of words can't be kept in")
    assert os.fspath(tmp_path / "index" / "lexical") in message
