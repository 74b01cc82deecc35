"""Whatever the articles say and in whatever order they come and go, the index is the same."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import sentence_table
from index import Index, SearchResult
from tests.indexing import HARBOUR, ToyEmbedder, records, write

NAMES = ("ferry.txt", "mole.md", "north/keeper.txt")
QUESTIONS = ("Who lit the lamp at dusk?", "the ferry", "11,000 crowns", "zebra")

anything = st.text(st.characters(codec="utf-8"), max_size=200)
stories = st.lists(
    st.sampled_from([*HARBOUR.values(), "Fog came. ", "The Harbour\n\n", "“Row!” he said.\r\n"]),
    min_size=1,
    max_size=4,
).map("".join)
texts = stories | anything
questions = st.text(max_size=30)
changes = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), texts),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just("")),
)
histories = st.lists(st.lists(changes, max_size=4), min_size=1, max_size=4)

few = settings(max_examples=6, deadline=None)
many = settings(max_examples=30, deadline=None)
"""Each example makes indexes on the disk; with many, a test is one of the long ones."""


def carry_out(folder: Path, change: tuple[str, str, str]) -> None:
    what, name, with_ = change
    if what == "write":
        write(folder, {name: with_})
    elif what == "remove":
        (folder / name).unlink(missing_ok=True)
    elif (folder / name).exists():
        (folder / with_).parent.mkdir(exist_ok=True)
        (folder / name).replace(folder / with_)


def assert_exact(index: Index, results: Iterable[SearchResult]) -> None:
    """Every passage and sentence is whole sentences, and what its span says."""
    for article in index.articles():
        table = index.sentences(article.id)
        assert table == sentence_table(article.text)
    for result in results:
        for hit in result.hits:
            rows = [index.sentences(hit.article_id)[row] for row in hit.passage.sentences]
            assert index.article(hit.article_id).text[hit.start : hit.end] == hit.text
            assert (rows[0].span.start, rows[-1].span.end) == (hit.start, hit.end)
            assert all(row.citable for row in rows)
        for sentence in result.sentences:
            assert sentence.span == index.sentences(sentence.article.id)[sentence.row].span
            assert sentence.text == sentence.span.of(index.article(sentence.article.id).text)


def assert_ends_as_one_fresh_sync(history: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        articles = write(Path(place, "articles"), {"bell.txt": "The bell rang at one."})
        grown = Index.open(Path(place, "grown"), embedder=ToyEmbedder())
        for batch in history:
            for change in batch:
                carry_out(articles, change)
            last = grown.sync(articles)
        fresh = Index.open(Path(place, "fresh"), embedder=ToyEmbedder())
        report = fresh.sync(articles)

        assert last.failed == report.failed
        assert grown.articles() == fresh.articles()
        assert grown.status().passages == fresh.status().passages
        results = [grown.search(question, k=100) for question in QUESTIONS]
        assert results == [fresh.search(question, k=100) for question in QUESTIONS]
        assert records(grown.location) == records(fresh.location)
        assert_exact(grown, results)


@few
@given(histories)
def test_any_history_of_changes_ends_as_one_fresh_sync(
    history: list[list[tuple[str, str, str]]],
) -> None:
    assert_ends_as_one_fresh_sync(history)


@pytest.mark.long
@many
@given(histories)
def test_any_of_many_histories_of_changes_ends_as_one_fresh_sync(
    history: list[list[tuple[str, str, str]]],
) -> None:
    assert_ends_as_one_fresh_sync(history)


def assert_found_exactly(texts: list[str], question: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        files = {f"{number}.txt": text for number, text in enumerate(texts)}
        index = Index.open(Path(place, "index"), embedder=ToyEmbedder())
        index.sync(write(Path(place, "articles"), files))
        assert_exact(index, [index.search(question, k=7), index.search("the lamp", k=100)])
        assert {a.id: a.text.encode() for a in index.articles()}.items() <= {
            name: text.encode() for name, text in files.items()
        }.items()


@few
@given(texts=st.lists(texts, min_size=1, max_size=3), question=questions)
def test_every_passage_is_found_exactly_whatever_the_words(texts: list[str], question: str) -> None:
    assert_found_exactly(texts, question)


@pytest.mark.long
@many
@given(texts=st.lists(texts, min_size=1, max_size=3), question=questions)
def test_every_passage_is_found_exactly_whatever_the_many_words(
    texts: list[str], question: str
) -> None:
    assert_found_exactly(texts, question)
