"""How articles and passages are written as Chroma's records, and read back."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from corpus.described import about, article_of
from index.catalog import Entry
from index.embedding import Vectors, unit
from index.packing import Packed, vectors_of

_ABOUT, _DIGEST = "about", "digest"
_VERSION, _SENTENCES = "version", "sentences"


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
        passages, table = self.entry.passages, self.entry.table
        rows = [len(passage.sentences) for passage in passages]
        vectors = centres(self.vectors, rows)
        for number, (passage, vector) in enumerate(zip(passages, vectors, strict=True)):
            spans = [(table[row].span.start, table[row].span.end) for row in passage.sentences]
            own = self.vectors[first : first + len(spans)]
            packed = Packed.of(passage.sentences.start, first, spans, own)
            first += len(spans)
            fields = {_VERSION: version, _SENTENCES: packed.written()}
            yield record_id(version, number), vector, fields


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the store gave.

    Attributes:
        version: of its article.
        number: its own in the article.
        sentences: what is in it.
    """

    version: str
    number: int
    sentences: Packed

    def belongs_to(self, entry: Entry) -> bool:
        """Whether it is that passage of its article, and not another one in its place.

        The check sum does not tell: it goes along with what is exchanged.
        """
        first, past = self.sentences.number, self.sentences.number + len(self.sentences)
        bounds = (*entry.firsts[self.number : self.number + 2], entry.size)
        spans = self.sentences.spans.tolist()
        return bounds[:2] == (first, past) and entry.has_sentences_at(spans)


def found_of(record: str, fields: Mapping[str, str]) -> Found:
    """A passage from its record's id and fields.

    Raises:
        ValueError: the record was damaged.
    """
    version, number = split_id(record)
    sentences = Packed.read(fields[_SENTENCES])
    if fields[_VERSION] != version:
        raise ValueError(f"the record {record!r} of a passage is damaged")
    return Found(version, number, sentences)


def fields_of(entry: Entry) -> dict[str, str]:
    """What is kept of an article beside its text.

    One field for all of it: Chroma keeps, indexes and reads each field apart.
    """
    kept = json.dumps(
        {
            **about(entry.article),
            "table": entry.written,
            "size": entry.size,
            "passages": entry.firsts,
            "added": entry.added and entry.added.isoformat(),
        },
        ensure_ascii=False,
    )
    return {_ABOUT: kept, _DIGEST: _digest(entry.article.text, kept)}


def entry_of(version: str, text: str, fields: Mapping[str, str]) -> Entry:
    """The article and its table, as `fields_of` was given them.

    Args:
        version: the record's id.
        text: the record's document.
        fields: its metadata.

    Raises:
        ValueError: the record was damaged: no article is told in other words than its own.
    """
    if fields[_DIGEST] != _digest(text, fields[_ABOUT]):
        raise ValueError(f"the record {version!r} of an article is damaged")
    kept = json.loads(fields[_ABOUT])
    added = kept["added"]
    return Entry(
        article=article_of(kept, text),
        version=version,
        written=kept["table"],
        size=kept["size"],
        firsts=tuple(kept["passages"]),
        added=datetime.fromisoformat(added) if added else None,
    )


def id_of(fields: Mapping[str, str]) -> str:
    """The id of an article; earlier versions kept it in a field of its own.

    Args:
        fields: the metadata of its record.
    """
    return fields["id"] if "id" in fields else str(json.loads(fields[_ABOUT])["id"])


def centres_of(found: Sequence[Found]) -> Vectors:
    """The vectors that passages have by their sentences: shape (passages, dimension)."""
    packed = [each.sentences for each in found]
    return centres(vectors_of(packed), list(map(len, packed)))


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


def _digest(text: str, kept: str) -> str:
    return hashlib.sha256(f"{len(text)}\0{text}\0{kept}".encode()).hexdigest()
