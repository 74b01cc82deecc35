"""Each figure, worked out by hand on a few words of two newspapers."""

from dataclasses import replace

import pytest

from corpus import Span
from qa.evaluation import F1, Mean, Place, Seconds, Share, metrics
from qa.evaluation.outcome import Outcome
from qa.evaluation.places import characters
from tests.evaluating import (
    EVENING,
    MORNING,
    TEXTS,
    citing,
    gold,
    outcome,
    place,
    question,
    refusal,
)

FOUR = gold(MORNING, "four crowns")
SIX = gold(EVENING, "six crowns")
DAWN = place(MORNING, "Eleven ferries left at dawn.")
TICKET = place(MORNING, "A ticket costs four crowns.")
LATER_TICKET = place(EVENING, "A ticket costs six crowns.")
LIGHTHOUSE = place(EVENING, "The lighthouse dates from 1871.")
UNANSWERABLE = question(type="unanswerable")


def found(*hits: Place) -> Outcome:
    return outcome(question(FOUR), refusal(), hits)


def both(*hits: Place) -> Outcome:
    return outcome(question(FOUR, SIX, needs_all=True), refusal(), hits)


# What touches what


def test_places_touch_only_in_the_same_article() -> None:
    assert TICKET.touches([LIGHTHOUSE, FOUR.place])
    assert not Place(EVENING, TICKET.span).touches([TICKET])


def test_neighbours_do_not_touch() -> None:
    assert not Place(MORNING, Span(0, 5)).touches([Place(MORNING, Span(5, 9))])


def test_a_character_counts_once_however_often_it_is_named() -> None:
    overlapping = [Place(MORNING, Span(0, 6)), Place(MORNING, Span(4, 10))]
    assert len(characters(overlapping)) == 10
    assert len(characters([*overlapping, Place(EVENING, Span(0, 3))])) == 13


# Search


def test_recall_counts_questions_whose_first_hits_touch_gold() -> None:
    outcomes = [found(TICKET), found(DAWN, LIGHTHOUSE, TICKET), found(DAWN)]
    assert metrics.recall_at(1, outcomes) == Share(1, 3)
    assert metrics.recall_at(2, outcomes) == Share(1, 3)
    assert metrics.recall_at(3, outcomes) == Share(2, 3)


def test_a_question_that_needs_all_is_found_by_one_passage_and_complete_with_all() -> None:
    outcomes = [both(DAWN, LATER_TICKET, TICKET), found(TICKET)]
    assert metrics.recall_at(2, outcomes) == Share(2, 2)
    assert metrics.all_at(2, outcomes) == Share(0, 1)
    assert metrics.all_at(3, outcomes) == Share(1, 1)


def test_the_reciprocal_rank_is_that_of_the_first_gold_hit() -> None:
    outcomes = [found(TICKET, TICKET), found(DAWN, TICKET), found(DAWN)]
    assert metrics.mean_reciprocal_rank(outcomes) == Mean((1 + 1 / 2 + 0) / 3, 3)


def test_the_eleventh_hit_counts_for_nothing() -> None:
    assert metrics.mean_reciprocal_rank([found(*[DAWN] * 9, TICKET)]) == Mean(1 / 10, 1)
    assert metrics.mean_reciprocal_rank([found(*[DAWN] * 10, TICKET)]) == Mean(0.0, 1)


def test_questions_without_an_answer_are_no_matter_of_search() -> None:
    assert metrics.recall_at(5, [outcome(UNANSWERABLE, refusal(), [DAWN])]) == Share(0, 0)


# Citations


def test_first_and_any_citation() -> None:
    outcomes = [
        outcome(question(FOUR), citing(TICKET, DAWN)),
        outcome(question(FOUR), citing(DAWN, TICKET)),
        outcome(question(FOUR), citing(DAWN)),
        outcome(question(FOUR), refusal()),
    ]
    assert metrics.first_citation(outcomes) == Share(1, 4)
    assert metrics.any_citation(outcomes) == Share(2, 4)
    assert metrics.gold_citations(outcomes) == Share(2, 5)


