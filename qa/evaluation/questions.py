"""The nouns of a question file: what is asked, and what a good answer to it rests on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from corpus import Article, Span
from qa.evaluation.errors import GoldError
from qa.evaluation.places import Place

FOLLOW_UP: Final = "followup"
CONFLICT: Final = "conflict"
MULTI: Final = "multi"


class GoldMode(StrEnum):
    """How many of a question's gold passages an answer needs."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Gold:
    """A passage that supports the answer.

    Attributes:
        article_id: the article it stands in.
        span: its place in the article's text.
        quote: the characters there, for people, and to notice a file that has changed.
    """

    article_id: str
    span: Span
    quote: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.article_id, self.span)


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file.

    Attributes:
        id: unique in its file.
        type: a word to group questions by; `FOLLOW_UP`, `CONFLICT` and `MULTI` have figures of
            their own besides the table by type.
        text: what the user types.
        history: the turns before it, as `qa.answer` takes them.
        articles: the ids of the articles that are asked; none for all.
        answerable: whether the articles give the answer.
        must: a right answer contains an alternative of every group.
        must_not: a right answer contains none of these.
        gold: the passages that support the answer; none where there is none.
        gold_mode: whether one of them is enough or every one is needed.
        note: the answer in short, or a remark.
    """

    id: str
    type: str
    text: str
    answerable: bool
    history: tuple[Mapping[str, str], ...] = ()
    articles: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    gold_mode: GoldMode = GoldMode.ANY
    note: str = ""

    @property
    def needs_all(self) -> bool:
        """Whether the answer needs every gold passage."""
        return self.gold_mode is GoldMode.ALL


def check_gold(questions: Iterable[Question], articles: Callable[[str], Article]) -> None:
    """Make sure that what is asked is there, and gold where its question says.

    Args:
        questions: to be checked.
        articles: gives an article by its id; raises a LookupError where there is none.

    Raises:
        GoldError: an article is missing or holds other characters at that place.
    """
    for question in questions:
        for article_id in question.articles:
            _check_asked(question, article_id, articles)
        for gold in question.gold:
            try:
                text = articles(gold.article_id).text
            except LookupError as missing:
                raise GoldError(
                    f"question {question.id}: its gold passage stands in {gold.article_id}, "
                    "which is not among the articles; evaluate on the folder the questions are for"
                ) from missing
            _check(question, gold, text)


def _check_asked(question: Question, id_: str, articles: Callable[[str], Article]) -> None:
    try:
        articles(id_)
    except LookupError as missing:
        raise GoldError(
            f"question {question.id}: it is asked of {id_}, which is not among the articles; "
            "evaluate on the folder the questions are for"
        ) from missing


def _check(question: Question, gold: Gold, text: str) -> None:
    found = text[gold.span.start : gold.span.end]
    if found != gold.quote:
        raise GoldError(
            f"question {question.id}: {gold.article_id} holds {found!r} at characters "
            f"{gold.span.start} to {gold.span.end}, not the gold passage {gold.quote!r}; "
            "the article has changed, or the offsets do not count characters"
        )
