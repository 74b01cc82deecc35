"""Finding sentences by their words, and keeping lists of them beside the store."""

import logging
import math
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from corpus import Article, Reading, Role, Sentence, Span
from index import terms
from index.catalog import Catalog, Entry
from index.lexical import LexicalIndex
from index.wordlists import WordList, WordLists
from tests.indexing import filled, found, open_toy

LOG = ("The ferry left at noon.", "Ferries are late, ferries are full.", "Fog came.")


def word_lists(tmp_path: Path) -> Path:
    return tmp_path / "index" / "words.npz"


def catalog_of(texts: Sequence[str]) -> Catalog:
    """Each text as a sentence of an article of its own, numbered in the order given."""
    articles = (
        Article(f"{n:03}.txt", "", text, "", "", None, "", sha256(text.encode()).hexdigest())
        for n, text in enumerate(texts)
    )
    added = datetime(2031, 5, 4, tzinfo=UTC)
    return Catalog.of(
        Entry.of(Reading(article, (Sentence(Span(0, len(article.text)), 0, Role.TEXT),)), added)
        for article in articles
    )


def lexical_of(texts: Sequence[str]) -> LexicalIndex:
    catalog = catalog_of(texts)
    return LexicalIndex(WordLists().of(catalog), catalog)


def test_words_are_folded_and_empty_words_dropped() -> None:
    assert terms("The Keepers’ LAMPS, and the keeper's lamp") == [
        "keeper",
        "lamp",
        "keeper",
        "lamp",
    ]
    assert terms("Café Ångström") == terms("cafe angstrom")
    assert terms("Wałęsa, Søren, Đoković, Yıldırım") == terms("Walesa, Soren, Dokovic, Yildirim")
    assert terms("Ærø, Œuvre, Þór") == terms("Aero, oeuvre, Thor")
    assert terms("東京 東経 мост") == ["東京", "東経", "мост"], "other letters are left as they are"
    assert terms("11,000 or 11000 or 3.5%") == ["11000", "11000", "3.5"]
    assert terms("who what when and the") == []
    assert terms("the US and us") == terms("the US"), "an abbreviation is a name"
    assert terms("WHO WHAT WHEN AND THE") == [], "a headline in capitals is none"
    assert terms("灯台 ⚓ — ") == ["灯台"]


def test_a_sentence_scores_by_the_words_it_shares() -> None:
    lexical = lexical_of(LOG)
    scores = lexical.scores("Are the ferries full?")
    assert scores[1] > scores[0] > scores[2] == 0
    assert not lexical.scores("zebra").any()


def test_scores_are_those_of_the_formula() -> None:
    """The second sentence has ferry twice among its four words; three sentences have nine."""
    rarity = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    often = 2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 4 / (9 / 3)))
    assert [len(terms(text)) for text in LOG] == [3, 4, 2]
    assert lexical_of(LOG).scores("ferry")[1] == pytest.approx(rarity * often)


@pytest.mark.parametrize("sentences", [[], ["The.", "And?"]])
def test_no_words_score_nothing(sentences: list[str], tmp_path: Path) -> None:
    assert lexical_of(sentences).scores("ferry").tolist() == [0.0] * len(sentences)
    catalog = catalog_of(sentences)
    WordLists().of(catalog).save(tmp_path / "words.npz")
    kept = LexicalIndex(WordLists.load(tmp_path / "words.npz").of(catalog), catalog)
    assert kept.scores("ferry").tolist() == [0.0] * len(sentences)


def test_only_new_articles_are_folded_and_words_that_are_gone_are_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalog = catalog_of(LOG)
    before = WordLists().of(catalog)
    folded: list[str] = []

    def noted(text: str) -> list[str]:
        folded.append(text)
        return terms(text)

    monkeypatch.setattr("index.wordlists.terms", noted)
    changed = catalog_of([*LOG[:2], "A seal slept."])
    after = before.of(changed)
    assert folded == ["A seal slept."]
    assert after.vocabulary == ["ferri", "left", "noon", "late", "full", "seal", "slept"]
    lexical = LexicalIndex(after, changed)
    assert set(lexical.vocabulary) == set(after.vocabulary)
    assert lexical.scores("the seal").tolist()[:2] == [0.0, 0.0]
    assert lexical.scores("the seal")[2] > 0


def test_a_list_of_other_sentences_is_not_taken_over() -> None:
    catalog = catalog_of(LOG)
    (version, *_) = catalog.by_version
    wrong = WordLists(["fog"], {version: WordList(np.zeros(2, np.int32), np.ones(2, np.int32))})
    assert wrong.of(catalog).articles[version].lengths.tolist() == [3]


def test_lists_are_made_once_and_read_from_then_on(tmp_path: Path) -> None:
    filled(tmp_path)
    before = word_lists(tmp_path).stat().st_mtime_ns
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"
    assert word_lists(tmp_path).stat().st_mtime_ns == before


def test_damage_anywhere_is_mended(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = filled(tmp_path).search("Who lit the lamp at dusk?")
    whole = word_lists(tmp_path).read_bytes()
    flipped = [bytearray(whole) for _ in range(12)]
    for number, data in enumerate(flipped):
        data[number * len(whole) // 12] ^= 0x10
    for damaged in (
        b"",
        b"[]",
        b"\x93NUMPY garbage",
        whole[: len(whole) // 2],
        *map(bytes, flipped),
    ):
        word_lists(tmp_path).write_bytes(damaged)
        assert open_toy(tmp_path).search("Who lit the lamp at dusk?") == before
    assert any("is made anew" in record.getMessage() for record in caplog.records)
    word_lists(tmp_path).unlink()
    assert open_toy(tmp_path).search("Who lit the lamp at dusk?") == before
    assert word_lists(tmp_path).exists()


def test_lists_whose_zip_directory_has_any_bit_flipped_are_read_as_they_were_or_not_at_all(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    path = tmp_path / "words.npz"
    lists = WordLists().of(catalog_of(LOG))
    lists.save(path)
    whole = path.read_bytes()
    first, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    second = whole.index(b"PK\x01\x02", first + 1)  # one entry is like another
    refused = 0
    for at, bit in product((*range(first, second), *range(end, len(whole))), range(8)):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << bit
        path.write_bytes(damaged)
        read = WordLists.load(path)
        refused += not read.articles
        assert plain(read) in (plain(lists), plain(WordLists()))
    assert refused > 100


def plain(lists: WordLists) -> tuple[list[str], dict[str, tuple[list[int], list[int]]]]:
    """Lists that can be compared."""
    articles = lists.articles.items()
    return lists.vocabulary, {
        v: (each.words.tolist(), each.lengths.tolist()) for v, each in articles
    }


def test_lists_that_cannot_be_kept_are_warned_about_and_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    word_lists(tmp_path).mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        index = filled(tmp_path)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    messages = [record.getMessage() for record in caplog.records]
    assert any(message.startswith("the list of words can't be kept in") for message in messages)
    assert all(os.fspath(word_lists(tmp_path)) in message for message in messages)
