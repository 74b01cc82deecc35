"""Investigating: what is searched and read for a question, before anything is said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Article, Sentence
from index import Searchable, SearchResult
from qa.asking import Message
from qa.choosing import chance_of_best
from qa.followups import (
    Exchange,
    Understood,
    asks_for_more,
    exchanges_in,
    needs_context,
    told_last,
    understand,
    with_told,
)
from qa.parts import split_parts, unframed
from qa.reader import Reader
from qa.reading import Asked, Reading, read, read_on
from qa.stages import Follow, Stage, ignore

LIKELY = 0.6
"""Where the best of the sentences that are read first answers with this probability, no others are
read."""

_CONSIDERED = 5
"""Passages that an answer tells it has looked at."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for a question.

    Attributes:
        understood: how the question was understood.
        search: what search found for the standalone question.
        readings: one for each part of the question.
    """

    understood: Understood
    search: SearchResult
    readings: Sequence[Reading]


def investigate(
    question: str,
    history: Sequence[Message],
    index: Searchable,
    reader: Reader,
    follow: Follow = ignore,
) -> Findings:
    """Search and read for a question.

    Args:
        question: what the user typed.
        history: the conversation before it.
        index: where the articles are.
        reader: what reads the sentences that search finds.
        follow: is told of each stage as it begins, and while it goes on.
    """
    follow(Stage.UNDERSTANDING)
    typed = understand(question, history)
    understood = Understood(index.respelled(typed.question), index.respelled(typed.focus))
    follow(Stage.SEARCHING)
    whole = index.search(understood.question, k=_CONSIDERED)
    goes_on = typed.question != question or asks_for_more(question)
    before = exchanges_in(history) if goes_on else ()
    desk = _Desk(index, reader, understood, whole, before)
    found = [(part, desk.searched(part)) for part in split_parts(understood.focus)]
    readings = []
    for part, searches in found:
        follow(Stage.READING)
        readings.append(desk.read(part, searches))
    return Findings(understood, whole, readings)


def read_enough(
    asked: Asked,
    searches: Sequence[SearchResult],
    reader: Reader,
    table_of: Callable[[Article], Sequence[Sentence]],
) -> Reading:
    """Read what was found for a part of a question, until something is likely to answer it.

    Args:
        asked: see `qa.reading.read`, as of the others.
        searches: what search found.
        reader: what reads.
        table_of: gives an article's sentence table.
    """
    reading = read(asked, searches, reader, table_of)
    if chance_of_best(reading) >= LIKELY:
        return reading
    return read_on(reading, reader, table_of)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the parts of a question are read with."""

    index: Searchable
    reader: Reader
    understood: Understood
    whole: SearchResult
    before: Sequence[Exchange]

    def searched(self, part: str) -> Sequence[SearchResult]:
        """For the part, for the whole question, and for the part after what was told last."""
        return list(self._searches(part))

    def read(self, part: str, searches: Sequence[SearchResult]) -> Reading:
        inner, told = unframed(part), " ".join(exchange.told for exchange in self.before)
        if needs_context(part):
            whole = self.understood.question
            wordings = dict.fromkeys((with_told(inner, self.before), whole))
            asked = Asked(part, tuple(wordings), stated=whole, stands_alone=False, told=told)
        else:
            asked = Asked(part, (inner,), stated=inner, told=told)
        return read_enough(asked, searches, self.reader, self.index.sentences)

    def _searches(self, part: str) -> Iterator[SearchResult]:
        inner, question = unframed(part), self.understood.question
        yield self.whole if inner == question else self.index.search(inner)
        if inner != question:
            yield self.whole
        told = told_last(self.before)
        if told and needs_context(part):
            yield self.index.search(f"{told} {part}")
