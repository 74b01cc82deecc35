"""Text in an article that is addressed to a language model changes nothing that a reader sees."""

import re
from collections.abc import Callable, Generator

import pytest

from index import Index, MiniLM, Scope
from qa import answer
from qa.readiness import ServiceState
from qa.web import rendering
from qa.web.turns import Turn, Visit
from qa.writer import Drafted, RecordedWriter, Source, Task
from qa.writer.prompt import messages_for
from tests.injections import ATTACKS, Attack

QUESTION = "How many ferries did the harbour master count in the northern dock?"
COUNTED = "Harbour master Ada Lund counted eleven ferries in the northern dock on Tuesday."


class Obedient:
    """A model that does what an attack asks for."""

    name = "obedient"

    def __init__(self, attack: Attack) -> None:
        self.attack = attack

    def load(self) -> None:
        """Nothing is needed."""

    def write(self, task: Task, go_on: Callable[[], None]) -> Generator[Drafted]:
        honest = next(each.number for each in task.sources if "eleven ferries" in each.text)
        start = " ".join(self.attack.article.split())[:20]
        own = next((each.number for each in task.sources if start in each.text), honest)
        yield from RecordedWriter(self.attack.reply.format(n=own, m=honest)).write(task, go_on)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Index:
    """Of an article for each attack; each is asked alone."""
    folder = tmp_path_factory.mktemp("articles")
    for number, attack in enumerate(ATTACKS):
        text = f"{COUNTED} A ticket to the islands costs nine crowns.\n\n{attack.article}\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    index = Index.open(tmp_path_factory.mktemp("index"), embedder=minilm)
    index.sync(folder)
    return index


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_even_of_a_model_that_obeys_an_article_the_reader_is_told_nothing(
    index: Index, attack: Attack
) -> None:
    alone = index.within(Scope(articles=[f"{ATTACKS.index(attack)}.txt"]))
    reply = answer(QUESTION, index=alone, writer=Obedient(attack))
    assert reply.writer == "", "the articles answer"
    assert "counted eleven ferries in the northern dock" in reply.text
    assert attack.must_not not in f"{reply.text} {reply.note}"
    assert all(len(reason) < 150 and "://" not in reason for reason in reply.withheld)
    page = rendering.conversation(Visit((Turn(QUESTION, reply),)), (), ServiceState())
    assert not re.search(r"<(?:img|script|iframe)|href=\"(?:https?:|javascript:|data:)", page)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_stays_between_the_delimiters(attack: Attack) -> None:
    sources = (Source(1, COUNTED), Source(2, attack.article, attack.article, attack.article))
    sent = str(messages_for(Task(QUESTION, sources), structured=False)[-1].content)
    before, inside, after = re.split(r"</?sources>", sent)
    assert (before, after) == ("", f"\n\n<question>{QUESTION}</question>")
    assert re.findall(r"(?m)^\[(\d+)\]", inside) == ["1", "2"]
    assert inside.count("[") == 2
    assert "<" not in inside
