"""What a person reads after an evaluation."""

from dataclasses import replace
from itertools import count

from qa.evaluation import Report, evaluate, render_failures, render_figures
from tests.evaluating import (
    EVENING,
    MORNING,
    HandMadeEngine,
    article,
    citing,
    gold,
    place,
    question,
)

PRICE = question(gold(MORNING, "four crowns"), id="h1", text="What does a ticket cost?")
CAPTAIN = replace(
    question(gold(MORNING, "Ada Lund"), id="h2", type="followup", text="And the captain?"),
    history=({"role": "user", "content": "How many\nferries left?"},),
)
BAKER = question(id="h3", type="unanswerable", text="Who is the baker?")


def report() -> Report:
    ticks = count()
    ticket, year = place(MORNING, "A ticket costs four crowns."), place(EVENING, "1871")
    engine = HandMadeEngine(
        {PRICE.text: citing(ticket), CAPTAIN.text: citing(year)},
        {PRICE.text: [ticket], CAPTAIN.text: [year, place(MORNING, "Ada Lund")]},
    )
    return evaluate([PRICE, CAPTAIN, BAKER], engine, article, clock=lambda: float(next(ticks)))


FIGURES = """\
search
  passage recall@1                          0.500 (1 of 2)
  passage recall@3                          1.000 (2 of 2)
  passage recall@5                          1.000 (2 of 2)
  passage recall@10                         1.000 (2 of 2)
  every passage needed, @1                  – (0 of 0)
  every passage needed, @3                  – (0 of 0)
  every passage needed, @5                  – (0 of 0)
  every passage needed, @10                 – (0 of 0)
  MRR@10                                    0.750 (mean of 2)

answers
  first citation touches gold               0.500 (1 of 2)
  the same, or what a refusal names         0.500 (1 of 2)
  any citation touches gold                 0.500 (1 of 2)
  citations that touch gold                 0.500 (1 of 2)
  cited characters that are gold            0.355 (11 of 31)
  gold characters that are cited            0.579 (11 of 19)
  answers that contain what they must       1.000 (2 of 2)
  marked words that answer                  – (0 of 0)
  quotations that are not verbatim          0.000 (0 of 2)

refusals
  refused, of the unanswerable questions    1.000 (1 of 1)
  refused, of the answerable questions      0.000 (0 of 2)

doubt
  answers that say that they are unsure     0.000 (0 of 2)
  any citation of the others touches gold   0.500 (1 of 2)
  any citation of these touches gold        – (0 of 0)

follow-ups
  first citation touches gold               0.000 (0 of 1)
  any citation touches gold                 0.000 (0 of 1)

several passages
  conflicts with every side cited           – (0 of 0)
  differences claimed that are conflicts    – (0 of 0)
  possible differences that are conflicts   – (0 of 0)
  answers in parts with every part cited    – (0 of 0)

time
  answer, p50                               1.000 s (3 calls)
  answer, p95                               1.000 s (3 calls)
  retrieve, p50                             1.000 s (3 calls)
  retrieve, p95                             1.000 s (3 calls)

by type     first citation     any citation       right answers
  fact      1.000 (1 of 1)     1.000 (1 of 1)     1.000 (1 of 1)
  followup  0.000 (0 of 1)     0.000 (0 of 1)     1.000 (1 of 1)
"""

FAILURES = """\
h2 (followup)
  user: How many ferries left?
  question: And the captain?
  wrong: no citation touches gold
  answer: 1871
  gold: morning.txt 57–65 “Ada Lund”
  cited: [1] evening.txt 26–30 “1871”
"""


def test_the_figures_are_a_table_with_the_base_of_every_number() -> None:
    assert render_figures(report()) == FIGURES


def test_a_failure_shows_question_answer_gold_and_what_was_cited() -> None:
    assert render_failures(report()) == FAILURES


def test_failures_are_told_apart_by_an_empty_line() -> None:
    rendered = render_failures(evaluate([PRICE, CAPTAIN], HandMadeEngine(), article))
    assert [part.split()[0] for part in rendered.split("\n\n")] == ["h1", "h2"]


def test_a_report_without_failures_says_so() -> None:
    assert render_failures(evaluate([BAKER], HandMadeEngine(), article)) == "Nothing went wrong.\n"


def test_no_answer_can_steer_the_terminal() -> None:
    sly = citing(place(MORNING, "dawn"), text="\x1b[2J\x1b]0;gone\x07 dawn\r\n")
    rendered = render_failures(evaluate([BAKER], HandMadeEngine({BAKER.text: sly}), article))
    assert "  answer: [2J ]0;gone dawn\n" in rendered
    assert all(c.isprintable() for c in rendered.replace("\n", ""))


def test_what_a_language_model_wrote_stands_beside_the_articles_own_words() -> None:
    ticks = count()
    ticket, year = place(MORNING, "A ticket costs four crowns."), place(EVENING, "1871")
    written = replace(citing(ticket), writer="m", withheld=("It names no passage.",))
    failed = replace(citing(year), note="The language model took too long.")
    engine = HandMadeEngine({PRICE.text: written, CAPTAIN.text: failed})
    asked = [PRICE, CAPTAIN, BAKER]
    theirs = evaluate(asked, engine, article, clock=lambda: float(next(ticks)))
    lines = render_figures(theirs, beside=report()).splitlines()
    found = {line[2:44].strip(): line[44:].split("  ") for line in lines}
    own_and_theirs = [each for each in found["passage recall@1"] if each]
    assert own_and_theirs == ["0.500 (1 of 2)", "0.000 (0 of 2)"]
    assert found["answers that it wrote"][-1].strip() == "0.500 (1 of 2)"
    assert found["its sentences that were confirmed"][-1].strip() == "0.500 (1 of 2)"
    assert found["answers with sentences withheld"][-1].strip() == "0.500 (1 of 2)"
    assert found["first confirmed sentence, p50"][-1].strip() == "1.000 s (1 calls)"
    assert "language model" not in render_figures(report()), "nobody was asked to write"
