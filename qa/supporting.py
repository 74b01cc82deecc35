"""Why a sentence was chosen, in figures and in words."""

import re
from dataclasses import replace

from index import terms
from qa.model import Support
from qa.reading import Evidence, Reading

_WORD = re.compile(r"[\w’'-]+")
_MOST_WORDS = 6


def supported(evidence: Evidence, reading: Reading, chance: float) -> Evidence:
    """A sentence with what speaks for it.

    Args:
        evidence: the sentence.
        reading: what it was chosen from.
        chance: the probability that it answers, or answers as well.
    """
    words = shared_words(reading.part, evidence.text)
    first = evidence.place == reading.evidence[0].place
    return replace(evidence, support=Support(evidence.found, chance, words, further=not first))


def shared_words(question: str, sentence: str) -> tuple[str, ...]:
    """The words of a sentence that are also in a question, as the sentence writes them."""
    asked = set(terms(question))
    shared: dict[str, str] = {}
    for word in _WORD.findall(sentence):
        for term in terms(word):
            if term in asked:
                shared.setdefault(term, word.strip("’'-"))
    return tuple(shared.values())[:_MOST_WORDS]
