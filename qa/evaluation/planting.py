"""Planted claims: sentences of the articles altered to be false, or only worded otherwise.

They stand for what a language model may write, and measure whether its sentences are checked well:
false ones must be caught, true ones let through. Each alteration is mechanical, so that anyone can
plant the same ones in their own articles.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from qa.evaluation import falsifying, rewording
from qa.evaluation.stated import MOST_WORDS, Field, Made, Stated

_FEWEST_WORDS = 8


class Alteration(StrEnum):
    """What was done to a sentence; the value is what a person reads."""

    NUMBER = "a number or day changed"
    NAME = "a name replaced"
    EXCHANGED = "two names exchanged"
    DENIAL = "a “not” put in or left out"
    SPEAKER = "said by somebody else"
    SOURCE = "resting on another sentence"
    VERBATIM = "as it stands"
    FRAMED = "after “according to”"
    RESPELT = "its figures written otherwise"
    SHORTENED = "without a clause"
    CUT = "without its end"
    BEGUN_LATER = "without its beginning"
    MOVED = "its beginning at its end"
    TURNED = "the speaker before what is said"
    JOINED = "joined with another one"

    @property
    def is_false(self) -> bool:
        """Whether a claim is false after it."""
        return self in _FALSE


_FALSE = frozenset(list(Alteration)[:6])


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim, what was done to make it, and the sentences that it says it rests on."""

    text: str
    alteration: Alteration
    grounds: tuple[Stated, ...]


def plant(stated: Sequence[Stated], most: int = 60, seed: int = 0) -> list[Planted]:
    """Plant claims in articles.

    Args:
        stated: their sentences, those of an article together and in order.
        most: claims of each alteration; there are fewer where few sentences allow it.
        seed: which sentences are drawn.

    Returns:
        the claims, by alteration.
    """
    usable = [each for each in stated if _FEWEST_WORDS <= len(each.text.split()) <= MOST_WORDS]
    field = Field(stated, Random(seed))
    planted: list[Planted] = []
    for alteration, alter in _ALTERATIONS.items():
        field.random.shuffle(usable)
        made = (claim for each in usable if (claim := alter(field, each)))
        planted += [
            Planted(text, alteration, grounds)
            for (text, grounds), _ in zip(made, range(most), strict=False)
        ]
    return planted


_ALTERATIONS: Mapping[Alteration, Callable[[Field, Stated], Made]] = {
    Alteration.NUMBER: falsifying.change_number,
    Alteration.NAME: falsifying.replace_name,
    Alteration.EXCHANGED: falsifying.exchange_names,
    Alteration.DENIAL: falsifying.deny,
    Alteration.SPEAKER: falsifying.change_speaker,
    Alteration.SOURCE: falsifying.change_source,
    Alteration.VERBATIM: rewording.as_it_stands,
    Alteration.FRAMED: rewording.frame,
    Alteration.RESPELT: rewording.respell,
    Alteration.SHORTENED: rewording.shorten,
    Alteration.CUT: rewording.cut,
    Alteration.BEGUN_LATER: rewording.begin_later,
    Alteration.MOVED: rewording.move,
    Alteration.TURNED: rewording.turn,
    Alteration.JOINED: rewording.join,
}
