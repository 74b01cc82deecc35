"""Searching: vectors of sentences and passages and BM25 of sentences, fused into one score.

A sentence's score is the weighted mean of three signals: the cosine of the question with the
sentence, the cosine with the passage around it (what the sentence is about when it says
"they"), and its BM25 as a share of the best in the index. A passage is as good as its best
sentence. The weights were chosen on the development questions among those tabled in the README.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog, Place
from index.embedding import Vectors
from index.lexical import LexicalIndex
from index.model import Hit, SearchResult, SentenceHit
from index.store import Kind, Store

SENTENCE_WEIGHT = 4.0
PASSAGE_WEIGHT = 2.0
LEXICAL_WEIGHT = 1.0

MOST_HITS = 100
"""No search gives more passages: so many are weighed with the store's settings."""

_NEAREST_SENTENCES = 60
_NEAREST_PASSAGES = 30
_BEST_LEXICAL = 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The store, the articles and their lexical index at one moment; they belong together."""

    store: Store
    catalog: Catalog
    lexical: LexicalIndex


def search(snapshot: Snapshot, question: str, vector: Vectors, k: int) -> SearchResult:
    """The best passages for a question, and every sentence that was weighed for it.

    Args:
        snapshot: the articles searched.
        question: the question, as text.
        vector: the question's vector, of length 1.
        k: how many passages are wanted, at most `MOST_HITS`.
    """
    store = snapshot.store
    lexical = snapshot.lexical.scores(question)
    candidates = _candidates(store, snapshot.catalog, vector, lexical, k)
    places = [snapshot.catalog.places[number] for number in candidates]
    by_sentence = _cosines(store, "sentences", {(p.entry.version, p.row) for p in places}, vector)
    by_passage = _cosines(store, "passages", {(p.entry.version, p.passage) for p in places}, vector)
    best = max(float(lexical.max()), 1e-9) if len(lexical) else 1.0
    found = [
        (_sentence_hit(place, by_sentence, by_passage, float(lexical[number]) / best), place)
        for number, place in zip(candidates, places, strict=True)
        if (place.entry.version, place.row) in by_sentence
    ]
    found.sort(key=lambda pair: (-pair[0].score, pair[0].article.id, pair[0].row))
    return SearchResult(_hits(found, by_passage, k), [hit for hit, _ in found])


def _candidates(
    store: Store, catalog: Catalog, vector: Vectors, lexical: NDArray[np.float32], k: int
) -> list[int]:
    """Numbers of the sentences worth weighing: near by any of the three signals."""
    numbers = catalog.numbers
    nearest = store.nearest("sentences", vector, _NEAREST_SENTENCES)
    chosen = {numbers[record] for record in nearest if record in numbers}
    for version, passage in store.nearest("passages", vector, max(_NEAREST_PASSAGES, k)):
        if entry := catalog.by_version.get(version):
            chosen.update(numbers[version, row] for row in entry.passages[passage].sentences)
    best_first = np.argsort(-lexical, kind="stable")[:_BEST_LEXICAL]
    chosen.update(int(number) for number in best_first if lexical[number] > 0)
    return sorted(chosen)


def _cosines(
    store: Store,
    kind: Kind,
    records: Iterable[tuple[str, int]],
    question: Vectors,
) -> Mapping[tuple[str, int], float]:
    vectors = store.vectors(kind, sorted(records))
    return {record: float(vector @ question) for record, vector in vectors.items()}


def _sentence_hit(
    place: Place,
    by_sentence: Mapping[tuple[str, int], float],
    by_passage: Mapping[tuple[str, int], float],
    lexical: float,
) -> SentenceHit:
    version = place.entry.version
    dense = by_sentence[version, place.row]
    around = by_passage.get((version, place.passage), dense)
    total = SENTENCE_WEIGHT * dense + PASSAGE_WEIGHT * around + LEXICAL_WEIGHT * lexical
    return SentenceHit(
        article=place.entry.article,
        row=place.row,
        span=place.entry.table[place.row].span,
        score=total / (SENTENCE_WEIGHT + PASSAGE_WEIGHT + LEXICAL_WEIGHT),
        dense=dense,
        lexical=lexical,
    )


def _hits(
    found: Sequence[tuple[SentenceHit, Place]],
    by_passage: Mapping[tuple[str, int], float],
    k: int,
) -> list[Hit]:
    best: dict[tuple[str, int], Hit] = {}
    for sentence, place in found:  # best first, so the first of a passage is its best
        key = (place.entry.version, place.passage)
        if key not in best:
            best[key] = Hit(
                passage=place.entry.passages[place.passage],
                article=place.entry.article,
                score=sentence.score,
                dense=by_passage.get(key, sentence.dense),
                lexical=sentence.lexical,
            )
        if len(best) == k:
            break
    return list(best.values())
