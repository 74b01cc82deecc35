"""The English part of XQuAD (Artetxe and others, 2020): 240 paragraphs of SQuAD 1.1.

Some of its paragraphs stand also in the part of the SQuAD 2.0 set that may be trained on.
Answers are measured on the others only; the search on all as well, as published figures are.
"""

from collections.abc import Collection, Iterable, Sequence

from qa.evaluation import metrics
from qa.evaluation.figures import Figure
from qa.evaluation.public import squad2
from qa.evaluation.public.asking import answer_all, rank_all
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.dataset import Dataset, Document, Query
from qa.evaluation.public.library import Library
from qa.evaluation.public.ranking import mean_ndcg, mean_recall

NAME = "xquad_en"


def xquad_figures(bench: Bench) -> Iterable[Figure]:
    """Paragraphs found, and answers from those that nothing was trained on."""
    everything = bench.read(NAME)
    unseen = _without(_trained_on(bench), everything)
    group = f"{NAME}, unseen paragraphs"
    library = bench.library(NAME, unseen.documents)
    queries = bench.sampled(unseen.queries)
    yield from _search_figures(group, queries, library)
    yield from _answer_figures(group, queries, library)
    library = bench.library(NAME, everything.documents)
    queries = bench.sampled(everything.queries)
    yield from _search_figures(f"{NAME}, all paragraphs", queries, library)


def _trained_on(bench: Bench) -> frozenset[str]:
    """The paragraphs of the other set that may be trained on, as `_plain` has them."""
    documents = bench.documents(squad2.NAME)
    held_out = squad2.held_out(documents)
    return frozenset(_plain(document) for document in documents if document not in held_out)


def _without(texts: Collection[str], dataset: Dataset) -> Dataset:
    """A set without some paragraphs and the questions about them."""
    documents = tuple(doc for doc in dataset.documents if _plain(doc) not in texts)
    kept = {document.id for document in documents}
    queries = (query for query in dataset.queries if query.gold_documents <= kept)
    return Dataset(documents, tuple(queries))


def _plain(document: Document) -> str:
    return " ".join(document.text.split())


def _search_figures(group: str, queries: Sequence[Query], library: Library) -> list[Figure]:
    rankings = rank_all(queries, library)
    return [
        Figure(group, "ndcg@10", "paragraph nDCG@10", mean_ndcg(10, rankings)),
        Figure(group, "recall@1", "paragraph recall@1", mean_recall(1, rankings)),
        Figure(group, "recall@5", "paragraph recall@5", mean_recall(5, rankings)),
    ]


def _answer_figures(group: str, queries: Sequence[Query], library: Library) -> list[Figure]:
    replies = answer_all(queries, library)
    first, wrong = metrics.first_citation(replies), metrics.wrong_refusals(replies)
    return [
        Figure(group, "first_citation", "first citation touches the answer", first),
        Figure(group, "wrong", "refused, of the answerable", wrong),
    ]
