"""What the index holds at one moment: the articles, their sentences and their passages.

A catalog never changes; a sync makes a new one. A search that runs meanwhile keeps the one
it started with, so text, spans and scores always belong together.
"""

import hashlib
from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from corpus import Article, Reading, Sentence, edition_of
from corpus.tables import table_of, written
from index.model import Holding, Passage
from index.passages import SCHEME, split_passages

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def version_of(article_id: str, sha256: str) -> str:
    """Names one state of one article, read in one way; its records in the store begin with it."""
    parts = (SCHEME, edition_of(article_id), article_id, sha256)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Entry:
    """An article with its sentence table.

    Attributes:
        article: the article.
        version: see `version_of`.
        written: the table as text (`corpus.tables`): of a large archive only few are ever read.
        size: how many citable sentences it has.
        firsts: for each passage the number of its first one among them.
        added: when it was, where that is known.
    """

    article: Article
    version: str
    written: str
    size: int
    firsts: tuple[int, ...]
    added: datetime | None = None

    @classmethod
    def of(cls, reading: Reading, added: datetime) -> "Entry":
        """A new one."""
        article, table = reading.article, reading.table
        passages = split_passages(article.id, table)
        *firsts, size = accumulate((len(each.sentences) for each in passages), initial=0)
        return cls(
            article=article,
            version=version_of(article.id, article.sha256),
            written=written(table),
            size=size,
            firsts=tuple(firsts),
            added=added,
        )

    @cached_property
    def table(self) -> tuple[Sentence, ...]:
        """The sentence table."""
        return table_of(self.written)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The article's passages, in order."""
        return split_passages(self.article.id, self.table)

    @property
    def holding(self) -> Holding:
        """What is told of the article in a list."""
        return Holding(self.article, len(self.firsts), self.added)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows of the citable sentences."""
        return tuple(row for row, sentence in enumerate(self.table) if sentence.citable)

    def has_sentences_at(self, spans: Iterable[Sequence[int]]) -> bool:
        """Whether rows of the table, in this order, stand at these characters.

        By the text of the table (`corpus.tables`), which need not be made for that.
        """
        at = 0
        for start, end in spans:
            at = self.written.find(f"[{start},{end},", at)
            if at < 0:
                return False
        return True

    def sentence_text(self, row: int) -> str:
        """The characters of one row of the table."""
        return self.table[row].span.of(self.article.text)

    def texts(self) -> list[str]:
        """The characters of each citable sentence; leaves no table in memory."""
        table = table_of(self.written)
        return [sentence.span.of(self.article.text) for sentence in table if sentence.citable]


@dataclass(frozen=True, slots=True)
class Place:
    """A citable sentence: its entry, and its number and that of its passage in the entry."""

    entry: Entry
    number: int
    passage: int

    @property
    def text(self) -> str:
        """Its characters."""
        return self.entry.sentence_text(self.entry.rows[self.number])


@dataclass(frozen=True)
class Catalog:
    """All entries by article id, in alphabetical order, and their citable sentences numbered."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Catalog":
        """A catalog of these entries; of several of one article that which was added last."""
        ordered = sorted(entries, key=lambda each: (each.article.id, each.added or _LONG_AGO))
        return cls({entry.article.id: entry for entry in ordered})

    def followed_by(self, entry: Entry) -> Entry:
        """A new entry, added after the one of its article here, whatever a clock says."""
        former = self.entries.get(entry.article.id)
        if former and former.added and entry.added and entry.added <= former.added:
            return replace(entry, added=former.added + timedelta.resolution)
        return entry

    @cached_property
    def size(self) -> int:
        """How many citable sentences there are; their numbers begin with 0."""
        return self._starts[-1]

    def place(self, number: int) -> Place:
        """The sentence of a number."""
        at = bisect(self._starts, number) - 1
        entry = self._ordered[at]
        own = number - self._starts[at]
        return Place(entry, own, bisect(entry.firsts, own) - 1)

    def start_of(self, entry: Entry) -> int:
        """The number of the first citable sentence of one of the entries."""
        return self._firsts[entry.version]

    def numbers_in(self, versions: Collection[str]) -> NDArray[np.bool_]:
        """Of each sentence whether it is of these articles: shape (size,)."""
        chosen = [entry.version in versions for entry in self._ordered]
        return np.repeat(chosen, [entry.size for entry in self._ordered])

    @cached_property
    def by_version(self) -> Mapping[str, Entry]:
        """The entries by version."""
        return {entry.version: entry for entry in self._ordered}

    @cached_property
    def _ordered(self) -> tuple[Entry, ...]:
        return tuple(self.entries.values())

    @cached_property
    def _starts(self) -> list[int]:
        """The number of each entry's first sentence, and of one past the last."""
        return list(accumulate((entry.size for entry in self._ordered), initial=0))

    @cached_property
    def _firsts(self) -> Mapping[str, int]:
        return dict(zip(self.by_version, self._starts, strict=False))
