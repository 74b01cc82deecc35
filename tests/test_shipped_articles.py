"""The articles that come with the project: readable, attributed, and in our own words."""

import re
from pathlib import Path

import pytest

from corpus import Article, SourceFile, scan, sentence_table
from index import Index, MiniLM
from qa import Status, answer
from qa.evaluation import SHIPPED_QUESTIONS, load_questions
from qa.evaluation.questions import check_gold
from qa.examples import examples
from tests.reading import read_article

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "corpus" / "articles"
ORIGINALS = ROOT.parent / "shared" / "articles"
NAMES = sorted(path.name for path in SHIPPED.glob("*.md"))
RUN = 8
LEAST_SENTENCES = 25


def articles(folder: Path) -> dict[str, Article]:
    """Every article of a folder by id; a file that can't be read is an error."""
    found = list(scan(folder))
    return {file.id: read_article(file) for file in found if isinstance(file, SourceFile)}


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words in a row."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_five_articles_are_shipped() -> None:
    assert len(NAMES) == 5
    assert all(isinstance(file, SourceFile) for file in scan(SHIPPED))


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_article_says_what_it_is(name: str) -> None:
    article = articles(SHIPPED)[name]
    assert f"\ntitle: {article.title}\n" in (SHIPPED / name).read_text(encoding="utf-8")
    assert article.source
    citable = [row for row in sentence_table(article.text) if row.citable]
    assert len(citable) >= LEAST_SENTENCES


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original articles are not on this machine")
@pytest.mark.parametrize("name", NAMES)
def test_no_eight_words_in_a_row_are_taken_from_an_original(name: str) -> None:
    originals = set().union(*(runs(original.text) for original in articles(ORIGINALS).values()))
    assert len(originals) > RUN
    whole = (SHIPPED / name).read_text(encoding="utf-8")
    assert not runs(whole) & originals


def test_the_shipped_questions_have_their_gold_in_the_articles() -> None:
    questions = load_questions(SHIPPED_QUESTIONS)
    assert len(questions) == 100
    check_gold(questions, articles(SHIPPED).__getitem__)


@pytest.mark.slow
def test_the_page_has_questions_to_offer_that_the_articles_answer(
    tmp_path: Path, minilm: MiniLM
) -> None:
    index = Index.open(tmp_path, embedder=minilm)
    index.sync(SHIPPED)

    def is_answered(question: str) -> bool:
        return answer(question, index=index).status is Status.ANSWERED

    assert len(examples(index.articles(), is_answered)) == 4
