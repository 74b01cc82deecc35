"""What the tests of the index share: a small embedder, small folders, looks into the store."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus import Library
from index import Embedder, Index, IndexSettings
from index.embedding import Vectors
from index.opening import Connection

HARBOUR = {
    "ferry.txt": "The ferry left the harbour at noon. It came back in the evening with mail.\n",
    "keeper.txt": "The keeper lit the lamp at dusk. It burned for nine hours.\n",
    "mole.txt": "Waves broke the mole in March. The town paid 11,000 crowns to mend it.\n",
}


class ToyEmbedder:
    """Each word is one of a few dozen directions: texts that share words are near each other.

    Args:
        name: what the index records.
        dimension: how many numbers a vector has.
    """

    def __init__(self, name: str = "toy", dimension: int = 64) -> None:
        self.name = name
        self.texts: list[str] = []
        self._dimension = dimension

    def load(self) -> None:
        pass

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return np.array([self.encode_question(text) for text in texts], dtype=np.float32)

    def encode_question(self, question: str) -> Vectors:
        question.encode()  # like any model, it takes nothing but text
        vector = np.zeros(self._dimension, dtype=np.float32)
        for word in re.findall(r"\w+", question.lower()) or ["nothing"]:
            digest = hashlib.sha256(word.encode()).digest()
            vector[int.from_bytes(digest[:4]) % self._dimension] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def write(folder: Path, files: Mapping[str, str] = HARBOUR) -> Path:
    """Write files into a folder, which is made when absent; gives the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def bring(library: Library, name: str, data: bytes) -> str:
    """Add a file to those that readers brought; gives the article's id."""
    with library.bringing(name, data) as article_id:
        return article_id


def filled(
    tmp_path: Path, files: Mapping[str, str] = HARBOUR, embedder: Embedder | None = None
) -> Index:
    """An index at ``tmp_path/index`` that holds ``tmp_path/articles``."""
    index = Index.open(tmp_path / "index", embedder=embedder or ToyEmbedder())
    index.sync(write(tmp_path / "articles", files))
    return index


def open_toy(tmp_path: Path, embedder: ToyEmbedder | None = None) -> Index:
    """The index at ``tmp_path/index``, as another process would open it."""
    return Index.open(tmp_path / "index", embedder=embedder or ToyEmbedder())


def ids(index: Index) -> list[str]:
    return [article.id for article in index.articles()]


def found(index: Index, question: str) -> str:
    """The article of the best passage."""
    return index.search(question).hits[0].article_id


def records(location: str | Path) -> dict[str, dict[str, Any]]:
    """Everything in Chroma: for each collection its records' texts (or None) by id."""
    connection = Connection(str(location))  # which ends with the last who knows of it
    everything = {each.name: each.get() for each in connection.client.list_collections()}
    return {
        name: dict(zip(got["ids"], got["documents"] or got["ids"], strict=True))
        for name, got in everything.items()
    }


def own_home(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let this test, and the commands it runs, keep a user's files in a folder of its own."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in IndexSettings.model_fields:
        monkeypatch.delenv(f"CV_{name.upper()}", raising=False)


MENDED = {"mole.txt": "Masons mended the mole in June."}


class Killed(Exception):
    """The process ends here."""


def collections(tmp_path: Path) -> list[str]:
    connection = Connection(str(tmp_path / "index"))
    return sorted(collection.name for collection in connection.client.list_collections())


def mole(index: Index) -> str:
    """What is told of the mole."""
    return index.search("Is the mole mended?").hits[0].text
