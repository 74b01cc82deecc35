"""Copies: sentences that say the same in nearly the same words, as of a report printed twice."""

import re
from functools import lru_cache

from index import terms
from qa.values import all_values
from qa.words import NUMBER_WORDS

_NEAR_COPY = 0.8
"""The share of all their words that two sentences have in common when one copies the other."""

_FIGURE_OR_DENIAL = re.compile(
    rf"\d+(?:[.,]\d+)*|\b(?:{NUMBER_WORDS}|not|no|nor|never|neither)\b|n[’']t\b", re.IGNORECASE
)


def is_copy(one: str, other: str) -> bool:
    """Whether two sentences say the same in nearly the same words.

    One that gives another figure or time, or denies what the other says, is a version of its own.
    """
    return (
        likeness(one, other) >= _NEAR_COPY
        and _stated(one) == _stated(other)
        and all_values(one) == all_values(other)
    )


def likeness(one: str, other: str) -> float:
    """The share of all their words that two sentences have in common (Jaccard's index)."""
    words, others = _words(one), _words(other)
    return len(words & others) / max(1, len(words | others))


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _stated(sentence: str) -> set[str]:
    """The figures and denials of a sentence."""
    return {word.casefold() for word in _FIGURE_OR_DENIAL.findall(sentence)}
