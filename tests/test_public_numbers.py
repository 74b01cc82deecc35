"""What is found and cited in a public set is counted: ranks, overlaps, words, samples."""

from pathlib import Path

import pytest

from corpus import Span
from qa.evaluation import Mean, Place
from qa.evaluation.public import Query
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.overlap import Overlap, citation_figures, search_figures
from qa.evaluation.public.ranking import Ranking, mean_ndcg, mean_recall
from qa.evaluation.public.rouge import rouge_l
from tests.indexing import ToyEmbedder
from tests.public_sets import WOLVES


def test_recall_is_the_share_of_the_gold_documents_found() -> None:
    rankings = [Ranking(["a", "b", "c"], {"b", "d"}), Ranking(["a"], {"a"}), Ranking([], {"a"})]
    assert mean_recall(1, rankings) == Mean(1 / 3, 3)
    assert mean_recall(2, rankings) == Mean(0.5, 3)


def test_ndcg_discounts_by_rank_and_compares_with_the_best_order() -> None:
    assert mean_ndcg(10, [Ranking(["a", "b"], {"b"})]).value == pytest.approx(0.6309, abs=1e-4)
    assert mean_ndcg(10, [Ranking(["b", "a", "c"], {"b", "c"})]).value == pytest.approx(
        (1 + 1 / 2) / (1 + 0.6309), abs=1e-4
    )
    assert mean_ndcg(1, [Ranking(["b", "a"], {"b", "c"})]).value == 1
    assert mean_ndcg(1, [Ranking(["a", "b"], {"b"})]).value == 0


def at(start: int, end: int, article: str = "a") -> Place:
    return Place(article, Span(start, end))


def test_overlapping_characters_count_once() -> None:
    overlap = Overlap.between([at(0, 10), at(5, 15), at(0, 5, "b")], [at(10, 30), at(20, 40)])
    assert overlap == Overlap(shared=5, named=20, gold=30)
    assert (overlap.precision, overlap.recall) == (5 / 20, 5 / 30)
    assert overlap.f1 == pytest.approx(2 * 5 / (20 + 30))


def test_overlaps_are_averaged_over_questions() -> None:
    overlaps = [Overlap(6, 8, 24), Overlap(0, 0, 7)]
    assert [(row.name, row.measure) for row in citation_figures("group", overlaps)] == [
        ("precision", Mean(0.375, 2)),
        ("recall", Mean(0.125, 2)),
        ("f1", Mean(0.1875, 2)),
    ]
    assert [(row.name, row.measure) for row in search_figures("group", 8, overlaps)] == [
        ("precision@8", Mean(0.375, 2)),
        ("recall@8", Mean(0.125, 2)),
    ]


@pytest.mark.parametrize(
    ("text", "references", "score"),
    [
        ("The ferry left at noon.", ["the FERRY left, at noon"], 1),
        ("The ferry left at noon", ["at noon the ferry left"], 3 / 5),
        ("The ferry left", ["A mole", "The ferry came back"], 2 * 2 / (3 + 4)),
        ("a b c a", ["a c b a"], 3 / 4),
        ("", ["The ferry left"], 0),
        ("The ferry left", ["…"], 0),
        ("The ferry left", [], 0),
    ],
)
def test_rouge_l_is_the_longest_common_subsequence(
    text: str, references: list[str], score: float
) -> None:
    assert rouge_l(text, references) == pytest.approx(score)


@pytest.mark.parametrize(
    ("sample", "ids"), [(None, "0123456"), (1, "0"), (3, "024"), (7, "0123456"), (9, "0123456")]
)
def test_a_sample_is_evenly_spaced(sample: int | None, ids: str) -> None:
    queries = [Query(str(number), WOLVES, False) for number in range(7)]
    sampled = Bench(Path(), ToyEmbedder(), sample).sampled(queries)
    assert "".join(query.id for query in sampled) == ids
