"""Searching: vectors of sentences and passages and BM25 of sentences, fused into one score.

A sentence's score is the weighted mean of three signals: the cosine of the question with the
sentence, the cosine with the passage around it (what the sentence is about when it says
"they"), and its BM25 as a share of the best in the index. A passage is as good as its best
sentence. The weights were chosen on the development questions, among those in the table of
`qa/evaluation/README.md`.

Which sentences are weighed at all is decided by passages: those nearest to the question by their
vectors, and those of the sentences that share the most telling words. A passage brings the vectors
of its sentences along, so that they are compared exactly.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import Span
from index.catalog import Catalog, Entry
from index.embedding import Vectors
from index.errors import MAKE_ANEW, IndexUnavailable
from index.lexical import LexicalIndex
from index.model import Hit, Passage, SearchResult, SentenceHit
from index.packing import Packed, vectors_of
from index.records import Found, centres_of
from index.scope import Scope
from index.store import Store
from index.wordlists import WordLists

SENTENCE_WEIGHT = 4.0
PASSAGE_WEIGHT = 2.0
LEXICAL_WEIGHT = 1.0

MOST_HITS = 100
"""No search gives more passages: so many are weighed with the store's settings."""

_NEAREST = 120
_BEST_LEXICAL = 60
"""Passages and sentences; measured: from there on hardly anything more is found."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The store, the articles, their words and the index of these at one moment: one whole."""

    store: Store
    catalog: Catalog
    words: WordLists
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
    catalog = snapshot.catalog
    versions = _versions(catalog, scope) if scope else None
    if not catalog.entries or (versions is not None and not versions):
        return SearchResult((), ())
    by_words = snapshot.lexical.scores(question)
    if versions is not None:
        by_words *= catalog.numbers_in(versions)
    passages = _candidates(snapshot, by_words, vector, max(_NEAREST, k), versions)
    by_words /= float(by_words.max()) or 1.0
    found = list(_weighed(catalog, _known(snapshot, passages), vector, by_words))
    found.sort(key=lambda each: (-each.hit.score, each.hit.article.id, each.hit.row))
    return SearchResult(_hits(found, k), [each.hit for each in found])


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A sentence with its score, and the passage around it with the cosine of its vector."""

    hit: SentenceHit
    passage: Passage
    around: float


def _versions(catalog: Catalog, scope: Scope) -> Collection[str]:
    """The versions of the articles that are in a scope."""
    return {entry.version for entry in catalog.entries.values() if entry.article in scope}


def _candidates(
    snapshot: Snapshot,
    by_words: NDArray[np.float32],
    vector: Vectors,
    count: int,
    versions: Collection[str] | None,
) -> list[Found]:
    """The passages that are near by their vectors, and those with the most telling words."""
    nearest = snapshot.store.nearest(vector, count, versions)
    there = {(each.version, each.number) for each in nearest}
    places = map(snapshot.catalog.place, _best(by_words))
    others = {(place.entry.version, place.passage) for place in places} - there
    return [*nearest, *snapshot.store.passages(sorted(others))]


def _best(by_words: NDArray[np.float32]) -> list[int]:
    """Numbers of the sentences that share the most telling words."""
    some = min(_BEST_LEXICAL, len(by_words))
    numbers = np.argpartition(-by_words, some - 1)[:some]
    return [int(number) for number in numbers if by_words[number] > 0]


def _known(snapshot: Snapshot, found: Iterable[Found]) -> list[Found]:
    """Those of the articles; others are of a sync that is under way, or was killed.

    Raises:
        IndexUnavailable: one is not what its article has there.
    """
    entries = snapshot.catalog.by_version
    known = [each for each in found if each.version in entries]
    for each in known:
        if not each.belongs_to(entry := entries[each.version]):
            raise IndexUnavailable(
                f"the index {snapshot.store.location} is damaged: a passage of {entry.article.id} "
                f"is not as it was written. {MAKE_ANEW}"
            )
    return known


def _weighed(
    catalog: Catalog, known: Sequence[Found], vector: Vectors, by_words: NDArray[np.float32]
) -> Iterator[_Weighed]:
    """Each sentence of some passages with its score."""
    if not known:
        return
    packed = [each.sentences for each in known]
    dense = vectors_of(packed) @ vector
    around = centres_of(known) @ vector
    first = 0
    for each, sentences, cosine in zip(known, packed, around.tolist(), strict=True):
        entry = catalog.by_version[each.version]
        passage, spans = _passage(entry, sentences)
        own = dense[first : first + len(spans)].tolist()
        first += len(spans)
        number = catalog.start_of(entry) + sentences.number
        lexical = by_words[number : number + len(spans)].tolist()
        for row, span, near, shared in zip(passage.sentences, spans, own, lexical, strict=True):
            yield _Weighed(_hit(entry, row, span, (near, cosine, shared)), passage, cosine)


def _passage(entry: Entry, sentences: Packed) -> tuple[Passage, list[Span]]:
    """A passage, and where its sentences stand."""
    spans = [Span(start, end) for start, end in sentences.spans.tolist()]
    whole = Span(spans[0].start, spans[-1].end)
    rows = range(sentences.row, sentences.row + len(spans))
    return Passage(entry.article.id, whole, rows), spans


def _hit(entry: Entry, row: int, span: Span, signals: tuple[float, float, float]) -> SentenceHit:
    """A sentence with the cosines of it and of its passage, and its share of words."""
    dense, around, lexical = signals
    total = SENTENCE_WEIGHT * dense + PASSAGE_WEIGHT * around + LEXICAL_WEIGHT * lexical
    return SentenceHit(
        article=entry.article,
        row=row,
        span=span,
        score=total / (SENTENCE_WEIGHT + PASSAGE_WEIGHT + LEXICAL_WEIGHT),
        lexical=lexical,
    )


def _hits(found: Iterable[_Weighed], k: int) -> list[Hit]:
    best: dict[tuple[str, int], Hit] = {}
    for each in found:  # best first, so the first of a passage is its best
        key = (each.hit.article.id, each.passage.span.start)
        if key not in best:
            best[key] = Hit(
                passage=each.passage,
                article=each.hit.article,
                score=each.hit.score,
                dense=each.around,
                lexical=each.hit.lexical,
            )
        if len(best) == k:
            break
    return list(best.values())
