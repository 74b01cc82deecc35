"""Searching: vectors of sentences and passages and BM25 of sentences, fused into one score.

A sentence's score is the weighted mean of three signals: the cosine of the question with the
sentence, the cosine with the passage around it (what the sentence is about when it says
"they"), and its BM25 as a share of the best in the index. A passage is as good as its best
sentence. The weights were chosen on the development questions among those tabled in the README.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog, Place
from index.embedding import Vectors
from index.lexical import LexicalIndex
from index.model import Hit, SearchResult, SentenceHit
from index.scope import Scope
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


def search(
    snapshot: Snapshot, question: str, vector: Vectors, k: int, scope: Scope | None = None
) -> SearchResult:
    """The best passages for a question, and every sentence that was weighed for it.

    Args:
        snapshot: the articles searched.
        question: the question, as text.
        vector: the question's vector, of length 1.
        k: how many passages are wanted, at most `MOST_HITS`.
        scope: which articles are searched; None for all.
    """
    store = snapshot.store
    versions = _versions(snapshot.catalog, scope) if scope else None
    if versions is not None and not versions:
        return SearchResult((), ())
    lexical = snapshot.lexical.scores(question)
    by_words = _best_by_words(snapshot.catalog, lexical, versions)
    nearest = _nearest(snapshot, vector, k, versions)
    candidates = sorted({*nearest, *by_words})
    places = [snapshot.catalog.places[number] for number in candidates]
    by_sentence = _cosines(store, "sentences", {(p.entry.version, p.row) for p in places}, vector)
    by_passage = _cosines(store, "passages", {(p.entry.version, p.passage) for p in places}, vector)
    best = float(lexical[by_words[0]]) if by_words else 1.0
    found = [
        (_sentence_hit(place, by_sentence, by_passage, float(lexical[number]) / best), place)
        for number, place in zip(candidates, places, strict=True)
        if (place.entry.version, place.row) in by_sentence
    ]
    found.sort(key=lambda pair: (-pair[0].score, pair[0].article.id, pair[0].row))
    return SearchResult(_hits(found, by_passage, k), [hit for hit, _ in found])


def _versions(catalog: Catalog, scope: Scope) -> Collection[str]:
    """The versions of the articles that are in a scope."""
    return {entry.version for entry in catalog.entries.values() if entry.article in scope}


def _nearest(
    snapshot: Snapshot, vector: Vectors, k: int, versions: Collection[str] | None
) -> set[int]:
    """Numbers of the sentences that are near by their own vector or their passage's."""
    store, catalog, numbers = snapshot.store, snapshot.catalog, snapshot.catalog.numbers
    nearest = store.nearest("sentences", vector, _NEAREST_SENTENCES, versions)
    chosen = {numbers[record] for record in nearest if record in numbers}
    passages = store.nearest("passages", vector, max(_NEAREST_PASSAGES, k), versions)
    for version, passage in passages:
        if entry := catalog.by_version.get(version):
            chosen.update(numbers[version, row] for row in entry.passages[passage].sentences)
    return chosen


def _best_by_words(
    catalog: Catalog, lexical: NDArray[np.float32], versions: Collection[str] | None
) -> list[int]:
    """Numbers of the sentences that share the most telling words, best first."""
    best_first = map(int, np.argsort(-lexical, kind="stable"))
    sharing = takewhile(lambda number: lexical[number] > 0, best_first)
    seen = (
        number
        for number in sharing
        if versions is None or catalog.places[number].entry.version in versions
    )
    return list(islice(seen, _BEST_LEXICAL))


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
