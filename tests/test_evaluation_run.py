"""An evaluation asks every question once and reports what came of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Span
from qa.evaluation import Gold, GoldError, Question, Seconds, Share, evaluate
from qa.evaluation.metrics import DEPTH
from tests.evaluating import (
    EVENING,
    MORNING,
    HandMadeEngine,
    article,
    citing,
    gold,
    place,
    question,
    refusal,
)

PRICE = question(
    gold(MORNING, "four crowns"),
    gold(EVENING, "six crowns"),
    id="price",
    type="conflict",
    needs_all=True,
    must=(("four",), ("six",)),
)
CAPTAIN = replace(
    question(gold(MORNING, "Ada Lund"), id="captain", type="followup", text="And the captain?"),
    history=({"role": "user", "content": "How many ferries left?"},),
)
BAKER = question(id="baker", type="unanswerable", text="Who is the baker?")
QUESTIONS = (PRICE, CAPTAIN, BAKER)


def perfect_engine(questions: Sequence[Question]) -> HandMadeEngine:
    gold_of = {q.text: [passage.place for passage in q.gold] for q in questions if q.answerable}
    return HandMadeEngine({text: citing(*at) for text, at in gold_of.items()}, gold_of)


PERFECT = perfect_engine(QUESTIONS)


def test_a_question_with_articles_of_its_own_is_asked_of_those_only() -> None:
    engine = perfect_engine(QUESTIONS)
    evaluate([PRICE, replace(CAPTAIN, articles=(MORNING,))], engine, article)
    assert engine.narrowed == [(MORNING,)]


def test_a_perfect_engine_gets_full_marks() -> None:
    report = evaluate(QUESTIONS, PERFECT, article)
    values = {f.name: f.measure.value for f in report.figures if f.group != "time"}
    # One hit can’t touch both sides of the conflict; nothing is marked, differs or is "multi".
    assert {name: value for name, value in values.items() if value != 1} == {
        "all@1": 0,
        "right_marks": None,
        "multi": None,
        "wrong": 0,
        "misquotations": 0,
        "unsure": 0,
        "gold_if_unsure": None,
        "differences": None,
        "possible_differences": None,
    }
    assert report.measure("refusals", "wrong") == Share(0, 2)
    assert report.measure("answers", "misquotations") == Share(0, 3)
    assert report.failures == ()


def test_an_engine_that_refuses_everything_is_right_about_the_unanswerable_only() -> None:
    report = evaluate(QUESTIONS, HandMadeEngine(), article)
    assert report.measure("refusals", "right") == Share(1, 1)
    assert report.measure("refusals", "wrong") == Share(2, 2)
    for name in ("first_citation", "any_citation", "recall", "right_answers"):
        assert report.measure("answers", name).value == 0
    assert report.measure("answers", "precision").value is None
    assert [failure.question.id for failure in report.failures] == ["price", "captain"]


def test_follow_ups_and_conflicts_have_figures_of_their_own() -> None:
    one_side = citing(place(MORNING, "four crowns"))
    answers = {PRICE.text: one_side, CAPTAIN.text: citing(place(MORNING, "Ada Lund"))}
    report = evaluate(QUESTIONS, HandMadeEngine(answers), article)
    assert report.measure("several passages", "conflict") == Share(0, 1)
    assert report.measure("follow-ups", "first_citation") == Share(1, 1)
    assert [(row.type, row.first_citation, row.right_answers) for row in report.by_type] == [
        ("conflict", Share(1, 1), Share(0, 1)),
        ("followup", Share(1, 1), Share(1, 1)),
    ]


def test_answers_that_are_unsure_are_measured_apart() -> None:
    right, wrong = place(MORNING, "Ada Lund"), place(EVENING, "A ferry came late")
    answers = {
        PRICE.text: replace(citing(place(MORNING, "four crowns")), chance=0.9),
        CAPTAIN.text: replace(citing(right), chance=0.3),
        BAKER.text: replace(citing(wrong), chance=0.2),
    }
    report = evaluate(QUESTIONS, HandMadeEngine(answers), article)
    assert report.measure("doubt", "unsure") == Share(2, 3)
    assert report.measure("doubt", "gold_if_sure") == Share(1, 1)
    assert report.measure("doubt", "gold_if_unsure") == Share(1, 2)


def test_the_history_goes_with_its_question_after_one_call_to_warm_up() -> None:
    engine = HandMadeEngine()
    evaluate([CAPTAIN], engine, article)
    warm_up, asked = engine.asked[:2], engine.asked[2:]
    assert all(text != CAPTAIN.text for text, _ in warm_up)
    assert asked == [(CAPTAIN.text, CAPTAIN.history)] * 2


def test_times_are_those_of_the_calls() -> None:
    ticks = count()
    report = evaluate(QUESTIONS, PERFECT, article, clock=lambda: float(next(ticks)))
    assert [f.measure for f in report.figures if f.group == "time"] == [Seconds(1.0, 3)] * 4


def test_hits_beyond_those_asked_for_are_not_looked_at() -> None:
    hits = [*[place(EVENING, "1871")] * DEPTH, place(MORNING, "Ada Lund")]
    eager = HandMadeEngine(hits={CAPTAIN.text: hits}, surplus=5)
    report = evaluate([CAPTAIN], eager, article)
    assert report.measure("search", "recall@10") == Share(0, 1)


@pytest.mark.parametrize(
    ("article_id", "quote"),
    [(MORNING, "five crowns"), (EVENING, "four crowns"), ("noon.txt", "four crowns")],
)
def test_a_quotation_that_does_not_stand_at_its_place_is_counted(
    article_id: str, quote: str
) -> None:
    right = citing(place(MORNING, "four crowns"), place(MORNING, "Ada Lund"))
    first, second = right.citations
    wrong = replace(right, citations=[replace(first, article_id=article_id, quote=quote), second])
    report = evaluate([BAKER], HandMadeEngine({BAKER.text: wrong}), article)
    assert report.measure("answers", "misquotations") == Share(1, 2)
    assert "quotations that are not verbatim: 1" in report.failures[0].problems


def test_nothing_is_asked_when_the_gold_does_not_fit_the_articles() -> None:
    engine = HandMadeEngine()
    moved = question(Gold(MORNING, Span(3, 14), "four crowns"))
    with pytest.raises(GoldError):
        evaluate([moved], engine, article)
    assert engine.asked == []


def test_a_failure_says_everything_that_went_wrong() -> None:
    answers = {
        PRICE.text: citing(place(EVENING, "1871"), place(MORNING, "four crowns")),
        CAPTAIN.text: citing(place(EVENING, "1871"), text="In 1871."),
        BAKER.text: citing(place(MORNING, "Ada Lund")),
    }
    hits = {PRICE.text: [place(MORNING, "four crowns")]}
    report = evaluate(QUESTIONS, HandMadeEngine(answers, hits), article)
    assert {failure.question.id: failure.problems for failure in report.failures} == {
        "price": (
            "its first citation does not touch gold",
            "1 of 2 gold passages are not cited",
            "the answer lacks 'six'",
        ),
        "captain": ("none of the first 10 hits touches gold", "no citation touches gold"),
        "baker": ("answered, though the articles do not tell",),
    }


def test_words_that_must_and_must_not_be_there_are_named() -> None:
    asked = replace(CAPTAIN, must=(("Ada Lund", "Captain Lund"),), must_not=("baker",))
    at = place(MORNING, "Ada Lund")
    engine = HandMadeEngine({asked.text: citing(at, text="The Baker")}, {asked.text: [at]})
    (failure,) = evaluate([asked], engine, article).failures
    assert failure.problems == (
        "the answer lacks 'Ada Lund' or 'Captain Lund'",
        "the answer contains 'baker', which it must not",
    )


def test_a_report_is_the_same_as_json() -> None:
    answers = {CAPTAIN.text: citing(place(EVENING, "1871")), PRICE.text: refusal()}
    report = evaluate(QUESTIONS, HandMadeEngine(answers), article).to_dict()
    assert json.loads(json.dumps(report)) == report
    assert report["figures"]["refusals"]["wrong"] == {"value": 0.5, "count": 1, "total": 2}
    assert report["by_type"]["followup"]["any_citation"] == {"value": 0.0, "count": 0, "total": 1}
    assert report["failures"][1]["cited"] == [
        {"article_id": EVENING, "start": 26, "end": 30, "quote": "1871"}
    ]


WORDS = st.sampled_from(["four crowns", "Ada Lund", "dawn", "ferries left"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3), st.booleans())
def test_citing_exactly_the_gold_is_full_precision_and_recall(
    golds: list[list[str]], needs_all: bool
) -> None:
    questions = [
        question(*(gold(MORNING, w) for w in words), id=f"q{n}", text=f"{n}?", needs_all=needs_all)
        for n, words in enumerate(golds)
    ]
    report = evaluate(questions, perfect_engine(questions), article)
    assert report.measure("answers", "precision").value == 1
    assert report.measure("answers", "recall").value == 1
    assert report.failures == ()
