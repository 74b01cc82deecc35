"""What an engine made of one question."""

import re
from dataclasses import dataclass

from qa.evaluation.places import Place
from qa.evaluation.questions import Question
from qa.model import Answer, Status


@dataclass(frozen=True, slots=True)
class Reply:
    """One question and what the engine answered.

    Attributes:
        question: what was asked.
        answer: as the engine gave it.
    """

    question: Question
    answer: Answer

    @property
    def refused(self) -> bool:
        """Whether the engine said that the articles do not tell."""
        return self.answer.status is Status.NOT_IN_ARTICLES

    @property
    def gold(self) -> tuple[Place, ...]:
        """Where the question's gold passages stand."""
        return tuple(gold.place for gold in self.question.gold)

    @property
    def cited(self) -> tuple[Place, ...]:
        """Where the answer's citations stand, by their numbers; a refusal cites nothing."""
        return () if self.refused else tuple(Place.of(cited) for cited in self.answer.citations)

    @property
    def text(self) -> str:
        """The words of the answer's supported parts, without markers; a refusal has none."""
        supported = (part.text for part in self.answer.sentences if part.citations)
        return "" if self.refused else " ".join(supported)

    @property
    def marked(self) -> tuple[str, ...]:
        """The decisive words that are marked in citations that touch gold."""
        return tuple(
            cited.quote[cited.decisive.start - cited.start : cited.decisive.end - cited.start]
            for cited in self.answer.citations
            if cited.decisive and Place.of(cited).touches(self.gold)
        )

    def must_say(self, words: str) -> bool:
        """Whether words hold something that the answer must contain, or are a part of it."""
        alternatives = [word.strip() for group in self.question.must for word in group]
        return any(_holds(word, words) or _holds(words, word) for word in alternatives)

    @property
    def first_citation_is_gold(self) -> bool:
        """Whether the answer's first citation touches gold."""
        return any(place.touches(self.gold) for place in self.cited[:1])

    @property
    def best_is_gold(self) -> bool:
        """Whether the first citation touches gold, or what a refusal says comes nearest."""
        nearest = self.answer.nearest if self.refused else None
        return Place.of(nearest).touches(self.gold) if nearest else self.first_citation_is_gold

    @property
    def any_citation_is_gold(self) -> bool:
        """Whether any of the answer's citations touches gold."""
        return any(place.touches(self.gold) for place in self.cited)

    @property
    def every_gold_is_cited(self) -> bool:
        """Whether each gold passage is touched by a citation."""
        return all(place.touches(self.cited) for place in self.gold)

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """The groups of `Question.must` of which no alternative occurs in the text."""
        said = self.text.casefold()
        return tuple(
            group
            for group in self.question.must
            if not any(alternative.casefold() in said for alternative in group)
        )

    @property
    def forbidden(self) -> tuple[str, ...]:
        """What the text contains although it must not."""
        said = self.text.casefold()
        return tuple(word for word in self.question.must_not if word.casefold() in said)

    @property
    def says_what_it_must(self) -> bool:
        """Whether the text contains all that it must and nothing that it must not."""
        return not (self.refused or self.missing or self.forbidden)


def _holds(text: str, words: str) -> bool:
    """Whether a text holds words as whole ones: "14" does not hold "4"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Outcome(Reply):
    """A reply, what the engine found besides, and how long both took.

    Attributes:
        hits: where the passages stand that `retrieve` found, best first.
        misquoted: citations whose quotation is not what stands at their place.
        answer_seconds: from question to answer.
        retrieve_seconds: from question to hits.
        first_seconds: from question to the first confirmed sentence of a language model's; None
            where there was none.
    """

    hits: tuple[Place, ...]
    misquoted: int
    answer_seconds: float
    retrieve_seconds: float
    first_seconds: float | None = None

    @property
    def rank(self) -> int | None:
        """The number, from 1, of the first hit that touches gold."""
        ranks = (rank for rank, hit in enumerate(self.hits, start=1) if hit.touches(self.gold))
        return next(ranks, None)
