"""The sentences that claims are planted in, and what is known in them by its look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from index import terms
from qa.words import DAY, MONTH

MOST_WORDS = 45
"""Of a sentence that is altered."""

NAME_WORD = r"[A-ZÀ-Þ][\w’'-]*\w"
NAME = re.compile(
    rf"(?<=[a-z,;:–] )(?!(?:{MONTH}|{DAY})\b){NAME_WORD}"
    rf"(?: (?!(?:{MONTH}|{DAY})\b){NAME_WORD})*"
)
POSSESSIVE = re.compile(r"[’']s?$")


def _names(text: str) -> list[str]:
    """Names within a sentence: runs of capitalised words that do not begin it."""
    return [POSSESSIVE.sub("", found.group()) for found in NAME.finditer(text)]


NUMBER = re.compile(r"(?<![\w.,:-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:]|[.,]\d)")
SPELT = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
SPELT_NUMBER = re.compile(rf"(?<![\w-])(?:{'|'.join(SPELT)})(?![\w-])")
CALENDAR = re.compile(rf"\b(?:(?:{MONTH})(?= \d)|(?<=\d )(?:{MONTH})|{DAY})\b")
_SAYS = r"(?:says?|said|told|adds?|added|argues?|argued|claims?|claimed|writes?|wrote)"
SPEAKER = re.compile(
    rf"(?:\b{_SAYS} |\b[Aa]ccording to (?:the )?)(?P<after>{NAME_WORD}(?: {NAME_WORD})*)"
    rf"|(?P<before>{NAME_WORD}(?: {NAME_WORD})*)(?= {_SAYS}\b)"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of an article: ``row`` of its table, its words on one line, and its outlet."""

    article_id: str
    row: int
    text: str
    outlet: str = ""


Made = tuple[str, tuple[Stated, ...]] | None


class Field:
    """The articles that are planted in."""

    def __init__(self, stated: Sequence[Stated], random: Random) -> None:
        self.random = random
        names = sorted({name for each in stated for name in _names(each.text)})
        self._names = {name: {word[:4] for word in terms(name)} for name in names}
        self.by_article: dict[str, list[Stated]] = {}
        for each in stated:
            self.by_article.setdefault(each.article_id, []).append(each)

    def other_name(self, text: str) -> str:
        """A name that shares no word with a text, or ``""``."""
        words = {word[:4] for word in terms(text)}
        others = [name for name, stems in self._names.items() if words.isdisjoint(stems)]
        return self.random.choice(others) if others else ""

    def elsewhere(self, stated: Stated) -> Stated | None:
        """The most alike sentence of its article that does not say the same, or a neighbour."""
        words = set(terms(stated.text))
        others = [
            other
            for other in self.by_article[stated.article_id]
            if other.row != stated.row and not words <= set(terms(other.text))
        ]
        near = [other for other in others if abs(other.row - stated.row) == 1]
        if self.random.random() < _SHARE_OF_NEIGHBOURS and near:
            return self.random.choice(near)
        return max(others, key=lambda other: _likeness(words, set(terms(other.text))), default=None)


_SHARE_OF_NEIGHBOURS = 0.5


def _likeness(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(1, len(words | others))
