"""Which of the sentences that were read are quoted, as versions or copies, and how surely."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SearchResult, SentenceHit
from qa.choosing import FURTHER, OTHER_VALUE, choose, likelihoods
from qa.decisive import mark
from qa.reader import SearchAlone
from qa.refusing import judge
from tests.found_sentences import (
    EVENING,
    MORNING,
    TICKETS,
    Marking,
    found,
    headings_only,
    hit,
    read,
    texts,
)


def test_only_the_best_sentence_answers_unless_another_is_as_good() -> None:
    best, close, far = hit("Ice.", 0.80), hit("Frost.", 0.79), hit("Rain in May.", 0.7)
    search = found(best, close, far)
    assert texts(choose([read("Why?", search, search)]).evidence) == ["Ice.", "Frost."]


def test_what_is_a_little_weaker_is_heard_and_what_is_weaker_is_not() -> None:
    search = found(hit("Ice.", 0.80), hit("Snow.", 0.75), hit("A storm broke it.", 0.77, EVENING))
    choice = choose([read("Why?", search, search)])
    assert texts(choice.evidence) == ["Ice.", "A storm broke it."]


def test_another_sentence_that_the_reader_is_sure_of_is_heard() -> None:
    best, other = hit("Ice.", 0.80), hit("A storm broke it.", 0.80, EVENING)
    search = found(best, other)
    sure = Marking({"Ice.": 2.0, other.text: 1.5})
    unsure = Marking({"Ice.": 0.9, other.text: -0.5})
    assert texts(choose([read("Why?", search, reader=sure)]).evidence) == ["Ice.", other.text]
    assert texts(choose([read("Why?", search, reader=unsure)]).evidence) == ["Ice."]


def test_a_report_that_was_printed_twice_counts_once() -> None:
    search = found(
        hit("Ada Lund counted eleven ferries on Tuesday.", 0.8),
        hit("On Tuesday Ada Lund counted eleven ferries.", 0.8, EVENING),
    )
    (told,) = choose([read("Who counted?", search)]).evidence
    assert [copy.article.id for copy in told.copies] == [MORNING], "told, but as a copy"


@pytest.mark.parametrize(
    "other",
    [
        "Ada Lund counted twelve ferries on Tuesday.",
        "Ada Lund never counted eleven ferries on Tuesday.",
        "Ada Lund counted eleven ferries on Monday.",
    ],
    ids=["another figure", "a denial", "another day"],
)
def test_another_figure_or_day_or_a_denial_is_no_copy(other: str) -> None:
    search = found(
        hit("Ada Lund counted eleven ferries on Tuesday.", 0.8), hit(other, 0.8, EVENING)
    )
    told = choose([read("Who counted?", search)]).evidence
    assert len(told) == 2
    assert not any(each.copies for each in told)


def test_a_question_about_several_things_gets_more_sentences() -> None:
    search = found(hit("The mayor wept.", 0.8), hit("The keeper smiled.", 0.65, EVENING))
    assert len(choose([read("What did the mayor do?", search)]).evidence) == 1
    several = "What did the mayor and the keeper each do?"
    assert len(choose([read(several, search)]).evidence) == len(search.sentences)


def test_a_part_prefers_what_was_not_told_for_another() -> None:
    both = found(hit("Ada Lund, 41, counts ferries.", 0.8), hit("She is from Oslo.", 0.7))
    who = read("Who counts?", both)
    choice = choose([who, read("Where is she from?", both)])
    assert texts(choice.evidence) == ["Ada Lund, 41, counts ferries.", "She is from Oslo."]


def test_parts_share_their_sentences_so_that_they_are_strongest_together() -> None:
    few, all_ = "Twelve of the articles were shown.", "The treaty has 23 articles altogether."
    shown = read("How many articles were shown", found(hit(all_, 0.8), hit(few, 0.75)))
    whole = read("how many are there?", found(hit(all_, 0.9), hit(few, 0.3)))
    assert texts(choose([shown, whole]).evidence) == [few, all_]
    assert texts(choose([whole, shown]).evidence) == [all_, few]


@pytest.mark.parametrize("turned", [False, True])
def test_a_reprint_of_what_answers_one_part_does_not_take_the_place_of_another(
    turned: bool,
) -> None:
    told, reprint = (
        "Ada Lund, 41, counts ferries in Oslo.",
        "In Oslo, Ada Lund, 41, counts ferries.",
    )
    born = "She was born there in May."
    both = hit(told, 0.8), hit(reprint, 0.8, EVENING), hit(born, 0.7)
    surer = hit(told, 0.95), hit(reprint, 0.95, EVENING), hit(born, 0.3)
    parts = [read("Where was she born", found(*both)), read("who counts?", found(*surer))]
    choice = choose(parts[::-1] if turned else parts)
    assert {each.text for each in choice.evidence} in ({born, told}, {born, reprint})
    assert len(choice.evidence) == 2


def test_what_answers_every_part_far_better_is_told_once() -> None:
    told = "Ada Lund counted 23 ferries on Monday."
    parts = [
        read(asked, found(hit(told, 0.9), hit("It rained.", 0.1)))
        for asked in ("Who counted ferries", "how many were there?")
    ]
    assert texts(choose(parts).evidence) == [told]


def test_a_part_does_not_prefer_a_copy_of_what_was_told_for_another() -> None:
    both = found(
        hit("Ada Lund, 41, counts ferries in Oslo.", 0.8),
        hit("In Oslo, Ada Lund, 41, counts ferries.", 0.8, EVENING),
        hit("She was born there.", 0.7),
    )
    choice = choose([read("Who counts?", both), read("Where is she from?", both)])
    assert [each.text for each in choice.evidence][1:] == ["She was born there."]


def test_versions_are_told_oldest_first() -> None:
    def on(day: int, hit: SentenceHit) -> SentenceHit:
        return replace(hit, article=replace(hit.article, published=date(2031, 5, day)))

    late = on(9, hit("A ticket costs four crowns.", 0.80))
    early = on(2, hit("A ticket costs six crowns.", 0.75, EVENING))
    choice = choose([read(TICKETS, found(late, early))])
    assert choice.differs
    assert texts(choice.evidence) == [early.text, late.text]


def test_each_part_of_a_question_gets_its_own_sentence() -> None:
    whole = found(hit("Ada Lund counts.", 0.6), hit("A ticket costs four crowns.", 0.5))
    who = read("Who counts?", whole, found(hit("Ada Lund counts.", 0.9)))
    cost = read(TICKETS, whole, found(hit("A ticket costs four crowns.", 0.9)))
    choice = choose([who, cost])
    assert texts(choice.evidence) == ["Ada Lund counts.", "A ticket costs four crowns."]


def test_what_is_decisive_in_a_sentence_depends_on_the_part_that_it_answers() -> None:
    def search(first: float, second: float) -> SearchResult:
        cost = hit("Since May 1911 a ticket costs four crowns.", first)
        return found(cost, hit("Eleven ferries came in May.", second, EVENING))

    parts = [read(TICKETS, search(0.9, 0.3)), read("How many ferries came?", search(0.3, 0.9))]
    marked = mark(choose(parts), parts, SearchAlone(), headings_only).evidence
    decisive = [each.decisive and each.decisive.of(each.text) for each in marked]
    assert decisive == ["four crowns", "Eleven"]


def test_a_part_in_which_articles_differ_gets_every_version() -> None:
    four, six = (
        hit("A ticket costs four crowns.", 0.7),
        hit("A ticket costs six crowns.", 0.65, EVENING),
    )
    whole = found(hit("Ada Lund counts.", 0.6), four, six)
    who = read("Who counts?", whole, found(hit("Ada Lund counts.", 0.9), hit("Gulls.", 0.1)))
    choice = choose([who, read(TICKETS, whole, whole)])
    assert texts(choice.evidence) == ["Ada Lund counts.", four.text, six.text]
    assert not choice.differs, "as one list of versions the parts would mix"
    assert choice.may_differ


def test_another_value_in_another_article_is_another_version() -> None:
    search = found(
        hit("A ticket costs four crowns.", 0.80),
        hit("A ticket costs six crowns.", 0.72, EVENING),
        hit("A ticket costs 4 crowns.", 0.71, "weekly.txt"),
    )
    choice = choose([read(TICKETS, search, search)])
    assert choice.differs
    assert texts(choice.evidence) == ["A ticket costs four crowns.", "A ticket costs six crowns."]


@pytest.mark.parametrize(
    ("question", "other", "logit", "is_told", "may_differ"),
    [
        (TICKETS, "For islanders they ask six crowns.", 0.55, True, True),
        (TICKETS, "For islanders they ask too much.", 1.6, False, False),
        ("Does a ticket cost four crowns?", "For islanders they ask too much.", 1.1, True, False),
    ],
    ids=["another value", "no other value", "yes or no"],
)
def test_what_is_less_likely_is_told_where_it_is_another_value_or_a_yes_or_no(
    question: str, other: str, logit: float, is_told: bool, may_differ: bool
) -> None:
    ticket, elsewhere = hit("A ticket costs four crowns.", 0.8), hit(other, 0.75, EVENING)
    reader = Marking({ticket.text: 1.0, other: logit})
    reading = read(question, found(ticket, elsewhere), reader=reader)
    assert OTHER_VALUE < likelihoods(reading)[1] < FURTHER
    choice = choose([reading])
    assert texts(choice.evidence) == [ticket.text, *([other] if is_told else [])]
    assert (choice.differs, choice.may_differ) == (False, may_differ)


@pytest.mark.parametrize(
    ("question", "one", "other", "elsewhere", "may_contradict"),
    [
        ("Did Ada Lund resign?", "Ada Lund resigned.", "Ada Lund never resigned.", True, True),
        ("Did Ada Lund resign?", "Ada Lund denies it.", "Ada Lund went on Monday.", True, True),
        ("Did Ada Lund resign?", "Ada Lund resigned.", "Ada Lund left in May.", True, False),
        ("Did Ada Lund resign?", "Ada Lund denies it.", "Nobody resigned.", True, False),
        ("Did Ada Lund resign?", "Ada Lund resigned.", "Ada Lund never resigned.", False, False),
        ("Why did Ada Lund resign?", "She was tired.", "Nobody asked her to stay.", True, False),
    ],
    ids=["denied", "told the other way round", "both tell", "both deny", "one article", "why"],
)
def test_where_yes_or_no_is_asked_for_a_denial_in_one_article_may_contradict_another(
    question: str, one: str, other: str, elsewhere: bool, may_contradict: bool
) -> None:
    first, second = hit(one, 0.8), hit(other, 0.75, EVENING if elsewhere else MORNING)
    reading = read(question, found(first, second), reader=Marking({one: 2.0, other: 2.0}))
    choice = choose([reading])
    assert texts(choice.evidence) == [one, other]
    assert choice.may_contradict == may_contradict
    assert not choice.differs


def test_three_versions_are_enough() -> None:
    numbers = ("four", "six", "seven", "eight")
    search = found(*(hit(f"A ticket costs {n} crowns.", 0.8, f"{n}.txt") for n in numbers))
    choice = choose([read(TICKETS, search, search)])
    assert choice.differs
    assert len(choice.evidence) == 3


@pytest.mark.parametrize(
    "other",
    [
        hit("A ticket costs four crowns.", 0.72, EVENING),
        hit("A ticket costs six crowns.", 0.72, MORNING),
        hit("A ticket costs six crowns.", 0.2, EVENING),
        hit("Six crowns are not enough.", 0.81, EVENING),
        hit("Six gulls sat down.", 0.85, EVENING),
        hit("A ticket costs more.", 0.85, EVENING),
    ],
    ids=["same value", "same article", "far weaker", "other subject", "other thing", "no value"],
)
def test_this_is_no_disagreement(other: SentenceHit) -> None:
    crowded = [hit(f"The king has {n} crowns.", 0.3) for n in (7, 17, 77)]
    search = found(hit("A ticket costs four crowns.", 0.8), other, *crowded)
    assert not choose([read(TICKETS, search, search)]).differs


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6))
def test_no_sentence_is_likelier_to_answer_than_the_articles(scores: list[float]) -> None:
    hits = [hit(f"Ferry {n} is {'very ' * n}late.", score) for n, score in enumerate(scores)]
    reading = read("Which ferry is late?", found(*hits))
    assert likelihoods(reading)[0] <= judge(reading).confidence
    assert 0 <= choose([reading]).chance <= judge(reading).confidence


def test_an_answer_is_as_likely_as_that_to_the_part_that_is_answered_worst() -> None:
    told = "A ticket costs four crowns."
    sure = read(TICKETS, found(hit(told, 0.9)))
    again = read("What does it cost?", found(hit(told, 0.9)))
    unsure = read("Who sells it?", found(*(hit(f"Ole {n} or Ada.", 0.5) for n in (1, 22, 333))))
    assert choose([sure, unsure]).chance < choose([sure]).chance
    assert choose([sure, again]).chance > choose([sure, unsure]).chance
