"""ROUGE-L (Lin, 2004): how much of a text stands in another, in the same order.

Words are runs of letters a to z and digits without regard to case and are not stemmed, as in
the package ``rouge-score`` with its usual settings.
"""

import re
from collections.abc import Iterable, Sequence

from qa.evaluation.measures import harmonic_mean

_WORD = re.compile(r"[a-z0-9]+")


def rouge_l(text: str, references: Iterable[str]) -> float:
    """The F1 of the longest common subsequence of words with the reference that is nearest.

    Args:
        text: what is measured; without a word it scores 0.
        references: texts of people; without one, 0.

    Returns:
        between 0 and 1.
    """
    words = _words(text)
    return max((_f1(words, _words(reference)) for reference in references), default=0.0)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _f1(words: Sequence[str], reference: Sequence[str]) -> float:
    if not words or not reference:
        return 0.0
    common = _longest_common(words, reference)
    return harmonic_mean(common / len(words), common / len(reference))


def _longest_common(left: Sequence[str], right: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    above = [0] * (len(right) + 1)
    for word in left:
        row = [0]
        for column, other in enumerate(right):
            longest = above[column] + 1 if word == other else max(above[column + 1], row[column])
            row.append(longest)
        above = row
    return above[-1]
