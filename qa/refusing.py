"""Refusing: when what was read is too far from the question to answer it, and why.

The threshold was found on the development questions with ``python -m qa evaluate --thresholds``:
it refuses most of those that the articles do not answer at the cost of few that they do.
"""

import re
from collections.abc import Sequence
from math import floor

from index import terms
from qa.reading import Reading

THRESHOLD = 0.55
"""Evidence that is less close supports no answer."""

FOLLOW_UP_THRESHOLD = 0.45
"""The same for a follow-up: the question before it, which is searched with it, takes sentences
about the new one further away. There are too few unanswerable follow-ups to have measured it."""

_WHO_IS = re.compile(r"(?:who|what)(?: is| are| was| were|['’]s)\b", re.IGNORECASE)
_SMALL_WORDS = frozenset("of in on at for and the a an to by with from".split())
_ABOUT_A_WORD = frozenset(terms("meaning mean definition define explanation info information"))
_MOST_KEYWORDS = 6


def closeness(reading: Reading) -> float:
    """How close the best evidence is, in 0..1 as a rule; below 0 for nothing in common.

    Vectors compare sentences; of a few search words or of a name they make little. So of search
    words the share counts that stands in the evidence, and a question is close when all its
    words do (who somebody is, or two words and more with the kind of answer asked for).
    """
    if not reading.evidence:
        return 0.0
    best = reading.evidence[0]
    words = set(terms(reading.part)) - _ABOUT_A_WORD
    share = len(words & set(terms(best.text))) / len(words) if words else 0.0
    if _are_keywords(reading.part) or (share == 1 and _says_much(reading, words)):
        return max(best.closeness, share)
    return best.closeness


def _says_much(reading: Reading, words: set[str]) -> bool:
    if _WHO_IS.match(reading.part):
        return True
    return len(words) > 1 and reading.wanted.is_in(reading.evidence[0].text)


def _are_keywords(part: str) -> bool:
    """Whether it is a few search words rather than a sentence."""
    words = [word for word in part.casefold().split() if word not in _SMALL_WORDS]
    return len(words) <= _MOST_KEYWORDS and "?" not in part and all(map(terms, words))


def reason_for(readings: Sequence[Reading], threshold: float) -> str:
    """Why nothing of what was read answers, in words for a reader.

    Args:
        readings: none of which is close enough.
        threshold: what would be.
    """
    if not any(reading.evidence for reading in readings):
        return "There are no articles to look in yet."
    closest = max(readings, key=closeness)
    if not closest.wanted.is_in(closest.evidence[0].text):
        return (
            f"No {closest.wanted.name} stands in the sentence that comes nearest to the question."
        )
    # Rounded down: a score below the threshold must not look like it.
    score = max(0, floor(100 * closeness(closest))) / 100
    return (
        f"The sentence that comes nearest scores {score:.2f}; from {threshold:.2f} on, one is "
        "taken for an answer."
    )
