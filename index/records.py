"""How articles, passages and sentences are written as Chroma's records, and read back."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from corpus import Article, Role, Sentence, Span
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

        The vector is the mean of its sentences': measured beside the model's own vector of the
        whole passage, it finds as much, and is had for nothing.
        """
        version, first = self.entry.version, 0
        for number, passage in enumerate(self.entry.passages):
            own = self.vectors[first : first + len(passage.sentences)]
            first += len(own)
            yield (
                record_id(version, number),
                centre(own),
                {"version": version, "sentences": pack(own)},
            )


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the store gave.

    Attributes:
        version: of its article.
        number: its own in the article.
        packed: the vectors of its sentences.
    """

    version: str
    number: int
    packed: str

    def vectors(self, rows: int) -> Vectors:
        """The vectors of its sentences, shape (rows, dimension).

        Raises:
            ValueError: they are damaged.
        """
        return unpack(self.packed, rows)


def found_of(record: str, fields: Mapping[str, str]) -> Found:
    """A passage from its record's id and fields."""
    version, number = split_id(record)
    return Found(version, number, fields["sentences"])


def fields_of(entry: Entry) -> dict[str, str]:
    """What is kept of an article beside its text: all flat strings, as Chroma wants them."""
    article = entry.article
    table = [[s.span.start, s.span.end, s.paragraph, s.role.value] for s in entry.table]
    fields = {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published.isoformat() if article.published else "",
        "url": article.url,
        "table": json.dumps(table, separators=(",", ":")),
        "added": entry.added.isoformat() if entry.added else "",
    }
    return fields | {_DIGEST: _digest(article.text, fields)}


def entry_of(text: str, fields: Mapping[str, str]) -> Entry:
    """The article and its table, as `fields_of` was given them.

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
    rows = json.loads(fields["table"])
    table = tuple(Sentence(Span(a, b), p, Role(r)) for a, b, p, r in rows)
    added = fields["added"]
    return Entry(article, table, datetime.fromisoformat(added) if added else None)


def centre(vectors: Vectors) -> Vectors:
    """The direction of the mean of some vectors: shape (dimension,), of length 1."""
    alone: Vectors = unit(vectors.mean(axis=0, keepdims=True))[0]
    return alone


def record_id(version: str, number: int) -> str:
    """The id of a sentence or passage: its article's version and its number."""
    return f"{version}:{number}"


def split_id(record: str) -> tuple[str, int]:
    """Undoes `record_id`."""
    version, _, number = record.partition(":")
    return version, int(number)


def _digest(text: str, fields: Mapping[str, str]) -> str:
    whole = json.dumps([text, *sorted(fields.items())], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
