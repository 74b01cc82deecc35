"""Spelling as the articles do: "Zelensky" for "Zelenskyy", and a slip of the finger.

A word is respelled when the articles do not have it, English does not either (as far as the word
pieces of the model tell, which are whole words for the common ones), and one word of the articles
is a letter or two away and nearer than all others. Distance is optimal string alignment: a letter
too many, missing, wrong, or swapped with its neighbour counts as one. Ivanova is somebody else than
Ivanov, though: a name with another ending is not respelled.
"""

import re
from collections.abc import Collection
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.lexical import LexicalIndex
from index.packaged import packaged_tokenizer
from index.terms import terms

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_WORD = re.compile(r"[^\W\d_]{5,}")
_LONG = 8
"""From so many letters on, two of them may differ."""

_SENTENCES = 20
"""So many are looked at for the form of a word: "ferry" or "ferries"."""

_MOST_UNKNOWN = 3
"""A question with more unknown words is not misspelt: it is in another language."""


def respelled(question: str, catalog: Catalog, lexical: LexicalIndex) -> str:
    """A question with each word that the articles don't have in the spelling that they have.

    Args:
        question: as it was typed.
        catalog: the articles.
        lexical: the index of their words.
    """
    vocabulary = lexical.vocabulary
    unknown = {
        word: folded[0]
        for word in _WORD.findall(question)
        if (folded := terms(word))
        and folded[0] not in vocabulary
        and not (_is_english(word) or _is_english(folded[0]))
    }
    if len(unknown) > _MOST_UNKNOWN:
        return question
    for word, term in unknown.items():
        meant = _nearest(term, vocabulary)
        if meant and not (word[0].isupper() and _ends_otherwise(term, meant)):
            written = _as_written(meant, word, catalog, lexical)
            question = re.sub(rf"\b{word}\b", written, question)
    return question


def _nearest(term: str, vocabulary: Collection[str]) -> str:
    """The one term that is so near that it is meant; ``""`` for none or several."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loads a compiled library
    from rapidfuzz.process import extract  # noqa: PLC0415

    furthest = 1 + (len(term) >= _LONG)
    found = extract(term, vocabulary, scorer=OSA.distance, score_cutoff=furthest, limit=None)
    near = {other: distance for other, distance, _ in found if other[:1] == term[:1]}
    best = [other for other, distance in near.items() if distance == min(near.values())]
    return best[0] if len(best) == 1 else ""


def _ends_otherwise(one: str, other: str) -> bool:
    """Whether one of two words is the other with more behind it than its last letter again."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and bool(long[len(short) :].strip(short[-1]))


def _as_written(term: str, typed: str, catalog: Catalog, lexical: LexicalIndex) -> str:
    """The word of the articles that folds to a term and is most like the one that was typed."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loads a compiled library

    places = [catalog.place(number) for number in lexical.best_for(term, _SENTENCES)]
    words: set[str] = {
        word for place in places for word in re.findall(r"\w+", place.text) if terms(word) == [term]
    }
    # A sentence is folded whole: split accents, or digits, may hide its words here.
    return min(sorted(words), key=partial(OSA.distance, typed), default=typed)


@lru_cache(maxsize=4096)
def _is_english(word: str) -> bool:
    return _pieces().token_to_id(word.casefold()) is not None


@lru_cache(maxsize=1)
def _pieces() -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415 - loads a compiled library

    return Tokenizer.from_file(str(packaged_tokenizer()))
