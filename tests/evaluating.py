"""A harbour town's two newspapers, and an engine made by hand, to try an evaluation on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from corpus import Article, Span
from qa import Answer, AnswerSentence, Citation, Status
from qa.evaluation import Gold, GoldMode, Place, Question
from qa.evaluation.outcome import Outcome
from qa.stages import Confirmed, Follow, ignore

MORNING = "morning.txt"
EVENING = "evening.txt"
TEXTS = {
    MORNING: "Eleven ferries left at dawn. A ticket costs four crowns. Ada Lund is the captain.",
    EVENING: "The lighthouse dates from 1871. A ticket costs six crowns. A ferry came late.",
}


def article(article_id: str) -> Article:
    return Article(article_id, article_id, TEXTS[article_id], "", "", None, "", "")


def place(article_id: str, quote: str) -> Place:
    start = TEXTS[article_id].index(quote)
    return Place(article_id, Span(start, start + len(quote)))


def gold(article_id: str, quote: str) -> Gold:
    return gold_at(place(article_id, quote))


def gold_at(at: Place) -> Gold:
    return Gold(at.article_id, at.span, at.span.of(TEXTS[at.article_id]))


def citing(*places: Place, text: str = "") -> Answer:
    """An answer that quotes the places, with the quotations or another text as its words."""
    quotes = [at.span.of(TEXTS[at.article_id]) for at in places]
    citations = [
        Citation(number, at.article_id, "", "", None, "", at.start, at.end, quote)
        for number, (at, quote) in enumerate(zip(places, quotes, strict=True), start=1)
    ]
    words = text or " ".join(quotes)
    sentences = [AnswerSentence(words, tuple(range(1, len(places) + 1)))]
    return Answer("", "", Status.ANSWERED, words, sentences, citations, considered=[])


def refusal(nearest: Place | None = None) -> Answer:
    text = "The articles don’t say."
    answer = Answer("", "", Status.NOT_IN_ARTICLES, text, [AnswerSentence(text)], [], [])
    return replace(answer, nearest=citing(nearest).citations[0]) if nearest else answer


def question(
    *golds: Gold,
    id: str = "q1",
    type: str = "fact",
    text: str = "What does a ticket cost?",
    must: tuple[tuple[str, ...], ...] = (),
    must_not: tuple[str, ...] = (),
    needs_all: bool = False,
) -> Question:
    """A question that is answerable when it has gold."""
    mode = GoldMode.ALL if needs_all else GoldMode.ANY
    return Question(
        id, type, text, bool(golds), must=must, must_not=must_not, gold=golds, gold_mode=mode
    )


def outcome(
    asked: Question, answer: Answer, hits: Sequence[Place] = (), misquoted: int = 0
) -> Outcome:
    return Outcome(asked, answer, tuple(hits), misquoted, 0.25, 0.125)


@dataclass
class HandMadeEngine:
    """Gives the answers and hits it was made with; refuses every other question.

    ``surplus`` is how many hits it may give beyond those it was asked for.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    hits: Mapping[str, Sequence[Place]] = field(default_factory=dict)
    surplus: int = 0
    asked: list[tuple[str, Sequence[Mapping[str, str]]]] = field(default_factory=list)
    narrowed: list[Collection[str]] = field(default_factory=list)

    def within(self, articles: Collection[str]) -> Self:
        self.narrowed.append(articles)
        return self

    def retrieve(
        self, question: str, *, k: int, history: Sequence[Mapping[str, str]]
    ) -> Sequence[Place]:
        self.asked.append((question, history))
        return self.hits.get(question, [])[: k + self.surplus]

    def answer(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, str]],
        follow: Follow = ignore,
    ) -> Answer:
        self.asked.append((question, history))
        answer = self.answers.get(question, refusal())
        if answer.writer:
            follow(Confirmed(answer))
        return answer
