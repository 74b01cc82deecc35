"""Asking the questions of a set: what is answered, and which articles are found."""

from collections.abc import Iterable, Sequence

from index import Scope
from qa.answering import answer
from qa.evaluation.outcome import Reply
from qa.evaluation.public.dataset import Query
from qa.evaluation.public.library import Library
from qa.evaluation.public.ranking import Ranking
from qa.retrieval import retrieve

_DEEPEST = 100
"""Passages searched for, so that they come from enough articles; no search gives more."""


def answer_all(queries: Iterable[Query], library: Library) -> list[Reply]:
    """Each question, asked of all documents."""
    return [
        Reply(library.question(query), answer(query.text, index=library.index)) for query in queries
    ]


def answer_given(queries: Sequence[Query], library: Library) -> list[Reply]:
    """Each question, asked of the documents that it is about, as if there were no others."""
    scopes = [Scope(articles=library.given_articles(query)) for query in queries]
    return [
        Reply(library.question(query), answer(query.text, index=library.index.within(scope)))
        for query, scope in zip(queries, scopes, strict=True)
    ]


def rank_all(queries: Iterable[Query], library: Library) -> list[Ranking]:
    """The articles that `qa.retrieve` finds passages of for each question, and the gold ones.

    An article stands where its best passage stands. The history goes with the question.
    """
    return [Ranking(_articles(query, library), library.gold_articles(query)) for query in queries]


def _articles(query: Query, library: Library) -> list[str]:
    hits = retrieve(query.text, _DEEPEST, history=query.history, index=library.index)
    return list(dict.fromkeys(hit.article_id for hit in hits))
