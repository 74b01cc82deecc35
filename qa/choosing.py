"""Choosing: which of the evidence becomes the answer, and whether the articles differ in it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

from index import terms
from qa.kinds import NUMBER_WORDS, Kind
from qa.parts import asks_several
from qa.reading import Evidence, Reading
from qa.values import Value, differ, thing_counted, values_in

MORE_MARGIN = 0.6
"""How much weaker than the best a further sentence may be, in logits as all margins."""

OTHER_ARTICLE_MARGIN = 0.5
"""The same for another article's sentence: two who say it, or do not, are worth hearing."""

SURE = 1.0
"""From this logit on, the reader is sure enough of a sentence to hear it beside the best."""

SURE_MARGIN = 1.0
"""How much weaker than the best such a sentence of another article may be."""

SEVERAL_MARGIN = 3.0
"""How much weaker it may be where the question asks for several things."""

VERSION_MARGIN = 8.0
"""How much weaker than the best another article's version may be; so wide, because the reader is
surer of one of two versions than it should be."""

PART_MARGIN = 3.0
"""How much weaker the answer to a part may be so as not to be the same as that to another."""

_NEAREST = 6
"""So many of the strongest sentences may be versions of one thing."""

_NEAR_COPY = 0.8
"""The share of all their words that two sentences have in common when one copies the other."""

_FIGURE_OR_DENIAL = re.compile(
    rf"\d+(?:[.,]\d+)*|\b(?:{NUMBER_WORDS}|not|no|nor|never|neither)\b|n[’']t\b", re.IGNORECASE
)

_MOST = 3
"""Sentences in an answer to a question that asks one thing."""

_SAME_SUBJECT = 0.5
"""How much of what one version has of the question's words the other must have too, by weight."""

_RARE = 0.25
"""The share of the evidence that may speak of a thing for its numbers to be comparable."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The evidence that becomes the answer.

    Attributes:
        evidence: in the order in which it is told, no sentence twice.
        differs: whether they are different versions of one thing.
    """

    evidence: tuple[Evidence, ...]
    differs: bool = False


def choose(readings: Sequence[Reading]) -> Choice:
    """Choose from what was read for each part of a question.

    Args:
        readings: one for each part, each with evidence.
    """
    if len(readings) == 1:
        choice = _chosen(readings[0], alone=True)
        return replace(choice, evidence=tuple(_with_copies(choice.evidence, readings[0])))
    evidence: dict[_Place, Evidence] = {}
    for reading in readings:
        told = {each.place for one in evidence.values() for each in (one, *one.copies)}
        # Of several parts each may have its versions; as one list of versions they would mix.
        choice = _chosen(_without(reading, told), alone=False)
        for each in _with_copies(choice.evidence, reading):
            evidence.setdefault(each.place, each)
    return Choice(tuple(evidence.values()))


_Place = tuple[str, int]
"""See `Evidence.place`."""


def _without(reading: Reading, told: Collection[_Place]) -> Reading:
    """A reading whose best is new, if something new is nearly as strong as what was told."""
    best = reading.evidence[0]
    new = [each for each in reading.evidence if each.place not in told]
    if new and best.strength - new[0].strength <= PART_MARGIN:
        return replace(reading, evidence=new)
    return reading


def _chosen(reading: Reading, *, alone: bool) -> Choice:
    first = reading.evidence[0]
    if versions := tuple(_versions(reading)):
        differs = _counts_something_rare(reading)
        told = (first, *versions)
        return Choice(tuple(sorted(told, key=_day)) if differs else told, differs)
    return Choice((first, *_more(reading)) if alone else (first,))


def _day(evidence: Evidence) -> date:
    """When its article was published; one that does not say so comes last."""
    return evidence.article.published or date.max


def _more(reading: Reading) -> Sequence[Evidence]:
    """What is nearly as strong as the best, more generously where another article says it."""
    best, *others = reading.evidence
    several = asks_several(reading.part)
    chosen = [best]
    for other in others:
        is_new = other.article.id not in {each.article.id for each in chosen}
        margin = SEVERAL_MARGIN if several and is_new else _margin(other, is_new=is_new)
        if best.strength - other.strength > margin or any(_copies(other, c) for c in chosen):
            continue
        chosen.append(other)
        if len(chosen) == _MOST:
            break
    return chosen[1:]


def _margin(other: Evidence, *, is_new: bool) -> float:
    """How much weaker than the best a sentence may be; more if its article is a new one."""
    if not is_new:
        return MORE_MARGIN
    return max(OTHER_ARTICLE_MARGIN, SURE_MARGIN if other.logit >= SURE else 0.0)


def _with_copies(chosen: Sequence[Evidence], reading: Reading) -> Iterator[Evidence]:
    """What was chosen, each with the sentences of other articles that copy it."""
    for one in chosen:
        others = (each for each in reading.evidence if each.article.id != one.article.id)
        copies = tuple(other for other in others if _copies(one, other))
        yield replace(one, copies=copies)


def _copies(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same in nearly the same words: one report, printed twice.

    One that gives another figure, or denies what the other says, is a version of its own.
    """
    words, others = set(terms(one.text)), set(terms(other.text))
    alike = len(words & others) >= _NEAR_COPY * len(words | others)
    return alike and _stated(one.text) == _stated(other.text)


def _stated(sentence: str) -> set[str]:
    """The figures and denials of a sentence."""
    return {word.casefold() for word in _FIGURE_OR_DENIAL.findall(sentence)}


def _versions(reading: Reading) -> Iterator[Evidence]:
    """The best sentence of each other article that gives another value for the same thing."""
    best, *others = reading.evidence
    told = [_values(reading, best)]
    articles = {best.article.id}
    for other in others[:_NEAREST]:
        if best.strength - other.strength > VERSION_MARGIN or len(articles) == _MOST:
            return
        values = _values(reading, other)
        if (
            other.article.id not in articles
            and all(differ(values, earlier) for earlier in told)
            and (other.logit >= SURE or _is_same_subject(reading, other))
        ):
            told.append(values)
            articles.add(other.article.id)
            yield other


def _values(reading: Reading, evidence: Evidence) -> frozenset[Value]:
    return values_in(evidence.text, reading.wanted.kind, reading.part)


def _counts_something_rare(reading: Reading) -> bool:
    """Whether two numbers are likely of the same set, so that they contradict each other.

    Where all evidence is about soldiers, two numbers of soldiers are often of different ones:
    both are told, but not as a disagreement. Times and amounts of money have no such doubt.
    """
    if reading.wanted.kind is not Kind.NUMBER:
        return True
    spoken_of = _occurrences(reading)
    shares = [spoken_of[term] / len(reading.evidence) for term in thing_counted(reading.part)]
    return min(shares, default=1.0) <= _RARE


def _is_same_subject(reading: Reading, other: Evidence) -> bool:
    """Whether a sentence speaks of what the best one speaks of.

    Words that most of the evidence has in common say little about that: each of the question's
    words weighs what it weighs in BM25, the evidence being the collection.
    """
    size, spoken_of = len(reading.evidence), _occurrences(reading)
    weights = {
        term: log((size + 1) / (spoken_of[term] + 0.5))
        for term in set(terms(reading.part)) & set(terms(reading.evidence[0].text))
    }
    shared = sum(weights[term] for term in weights.keys() & set(terms(other.text)))
    return shared > 0 and shared >= _SAME_SUBJECT * sum(weights.values())


def _occurrences(reading: Reading) -> Counter[str]:
    """In how many sentences of the evidence each word occurs."""
    return Counter(term for each in reading.evidence for term in set(terms(each.text)))
