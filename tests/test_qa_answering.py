"""From a question to an answer, on articles that are really indexed."""

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document

from index import Index, MiniLM, Scope, SearchError
from qa import Answer, QuestionError, Status, answer, retrieve
from qa.composing import DIFFERENCE
from qa.langchain import ArticleRetriever
from qa.model import REFUSAL
from qa.stages import Event, Stage
from tests.indexing import ToyEmbedder, filled, open_toy, own_home, write
from tests.town import LAMP, TICKET, TOWN

FERRIES = "How many ferries did the harbour master count?"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Index:
    """The harbour town's articles, embedded for real."""
    return filled(tmp_path_factory.mktemp("town"), TOWN, minilm)


def quotes(reply: Answer) -> list[str]:
    return [citation.quote for citation in reply.citations]


def assert_verbatim(reply: Answer, index: Index) -> None:
    for number, citation in enumerate(reply.citations, start=1):
        text = index.article(citation.article_id).text
        assert citation.number == number
        assert text[citation.start : citation.end] == citation.quote
    places = [(c.article_id, c.start, c.end) for c in reply.citations]
    assert len(set(places)) == len(places)


@pytest.mark.slow
def test_an_answer_quotes_the_sentence_that_answers(town: Index) -> None:
    reply = answer(FERRIES, index=town)
    assert reply.status is Status.ANSWERED
    assert quotes(reply)[0].startswith("Harbour master Ada Lund counted eleven ferries")
    assert reply.text.startswith(
        "According to The Quay: Harbour master Ada Lund counted eleven ferries"
    )
    assert " [1]" in reply.text
    citation = reply.citations[0]
    assert (citation.title, citation.source) == ("Ferries return", "The Quay")
    assert citation.published == date(2031, 5, 4)
    assert_verbatim(reply, town)


@pytest.mark.slow
def test_articles_that_differ_are_listed_with_their_outlets(town: Index) -> None:
    reply = answer(TICKET, index=town)
    assert reply.differs
    assert reply.text.startswith(DIFFERENCE)
    assert {"nine", "twelve"} == {q.split()[-2] for q in quotes(reply)}
    assert {sentence.frame for sentence in reply.sentences} == {
        "The Quay, 4 May 2031",
        "Evening Post",
    }
    assert_verbatim(reply, town)


@pytest.mark.slow
def test_what_the_articles_do_not_say_is_refused_with_the_nearest_passages(town: Index) -> None:
    reply = answer("What is the boiling point of tungsten?", index=town)
    assert reply.status is Status.NOT_IN_ARTICLES
    assert reply.text == f"{REFUSAL} {reply.reason}"
    assert reply.reason
    assert reply.citations == ()
    assert len(reply.considered) > 1
    assert reply.nearest
    nearest = town.article(reply.nearest.article_id).text
    assert nearest[reply.nearest.start : reply.nearest.end] == reply.nearest.quote


@pytest.mark.slow
def test_only_some_articles_can_be_asked(town: Index) -> None:
    quay = answer(TICKET, index=town.within(Scope(sources=["The Quay"])))
    assert quotes(quay) == ["A ticket to the outer islands costs nine crowns."]
    assert not quay.differs
    assert quay.to_dict()["scope"]["sources"] == ["The Quay"]
    assert {hit.article.source for hit in quay.considered} == {"The Quay"}


@pytest.mark.slow
def test_what_other_articles_say_is_refused_where_they_are_not_asked(town: Index) -> None:
    reply = answer(LAMP, index=town.within(Scope(sources=["The Quay"])))
    assert reply.status is Status.NOT_IN_ARTICLES
    assert reply.reason.endswith("Only the articles from The Quay were asked.")
    nothing = answer(LAMP, index=town.within(Scope(since=date(2032, 1, 1))))
    assert nothing.reason == "There are no articles published from 1 January 2032 on."
    assert (nothing.nearest, len(nothing.considered)) == (None, 0)


