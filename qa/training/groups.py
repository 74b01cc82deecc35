"""What the reader learns from: a question, the sentences it is read with, and which answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.asking import Message
from qa.followups import exchanges_in, needs_context, understand, with_told
from qa.reader import Candidate
from qa.training.bundles import Bundle, BundleQuestion


@dataclass(frozen=True, slots=True)
class Group:
    """A question and the sentences of the text that it was asked about.

    Attributes:
        question: the standalone question.
        candidates: the sentences, in the order of the text.
        answers: the numbers of those that answer; none where nothing does.
        text_id: names the text; groups of one text share their candidates.
        subject: texts of one subject are the ones a reader may take for each other.
    """

    question: str
    candidates: Sequence[Candidate]
    answers: frozenset[int]
    text_id: str
    subject: str


def groups_of(bundle: Bundle) -> Iterator[Group]:
    """A bundle's questions, each with the sentences of all its articles.

    A follow-up is there in each wording that it is read in.
    """
    candidates = list(_candidates(bundle))
    numbers = {
        id_: number
        for number, id_ in enumerate(id_ for a in bundle.articles for id_ in a.sentences)
    }
    for question in bundle.questions:
        answers = frozenset(numbers[id_] for id_ in question.gold)
        for asked in dict.fromkeys(_wordings(question)):
            yield Group(asked, candidates, answers, text_id=bundle.name, subject=bundle.name)


def standalone(question: BundleQuestion) -> str:
    """The question as `qa.answer` would search it."""
    return understand(question.text, _history(question)).question


def _wordings(question: BundleQuestion) -> Iterator[str]:
    """A question as `qa.investigating` has it read: a follow-up with what was told, too."""
    yield standalone(question)
    before = exchanges_in(_history(question)) if needs_context(question.text) else ()
    yield with_told(question.text, before)


def _history(question: BundleQuestion) -> Sequence[Message]:
    roles = ("user", "assistant")
    return [
        {"role": roles[turn % 2], "content": said} for turn, said in enumerate(question.history)
    ]


def _candidates(bundle: Bundle) -> Iterator[Candidate]:
    for article in bundle.articles:
        before = ""
        for sentence in article.sentences.values():
            yield Candidate(sentence, article.title, before)
            before = sentence
