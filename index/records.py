"""How articles, passages and sentences are written as Chroma's records, and read back."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from corpus import Article
from index.catalog import Entry
from index.embedding import Vectors, unit
from index.packing import pack, unpack

_DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article to be written.

    Attributes:
        entry: the article and its table.
        vectors: of its citable sentences, shape (rows, dimension), each of length 1.
    """

    entry: Entry
    vectors: Vectors

    def passages(self) -> Iterator[tuple[str, Vectors, dict[str, str]]]:
        """For each passage its record's id, its vector, and its fields.

        The vector is the mean of its sentences': alone it finds less than the model's own of the
        whole passage would, fused with the others hardly less, and it is had for nothing.
        """
        version, first = self.entry.version, 0
        rows = [len(passage.sentences) for passage in self.entry.passages]
        for number, vector in enumerate(centres(self.vectors, rows)):
            own = self.vectors[first : first + rows[number]]
            first += len(own)
            fields = {"version": version, "sentences": pack(own)}
            yield record_id(version, number), vector, fields


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the store gave.

    Attributes:
        version: of its article.
        number: its own in the article.
        vectors: of its sentences, shape (sentences, dimension).
    """

    version: str
    number: int
    vectors: Vectors


def found_of(record: str, fields: Mapping[str, str]) -> Found:
    """A passage from its record's id and fields.

    Raises:
        ValueError: the record was damaged.
    """
    version, number = split_id(record)
    return Found(version, number, unpack(fields["sentences"]))


def fields_of(entry: Entry) -> dict[str, str]:
    """What is kept of an article beside its text: all flat strings, as Chroma wants them."""
    article = entry.article
    fields = {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published.isoformat() if article.published else "",
        "url": article.url,
        "table": entry.written,
        "size": str(entry.size),
        "passages": str(entry.passage_count),
        "added": entry.added.isoformat() if entry.added else "",
    }
    return fields | {_DIGEST: _digest(article.text, fields)}


def entry_of(version: str, text: str, fields: Mapping[str, str]) -> Entry:
    """The article and its table, as `fields_of` was given them.

    Args:
        version: the record's id.
        text: the record's document.
        fields: its metadata.

    Raises:
        ValueError: the record was damaged: no article is told in other words than its own.
    """
    others = {name: value for name, value in fields.items() if name != _DIGEST}
    if fields.get(_DIGEST) != _digest(text, others):
        raise ValueError(f"the record of the article {fields['id']!r} is damaged")
    article = Article(
        id=fields["id"],
        title=fields["title"],
        text=text,
        source=fields["source"],
        author=fields["author"],
        published=date.fromisoformat(fields["published"]) if fields["published"] else None,
        url=fields["url"],
        sha256=fields["sha256"],
    )
    return Entry(
        article=article,
        version=version,
        written=fields["table"],
        size=int(fields["size"]),
        passage_count=int(fields["passages"]),
        added=datetime.fromisoformat(fields["added"]) if fields["added"] else None,
    )


def centres(vectors: Vectors, rows: Sequence[int]) -> Vectors:
    """The directions of the means of some vectors each: shape (len(rows), dimension), of length 1.

    Args:
        vectors: one after another, shape (all rows, dimension).
        rows: how many belong together.
    """
    return unit(np.add.reduceat(vectors, np.cumsum([0, *rows[:-1]]), axis=0))


def record_id(version: str, number: int) -> str:
    """The id of a passage: its article's version and its number."""
    return f"{version}:{number}"


def split_id(record: str) -> tuple[str, int]:
    """Undoes `record_id`."""
    version, _, number = record.partition(":")
    return version, int(number)


def _digest(text: str, fields: Mapping[str, str]) -> str:
    parts = [text, *(part for item in sorted(fields.items()) for part in item)]
    lengths = ",".join(str(len(part)) for part in parts)
    return hashlib.sha256("\0".join([lengths, *parts]).encode()).hexdigest()
