"""Damage that no seal tells of is refused all the same: by what the records themselves say."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import Index, IndexUnavailable
from index.embedding import Vectors
from index.sealing import DATABASE
from tests.chroma_server import chroma_server
from tests.indexing import HARBOUR, ToyEmbedder, filled, found, ids, open_toy, own_home, write
from tests.intact import ARTICLES
from tests.test_index_faults import KILLED
from tests.test_index_processes import TRAWLERS, kill_half_way


def test_a_damaged_vector_is_refused_where_nothing_was_noted_down(tmp_path: Path) -> None:
    index = filled(tmp_path)
    (tmp_path / "index" / "seal").unlink()
    flip_in_vectors(tmp_path / "index")
    for use in (
        lambda: open_toy(tmp_path).search("Who lit the lamp at dusk?"),
        lambda: open_toy(tmp_path).sync(tmp_path / "articles"),
    ):
        with pytest.raises(IndexUnavailable, match=r"damaged: the vector.*--rebuild"):
            use()
    assert len(index.sync(tmp_path / "articles", rebuild=True).added) == len(HARBOUR)
    assert found(open_toy(tmp_path), "Who lit the lamp at dusk?") == "keeper.txt"


@KILLED
def test_a_vector_that_is_damaged_after_a_kill_is_refused_by_the_next_sync(tmp_path: Path) -> None:
    filled(tmp_path)
    write(tmp_path / "articles", TRAWLERS)
    kill_half_way(tmp_path)
    flip_in_vectors(tmp_path / "index")
    with pytest.raises(IndexUnavailable, match=r"damaged: the vector.*--rebuild"):
        open_toy(tmp_path).sync(tmp_path / "articles")
    open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    assert ids(open_toy(tmp_path)) == sorted({*HARBOUR, *TRAWLERS})


@pytest.mark.slow
def test_a_damaged_vector_is_refused_on_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home(monkeypatch, tmp_path / "home")
    folder = write(tmp_path / "articles")
    with chroma_server(tmp_path / "server") as server:
        Index.open(server.url, embedder=ToyEmbedder()).sync(folder)
        server.kill()
        flip_in_vectors(tmp_path / "server")
        server.start()
        index = Index.open(server.url, embedder=ToyEmbedder())
        with pytest.raises(IndexUnavailable, match=r"damaged: the vector.*--rebuild"):
            index.search("Who lit the lamp at dusk?")
        index.sync(folder, rebuild=True)
        assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


@pytest.mark.long
@pytest.mark.slow
def test_a_graph_that_leads_to_no_passage_is_refused_where_nothing_was_noted_down(
    tmp_path: Path,
) -> None:
    filled(tmp_path, ARTICLES)
    (tmp_path / "index" / "seal").unlink()
    open_toy(tmp_path).sync(tmp_path / "articles")
    (tmp_path / "index" / "seal").unlink()
    cut_links(tmp_path / "index")
    with pytest.raises(IndexUnavailable, match=r"not found by their own vectors.*--rebuild"):
        open_toy(tmp_path).sync(tmp_path / "articles")


def cut_links(folder: Path) -> None:
    """Let none of the vectors that Chroma has written into files lead to another one."""
    path = max(folder.glob("*/data_level0.bin"), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    links, vector, label = 4 + 4 * 2 * 16, 4 * 64, 8
    for start in range(0, len(data), links + vector + label):
        data[start : start + 4] = bytes(4)
    path.write_bytes(data)


class Unlearned(ToyEmbedder):
    """A model that knows no word of an article's, and does not see to lengths."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        known = [["known" not in text] for text in texts]
        return super().encode_texts(texts) * np.array(known, dtype=np.float32)

    def encode_question(self, question: str) -> Vectors:
        return 3 * super().encode_question(question)


def test_vectors_of_a_model_that_knows_no_word_are_not_called_damaged(tmp_path: Path) -> None:
    unknown = {"unknown.txt": "Nothing is known.", **HARBOUR}
    filled(tmp_path, unknown, Unlearned())
    (tmp_path / "index" / "seal").unlink()
    index = open_toy(tmp_path, Unlearned())
    assert len(index.sync(tmp_path / "articles").unchanged) == len(unknown)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


def flip_in_vectors(folder: Path) -> None:
    """Change a bit of each vector that Chroma has not written into files of their own yet."""
    with closing(sqlite3.connect(folder / DATABASE)) as database, database:
        rows = database.execute("SELECT seq_id, vector FROM embeddings_queue").fetchall()
        for seq_id, vector in rows:
            numbers = np.frombuffer(vector, dtype="<u4").copy()
            numbers[np.flatnonzero(numbers)[:1]] ^= 1 << 30  # of the exponent: far too large
            changed = (numbers.tobytes(), seq_id)
            database.execute("UPDATE embeddings_queue SET vector = ? WHERE seq_id = ?", changed)
