"""The words of each sentence as numbers, kept beside the store.

Folding words is the slow part of searching by them. So what was folded once is kept, article by
article, and when articles change only those are folded anew.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.writing import replacing
from index.catalog import Catalog, Entry
from index.terms import TERMS, terms

Numbers = NDArray[np.int32]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one article's citable sentences.

    Attributes:
        words: numbers of words, those of the first sentence first.
        lengths: how many words each sentence has.
    """

    words: Numbers
    lengths: Numbers


@dataclass(frozen=True)
class WordLists:
    """Those of many articles.

    Attributes:
        vocabulary: every word; its number is its place here.
        articles: the lists by the article's version.
    """

    vocabulary: list[str] = field(default_factory=list)
    articles: Mapping[str, WordList] = field(default_factory=dict)

    def of(self, catalog: Catalog) -> "WordLists":
        """Those of the articles of a catalog: taken over where there are any, else made."""
        numbers: dict[str, int] = {word: n for n, word in enumerate(self.vocabulary)}
        articles = {
            version: self._at_hand(entry) or _listed(entry, numbers)
            for version, entry in catalog.by_version.items()
        }
        made = WordLists(list(numbers), articles)
        return made if articles.keys() >= self.articles.keys() else made._without_unused()

    def _at_hand(self, entry: Entry) -> WordList | None:
        found = self.articles.get(entry.version)
        return found if found and len(found.lengths) == entry.size else None

    def _without_unused(self) -> "WordLists":
        """The same without the words that only articles had which are gone."""
        used = np.unique(joined(each.words for each in self.articles.values()))
        numbers = np.zeros(len(self.vocabulary), dtype=np.int32)
        numbers[used] = np.arange(len(used), dtype=np.int32)
        articles = {
            version: WordList(numbers[each.words], each.lengths)
            for version, each in self.articles.items()
        }
        return WordLists([self.vocabulary[number] for number in used], articles)

    @classmethod
    def load(cls, path: Path) -> "WordLists":
        """The lists kept in a file; none where there is no such file, or a damaged one."""
        try:
            # A zip archive, with check sums.
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                if str(kept["made_by"]) != TERMS:
                    return cls()
                vocabulary = kept["vocabulary"].tobytes().decode().split("\n")
                return cls(vocabulary, dict(_taken_apart(kept)))
        except FileNotFoundError:
            return cls()
        # Damage makes zipfile and NumPy raise nearly anything, and the lists can be made anew.
        except Exception as error:  # noqa: BLE001
            _logger.warning("the list of words %s is made anew: %s", path, error)
            return cls()

    def save(self, path: Path) -> None:
        """Keep the lists in a file, whole or not at all; they can be made anew at any time.

        Where it can't be written (a full disk) that is logged, no error.
        """
        lists = self.articles.values()
        try:
            with replacing(path) as file:
                np.savez(
                    file,
                    made_by=TERMS,
                    vocabulary=np.frombuffer("\n".join(self.vocabulary).encode(), np.uint8),
                    versions=np.array(list(self.articles), dtype=np.str_),
                    counts=np.array([len(each.lengths) for each in lists], dtype=np.int32),
                    lengths=joined(each.lengths for each in lists),
                    words=joined(each.words for each in lists),
                )
        except OSError as error:
            _logger.warning("the list of words can't be kept in %s: %s", path, error)


def joined(arrays: Iterable[Numbers]) -> Numbers:
    """One array of many."""
    return np.concatenate([np.zeros(0, dtype=np.int32), *arrays])


def _listed(entry: Entry, numbers: dict[str, int]) -> WordList:
    """The words of an article; those that are new get the next numbers."""
    folded = [terms(text) for text in entry.texts()]
    words = [numbers.setdefault(word, len(numbers)) for s in folded for word in s]
    lengths = [len(sentence) for sentence in folded]
    return WordList(np.array(words, dtype=np.int32), np.array(lengths, dtype=np.int32))


def _taken_apart(kept: Mapping[str, NDArray[np.generic]]) -> Iterator[tuple[str, WordList]]:
    """Undoes the joining in `WordLists.save`."""
    lengths, words = (np.asarray(kept[name], dtype=np.int32) for name in ("lengths", "words"))
    first = first_word = 0
    for version, count in zip(kept["versions"].tolist(), kept["counts"].tolist(), strict=True):
        own = lengths[first : first + count]
        first += count
        past = first_word + int(own.sum())
        yield version, WordList(words[first_word:past], own)
        first_word = past
