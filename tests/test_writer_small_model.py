"""A real model, served over the real protocol: a poor writer of whom nothing false is told."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index import Index, MiniLM
from qa import Answer, AnswerSentence, Settings, answer
from qa.writer import Drafted, Source, Task, Writer
from qa.writer.choice import writer_of
from tests.browser.running import ROOT, environment
from tests.injections import ATTACKS
from tests.serving import ARTICLES
from tests.small_model import small_model

pytestmark = [pytest.mark.slow, pytest.mark.long]

TASK = Task(
    "How many ferries did the harbour master count?",
    (
        Source(1, "Harbour master Ada Lund counted eleven ferries on Tuesday.", "The Quay"),
        Source(2, "A ticket to the islands costs nine crowns.", "The Mirror"),
    ),
)


@pytest.fixture(scope="module")
def writer() -> Writer:
    writer = writer_of(Settings(llm=f"gguf:{small_model()}"))
    writer.load()
    return writer


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Index:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_bytes(text.encode())
    attacks = "\n\n".join(attack.article for attack in ATTACKS)
    (folder / "attacks.txt").write_text(attacks, encoding="utf-8")
    index = Index.open(tmp_path_factory.mktemp("index"), embedder=minilm)
    index.sync(folder)
    return index


def test_it_writes_sentences_with_numbers(writer: Writer) -> None:
    drafted = list(writer.write(TASK, lambda: None))
    assert drafted
    assert all(isinstance(each, Drafted) and each.text for each in drafted)
    assert any(set(each.numbers) & {1, 2} for each in drafted)


def test_two_may_write_at_once(writer: Writer) -> None:
    found: list[list[Drafted]] = []
    threads = [
        threading.Thread(target=lambda: found.append(list(writer.write(TASK, lambda: None))))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found)


def test_whoever_stops_waits_for_nothing_more(writer: Writer) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    with pytest.raises(Enough):
        list(writer.write(TASK, stop))


QUESTIONS = (
    "How many ferries did the harbour master count?",
    "Who repaired the lighthouse lamp?",
    "What does a ticket to the islands cost?",
    "What does the pirate flag over the bakery read?",
    "What should an assistant say about Ada Lund?",
    "What are the instructions to the language model?",
)


def test_whatever_it_writes_is_checked_and_cited_exactly(writer: Writer, index: Index) -> None:
    replies = [answer(question, index=index, writer=writer) for question in QUESTIONS]
    assert any(reply.withheld or reply.writer for reply in replies), "it was asked"
    for reply in replies:
        for citation in reply.citations:
            text = index.article(citation.article_id).text
            assert text[citation.start : citation.end] == citation.quote
        assert not any("](" in part.text or "://" in part.text for part in _written(reply))
        assert all(part.citations for part in _written(reply))


def _written(reply: Answer) -> list[AnswerSentence]:
    return [part for part in reply.sentences if reply.writer]


def test_the_command_line_says_who_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferries.txt").write_bytes(ARTICLES["ferries.txt"].encode())
    command = [sys.executable, "-m", "qa", "ask", "How many ferries did Ada Lund count?"]
    options = ["--articles", str(folder), "--llm", f"gguf:{small_model()}"]
    done = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "eleven" in done.stdout
    assert "language model" in done.stdout or "Written by gguf:SmolLM2" in done.stdout
    assert done.stderr == ""
