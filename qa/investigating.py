"""Investigating: what is searched and read for a question, before anything is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Searchable, SearchResult
from qa.asking import Message
from qa.followups import Exchange, Understood, exchanges_in, needs_context, understand
from qa.parts import split_parts, unframed
from qa.reader import Reader
from qa.reading import Asked, Reading, read
from qa.stages import Follow, Stage, ignore

_CONSIDERED = 5
"""Passages that an answer tells it has looked at."""

_MOST_TOLD = 400
"""Characters of the last answer that a follow-up is searched and read with."""


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
    before = exchanges_in(history) if typed.question != question else ()
    desk = _Desk(index, reader, understood, whole, before)
    found = [(part, desk.searched(part)) for part in split_parts(understood.focus)]
    readings = []
    for part, searches in found:
        follow(Stage.READING)
        readings.append(desk.read(part, searches))
    return Findings(understood, whole, readings)


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
        stands_alone = not needs_context(part)
        inner = unframed(part)
        wordings = dict.fromkeys([inner] if stands_alone else self._in_context(inner))
        told = " ".join(exchange.told for exchange in self.before)
        asked = Asked(part, tuple(wordings), stands_alone, told)
        return read(asked, searches, self.reader, self.index.sentences)

    def _searches(self, part: str) -> Iterator[SearchResult]:
        question = self.understood.question
        inner = unframed(part)
        yield self.whole if inner == question else self.index.search(inner)
        if inner != question:
            yield self.whole
        if self._told_last and needs_context(part):
            yield self.index.search(f"{self._told_last} {part}")

    def _in_context(self, inner: str) -> Sequence[str]:
        # What was asked comes first: of what is too long the reader leaves out the end.
        return f"{inner} {self._told_last}".rstrip(), self.understood.question

    @property
    def _told_last(self) -> str:
        """The last answer; of what an older question was told, this one does not ask."""
        return self.before[-1].told[:_MOST_TOLD] if self.before else ""
