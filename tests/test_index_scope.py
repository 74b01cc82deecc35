"""Some of the articles only: which they are, and that the others count for nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import Index, Scope, ScopeError
from tests.indexing import HARBOUR, filled


def stated(source: str, day: str, text: str) -> str:
    return f"---\nsource: {source}\ndate: {day}\n---\n\n{text}"


FILES = {
    "ferry.md": stated("The Quay", "2031-05-04", HARBOUR["ferry.txt"]),
    "keeper.md": stated("The Mirror", "2031-05-06", HARBOUR["keeper.txt"]),
    "mole.txt": HARBOUR["mole.txt"],
}
"""The last one names neither outlet nor day."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """For all tests: none changes it."""
    return filled(tmp_path_factory.mktemp("stated"), FILES)


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        (Scope(), ["ferry.md", "keeper.md", "mole.txt"]),
        (Scope(articles=["mole.txt", "ferry.md"]), ["ferry.md", "mole.txt"]),
        (Scope(articles=[]), []),
        (Scope(articles=["harbour.txt"]), []),
        (Scope(sources=["The Mirror"]), ["keeper.md"]),
        (Scope(sources=[""]), ["mole.txt"]),
        (Scope(since=date(2031, 5, 5)), ["keeper.md"]),
        (Scope(until=date(2031, 5, 4)), ["ferry.md"]),
        (Scope(since=date(2031, 5, 4), until=date(2031, 5, 6)), ["ferry.md", "keeper.md"]),
        (Scope(articles=["ferry.md"], sources=["The Mirror"]), []),
    ],
)
def test_searches_see_the_articles_that_meet_every_condition(
    index: Index, scope: Scope, left: list[str]
) -> None:
    part = index.within(scope)
    assert [article.id for article in part.articles()] == left
    for question in ("Who lit the lamp at dusk?", "The town paid 11,000 crowns", "ferry"):
        found = part.search(question)
        assert sorted({hit.article_id for hit in found.hits}) == left
        assert sorted({hit.article.id for hit in found.sentences}) == left


def test_others_that_fit_better_do_not_push_out_what_is_asked(tmp_path: Path) -> None:
    crowd = {f"{number}.txt": f"The lamp, the lamp, lamp {number}." for number in range(150)}
    index = filled(tmp_path, {**crowd, "mole.txt": HARBOUR["mole.txt"]})
    part = index.within(Scope(articles=["mole.txt"]))
    assert [hit.article_id for hit in part.search("the lamp").hits] == ["mole.txt"]
    assert [hit.lexical for hit in part.search("the lamp of the mole").hits] == [1.0]


def test_no_more_passages_come_than_are_asked_for(index: Index) -> None:
    assert len(index.within(Scope(sources=["The Quay", "The Mirror"])).search("lamp", 1).hits) == 1


def test_what_is_not_asked_can_still_be_read(index: Index) -> None:
    part = index.within(Scope(articles=["mole.txt"]))
    assert part.article("keeper.md") == index.article("keeper.md")
    assert part.sentences("keeper.md") == index.sentences("keeper.md")
    assert part.respelled("Who lit the lampp?") == index.respelled("Who lit the lampp?")


def test_a_scope_says_what_it_leaves() -> None:
    assert str(Scope()) == ""
    assert str(Scope(["b", "c", "a"])) == "named a, b or c"
    since, until = date(2031, 5, 4), date(2031, 6, 1)
    assert str(Scope(since=since)) == "published from 4 May 2031 on"
    assert str(Scope(until=until)) == "published up to 1 June 2031"
    scope = Scope(sources=["The Quay"], since=since, until=until)
    assert str(scope) == "from The Quay, published from 4 May 2031 to 1 June 2031"


def test_one_name_in_the_place_of_a_list_is_an_error() -> None:
    with pytest.raises(ScopeError, match="sources is 'The Quay': give a list"):
        Scope(sources="The Quay")


def test_days_in_the_wrong_order_are_an_error() -> None:
    with pytest.raises(ScopeError, match="exchange them"):
        Scope(since=date(2031, 5, 4), until=date(2031, 5, 3))


@pytest.mark.parametrize("scope", [{"sources": ["The Quay"]}, None, "The Quay"])
def test_what_is_no_scope_is_refused(index: Index, scope: Any) -> None:
    with pytest.raises(ScopeError, match=r"of type .*: give an index\.Scope"):
        index.within(scope)


def test_a_search_refuses_it_too(index: Index) -> None:
    scope: Any = {"sources": ["The Quay"]}
    with pytest.raises(ScopeError, match=r"of type dict: give an index\.Scope"):
        index.search("Who lit the lamp?", scope=scope)
