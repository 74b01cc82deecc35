"""An answer that a language model writes: checked, cited, or given up for the articles' words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, MiniLM
from qa import Answer, Status, answer
from qa.default import _configured_writer
from qa.stages import Confirmed, Event, Stage
from qa.writer import QUOTES, RecordedWriter
from tests.llm_server import Told, serving, writing

pytestmark = pytest.mark.slow

MORNING = """---
title: Eleven ferries in a day
source: The Morning
date: 2031-05-02
---
The harbour master, Ada Lund, counted eleven ferries on Monday. Seven of them were late in the fog.

"We have never had so many," said Lund. The harbour was dredged in 2029.
"""
EVENING = """---
title: A new pier
source: The Evening
date: 2031-05-03
---
The town council wants to build a second pier. The mayor, Otto Brandt, did not support the plan.
"""
QUESTION = "How many ferries did the harbour master count?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Index:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "morning.md").write_text(MORNING, encoding="utf-8")
    (folder / "evening.md").write_text(EVENING, encoding="utf-8")
    index = Index.open(tmp_path_factory.mktemp("index"), embedder=minilm)
    index.sync(folder)
    return index


def number_of(writer: RecordedWriter, words: str) -> int:
    """Under which number a writer was given a source."""
    return next(each.number for each in writer.tasks[-1].sources if words in each.text)


def ask(index: Index, reply: str, fails: str = "", question: str = QUESTION) -> Answer:
    """The answer when a model sends a reply in which {ferries}, {late} and so on are numbers."""
    scout = RecordedWriter("")
    answer(question, index=index, writer=scout)
    numbers = {
        name: number_of(scout, words)
        for name, words in {"ferries": "eleven ferries", "pier": "second pier"}.items()
    }
    writer = RecordedWriter(reply.format(**numbers), fails=fails, name="recorded:model")
    return answer(question, index=index, writer=writer)


def test_a_confirmed_sentence_cites_the_very_characters_of_its_source(index: Index) -> None:
    reply = ask(index, "Ada Lund counted 11 ferries on Monday. [{ferries}]")
    assert reply.status is Status.ANSWERED
    assert reply.text == "Ada Lund counted 11 ferries on Monday. [1]"
    assert reply.writer == "recorded:model"
    assert (reply.withheld, reply.note) == ((), "")
    (citation,) = reply.citations
    assert citation.number == 1
    text = index.article(citation.article_id).text
    assert text[citation.start : citation.end] == citation.quote
    assert "eleven ferries" in citation.quote


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The harbour master counted twelve ferries on Monday. [{ferries}]", "12"),
        ("The harbour master counted eleven ferries on Friday. [{ferries}]", "a day of the week"),
        ("Otto Brandt counted eleven ferries on Monday. [{ferries}]", "Otto"),
        ("The harbour master did not count eleven ferries on Monday. [{ferries}]", "denies"),
        ("The harbour master counted eleven ferries on Monday. [{pier}]", "does not stand"),
        ("The harbour master counted eleven ferries on Monday.", "names no passage"),
        ("The harbour master counted eleven ferries on Monday. [99]", "names no passage"),
        ("Ada Lund counted eleven ferries. ![x](http://a.example/b.png) [{ferries}]", "markup"),
        ("Ada Lund counted eleven ferries, see https://evil.example. [{ferries}]", "address"),
    ],
)
def test_what_its_source_does_not_say_is_withheld_and_the_articles_answer(
    index: Index, sentence: str, why: str
) -> None:
    reply = ask(index, sentence)
    own = answer(QUESTION, index=index, writer=QUOTES)
    assert reply.text == own.text
    assert reply.writer == ""
    assert reply.note == (
        "Nothing that the language model wrote could be confirmed. "
        "These are the articles’ own sentences."
    )
    (reason,) = reply.withheld
    assert why in reason


def test_a_true_sentence_that_answers_nothing_is_no_answer(index: Index) -> None:
    reply = ask(index, "The town council wants to build a second pier. [{pier}]")
    assert reply.writer == ""
    assert reply.withheld == ("It does not answer the question.",)


def test_what_comes_after_an_answer_may_add_to_it(index: Index) -> None:
    pier = "The town council wants to build a second pier."
    reply = ask(index, f"Lund counted eleven ferries. [{{ferries}}]\n{pier} [{{pier}}]")
    assert reply.text == f"Lund counted eleven ferries. [1] {pier} [2]"


def test_what_is_confirmed_is_told_though_the_rest_is_withheld(index: Index) -> None:
    reply = ask(index, "Lund counted eleven ferries. [{ferries}]\nThere were 30 cars. [{ferries}]")
    assert reply.text == "Lund counted eleven ferries. [1]"
    assert len(reply.withheld) == 1
    assert reply.note == ""


def test_a_source_that_is_not_needed_is_not_cited(index: Index) -> None:
    reply = ask(index, "Lund counted eleven ferries on Monday. [{ferries}][{pier}]")
    assert ["eleven" in citation.quote for citation in reply.citations] == [True]


def test_the_same_sentence_is_told_once(index: Index) -> None:
    reply = ask(index, "Lund counted eleven ferries. [{ferries}]\n" * 20)
    assert reply.text == "Lund counted eleven ferries. [1]"


def test_a_failure_is_told_and_the_articles_answer(index: Index) -> None:
    reply = ask(index, "", fails="took too long")
    assert reply.note == (
        "The language model took too long. These are the articles’ own sentences."
    )
    assert reply.text == answer(QUESTION, index=index, writer=QUOTES).text


def test_what_came_before_a_failure_is_kept(index: Index) -> None:
    reply = ask(index, "Lund counted eleven ferries. [{ferries}]\nAnd ", fails="took too long")
    assert reply.text == "Lund counted eleven ferries. [1]"
    assert reply.note.endswith("This is what it had written until then.")


def test_an_empty_reply_is_told(index: Index) -> None:
    assert "wrote nothing about it" in ask(index, "").note


def test_confirmed_sentences_are_told_at_once_and_never_taken_back(index: Index) -> None:
    scout = RecordedWriter("")
    answer(QUESTION, index=index, writer=scout)
    at = number_of(scout, "eleven ferries")
    pieces = [f"Lund counted eleven ferries. [{at}]\n", f"Seven were late in the fog. [{at}]\n"]
    events: list[Event] = []
    reply = answer(QUESTION, index=index, writer=RecordedWriter(pieces), follow=events.append)
    so_far = [event.answer.text for event in events if isinstance(event, Confirmed)]
    assert so_far[0] == "Lund counted eleven ferries. [1]"
    assert all(reply.text.startswith(text) for text in so_far)
    assert Stage.WRITING in events


def test_what_the_articles_do_not_say_is_refused_before_anybody_writes(index: Index) -> None:
    writer = RecordedWriter("The mayor is 52 years old. [1]")
    reply = answer("How old is the president of Peru?", index=index, writer=writer)
    assert reply.status is Status.NOT_IN_ARTICLES
    assert writer.tasks == []


def test_a_conversation_answered_by_a_model_goes_on(index: Index) -> None:
    reply = ask(index, "Lund counted eleven ferries. [{ferries}]")
    history = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": reply.text},
    ]
    after = answer("And how many of them were late?", history=history, index=index, writer=QUOTES)
    assert "Seven" in after.text


def test_a_model_is_sent_eight_passages_at_most_and_nothing_of_the_conversation(
    tmp_path: Path, minilm: MiniLM
) -> None:
    for pier in range(12):
        text = f"Pier {pier} of the harbour was built by a company from Oslo."
        (tmp_path / f"{pier}.txt").write_text(text, encoding="utf-8")
    index = Index.open(tmp_path / "index", embedder=minilm)
    index.sync(tmp_path)
    writer = RecordedWriter("")
    history = [
        {"role": "user", "content": "Which gull did my neighbour shoot?"},
        {"role": "assistant", "content": "The articles don’t say."},
    ]
    answer("Who built the piers of the harbour?", history=history, index=index, writer=writer)
    (task,) = writer.tasks
    assert 1 < len(task.sources) <= 8
    assert "gull" not in str(task)


def test_where_articles_differ_no_model_is_asked(tmp_path: Path, minilm: MiniLM) -> None:
    for source, crowns in {"The Morning": "nine", "The Evening": "twelve"}.items():
        text = f"---\nsource: {source}\n---\nA ticket to the islands costs {crowns} crowns."
        (tmp_path / f"{crowns}.md").write_text(text, encoding="utf-8")
    index = Index.open(tmp_path / "index", embedder=minilm)
    index.sync(tmp_path)
    writer = RecordedWriter("A ticket costs ten crowns. [1]")
    reply = answer("How much does a ticket to the islands cost?", index=index, writer=writer)
    assert reply.differs
    assert writer.tasks == []
    assert "nine crowns" in reply.text
    assert "twelve crowns" in reply.text


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """What the language model is sent that the environment names."""
    scribe = writing(("Ada Lund counted eleven ferries on Monday.", "eleven ferries"))
    with serving(scribe) as (address, told):
        monkeypatch.setenv("CV_LLM", "openai:scribe")
        monkeypatch.setenv("CV_LLM_URL", address)
        _configured_writer.cache_clear()
        yield told
    _configured_writer.cache_clear()


def test_the_language_model_that_is_configured_writes_where_none_is_named(
    index: Index, configured: Told
) -> None:
    reply = answer(QUESTION, index=index)
    assert reply.text == "Ada Lund counted eleven ferries on Monday. [1]"
    assert reply.writer == "openai:scribe"
    assert len(configured.bodies) == 1


def test_the_articles_own_words_can_be_had_whatever_is_configured(
    index: Index, configured: Told
) -> None:
    reply = answer(QUESTION, index=index, writer=QUOTES)
    assert reply.citations
    assert [each.text for each in reply.sentences] == [each.quote for each in reply.citations]
    assert (reply.writer, reply.withheld, reply.note) == ("", (), "")
    assert configured.bodies == []