def test_the_best_sentence_is_the_first_one_cited_or_what_a_refusal_says_comes_nearest() -> None:
    outcomes = [
        outcome(question(FOUR), citing(TICKET, DAWN)),
        outcome(question(FOUR), citing(DAWN, TICKET)),
        outcome(question(FOUR), refusal(TICKET)),
        outcome(question(FOUR), refusal(DAWN)),
        outcome(question(FOUR), refusal()),
        outcome(UNANSWERABLE, refusal(TICKET)),
    ]
    assert metrics.best_sentence(outcomes) == Share(2, 5)


def test_a_difference_is_rightly_claimed_where_the_articles_differ() -> None:
    differing = replace(citing(TICKET, LATER_TICKET), differs=True)
    conflict = question(FOUR, SIX, needs_all=True, type="conflict")
    outcomes = [
        outcome(conflict, differing),
        outcome(conflict, citing(TICKET, LATER_TICKET)),
        outcome(question(FOUR), differing),
    ]
    assert metrics.right_differences(outcomes) == Share(1, 2)


def test_every_side_of_a_conflict_must_be_cited() -> None:
    conflict = question(FOUR, SIX, needs_all=True, type="conflict")
    one_sided, fair = (
        outcome(conflict, citing(TICKET)),
        outcome(conflict, citing(LATER_TICKET, TICKET)),
    )
    assert metrics.every_gold_cited([one_sided, fair]) == Share(1, 2)


def test_precision_is_the_gold_part_of_what_is_cited() -> None:
    # "A ticket costs four crowns." has 27 characters, of which "four crowns" are 11.
    assert metrics.citation_precision([outcome(question(FOUR), citing(TICKET))]) == Share(11, 27)


def test_citing_the_same_characters_twice_does_not_change_precision() -> None:
    twice = outcome(question(FOUR), citing(TICKET, FOUR.place))
    assert metrics.citation_precision([twice]) == Share(11, 27)


def test_precision_is_summed_over_questions_before_it_is_divided() -> None:
    outcomes = [
        outcome(question(FOUR), citing(TICKET)),  # 11 of 27
        outcome(question(SIX), citing(SIX.place)),  # 10 of 10
        outcome(question(FOUR), citing(DAWN)),  # 0 of 28
        outcome(UNANSWERABLE, citing(DAWN)),  # has no gold to be cited
    ]
    assert metrics.citation_precision(outcomes) == Share(21, 65)


def test_recall_needs_the_best_covered_passage_where_any_is_enough() -> None:
    costs_four = place(MORNING, "costs four")  # covers "four", 4 of 11 characters
    either = question(FOUR, SIX)
    assert metrics.citation_recall([outcome(either, citing(costs_four))]) == Share(4, 11)
    answered = outcome(either, citing(costs_four, SIX.place))
    assert metrics.citation_recall([answered]) == Share(10, 10)


def test_recall_needs_every_passage_where_all_are_needed() -> None:
    each = question(FOUR, SIX, needs_all=True)
    assert metrics.citation_recall([outcome(each, citing(TICKET))]) == Share(11, 21)


def test_a_refusal_lowers_recall() -> None:
    outcomes = [outcome(question(FOUR), citing(TICKET)), outcome(question(FOUR), refusal())]
    assert metrics.citation_recall(outcomes) == Share(11, 22)


@pytest.mark.parametrize(
    ("words", "right"),
    [("four", True), ("four crowns", True), ("A ticket", False), ("A", False), ("fo", False)],
)
def test_marked_words_answer_if_they_hold_or_are_what_the_answer_must_contain(
    words: str, right: bool
) -> None:
    asked = question(FOUR, must=(("four", "4"),))
    (citation,) = citing(TICKET).citations
    start = TEXTS[MORNING].index(words)
    marked = replace(citation, decisive=Span(start, start + len(words)))
    answers = [replace(citing(TICKET), citations=each) for each in ([marked], [citation], [])]
    outcomes = [outcome(asked, answer) for answer in answers]
    assert metrics.right_marks(outcomes) == Share(int(right), 1)


