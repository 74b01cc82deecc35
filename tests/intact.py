"""What must hold of an index, whatever became of a sync: its articles are whole and are found."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from index import Index
from index.opening import Connection

ROOT = Path(__file__).parent.parent


def _log(number: int, edition: int = 0) -> str:
    """What an article of an edition tells."""
    return "\n\n".join(
        f"On day {day} barge {number} took {day * number + 7 + 5000 * edition} tons of coal past "
        "the lock."
        for day in range(1, 150)
    )


ARTICLES = {f"{number:02}.txt": _log(number) for number in range(40)}
"""Enough for many batches of the size that is set below, and for Chroma's files of vectors, which
it writes from a thousand passages on.
"""

EDITIONS = (
    {f"{number:02}.txt": _log(number) for number in range(24)},
    {f"{number:02}.txt": _log(number, int(16 <= number < 24)) for number in range(8, 32)},
)
"""What a folder holds in turn: from one to the other eight articles are taken away, eight stay as
they are, eight change, and eight are added.
"""

SMALL_BATCHES = """
import sys
from pathlib import Path
import index.sync
from tests.indexing import open_toy
index.sync._SENTENCES = 400
"""


class Lost(Exception):
    """Something is not as it was, and nothing said so."""


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own that has said its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    return process


def check_whole(index: Index, *editions: Mapping[str, str]) -> Mapping[str, str]:
    """The texts of an index's articles by their ids, each whole and found by what is in it.

    Args:
        index: what is looked at, and may be changed meanwhile.
        editions: what each article may be; none for `ARTICLES`.

    Raises:
        Lost: one is not.
    """
    articles = index.articles()
    allowed = editions or (ARTICLES,)
    texts = {article.id: article.text for article in articles}
    for article in articles:
        if article.text not in [edition.get(article.id) for edition in allowed]:
            raise Lost(f"{article.id} is not what it was")
        number = int(article.id[:2])
        hits = index.search(f"How much coal did barge {number} take on day 12?").hits
        is_found = any(hit.article_id == article.id for hit in hits)
        if not is_found and article in index.articles():
            raise Lost(f"{article.id} is not found by what is in it")
        for hit in hits:
            found = [edition.get(hit.article_id, "")[hit.start : hit.end] for edition in allowed]
            if hit.text not in found:
                raise Lost(f"{hit.article_id} has other characters at {hit.start}")
    return texts


_SAME = 1e-4
"""A distance at which two vectors are one."""


def check_near(location: str | Path) -> None:
    """See that each passage is found by its own vector: that Chroma's graph leads to all of them.

    Raises:
        Lost: one in a hundred is not among the nearest to itself; such a graph is approximate.
    """
    connection = Connection(str(location))
    passages = connection.client.get_collection("chapter-and-verse-passages")
    got = passages.get(include=["embeddings"])
    near = passages.query(query_embeddings=got["embeddings"], n_results=10, include=["distances"])
    missed = sum(distances[0] > _SAME for distances in near["distances"])
    if missed > len(got["ids"]) / 100:
        raise Lost(f"{missed} of {len(got['ids'])} passages are not near themselves")


def contents(location: str | Path) -> Mapping[str, Mapping[str, Any]]:
    """Every record of an index by collection and id: text, fields on any day, vector."""
    connection = Connection(str(location))
    everything: dict[str, dict[str, Any]] = {}
    for collection in connection.client.list_collections():
        got = collection.get(include=["documents", "metadatas", "embeddings"])
        everything[collection.name] = {
            record: (text, _on_any_day(fields), vector)
            for record, text, fields, vector in zip(
                got["ids"], got["documents"], got["metadatas"], got["embeddings"], strict=True
            )
        }
    return everything


def _on_any_day(fields: Mapping[str, str]) -> Mapping[str, Any]:
    """Without when an article was added, and what depends on it."""
    told: dict[str, Any] = {name: value for name, value in fields.items() if name != "digest"}
    if "about" in told:
        about = json.loads(told["about"])
        told["about"] = {name: value for name, value in about.items() if name != "added"}
    return told


def check_same(one: str | Path, other: str | Path) -> None:
    """Compare two indexes record by record.

    Raises:
        Lost: they differ.
    """
    first, second = contents(one), contents(other)
    for name in first.keys() | second.keys():
        if first[name].keys() != second[name].keys():
            raise Lost(f"{name} has other records")
        for record, (text, fields, vector) in first[name].items():
            other_text, other_fields, other_vector = second[name][record]
            same = np.allclose(vector, other_vector, atol=1e-6)
            if text != other_text or fields != other_fields or not same:
                raise Lost(f"{name} has something else as {record}")
