"""Whether a sentence stands in the sources that it names.

Rules come first, which can say what is wrong: figures, days and names must stand there. For the
rest the checker and what contradicts the sources are weighed to a probability, which ``python -m
qa.training calibrate-checker`` fits.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import STOPWORDS
from qa.model import in_percent
from qa.verifier.checker import Checker
from qa.verifier.figures import unfounded_figures
from qa.verifier.names import unfounded_names
from qa.verifier.signals import SupportSignals, read_worth, signals_of
from qa.writer.model import Source

LONGEST_CLAIM = 400
"""In characters: what is longer is not read to its end by the checker."""

THRESHOLD = 0.65
"""What is less likely to stand in its sources is withheld: 8 % of the kept true claims that no rule
finds wrong, 86 % of the false ones (``python -m qa.training calibrate-checker``)."""

_FEWEST_WORDS = 3
_FOREIGN = frozenset(
    "der das und sind ist nicht ein eine dass den dem le les des du est sont et une que el los las "
    "es un del il lo gli della che per het een van niet è och att som är nie jest się".split()
)
_REPORTING = frozenset({"that", "whether", "if"})
_LONGEST_SHOWN = 40
_MOST_SHOWN = 3

_MARKUP = re.compile(
    r"\b\w+:/*[^\s/]\S*/\S*|\b(?:data|javascript|mailto):\S+|(?<!\w)//\S+|\S*@\w+\.\w\S*"
    r"|\b\w[\w-]+(?:\.\w[\w-]+)*\.[a-z]{2,}\b\S*|!\[|\]\(|<[a-z/!]|[{}]",
    re.IGNORECASE,
)
"""Addresses of all kinds, and what is no plain text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Attributes:
        reason: why the sentence does not hold, in words for a reader; ``""`` where it does.
    """

    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether the sources say the sentence."""
        return not self.reason


class Verifier:
    """Checks sentences; safe to use from several threads.

    Args:
        checker: reads a sentence beside its sources.
        threshold: the least probability of a sentence that holds.
    """

    def __init__(self, checker: Checker, threshold: float = THRESHOLD) -> None:
        self._checker = checker
        self._threshold = threshold
        self._worth = read_worth(checker.weights)

    def load(self) -> None:
        """Load the checker now.

        Raises:
            ReaderError: it can't be loaded.
        """
        self._checker.load()

    def verify(self, claim: str, sources: Sequence[Source]) -> Verdict:
        """Check a sentence against the sources that it names, all together.

        Args:
            claim: the sentence.
            sources: at least one.

        Raises:
            ReaderError: the checker can't be loaded.
        """
        if reason := broken_rule(claim, sources):
            return Verdict(reason)
        if any(_is_sentence_of(claim, source.text) for source in sources):
            return Verdict()
        signals = signals_of(claim, ground_of(sources), self._checker)
        sure = self._worth(signals)
        return Verdict("" if sure >= self._threshold else _doubt(signals, sure))


def _is_sentence_of(claim: str, text: str) -> bool:
    """Whether a text has a whole sentence in the very words of a claim."""
    words = re.escape(" ".join(claim.split()).rstrip("."))
    whole = rf"(?:^|[.!?…][”\"’)]* ){words}(?:[.!?…]|$)"
    return re.search(whole, " ".join(text.split())) is not None


def ground_of(sources: Sequence[Source]) -> str:
    """The words of all sources."""
    return " ".join(source.text for source in sources)


def broken_rule(claim: str, sources: Sequence[Source]) -> str:
    """What a rule finds wrong with a sentence, in words for a reader; ``""`` for nothing."""
    ground = ground_of(sources)
    return _misshapen(claim, ground) or _unfounded(claim, ground, sources)


def _misshapen(claim: str, ground: str) -> str:
    if len(claim) > LONGEST_CLAIM:
        return "It is too long to be checked."
    if len(claim.split()) < _FEWEST_WORDS:
        return "It is no sentence."
    if _is_foreign(claim):
        return "It is not in English, which alone can be checked."
    if any(found.group() not in ground for found in _MARKUP.finditer(claim)):
        return "It holds an address or markup that does not stand in what it cites."
    return ""


def _unfounded(claim: str, ground: str, sources: Sequence[Source]) -> str:
    days = [source.published for source in sources if source.published]
    if figures := unfounded_figures(claim, ground, days):
        return f"It gives {_listed(figures)}, which does not stand in what it cites."
    if names := unfounded_names(claim, ground, _origins(sources)):
        return f"It names {_listed(names)}, which does not stand in what it cites."
    if _is_only_said(claim, ground):
        return "What it cites does not say so itself, but that somebody may or does."
    return ""


def _is_only_said(claim: str, ground: str) -> bool:
    """Whether the very words stand behind "that", "whether" or "if", and nowhere else."""
    words = re.escape(" ".join(claim.split()).rstrip("."))
    text = " ".join(ground.split())
    found = list(re.finditer(rf"(?P<before>\w*)\W+{words}", text, re.IGNORECASE))
    return bool(found) and all(each["before"].casefold() in _REPORTING for each in found)


def _is_foreign(claim: str) -> bool:
    """Whether a sentence is in another script, or has more small words of another language."""
    words = re.findall(r"\w+", claim.casefold())
    others = sum(unicodedata.name(c, "LATIN").split()[0] != "LATIN" for c in claim if c.isalpha())
    foreign = sum(word in _FOREIGN for word in words)
    return others > len(claim) / 10 or foreign > sum(word in STOPWORDS for word in words)


def _origins(sources: Sequence[Source]) -> str:
    return " ".join(f"{source.outlet} {source.author}" for source in sources)


def _doubt(signals: SupportSignals, sure: float) -> str:
    if signals.denials:
        return "It denies something that it cites, or leaves a denial out."
    if signals.opposites:
        return "A word in it is the opposite of one in what it cites."
    if signals.displaced:
        return "A name or a figure in it stands where what it cites has another one."
    return f"That what it cites says so has a probability of only {in_percent(sure)}."


def _listed(things: Sequence[str]) -> str:
    shown = [f"“{thing[:_LONGEST_SHOWN]}”" for thing in things[:_MOST_SHOWN]]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
