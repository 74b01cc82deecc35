"""What an interactive session prints of the nouns: which article it is, and not all of it."""

import pytest

from index import Index
from qa import answer, retrieve
from qa.reader import SearchAlone
from tests.indexing import HARBOUR, filled

LONG = HARBOUR["keeper.txt"] + "\n" + "Nothing was seen at sea.\n" * 2_000
QUESTION = "Who lit the lamp at dusk?"

SHORT = 2_000
"""In characters: about a screen."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return filled(tmp_path_factory.mktemp("long"), {**HARBOUR, "keeper.txt": LONG})


def test_what_is_printed_of_an_article_names_it_and_leaves_out_its_text(index: Index) -> None:
    article = index.article("keeper.txt")
    assert "id='keeper.txt'" in repr(article)
    assert len(repr(article)) < SHORT < len(article.text)


def test_what_is_printed_of_a_hit_names_its_article(index: Index) -> None:
    (hit,) = retrieve(QUESTION, 1, index=index)
    assert "id='keeper.txt'" in repr(hit)
    assert len(repr(hit)) < SHORT


def test_what_is_printed_of_an_answer_names_what_it_cites(index: Index) -> None:
    reply = answer(QUESTION, index=index, reader=SearchAlone())
    assert "article_id='keeper.txt'" in repr(reply)
    assert reply.text in repr(reply)
    assert len(reply.considered) > 1
    assert len(repr(reply)) < SHORT


def test_what_is_printed_of_a_search_is_its_passages(index: Index) -> None:
    result = index.search(QUESTION, 2)
    assert "id='keeper.txt'" in repr(result)
    assert len(repr(result)) < SHORT
