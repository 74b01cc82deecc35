"""Half of the development part of SQuAD 2.0 (Rajpurkar and others, 2018).

Questions about a paragraph each, half of which it does not answer. Only the last articles are
measured on: the others may be trained on.
"""

from collections.abc import Iterable, Sequence

from qa.evaluation import metrics
from qa.evaluation.figures import Figure
from qa.evaluation.measures import Measure
from qa.evaluation.outcome import Reply
from qa.evaluation.public.asking import answer_all, answer_given
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.dataset import Document

NAME = "squad2_half"
HELD_OUT = 4
"""Articles that nothing is trained on: the last ones, in the order in which they first occur."""


def squad2_figures(bench: Bench) -> Iterable[Figure]:
    """Answers and refusals, with the paragraph of the question given and over all paragraphs.

    A question counts as answerable when its own paragraph answers it, also over all paragraphs.
    """
    dataset = bench.read(NAME)
    documents = held_out(dataset.documents)
    ids = {document.id for document in documents}
    queries = bench.sampled([query for query in dataset.queries if ids.issuperset(query.given)])
    library = bench.library(NAME, documents)
    given = answer_given(queries, library)
    group = f"{NAME}, paragraph given"
    yield from _figures(group, given)
    yield from _figures(f"{NAME}, all paragraphs", answer_all(queries, library))


def held_out(documents: Sequence[Document]) -> list[Document]:
    """The paragraphs of the articles that nothing is trained on."""
    titles = list(dict.fromkeys(document.title for document in documents))[-HELD_OUT:]
    return [document for document in documents if document.title in titles]


def _figures(group: str, replies: Sequence[Reply]) -> list[Figure]:
    rows: list[tuple[str, str, Measure]] = [
        ("first_citation", "first citation touches the answer", metrics.first_citation(replies)),
        ("wrong", "refused, of the answerable", metrics.wrong_refusals(replies)),
        ("right", "refused, of the unanswerable (recall)", metrics.right_refusals(replies)),
        ("refusal_precision", "unanswerable, of the refused", metrics.refusal_precision(replies)),
        ("refusal_f1", "F1 of refusing the unanswerable", metrics.refusal_f1(replies)),
    ]
    return [Figure(group, name, label, measure) for name, label, measure in rows]
