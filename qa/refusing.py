"""Refusing: how likely the articles are to answer, given the best evidence, and why they don't.

Two signals go into a logistic regression, so that what comes out is a probability and each
weight can be read: `qa.reader.Calibration`. ``python -m qa.training calibrate`` finds the weights
on questions about articles that the reader was not trained on. Other signals (the lead over the
next best sentence, names that nobody mentions, the share of the question's words that are there,
the kind of answer) added nothing to these.

Where a question unmistakably asks for a kind of answer (`qa.kinds.Wanted.is_strict`), the best
sentence that holds one is judged: the best of all may be about the right thing and never tell it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index import Scope, Searchable, terms
from qa.followups import asks_for_more
from qa.model import in_percent
from qa.reader import Signals
from qa.reading import Reading
from qa.words import CAPITAL

THRESHOLD = 0.66
"""What is less likely to be answered is refused: seven in ten of the kept questions that nothing
answers, and one in twenty of the others."""

PART_THRESHOLD = 0.45
"""The same for a part of a question another part of which is answered."""

_MOST_LOOKED_FOR = 8
"""Unknown outlets for which others of such a name are looked for: thousands may be given."""

FOR_EACH_MARGIN = 2.0
"""How much weaker a sentence may be that tells for each what is asked for each."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading, and the probability that the articles answer.

    Attributes:
        reading: of what can answer.
        confidence: the probability.
        whole: of all that was read, which tells what comes nearest.
    """

    reading: Reading
    confidence: float
    whole: Reading


def judge(reading: Reading) -> Judged:
    """How likely the articles are to answer, by the best evidence that can; 0 without any."""
    wanted = reading.wanted
    if wanted.is_strict:
        able = _only(reading, wanted.is_in)
        return Judged(able, _chance(able), reading)
    if wanted.each and reading.evidence and not wanted.is_for_each(reading.evidence[0].text):
        able = _only(reading, lambda text: wanted.is_in(text) and wanted.is_for_each(text))
        sure = _chance(able)
        if sure >= THRESHOLD and _behind(able, reading) <= FOR_EACH_MARGIN:
            return Judged(able, sure, reading)
    return Judged(reading, _chance(reading), reading)


def _chance(reading: Reading) -> float:
    return reading.calibration.answers(signals_of(reading)) if reading.evidence else 0.0


def _only(reading: Reading, may_answer: Callable[[str], bool]) -> Reading:
    """A reading of the evidence of which something is so."""
    return replace(reading, evidence=[e for e in reading.evidence if may_answer(e.text)])


def _behind(able: Reading, reading: Reading) -> float:
    """How much weaker the best evidence of a part of a reading is."""
    return reading.evidence[0].strength - able.evidence[0].strength


def closest_of(judged: Sequence[Judged]) -> Judged:
    """The part of a question that is answered most likely."""
    return max(judged, key=lambda each: each.confidence)


def parted(judged: Sequence[Judged]) -> tuple[list[Reading], list[str]]:
    """What was read for the parts of a question that are answered, and the parts that are not."""
    threshold = THRESHOLD if len(judged) == 1 else PART_THRESHOLD
    answered = [each.reading for each in judged if each.confidence >= threshold]
    return answered, [each.reading.part for each in judged if each.confidence < threshold]


def signals_of(reading: Reading) -> Signals:
    """What speaks for the best evidence of a reading that found something."""
    best = reading.evidence[0]
    return Signals(best.logit, best.closeness)


def reason_within(closest: Judged, index: Searchable) -> str:
    """`reason_for`, and which articles were asked where that was not all of them.

    Where there are none of an outlet, others are named that there are.
    """
    if not index.articles():
        which = f" {index.scope}" if index.scope else " to look in yet"
        return f"There are no articles{which}.{_outlets_instead(index)}"
    if not index.scope:
        return reason_for(closest)
    return f"{reason_for(closest)} Only the articles {index.scope} were asked."


def _outlets_instead(index: Searchable) -> str:
    """Where an outlet is asked that none of the articles names: those that hold its name, or all.

    As a sentence to follow another; ``""`` where there is nothing to tell.
    """
    outlets = index.outlets()
    unknown = sorted(set(index.scope.sources or ()) - set(outlets))[:_MOST_LOOKED_FOR]
    if not unknown or not outlets:
        return ""
    folded = [name.casefold() for name in unknown]
    like = [outlet for outlet in outlets if any(name in outlet.casefold() for name in folded)]
    return f" Some are {Scope(sources=like or outlets)}."


def reason_for(closest: Judged) -> str:
    """Why what comes nearest to an answer is none, in words for a reader."""
    reading = closest.whole
    if not reading.evidence and asks_for_more(reading.part):
        return "Nothing else was found that bears on it."
    if not reading.evidence:
        return "There is no word in the question that could be looked for."
    if missing := _missing_names(reading):
        return f"Nothing in them that bears on the question mentions {missing}."
    if not reading.wanted.is_in(reading.evidence[0].text):
        return (
            f"No {reading.wanted.name} stands in the sentence that comes nearest to the question."
        )
    return (
        f"An answer among them has a probability of {in_percent(closest.confidence)}; from "
        f"{100 * THRESHOLD:.0f} % on, the sentence that comes nearest is taken for one."
    )


_NAME = re.compile(rf"(?<![.?!“\"] )(?<!^)\b(?:{CAPITAL}[\w’'-]*|\d[\d.,]*)")


def _missing_names(reading: Reading) -> str:
    """Names in a question that its evidence never mentions, as the question writes them."""
    words = _words(reading)
    missing = [name for name in _NAME.findall(reading.part) if not set(terms(name)) <= words]
    return " or ".join(f"“{name}”" for name in dict.fromkeys(missing))


def _words(reading: Reading) -> set[str]:
    """Every word of the evidence and of its articles' titles, folded."""
    texts = {text for found in reading.evidence for text in (found.text, found.article.title)}
    return {term for text in texts for term in terms(text)}
