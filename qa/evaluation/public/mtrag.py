"""Part of MTRAG (Katsis and others, 2025): the last questions of conversations.

People completed each question from the conversation before it. What our own way of completing
it is worth shows between the bare question and theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.evaluation.figures import Figure
from qa.evaluation.public.asking import rank_all
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.dataset import Query
from qa.evaluation.public.library import Library
from qa.evaluation.public.ranking import mean_recall

NAME = "mtrag_human_subset"


def mtrag_figures(bench: Bench) -> Iterable[Figure]:
    """Passages found for the bare question, as we understand it, and as people completed it.

    Only questions with a history, a rewrite and gold are asked.
    """
    dataset = bench.read(NAME)
    usable = [query for query in dataset.queries if query.history and query.rewrite and query.gold]
    queries = bench.sampled(usable)
    library = bench.library(NAME, dataset.documents)
    bare = [replace(query, history=()) for query in queries]
    rewritten = [replace(query, text=query.rewrite) for query in bare]
    yield from _figures(f"{NAME}, last question alone", bare, library)
    yield from _figures(f"{NAME}, understood from its history", queries, library)
    yield from _figures(f"{NAME}, completed by people", rewritten, library)


def _figures(group: str, queries: Sequence[Query], library: Library) -> list[Figure]:
    rankings = rank_all(queries, library)
    return [
        Figure(group, "recall@1", "passage recall@1", mean_recall(1, rankings)),
        Figure(group, "recall@5", "passage recall@5", mean_recall(5, rankings)),
    ]
