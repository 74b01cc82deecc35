"""CLAP NQ (Rosenthal and others, 2024): questions that want several sentences of a passage.

Gold are the sentences that people selected; they also wrote the answers that ours are compared
with. Half of the questions are not answered by their passage.
"""

from collections.abc import Iterable, Sequence

from qa.evaluation import metrics
from qa.evaluation.figures import Figure
from qa.evaluation.measures import Mean
from qa.evaluation.outcome import Reply
from qa.evaluation.public.asking import answer_all, answer_given
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.dataset import Query
from qa.evaluation.public.overlap import Overlap, citation_figures
from qa.evaluation.public.rouge import rouge_l

NAME = "clapnq"


def clapnq_figures(bench: Bench) -> Iterable[Figure]:
    """Citations, refusals and words, with the passage of the question given and over all."""
    dataset = bench.read(NAME)
    queries = bench.sampled(dataset.queries)
    library = bench.library(NAME, dataset.documents)
    given = answer_given(queries, library)
    group = f"{NAME}, passage given"
    yield from _figures(group, given)
    yield Figure(group, "rouge_l", "ROUGE-L of the answers", _mean_rouge_l(queries, given))
    yield from _figures(f"{NAME}, all passages", answer_all(queries, library))


def _figures(group: str, replies: Sequence[Reply]) -> list[Figure]:
    # A question of which only the passage is known says nothing about citations.
    marked = [reply for reply in replies if reply.gold]
    overlaps = [Overlap.between(reply.cited, reply.gold) for reply in marked]
    first = metrics.first_citation(marked)
    right, wrong = metrics.right_refusals(replies), metrics.wrong_refusals(replies)
    return [
        Figure(group, "first_citation", "first citation touches gold", first),
        *citation_figures(group, overlaps),
        Figure(group, "right", "refused, of the unanswerable", right),
        Figure(group, "wrong", "refused, of the answerable", wrong),
    ]


def _mean_rouge_l(queries: Sequence[Query], replies: Sequence[Reply]) -> Mean:
    """Mean over the answerable questions; a refusal has no words and scores 0."""
    pairs = zip(queries, replies, strict=True)
    return Mean.over(
        [rouge_l(reply.text, query.answers) for query, reply in pairs if query.answerable]
    )