@pytest.mark.slow
def test_each_quotation_tells_why_it_was_chosen(town: Index) -> None:
    reply = answer("What does a ticket to the outer islands cost?", index=town)
    supports = [citation.support for citation in reply.citations]
    assert all(supports)
    assert {support.found for support in supports if support} == {1, 2}
    first = next(support for support in supports if support and not support.further)
    assert 0.5 < first.chance < reply.confidence, "another sentence may be the one that answers"
    told = f"Number {first.found} of what search found; has ticket, outer, islands"
    assert str(first).startswith(told)
    refused = answer("What is the boiling point of tungsten?", index=town)
    assert refused.nearest
    assert refused.nearest.support
    assert refused.nearest.support.chance <= refused.confidence
    assert refused.chance is None
    assert reply.chance == pytest.approx(reply.confidence)


@pytest.mark.slow
def test_who_waits_is_told_of_each_stage_and_can_end_the_work(town: Index) -> None:
    stages: list[Event] = []
    answer(f"{TICKET[:-1]}, and who repaired the lamp?", index=town, follow=stages.append)
    assert list(dict.fromkeys(stages)) == [Stage.UNDERSTANDING, Stage.SEARCHING, Stage.READING]
    assert stages == sorted(stages, key=list[Event](Stage).index)

    class Enough(Exception):
        pass

    def until_reading(stage: Event) -> None:
        if stage is Stage.READING:
            raise Enough

    with pytest.raises(Enough):
        answer(FERRIES, index=town, follow=until_reading)


@pytest.mark.slow
def test_a_follow_up_is_understood_from_the_question_before_it(town: Index) -> None:
    history = [
        {"role": "user", "content": LAMP},
        {"role": "assistant", "content": answer(LAMP, index=town).text},
    ]
    reply = answer("And how long did it take?", history=history, index=town)
    assert reply.question == f"{LAMP} And how long did it take?"
    assert reply.asked == "And how long did it take?"
    assert "seven weeks" in reply.text
    assert retrieve("And how long did it take?", 1, history=history, index=town)[0].article_id == (
        "lamp.txt"
    )


@pytest.mark.slow
def test_a_slip_of_the_finger_is_understood_and_shown(town: Index) -> None:
    typed = LAMP.replace("lighthouse", "lihgthouse")
    reply = answer(typed, index=town)
    assert (reply.asked, reply.question) == (typed, LAMP)
    assert quotes(reply) == quotes(answer(LAMP, index=town))
    assert retrieve(typed, index=town) == retrieve(LAMP, index=town)


@pytest.mark.slow
def test_a_follow_up_is_not_told_the_same_again(town: Index) -> None:
    question = "What is said about the ticket to the outer islands?"
    first = answer(question, index=town)
    history = [
        {"role": "user", "content": question},
        {"role": "assistant", "content": first.text},
    ]
    second = answer("And what else?", history=history, index=town)
    assert second.question != second.asked
    assert not set(quotes(second)) & set(quotes(first))


@pytest.mark.slow
def test_a_question_in_two_parts_gets_a_citation_for_each(town: Index) -> None:
    reply = answer(f"{FERRIES} {LAMP}", index=town)
    assert len(reply.citations) == 2
    assert "eleven ferries" in quotes(reply)[0]
    assert "Tomas Brandt" in quotes(reply)[1]


@pytest.mark.slow
def test_a_part_without_support_is_said_to_be_without(town: Index) -> None:
    reply = answer(f"{LAMP} What is the boiling point of tungsten?", index=town)
    supported, unsupported = reply.sentences
    assert supported.citations == (1,)
    assert unsupported.citations == ()
    assert unsupported.text == ("The articles don’t say: What is the boiling point of tungsten?")


@pytest.mark.slow
def test_hits_are_passages_of_the_articles_best_first(town: Index) -> None:
    hits = retrieve(FERRIES, k=3, index=town)
    assert [hit.text for hit in hits] == [
        town.article(hit.article_id).text[hit.start : hit.end] for hit in hits
    ]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert "eleven ferries" in hits[0].text


