"""Choosing: which of the evidence becomes the answer, and whether the articles differ in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from qa.copies import is_copy, likeness
from qa.denials import denies
from qa.kinds import Kind
from qa.parts import asks_several
from qa.reader import FurtherSignals
from qa.reading import Evidence, Reading, right_signals
from qa.refusing import judge
from qa.supporting import supported
from qa.values import Value, differ, values_in

FURTHER = 0.36
"""What is as likely as this to answer beside the best sentence is told, too."""

FURTHER_OF_SEVERAL = 0.15
"""The same for another article's, where the question asks for what several say."""

OTHER_VALUE = 0.3
"""The same for another article's that gives another value for what was asked: who read only one
of them would not learn that there are two."""

FURTHER_OF_WHETHER = 0.2
"""The same where yes or no is asked for: there a sentence answers more often than its probability
says."""

CONTRADICTS = 0.6
"""Where it is as likely as this of the same thing, another article's value is a disagreement."""

PART_MARGIN = 3.0
"""How much weaker the answer to a part may be so as not to be the same as that to another."""

NEAREST = 8
"""So many of the strongest sentences may be told."""

_MOST = 3
"""Sentences in an answer to a question that asks one thing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The evidence that becomes the answer.

    Attributes:
        evidence: in the order in which it is told, no sentence twice.
        differs: whether they are different versions of one thing.
        may_differ: whether sentences of several articles give different values, perhaps of
            different things, and are not told as versions.
        may_contradict: whether yes or no is asked for, and one article's sentence denies something
            where another's does not.
        chance: the probability that it answers each thing asked, as far as that can be told.
    """

    evidence: tuple[Evidence, ...]
    differs: bool = False
    may_differ: bool = False
    may_contradict: bool = False
    chance: float = 0.0


def choose(readings: Sequence[Reading]) -> Choice:
    """Choose from what was read for each part of a question.

    Args:
        readings: one for each part, each with evidence.
    """
    choice = _among(readings)
    told = _places(choice.evidence)
    return replace(choice, chance=min(_chance(reading, told) for reading in readings))


def _among(readings: Sequence[Reading]) -> Choice:
    if len(readings) == 1:
        choice = _chosen(readings[0], alone=True)
        return replace(choice, evidence=tuple(_with_copies(choice.evidence, readings[0])))
    evidence: list[Evidence] = []
    may_differ = may_contradict = False
    for own, reading in _apart(readings):
        # Of several parts each may have its versions; as one list of versions they would mix.
        choice = _chosen(own, alone=False)
        may_differ |= choice.differs or choice.may_differ
        may_contradict |= choice.may_contradict
        told = _places(evidence)  # a part may be answered by what was told, or by a copy of it
        copied = _with_copies(choice.evidence, reading)
        evidence += [each for each in copied if each.place not in told]
    return Choice(tuple(evidence), may_differ=may_differ, may_contradict=may_contradict)


_Place = tuple[str, int]
"""See `Evidence.place`."""


def _chance(reading: Reading, told: Collection[_Place]) -> float:
    """How likely what is told answers what was read for; one sentence of it is enough."""
    ranks = (n for n, each in enumerate(reading.evidence[:NEAREST]) if each.place in told)
    any_of = sum(_likelihood(reading, rank) for rank in ranks)
    return min(any_of, judge(reading).confidence)


def _places(evidence: Iterable[Evidence]) -> Collection[_Place]:
    """Where some evidence stands, with its copies."""
    return {each.place for one in evidence for each in (one, *one.copies)}


