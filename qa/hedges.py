"""The words that tell how exactly a figure is meant: "some 11", "more than 11", "up to 11"."""

import re
from dataclasses import dataclass
from enum import Enum


class Hedge(Enum):
    """How exactly a figure is told."""

    EXACT = "exactly"
    ABOUT = "about"
    OVER = "more than"
    UNDER = "up to"


@dataclass(frozen=True, slots=True)
class _HedgeWords:
    """What hedges the figure behind it, as alternations for patterns that ignore case.

    Attributes:
        sure: what always does.
        likely: what does where it can't be a preposition, as in "a film about three sisters".
        faint: what says too little to be shown with the figure.
    """

    sure: str
    likely: str
    faint: str

    @property
    def of_any_degree(self) -> str:
        return f"{self.sure}|{self.likely}|{self.faint}"


_HEDGES = {
    Hedge.ABOUT: _HedgeWords(
        sure="nearly|almost|roughly|approximately|circa|close to",
        likely="about|around",
        faint="some|estimated",
    ),
    Hedge.OVER: _HedgeWords(
        sure="more than|(?:no|not) (?:fewer|less) than|at least|upwards of",
        likely="over",
        faint="above",
    ),
    Hedge.UNDER: _HedgeWords(
        sure="(?:fewer|less) than|(?:no|not) more than|at most|up to|as (?:many|much) as",
        likely="under",
        faint="below",
    ),
}
_NOT_REVERSED = "(?!(?:(?<=no )|(?<=not ))(?:more|fewer|less) than)"
"""The "more than" of "no more than" hedges to the other side."""

_HEDGED = {
    hedge: re.compile(rf"\b{_NOT_REVERSED}(?:{words.of_any_degree}) (?:the )?$", re.IGNORECASE)
    for hedge, words in _HEDGES.items()
}
_SURE = "|".join(words.sure for words in _HEDGES.values())
_LIKELY = "|".join(words.likely for words in _HEDGES.values())
_TOLD_WITH = re.compile(
    rf"(?:\b(?P<sure>{_SURE})(?: (?:{_HEDGES[Hedge.ABOUT].likely}))?"
    r"|(?:^|[,;(] ?|\b(?:at|by|to|of|with|is|are|was|were|be|been|costs?|has|have|had|only|just"
    rf"|well|and|worth|paid|lasted|counted|killed) )(?P<likely>{_LIKELY}))"
    r" (?:the |an? )?$",
    re.IGNORECASE,
)
"""The hedges that are shown with the figure behind them."""

_LONGEST_HEDGE = 40


def hedge_in(before: str) -> Hedge:
    """How exactly a figure is told, by the words close before it."""
    return next((each for each, words in _HEDGED.items() if words.search(before)), Hedge.EXACT)


def start_with_hedge(text: str, start: int) -> int:
    """Where a figure begins together with the words that hedge it, as in "more than 13,000".

    "Some 13,000" is told without: "some" hardly says more than "the".

    Args:
        text: the text.
        start: where in it the figure begins.
    """
    hedge = _TOLD_WITH.search(text, max(0, start - _LONGEST_HEDGE), start)
    return max(hedge.start("sure"), hedge.start("likely")) if hedge else start