def test_misquotations_are_counted_under_every_question() -> None:
    outcomes = [
        outcome(question(FOUR), citing(TICKET, DAWN), misquoted=1),
        outcome(UNANSWERABLE, citing(DAWN)),
    ]
    assert metrics.misquotations(outcomes) == Share(1, 3)


# Words


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Four crowns at the MORNING boat", True),
        ("4 crowns in the morning", True),
        ("four crowns", False),
        ("in the morning", False),
        ("four crowns in the morning, not six", False),
    ],
)
def test_a_right_answer_has_one_of_each_group_and_nothing_forbidden(said: str, right: bool) -> None:
    asked = question(FOUR, must=(("four", "4 "), ("morning",)), must_not=("six",))
    answered = outcome(asked, citing(TICKET, text=said))
    assert metrics.right_answers([answered]) == Share(int(right), 1)


def test_blanks_of_an_alternative_must_be_there() -> None:
    asked = question(FOUR, must=((" 8 ",),))
    assert not outcome(asked, citing(TICKET, text="18 boats")).says_what_it_must
    assert outcome(asked, citing(TICKET, text="all 8 boats")).says_what_it_must


def test_a_refusal_is_no_right_answer_even_to_an_easy_question() -> None:
    assert metrics.right_answers([outcome(question(FOUR), refusal())]) == Share(0, 1)


# Refusals


def test_refusals_are_right_without_an_answer_and_wrong_with_one() -> None:
    outcomes = [
        outcome(UNANSWERABLE, refusal()),
        outcome(UNANSWERABLE, citing(DAWN)),
        outcome(question(FOUR), refusal()),
        outcome(question(FOUR), citing(TICKET)),
        outcome(question(FOUR), citing(TICKET)),
    ]
    assert metrics.right_refusals(outcomes) == Share(1, 2)
    assert metrics.wrong_refusals(outcomes) == Share(1, 3)


def test_refusals_are_precise_where_there_is_no_answer() -> None:
    outcomes = [
        outcome(UNANSWERABLE, refusal()),
        outcome(UNANSWERABLE, citing(DAWN)),
        outcome(question(FOUR), refusal()),
        outcome(question(FOUR), refusal()),
    ]
    assert metrics.refusal_precision(outcomes) == Share(1, 3)
    assert metrics.refusal_f1(outcomes) == F1(Share(1, 3), Share(1, 2))


# Numbers


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    assert F1(Share(1, 3), Share(1, 2)).value == pytest.approx(2 / 5)
    assert F1(Share(0, 3), Share(0, 2)).value == 0
    assert F1(Share(0, 0), Share(0, 2)).value == 0
    assert F1(Share(0, 3), Share(0, 0)).value is None
    assert str(F1(Share(1, 3), Share(1, 2))) == "0.400 (of 0.333 and 0.500)"
    assert F1(Share(0, 0), Share(0, 2)).to_dict() == {"value": 0, "precision": None, "recall": 0}


def test_a_share_of_nothing_has_no_value() -> None:
    assert Share(0, 0).value is None
    assert str(Share(0, 0)) == "– (0 of 0)"
    assert Mean.over([]).value is None
    assert Seconds.quantile(0.5, []).value is None


def test_numbers_say_what_they_were_counted_on() -> None:
    assert str(Share(37, 52)) == "0.712 (37 of 52)"
    assert str(Mean.over([1.0, 0.5])) == "0.750 (mean of 2)"
    assert str(Seconds(0.0834, 60)) == "0.083 s (60 calls)"


def test_a_quantile_is_a_time_that_was_measured() -> None:
    times = [float(second) for second in range(20, 0, -1)]
    assert Seconds.quantile(0.5, times).value == 10
    assert Seconds.quantile(0.95, times).value == 19
    assert Seconds.quantile(0.95, [3.0]).value == 3
