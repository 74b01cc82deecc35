"""How articles, passages and sentences are written as Chroma's records, and read back."""

import json
from collections.abc import Mapping
from datetime import date, datetime

import numpy as np

from corpus import Article, Role, Sentence, Span
from index.catalog import Entry
from index.embedding import Vectors


def fields_of(entry: Entry) -> dict[str, str]:
    """What is kept of an article beside its text: all flat strings, as Chroma wants them."""
    article = entry.article
    table = [[s.span.start, s.span.end, s.paragraph, s.role.value] for s in entry.table]
    return {
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


def entry_of(text: str, fields: Mapping[str, str]) -> Entry:
    """The article and its table, as `fields_of` was given them."""
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
    added = fields.get("added")  # indexes of earlier versions have none
    return Entry(article, table, datetime.fromisoformat(added) if added else None)


def centre(vectors: Vectors) -> Vectors:
    """Chroma wants a vector for every record; an article's is the mean of its passages'."""
    return np.asarray(vectors.mean(axis=0), dtype=np.float32)


def record_id(version: str, number: int) -> str:
    """The id of a sentence or passage: its article's version and its number."""
    return f"{version}:{number}"


def split_id(record: str) -> tuple[str, int]:
    """Undoes `record_id`."""
    version, _, number = record.partition(":")
    return version, int(number)
