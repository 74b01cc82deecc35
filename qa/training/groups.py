"""What the reader learns from: a question, the sentences it is read with, and which answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.followups import understand
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

    A follow-up is there twice, with the question before it and without: it is read both ways.
    """
    candidates = list(_candidates(bundle))
    numbers = {
        id_: number
        for number, id_ in enumerate(id_ for a in bundle.articles for id_ in a.sentences)
    }
    for question in bundle.questions:
        answers = frozenset(numbers[id_] for id_ in question.gold)
        for asked in dict.fromkeys((standalone(question), question.text)):
            yield Group(asked, candidates, answers, text_id=bundle.name, subject=bundle.name)


def standalone(question: BundleQuestion) -> str:
    """The question as `qa.answer` would search it."""
    roles = ("user", "assistant")
    history = [
        {"role": roles[turn % 2], "content": said} for turn, said in enumerate(question.history)
    ]
    return understand(question.text, history).question


def _candidates(bundle: Bundle) -> Iterator[Candidate]:
    for article in bundle.articles:
        before = ""
        for sentence in article.sentences.values():
            yield Candidate(sentence, article.title, before)
            before = sentence
