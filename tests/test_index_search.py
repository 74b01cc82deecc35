"""Searching: by meaning and by words, within bounds, and from one state of the articles."""

from datetime import date
from pathlib import Path

import pytest

from corpus import Span
from index import Index, SearchError, UnknownArticle
from tests.indexing import HARBOUR, filled, write

MANY = {
    f"log-{number}.txt": f"Log {number}.\n\n"
    + "\n\n".join(
        f"On day {day} ship {number * 100 + day} passed the light. The wind was {day} knots."
        for day in range(60)
    )
    for number in range(8)
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of the harbour's articles, for all tests that only ask it."""
    return filled(tmp_path_factory.mktemp("harbour"))


def test_a_hit_says_where_it_stands_and_how_it_came_about(harbour: Index) -> None:
    hit = harbour.search("What did the town pay to mend the mole?").hits[0]
    assert hit.article == harbour.article("mole.txt")
    assert hit.passage.span == Span(0, len(HARBOUR["mole.txt"]) - 1)
    assert hit.text == HARBOUR["mole.txt"].strip()
    assert list(hit.passage.sentences) == [0, 1]
    assert hit.lexical == 1.0
    assert 0 < hit.score <= 1


def test_sentences_come_best_first_and_a_passage_is_as_good_as_its_best(harbour: Index) -> None:
    result = harbour.search("The town paid crowns.")
    scores = [sentence.score for sentence in result.sentences]
    assert scores == sorted(scores, reverse=True)
    assert result.sentences[0].text == "The town paid 11,000 crowns to mend it."
    assert result.hits[0].score == result.sentences[0].score


@pytest.mark.parametrize("question", ["Who paid 11000?", "¿Quién pagó 11,000?", "11,000"])
def test_numbers_are_found_however_they_are_written(harbour: Index, question: str) -> None:
    hits = harbour.search(question).hits
    assert [hit.article_id for hit in hits if hit.lexical == 1.0] == ["mole.txt"]


def test_as_many_passages_come_as_are_asked_for(tmp_path: Path) -> None:
    index = filled(tmp_path, MANY)
    assert index.status().passages > 200
    for k in (1, 10, 100):
        hits = index.search("Which ship passed the light?", k).hits
        assert len(hits) == k
        assert len({(hit.article_id, hit.start) for hit in hits}) == k


@pytest.mark.parametrize("k", [0, -1, 101])
def test_a_number_of_passages_that_makes_no_sense_is_refused(harbour: Index, k: int) -> None:
    with pytest.raises(SearchError, match="ask for 1 to 100"):
        harbour.search("lamp", k)


@pytest.mark.parametrize("question", ["", "  \n", "?!", "…", "⚓", "\x00"])
def test_a_question_without_a_word_finds_nothing(harbour: Index, question: str) -> None:
    result = harbour.search(question)
    assert (len(result.hits), len(result.sentences)) == (0, 0)


@pytest.mark.parametrize("question", ["zebra", "the", "灯台", "lamp \ud83d", "lamp\x00lamp"])
def test_unusual_questions_are_searched(harbour: Index, question: str) -> None:
    assert harbour.search(question).hits


def test_an_unknown_article_is_named(harbour: Index) -> None:
    with pytest.raises(UnknownArticle, match=r"'harbour.txt'.*index status"):
        harbour.article("harbour.txt")
    with pytest.raises(LookupError):
        harbour.sentences("harbour.txt")


def test_what_a_file_says_of_itself_comes_back(tmp_path: Path) -> None:
    about = "---\ntitle: The Lamp\nsource: Harbour Gazette\ndate: 2024-05-03\n---\n"
    index = filled(tmp_path, {"lamp.md": f"{about}The keeper lit the lamp at dusk."})
    (article,) = index.articles()
    assert article.title == "The Lamp"
    assert article.source == "Harbour Gazette"
    assert article.published == date(2024, 5, 3)


def test_an_article_that_was_found_keeps_its_own_sentences(tmp_path: Path) -> None:
    index = filled(tmp_path)
    hit = index.search("Who lit the lamp at dusk?").hits[0]
    before = index.sentences(hit.article)
    assert before == index.sentences("keeper.txt")
    index.sync(write(tmp_path / "articles", {"keeper.txt": "Fog. The keeper is ill today."}))
    assert index.sentences(hit.article) == before
    assert index.sentences("keeper.txt") != before
