"""Choosing: which of the evidence becomes the answer, and whether the articles differ in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from index import terms
from qa.kinds import Kind
from qa.reading import Evidence, Reading
from qa.values import Value, differ, thing_counted, values_in

MORE_MARGIN = 0.02
"""How much weaker than the best a further sentence may be."""

OTHER_ARTICLE_MARGIN = 0.04
"""The same for another article's sentence: two who say it, or do not, are worth hearing."""

VERSION_MARGIN = 0.12
"""How much weaker than the best another article's version may be."""

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
    chosen = [_chosen(reading, alone=len(readings) == 1) for reading in readings]
    evidence = dict.fromkeys(each for choice in chosen for each in choice.evidence)
    # Of several parts each may have its versions: they are told, but as one list they would mix.
    return Choice(tuple(evidence), differs=len(chosen) == 1 and chosen[0].differs)


def _chosen(reading: Reading, *, alone: bool) -> Choice:
    first = reading.evidence[0]
    if versions := tuple(_versions(reading)):
        return Choice((first, *versions), differs=_counts_something_rare(reading))
    return Choice((first, *_more(reading)) if alone else (first,))


def _more(reading: Reading) -> Sequence[Evidence]:
    """What is nearly as strong as the best, more generously where another article says it."""
    best, *others = reading.evidence
    chosen = [best]
    for other in others:
        is_new = other.article.id not in {each.article.id for each in chosen}
        margin = OTHER_ARTICLE_MARGIN if is_new else MORE_MARGIN
        if len(chosen) < _MOST and best.strength - other.strength <= margin:
            chosen.append(other)
    return chosen[1:]


def _versions(reading: Reading) -> Iterator[Evidence]:
    """The best sentence of each other article that gives another value for the same thing."""
    best, *others = reading.evidence
    told = [_values(reading, best)]
    articles = {best.article.id}
    for other in others:
        if best.strength - other.strength > VERSION_MARGIN or len(articles) == _MOST:
            return
        values = _values(reading, other)
        if (
            other.article.id not in articles
            and all(differ(values, earlier) for earlier in told)
            and _is_same_subject(reading, other)
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
