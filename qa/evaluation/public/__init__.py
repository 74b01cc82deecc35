"""Measuring on public sets of questions, where others have published figures of theirs.

    report = evaluate_public(Path("sets"), names=["clapnq"], sample=50)
    render_table(report.figures), report.to_dict()

A set is a folder with two files of JSON lines, ``docs.jsonl`` and ``queries.jsonl``; see
`qa.evaluation.public.dataset`. Every document becomes an article of an index made for the set.
What is measured on each set stands in the module of its name.
"""

from qa.evaluation.public.dataset import (
    Dataset,
    Document,
    Query,
    Source,
    read_dataset,
    read_documents,
)
from qa.evaluation.public.library import Library, make_library
from qa.evaluation.public.run import SETS, PublicReport, evaluate_public

__all__ = [
    "SETS",
    "Dataset",
    "Document",
    "Library",
    "PublicReport",
    "Query",
    "Source",
    "evaluate_public",
    "make_library",
    "read_dataset",
    "read_documents",
]