def _apart(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """For each part of a question a reading without what answers other parts, and all of it."""
    best = _assigned(readings)
    for number, reading in enumerate(readings):
        own, others = best[number], [*best[:number], *best[number + 1 :]]
        left = [e for e in reading.evidence if e is own or not any(_same(e, o) for o in others)]
        yield replace(reading, evidence=left), reading


def _assigned(readings: Sequence[Reading]) -> Sequence[Evidence]:
    """For each part of a question the sentence that answers it: those that are strongest together.

    Another sentence for each part is worth `PART_MARGIN`; a copy is no other one.
    """
    best = [reading.evidence[0] for reading in readings]
    if _different(best) == len(best):
        return best
    able = [
        [each for each in reading.evidence[:NEAREST] if _behind_best(reading, each) <= PART_MARGIN]
        for reading in readings
    ]

    def worth(chosen: Sequence[Evidence]) -> float:
        return PART_MARGIN * _different(chosen) + sum(each.strength for each in chosen)

    return max(product(*able), key=worth)


def _behind_best(reading: Reading, evidence: Evidence) -> float:
    return reading.evidence[0].strength - evidence.strength


def _different(chosen: Sequence[Evidence]) -> int:
    """How many sentences these are, copies not counted."""
    return sum(
        not any(_same(one, other) for other in chosen[:place]) for place, one in enumerate(chosen)
    )


def _same(one: Evidence, other: Evidence) -> bool:
    return one.place == other.place or is_copy(one.text, other.text)


def _chosen(reading: Reading, *, alone: bool) -> Choice:
    best, chances = reading.evidence[0], likelihoods(reading)
    versions = _versions(reading, chances, CONTRADICTS)
    if len(versions) > 1:
        in_time = sorted(versions, key=_day)
        return Choice(_supported(in_time, reading, chances), differs=True)
    # Another value comes before more of the same.
    told = _versions(reading, chances, OTHER_VALUE)
    for rank, chance in chances.items() if alone else ():
        other = reading.evidence[rank]
        new = other not in told and not any(is_copy(other.text, each.text) for each in told)
        if rank and len(told) < _MOST and new and chance >= _least(reading, rank):
            told.append(other)
    in_order = [best, *sorted(told[1:], key=reading.evidence.index)]
    return Choice(
        _supported(in_order, reading, chances),
        may_differ=any(_is_other_version(reading, each, best) for each in told),
        may_contradict=any(_may_contradict(reading, each, best) for each in told),
    )


def likelihoods(reading: Reading) -> Mapping[int, float]:
    """How likely each of the strongest evidence is to answer, by its rank: the best one, and each
    other beside it.
    """
    return {rank: _likelihood(reading, rank) for rank in range(len(reading.evidence[:NEAREST]))}


def _likelihood(reading: Reading, rank: int) -> float:
    if rank:
        return reading.calibration.further(further_signals(reading, rank))
    return chance_of_best(reading)


def chance_of_best(reading: Reading) -> float:
    """How likely the strongest sentence answers, which it does only where the articles do."""
    if not reading.evidence:
        return 0.0
    return min(reading.calibration.right(right_signals(reading)), judge(reading).confidence)


def nearest_in(reading: Reading) -> Sequence[Evidence]:
    """What was found, strongest first, with what speaks for the strongest."""
    best, rest = reading.evidence[:1], reading.evidence[1:]
    return [*(supported(each, reading, _likelihood(reading, 0)) for each in best), *rest]


def _supported(
    chosen: Sequence[Evidence], reading: Reading, chances: Mapping[int, float]
) -> tuple[Evidence, ...]:
    """What was chosen, each with what speaks for it."""
    return tuple(supported(each, reading, chances[reading.evidence.index(each)]) for each in chosen)


def _least(reading: Reading, rank: int) -> float:
    """How likely a sentence must be to answer as well so as to be told."""
    elsewhere = reading.evidence[rank].article.id != reading.evidence[0].article.id
    if elsewhere and asks_several(reading.part):
        return FURTHER_OF_SEVERAL
    return FURTHER_OF_WHETHER if reading.wanted.kind is Kind.WHETHER else FURTHER


def _versions(reading: Reading, chances: Mapping[int, float], least: float) -> list[Evidence]:
    """The best sentence, and each so likely one of another article that gives a new value."""
    versions = [reading.evidence[0]]
    for rank, chance in chances.items():
        other = reading.evidence[rank]
        new = all(_is_other_version(reading, other, each) for each in versions)
        if len(versions) < _MOST and chance >= least and new:
            versions.append(other)
    return versions


def _is_other_version(reading: Reading, one: Evidence, other: Evidence) -> bool:
    """Whether a sentence is of another article than one, and gives another value."""
    elsewhere = one.article.id != other.article.id
    return elsewhere and differ(_values(reading, one), _values(reading, other))


def _may_contradict(reading: Reading, one: Evidence, other: Evidence) -> bool:
    """Whether one of two sentences may say yes and the other no, as far as denials tell."""
    elsewhere = one.article.id != other.article.id
    is_asked = reading.wanted.kind is Kind.WHETHER
    return is_asked and elsewhere and denies(one.text) != denies(other.text)


def further_signals(reading: Reading, rank: int) -> FurtherSignals:
    """What speaks for telling a sentence of a reading beside the best one.

    Args:
        reading: what was read.
        rank: which of its evidence, from 1: the best one is at 0.
    """
    best, other = reading.evidence[0], reading.evidence[rank]
    return FurtherSignals(
        behind=best.strength - other.strength,
        logit=other.logit,
        best_logit=best.logit,
        rank=rank,
        closeness=other.closeness,
        alike=likeness(best.text, other.text),
        version=float(_is_other_version(reading, best, other)),
    )


def _day(evidence: Evidence) -> date:
    """When its article was published; one that does not say so comes last."""
    return evidence.article.published or date.max


def _with_copies(chosen: Sequence[Evidence], reading: Reading) -> Iterator[Evidence]:
    """What was chosen, each with the sentences of other articles that copy it."""
    for one in chosen:
        others = (each for each in reading.evidence if each.article.id != one.article.id)
        copies = tuple(other for other in others if is_copy(one.text, other.text))
        yield replace(one, copies=copies)


def _values(reading: Reading, evidence: Evidence) -> frozenset[Value]:
    return values_in(evidence.text, reading.wanted.kind, reading.part)
