"""Questions get the spelling of the articles where theirs is unknown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index
from tests.indexing import HARBOUR, filled, open_toy

TOWN = {
    **HARBOUR,
    "visit.txt": "Zelenskyy visited Ålesund. Receivers were sold. The town receives a guest.\n",
    "odd.txt": "A\u030alesundfjord froze for 20minuten. Kubernetix™ sank.\n",
    "twins.txt": "Mr Brandel owes Mr Brander a goat.\n",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return filled(tmp_path_factory.mktemp("town"), TOWN)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Did Zelensky come?", "Did Zelenskyy come?"),
        ("Zelensky's guest", "Zelenskyy's guest"),
        ("Who mends the harbuor lamp?", "Who mends the harbour lamp?"),
        ("Who recieves a guest?", "Who receives a guest?"),
        ("How far is ålesundd?", "How far is Ålesund?"),
    ],
    ids=["another spelling", "possessive", "a slip", "the form that is nearest", "accents"],
)
def test_an_unknown_word_gets_the_spelling_of_the_articles(
    town: Index, typed: str, understood: str
) -> None:
    assert town.respelled(typed) == understood


def test_a_word_that_folds_to_a_letter_is_not_taken_for_no_word_at_all(town: Index) -> None:
    assert town.respelled("What is ஔஔஔஔஔ?") == "What is ஔஔஔஔஔ?"


@pytest.mark.parametrize(
    "typed",
    [
        "Who lit the lamps?",
        "Who built the hangar?",
        "Who is Jelenskyy?",
        "What is owed to Brandes?",
        "Wie viele Fähren verließen gestern abend unseren schönen Hafen?",
        "Did Zelenskyya come?",
        "Is Ålesundfjordd frozen?",
        "How many Minutenn?",
        "Who built Kubernetix?",
        "",
    ],
    ids=[
        "known",
        "English",
        "another initial",
        "two are as near",
        "another language",
        "another ending",
        "split accents",
        "digits",
        "trade mark",
        "empty",
    ],
)
def test_this_stays_as_it_was_typed(town: Index, typed: str) -> None:
    assert town.respelled(typed) == typed


@given(st.lists(st.sampled_from(" ".join(TOWN.values()).split())).map(" ".join))
def test_words_of_the_articles_stay_as_they_are(town: Index, typed: str) -> None:
    assert town.respelled(typed) == typed


def test_an_empty_index_knows_no_better(tmp_path: Path) -> None:
    assert open_toy(tmp_path).respelled("Did Zelensky come?") == "Did Zelensky come?"
