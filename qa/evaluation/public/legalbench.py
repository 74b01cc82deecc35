"""The privacy policies of LegalBench-RAG (Pipitone and Alami, 2024): spans that people marked."""

from collections.abc import Iterable, Sequence

from qa.evaluation import metrics
from qa.evaluation.figures import Figure
from qa.evaluation.places import Place
from qa.evaluation.public.asking import answer_all
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.dataset import Query
from qa.evaluation.public.library import Library
from qa.evaluation.public.overlap import Overlap, citation_figures, search_figures
from qa.retrieval import retrieve

NAME = "legalbenchrag_privacy_qa"

_CUTS = (1, 8, 64)


def legalbench_figures(bench: Bench) -> Iterable[Figure]:
    """Characters that answers cite and passages hold, against the marked ones."""
    dataset = bench.read(NAME)
    library = bench.library(NAME, dataset.documents)
    marked = [query for query in dataset.queries if library.question(query).gold]
    queries = bench.sampled(marked)
    yield from _answer_figures(f"{NAME}, answers", queries, library)
    yield from _search_figures(f"{NAME}, search", queries, library)


def _answer_figures(group: str, queries: Sequence[Query], library: Library) -> list[Figure]:
    replies = answer_all(queries, library)
    overlaps = [Overlap.between(reply.cited, reply.gold) for reply in replies]
    wrong = metrics.wrong_refusals(replies)
    return [
        *citation_figures(group, overlaps),
        Figure(group, "wrong", "refused, of the answerable", wrong),
    ]


def _search_figures(group: str, queries: Sequence[Query], library: Library) -> list[Figure]:
    figures: list[Figure] = []
    found = [_search(query, library) for query in queries]
    for k in _CUTS:
        overlaps = [Overlap.between(places[:k], gold) for places, gold in found]
        figures += search_figures(group, k, overlaps)
    return figures


def _search(query: Query, library: Library) -> tuple[list[Place], list[Place]]:
    """Where the passages stand that are found, best first, and where the gold does."""
    hits = retrieve(query.text, max(_CUTS), index=library.index)
    gold = [passage.place for passage in library.question(query).gold]
    return [Place.of(hit) for hit in hits], gold