@pytest.mark.slow
def test_an_answer_survives_json(town: Index) -> None:
    reply = answer(FERRIES, index=town)
    known = json.loads(json.dumps(reply.to_dict()))
    assert known["status"] == "answered"
    assert known["citations"][0]["quote"] == reply.citations[0].quote
    assert known["citations"][0]["published"] == "2031-05-04"
    assert known["considered"][0]["article_id"] == reply.considered[0].article_id
    assert known["sentences"][0]["citations"] == [1]


@pytest.mark.slow
def test_many_threads_get_the_same_answers(town: Index) -> None:
    questions = [FERRIES, TICKET, LAMP] * 4
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda question: answer(question, index=town), questions))
    assert replies[3:] == replies[:-3]


@pytest.mark.slow
def test_langchain_gets_documents_that_say_where_they_stand(town: Index) -> None:
    documents: Sequence[Document] = ArticleRetriever(index=town, k=2).invoke(FERRIES)
    assert len(documents) == 2
    place = documents[0].metadata
    text = town.article(place["article_id"]).text
    assert documents[0].page_content == text[place["start"] : place["end"]]


@pytest.mark.slow
def test_a_question_without_a_word_is_told_so(town: Index) -> None:
    reply = answer("???", index=town)
    assert reply.reason == "There is no word in the question that could be looked for."


def test_an_empty_index_refuses_and_says_so(tmp_path: Path) -> None:
    reply = answer(FERRIES, index=open_toy(tmp_path))
    assert reply.status is Status.NOT_IN_ARTICLES
    assert reply.reason == "There are no articles to look in yet."
    assert reply.considered == ()
    assert reply.nearest is None


def test_what_can_not_be_asked_is_an_error_of_ours(tmp_path: Path) -> None:
    index = open_toy(tmp_path)
    for ask in (answer, retrieve):
        with pytest.raises(QuestionError):
            ask(" ", index=index)
        with pytest.raises(QuestionError):
            ask("Who?", history=[{"role": "user"}], index=index)
    with pytest.raises(SearchError):
        retrieve("Who?", 0, index=index)


ASKED = ["The ferry sank.", "She counted eleven ferries.", "“Ice came,” he said."]
pieces = st.sampled_from(
    [*ASKED, "“Crews left. ", "\r\n\r\n", "\n", "## Ferries", "- mail\n", "🚢 "]
)
texts = st.lists(pieces).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")  # that would be no text
)


around_it = st.lists(st.tuples(texts, texts), min_size=1, max_size=3)


def assert_cited_exactly(folder: Path, around: list[tuple[str, str]], asked: str) -> None:
    index = Index.open(folder / "index", embedder=ToyEmbedder())
    files = {f"{n}.txt": f"{a}\n\n{asked}\n\n{b}" for n, (a, b) in enumerate(around)}
    index.sync(write(folder / "articles", files))
    reply = answer(asked, index=index)
    assert reply.status is Status.ANSWERED
    assert reply.citations
    assert_verbatim(reply, index)


@settings(max_examples=5, deadline=None)
@given(around_it, st.sampled_from(ASKED))
def test_whatever_stands_around_it_what_is_asked_for_is_cited_exactly(
    tmp_path_factory: pytest.TempPathFactory, around: list[tuple[str, str]], asked: str
) -> None:
    assert_cited_exactly(tmp_path_factory.mktemp("any"), around, asked)


@pytest.mark.long
@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(around_it, st.sampled_from(ASKED))
def test_whatever_much_stands_around_it_what_is_asked_for_is_cited_exactly(
    tmp_path_factory: pytest.TempPathFactory, around: list[tuple[str, str]], asked: str
) -> None:
    assert_cited_exactly(tmp_path_factory.mktemp("any"), around, asked)


@pytest.mark.slow
def test_without_an_index_the_configured_one_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("CV_ARTICLES", str(write(tmp_path / "articles", TOWN)))
    script = f"from qa import answer, default_index as d\nprint(answer({LAMP!r}).text, d() is d())"
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert "Tomas Brandt" in done.stdout
    assert done.stdout.endswith("True\n")
