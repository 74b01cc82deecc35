"""The documents of a public set are indexed as a whole."""

from pathlib import Path

import pytest

from qa.evaluation import EvaluationError
from qa.evaluation.public import Document, Library, make_library
from tests.indexing import ToyEmbedder
from tests.public_sets import TEXTS, stand_alone


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_alone(monkeypatch, tmp_path / "home")


EXACT = [
    TEXTS["Ferry"],
    "\n\n  The ferry left the harbour at noon.  \n\n",
    "The ferry left.\r\nIt came back.\rIt had mail.\n",
    "---\ntitle: Not this\n---\nThe ferry left the harbour at noon.",
    "\ufeffThe ferry left\u2028the harbour at noon \U0001f600.",
    "The ferry left the harbour at noon.\n---\nIt came back with mail.\n...\n",
]
TITLES = {
    'Ferry: "the" boat\'s #1': 'Ferry: "the" boat\'s #1',
    "  Two\nlines\u2028": "Two lines",
    "--- 1984": "--- 1984",
    "2024-10-05": "2024-10-05",
    "Vogel \U0001f426 \x7f": "Vogel \U0001f426 \x7f",
    "words " * 40: ("words " * 40).strip(),
    "": "The ferry left the harbour at noon.",
}
"""What an article is called whose document has a title."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One with a document of each text and each title, for all tests that only look at one."""
    documents = [Document(text, "A title", text) for text in EXACT]
    documents += [Document(f"titled {title}", title, TEXTS["Ferry"]) for title in TITLES]
    with pytest.MonkeyPatch.context() as patch:
        stand_alone(patch, tmp_path_factory.mktemp("home"))
        return make_library("set", documents, ToyEmbedder())


# Indexing


@pytest.mark.parametrize("text", EXACT)
def test_an_article_is_its_document_to_the_character(library: Library, text: str) -> None:
    assert library.index.article(library.article_ids[text]).text == text


@pytest.mark.parametrize(("title", "reached"), TITLES.items())
def test_the_title_reaches_the_article(library: Library, title: str, reached: str) -> None:
    assert library.index.article(library.article_ids[f"titled {title}"]).title == reached


def test_a_document_that_is_no_text_is_an_error() -> None:
    with pytest.raises(EvaluationError, match=r"'a#0' is no article: it is not text \(binary\)"):
        make_library("set", [Document("a#0", "", "The ferry\0 left at noon.")], ToyEmbedder())


def test_a_document_of_which_nothing_can_be_cited_has_no_article() -> None:
    documents = [Document("a", "", "Advertisement"), Document("b", "", TEXTS["Ferry"])]
    library = make_library("set", documents, ToyEmbedder())
    assert [article.text for article in library.index.articles()] == [TEXTS["Ferry"]]


def test_a_set_is_embedded_once_for_each_model_and_state() -> None:
    documents = [Document(id, id, text) for id, text in TEXTS.items()]
    first, again, other = ToyEmbedder(), ToyEmbedder(), ToyEmbedder("other")
    made = [make_library("set", documents, embedder) for embedder in (first, again, other)]
    made.append(make_library("set", documents[:1], first))
    assert [bool(embedder.texts) for embedder in (first, again, other)] == [True, False, True]
    assert len({library.index.location for library in made}) == 3


def test_an_index_of_an_earlier_version_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document("a", "", TEXTS["Ferry"])]
    make_library("set", documents, ToyEmbedder())
    monkeypatch.setattr("index.store.SCHEME", "sentences-9x9.9")
    monkeypatch.setattr("index.catalog.SCHEME", "sentences-9x9.9")
    assert make_library("set", documents, ToyEmbedder()).index.status().scheme == "sentences-9x9.9"
