"""Where an outlet is asked that there is not: a refusal tells which there are."""

from datetime import date
from pathlib import Path

import pytest

from index import Index, Scope
from qa import answer
from qa.reader import SearchAlone
from tests.indexing import filled


def reported(source: str) -> str:
    return f"---\nsource: {source}\ndate: 2031-05-04\n---\n\nThe keeper lit the lamp at dusk.\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    files = {"a.md": reported("The Quay"), "b.md": reported("Evening Post"), "c.txt": "No outlet."}
    return filled(tmp_path_factory.mktemp("outlets"), files)


def reason(index: Index, scope: Scope) -> str:
    return answer("Who lit the lamp?", index=index.within(scope), reader=SearchAlone()).reason


@pytest.mark.parametrize("given", ["quay", "THE QUAY"])
def test_one_that_is_called_much_like_it_is_told_alone(index: Index, given: str) -> None:
    assert reason(index, Scope(sources=[given])) == (
        f"There are no articles from {given}. Some are from The Quay."
    )


def test_where_none_is_called_like_it_all_are_told(index: Index) -> None:
    assert reason(index, Scope(sources=["The Mirror"])) == (
        "There are no articles from The Mirror. Some are from Evening Post or The Quay."
    )


def test_one_that_there_is_needs_no_others(index: Index) -> None:
    assert reason(index, Scope(sources=["The Quay"], since=date(2031, 5, 5))) == (
        "There are no articles from The Quay, published from 5 May 2031 on."
    )


def test_where_no_article_names_an_outlet_none_is_told(tmp_path: Path) -> None:
    nameless = filled(tmp_path, {"c.txt": "No outlet."})
    assert reason(nameless, Scope(sources=["The Quay"])) == "There are no articles from The Quay."


def test_of_many_outlets_a_few_are_told(tmp_path: Path) -> None:
    many = filled(tmp_path, {f"{n}.md": reported(f"Outlet {n:02}") for n in range(12)})
    assert reason(many, Scope(sources=["The Quay"])).endswith("Outlet 07 or one of 4 others.")
    assert reason(many, Scope(sources=["outlet 1"])) == (
        "There are no articles from outlet 1. Some are from Outlet 10 or Outlet 11."
    )
