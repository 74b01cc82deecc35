"""What the index holds at one moment: the articles, their sentences and their passages.

A catalog never changes; a sync makes a new one. A search that runs meanwhile keeps the one
it started with, so text, spans and scores always belong together.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from corpus import Article, Sentence
from index.model import Holding, Passage
from index.passages import SCHEME, split_passages


def version_of(article_id: str, sha256: str) -> str:
    """Names one state of one article; its records in the store begin with it."""
    return hashlib.sha256(f"{SCHEME}\0{article_id}\0{sha256}".encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Entry:
    """An article with its sentence table, and when it was added where that is known."""

    article: Article
    table: tuple[Sentence, ...]
    added: datetime | None = None

    @cached_property
    def version(self) -> str:
        """See `version_of`."""
        return version_of(self.article.id, self.article.sha256)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The article's passages, in order."""
        return split_passages(self.article.id, self.table)

    @property
    def holding(self) -> Holding:
        """What is told of the article in a list."""
        return Holding(self.article, len(self.passages), self.added)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows of the citable sentences."""
        return tuple(row for row, sentence in enumerate(self.table) if sentence.citable)

    def sentence_text(self, row: int) -> str:
        """The characters of one row of the table."""
        return self.table[row].span.of(self.article.text)

    def passage_texts(self) -> list[str]:
        """The characters of each passage."""
        return [passage.span.of(self.article.text) for passage in self.passages]


@dataclass(frozen=True, slots=True)
class Place:
    """A citable sentence: its entry, its row, and the number of its passage in the entry."""

    entry: Entry
    row: int
    passage: int


@dataclass(frozen=True)
class Catalog:
    """All entries by article id, in alphabetical order, and the sentences numbered through."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Catalog":
        """A catalog of these entries."""
        ordered = sorted(entries, key=lambda entry: entry.article.id)
        return cls({entry.article.id: entry for entry in ordered})

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every citable sentence; its number is its position here."""
        return tuple(
            Place(entry, row, number)
            for entry in self.entries.values()
            for number, passage in enumerate(entry.passages)
            for row in passage.sentences
        )

    @cached_property
    def numbers(self) -> Mapping[tuple[str, int], int]:
        """The number of a citable sentence by its entry's version and its row."""
        return {(p.entry.version, p.row): number for number, p in enumerate(self.places)}

    @cached_property
    def by_version(self) -> Mapping[str, Entry]:
        """The entries by version."""
        return {entry.version: entry for entry in self.entries.values()}

    @cached_property
    def stamp(self) -> str:
        """Names this state: equal exactly when the same articles are in it."""
        versions = "\n".join(sorted(self.by_version))
        return hashlib.sha256(versions.encode()).hexdigest()
