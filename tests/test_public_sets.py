"""Each public set is measured in its own way: on small ones about a harbour town."""

from pathlib import Path

import pytest

from qa.evaluation import F1, Mean, Share
from qa.evaluation.public import SETS, evaluate_public
from tests.indexing import ToyEmbedder
from tests.public_sets import (
    LAMP,
    LEFT,
    TEXTS,
    WOLVES,
    asked,
    doc,
    gold,
    measured,
    stand_alone,
    town,
    write_set,
    write_squad2,
)


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_alone(monkeypatch, tmp_path / "home")


def test_a_set_is_named_as_its_folder() -> None:
    assert list(SETS) == [
        *("squad2_half", "xquad_en", "clapnq", "mtrag_human_subset", "legalbenchrag_privacy_qa")
    ]


def test_squad2_refuses_more_when_only_the_paragraph_is_given(tmp_path: Path) -> None:
    write_squad2(tmp_path)
    report = measured(tmp_path)
    given, everywhere = "squad2_half, paragraph given", "squad2_half, all paragraphs"
    for group in (given, everywhere):
        # Of three, one is cited, one cites its neighbour, and one is refused.
        assert report.measure(group, "first_citation") == Share(1, 3)
        assert report.measure(group, "wrong") == Share(1, 3)
    assert report.measure(given, "right") == Share(2, 2)
    assert report.measure(given, "refusal_precision") == Share(2, 3)
    assert report.measure(given, "refusal_f1") == F1(Share(2, 3), Share(2, 2))
    assert report.measure(everywhere, "right") == Share(1, 2)
    assert report.measure(everywhere, "refusal_precision") == Share(1, 2)


def test_xquad_leaves_out_what_may_be_trained_on(tmp_path: Path) -> None:
    write_squad2(tmp_path)
    docs = [doc("Loaf", "The baker  bakes rye bread.\nIt is dark."), *town()]
    trained = {"doc_id": "Loaf", "start": 4, "end": 9, "text": "baker"}
    queries = [
        asked("bread", "Who bakes rye bread?", trained),
        asked("left", LEFT, gold("Ferry", "noon")),
        asked("wolves", "Why does the mole howl?", gold("Mole", "March")),
    ]
    write_set(tmp_path, "xquad_en", docs, queries)
    report = evaluate_public(tmp_path, ["xquad_en"], embedder=ToyEmbedder())
    unseen, everything = "xquad_en, unseen paragraphs", "xquad_en, all paragraphs"
    assert report.measure(unseen, "recall@5") == Mean(1.0, 2)
    assert report.measure(unseen, "first_citation") == Share(1, 2)
    assert report.measure(unseen, "wrong") == Share(1, 2)
    assert report.measure(everything, "recall@5") == Mean(1.0, 3)
    assert report.measure(everything, "ndcg@10").to_dict()["total"] == 3


def test_clapnq_compares_characters_and_words_with_those_of_people(tmp_path: Path) -> None:
    sentence = "The ferry left the harbour at noon."
    queries = [
        asked(
            *("left", LEFT, gold("Ferry", sentence)),
            answers=["The ferry left the harbour at noon"],
            passage_ids=["Ferry"],
        ),
        asked("unmarked", LAMP, {"doc_id": "Keeper"}, answers=["At dusk"], passage_ids=["Keeper"]),
        asked("wolves", WOLVES, gold("Mole", TEXTS["Mole"]), answers=["x"], passage_ids=["Mole"]),
        asked("nowhere", LEFT, passage_ids=["Market"]),
    ]
    write_set(tmp_path, "clapnq", town(), queries)
    report = measured(tmp_path)
    given, everywhere = "clapnq, passage given", "clapnq, all passages"
    for group in (given, everywhere):
        assert report.measure(group, "first_citation") == Share(1, 2)
        for name in ("precision", "recall", "f1"):
            assert report.measure(group, name) == Mean(0.5, 2)
        assert report.measure(group, "wrong") == Share(1, 3)
    # "The keeper lit the lamp at dusk." has two words in common with "At dusk".
    assert report.measure(given, "rouge_l").value == pytest.approx((1 + 2 * 2 / (7 + 2) + 0) / 3)
    assert report.measure(given, "right") == Share(1, 1)
    assert report.measure(everywhere, "right") == Share(0, 1)


def test_mtrag_searches_for_a_question_in_three_ways(tmp_path: Path) -> None:
    before = [{"role": "user", "text": LEFT}, {"role": "assistant", "text": "The papers."}]
    follow_up = "And what did it bring?"
    rewrite = "What did the keeper light at dusk? The lamp?"
    turn = {"history": before, "rewrite": rewrite}
    queries = [
        asked("used", follow_up, {"doc_id": "Ferry"}, **turn),
        asked("first", LEFT, {"doc_id": "Ferry"}, history=[], rewrite=LEFT),
        asked("not rewritten", LEFT, {"doc_id": "Ferry"}, history=before, rewrite=None),
        asked("no gold", follow_up, **turn),
    ]
    write_set(tmp_path, "mtrag_human_subset", town(), queries)
    report = measured(tmp_path)
    recalls = {
        figure.group.removeprefix("mtrag_human_subset, "): figure.measure
        for figure in report.figures
        if figure.name == "recall@1"
    }
    assert recalls == {
        "last question alone": Mean(0.0, 1),
        "understood from its history": Mean(1.0, 1),
        "completed by people": Mean(0.0, 1),
    }


def test_legalbench_compares_characters_of_answers_and_passages(tmp_path: Path) -> None:
    sentence = "The ferry left the harbour at noon."
    queries = [
        asked("left", LEFT, gold("Ferry", sentence)),
        asked("wolves", WOLVES, gold("Mole", "March")),
    ]
    write_set(tmp_path, "legalbenchrag_privacy_qa", town(), queries)
    report = measured(tmp_path)
    answers, search = (f"legalbenchrag_privacy_qa, {what}" for what in ("answers", "search"))
    assert report.measure(answers, "precision") == Mean(0.5, 2)
    assert report.measure(answers, "wrong") == Share(1, 2)
    everything = sum(map(len, TEXTS.values()))
    assert report.measure(search, "recall@64") == Mean(1.0, 2)
    assert report.measure(search, "precision@64").value == pytest.approx(
        (len(sentence) + len("March")) / everything / 2
    )
