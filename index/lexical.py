"""Finding sentences by their words: BM25 (Robertson and Zaragoza, 2009).

The sentences are numbered as the catalog numbers them. What each word adds to each sentence is
worked out once per state of the articles, never for a question: a score is a sum of a few columns.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.terms import terms
from index.wordlists import Numbers, WordLists, joined

_K1 = 1.2
_B = 0.75


class LexicalIndex:
    """BM25 over the citable sentences of a catalog, safe to use from several threads.

    Args:
        lists: the words of its articles' sentences, and of no others.
        catalog: numbers the sentences.
    """

    def __init__(self, lists: WordLists, catalog: Catalog) -> None:
        ordered = [lists.articles[version] for version in catalog.by_version]
        lengths = joined(each.lengths for each in ordered)
        self._size = len(lengths)
        self._words = lists.vocabulary
        words, self._sentences, counts = _counted(joined(each.words for each in ordered), lengths)
        found = np.bincount(words, minlength=len(self._words))
        self._starts = np.concatenate([[0], np.cumsum(found)])
        self._weights = _weights(words, self._sentences, counts, found, lengths)

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of each sentence for the question: shape (sentences,), 0 where no word is shared."""
        scores = np.zeros(self._size, dtype=np.float32)
        for word in terms(question):
            if (number := self._numbers.get(word)) is not None:
                column = slice(self._starts[number], self._starts[number + 1])
                scores[self._sentences[column]] += self._weights[column]
        return scores

    @property
    def vocabulary(self) -> Collection[str]:
        """Every word of the sentences, as `terms` folds it."""
        return self._numbers.keys()

    def best_for(self, word: str, most: int) -> Sequence[int]:
        """Numbers of the sentences in which a folded word weighs most, at most so many."""
        if (number := self._numbers.get(word)) is None:
            return ()
        column = slice(self._starts[number], self._starts[number + 1])
        order = (-self._weights[column]).argsort(kind="stable")[:most]
        return [int(sentence) for sentence in self._sentences[column][order]]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The columns by word: of those that stand in a sentence, not of those that once did."""
        present = np.flatnonzero(np.diff(self._starts))
        return {self._words[number]: int(number) for number in present}


def _counted(words: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Each word with each sentence that it stands in, and how often: sorted by words."""
    size = max(1, len(lengths))
    sentences = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    pairs, counts = np.unique(words * np.int64(size) + sentences, return_counts=True)
    parts = pairs // size, pairs % size, counts
    first, second, third = (part.astype(np.int32) for part in parts)
    return first, second, third


def _weights(
    words: Numbers, sentences: Numbers, counts: Numbers, found: NDArray[np.int64], lengths: Numbers
) -> NDArray[np.float32]:
    """What each word adds to each sentence; Lucene's form of the formula, never below 0.

    Args:
        words: of each pair of word and sentence.
        sentences: the same.
        counts: how often the one stands in the other.
        found: in how many sentences each word stands.
        lengths: words of each sentence.
    """
    if not len(words):
        return np.zeros(0, dtype=np.float32)
    rarity = np.log1p((len(lengths) - found + 0.5) / (found + 0.5))
    long = 1 - _B + _B * lengths / lengths.mean()
    return np.asarray(rarity[words] * counts / (counts + _K1 * long[sentences]), dtype=np.float32)
