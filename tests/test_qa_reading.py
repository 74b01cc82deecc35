"""How found sentences are weighed, read and refused."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span, sentence_table
from index import SentenceHit
from qa.choosing import chance_of_best
from qa.investigating import LIKELY
from qa.kinds import Kind
from qa.reader import Candidate, SearchAlone
from qa.reading import (
    ASKING_PENALTY,
    KIND_PENALTY,
    MOST_READ,
    READ_FIRST,
    SEARCH_WEIGHT,
    TOLD_PENALTY,
    WORDS_BONUS,
    Asked,
    Evidence,
    right_signals,
)
from qa.reading import read as read_for
from qa.refusing import THRESHOLD, judge, reason_for, signals_of
from tests.found_sentences import EVENING, TICKETS, Marking, bare, found, headings_only, hit, read


def searched(evidence: Evidence) -> float:
    """The search score of a sentence that no reader read, and what was added to it."""
    return evidence.strength / SEARCH_WEIGHT


def test_a_sentence_without_the_kind_of_answer_asked_for_is_weaker() -> None:
    search = found(hit("A ticket costs money.", 0.8), hit("Four crowns is the price.", 0.75))
    reading = read(TICKETS, search, search)
    assert reading.wanted.kind is Kind.MONEY
    assert [(each.text, round(searched(each), 3)) for each in reading.evidence] == [
        ("Four crowns is the price.", 0.75),
        ("A ticket costs money.", round(0.8 - KIND_PENALTY, 3)),
    ]


def test_a_sentence_that_has_every_word_of_the_question_is_stronger() -> None:
    search = found(hit("Lund, the harbour master.", 0.5), hit("“Ice,” said Ada Lund.", 0.45))
    reading = read("Who is Ada Lund?", search, search)
    assert reading.evidence[0].text == "“Ice,” said Ada Lund."
    assert searched(reading.evidence[0]) == pytest.approx(0.45 + WORDS_BONUS)


def test_a_sentence_that_asks_or_was_told_before_is_weaker() -> None:
    asks, told, new = hit("Why did it stop?", 0.6), hit("It  stopped.", 0.6), hit("Ice came.", 0.5)
    search = found(asks, told, new)
    asked = bare("Why the halt?", told="It stopped. [1]")
    evidence = read_for(asked, [search], SearchAlone(), headings_only).evidence
    assert [(each.text, round(searched(each), 2)) for each in evidence] == [
        ("Ice came.", 0.5),
        ("Why did it stop?", round(0.6 - ASKING_PENALTY, 2)),
        ("It  stopped.", round(0.6 - TOLD_PENALTY, 2)),
    ]


def test_a_part_is_weighed_with_the_whole_question_and_alone() -> None:
    lamp, ferry, gulls = "The lamp broke.", "The ferry waited.", "Gulls."
    whole = found(hit(lamp, 0.7), hit(ferry, 0.6))
    alone = found(hit(ferry, 0.8), hit(gulls, 0.3))
    reading = read("Why?", alone, whole, stands_alone=False)
    weighed = {e.text: (searched(e), e.closeness) for e in reading.evidence}
    assert weighed[ferry] == pytest.approx((0.7, 0.8))
    assert weighed[lamp] == pytest.approx((0.5, 0.7)), "the search alone found nothing as weak"
    assert weighed[gulls] == pytest.approx((0.45, 0.6))


def test_what_stands_alone_is_not_close_because_the_rest_of_the_question_is() -> None:
    whole, alone = found(hit("The lamp broke.", 0.7)), found(hit("The lamp broke.", 0.1))
    dependent = read("Why?", alone, whole, stands_alone=False)
    assert dependent.evidence[0].closeness == pytest.approx(0.7)
    complete = read("Where is tin mined?", alone, whole)
    assert complete.evidence[0].closeness == pytest.approx(0.1)


def test_the_reader_decides_between_sentences_that_search_finds_alike() -> None:
    search = found(hit("The lamp broke.", 0.6), hit("A storm had shaken it.", 0.59))
    reader = Marking({"A storm had shaken it.": 2.0})
    reading = read("Why did the lamp break?", search, reader=reader)
    best = reading.evidence[0]
    assert best.text == "A storm had shaken it."
    assert best.strength == pytest.approx(2 + SEARCH_WEIGHT * 0.59)
    assert reading.calibration is reader.calibration


def test_a_follow_up_is_read_bare_and_with_what_it_follows() -> None:
    reader = Marking({})
    asked = Asked("Why?", ["Why?", "Did the lamp break? Why?"], "Did the lamp break? Why?")
    read_for(asked, [found(hit("A storm.", 0.5))], reader, headings_only)
    assert [question for question, _ in reader.asked] == ["Why?", "Did the lamp break? Why?"]


def test_a_sentence_is_read_with_its_title_and_the_one_before() -> None:
    text = "A storm came. It shook the lamp."
    article = Article("lamp.txt", "The lamp", text, "", "", None, "", "")
    shook = SentenceHit(article, 1, Span(14, 32), 0.5, 0.5)
    reader = Marking({})
    read_for(bare("Why?"), [found(shook)], reader, lambda article: sentence_table(article.text))
    assert reader.asked[0][1] == [Candidate("It shook the lamp.", "The lamp", "A storm came.")]


MANY = [hit("x" * length, 0.5 - length / 1000) for length in range(1, 2 * MOST_READ)]


def test_where_the_best_of_the_first_is_likely_to_be_the_one_no_more_are_read() -> None:
    reader = Marking({"xxx": 9.0})
    reading = read("Why?", found(*MANY), reader=reader)
    assert chance_of_best(reading) >= LIKELY
    assert [len(candidates) for _, candidates in reader.asked] == [READ_FIRST]
    assert len(reading.evidence) == READ_FIRST


def test_where_it_is_not_more_of_what_was_found_are_read_once_each() -> None:
    late = "x" * MOST_READ
    reader = Marking({"xxx": 0.5, late: 9.0})
    reading = read("Why?", found(*MANY), reader=reader)
    batches = [candidates for _, candidates in reader.asked]
    assert [len(batch) for batch in batches] == [READ_FIRST, MOST_READ - READ_FIRST]
    assert [each.sentence for batch in batches for each in batch] == [
        each.text for each in MANY[:MOST_READ]
    ]
    assert [each.text for each in reading.evidence[:2]] == [late, "xxx"]
    assert [each.found for each in reading.evidence[:2]] == [MOST_READ, 3]


def test_where_a_kind_of_answer_is_asked_for_it_is_one_of_that_kind_that_has_to_be_likely() -> None:
    told = "The ferry left late."
    crowd = [hit(f"{told[:-1]} {'again ' * n}.", 0.9 - n / 1000) for n in range(READ_FIRST)]
    late = hit("The ferry left at 5:30 p.m.", 0.1)
    reader = Marking({told: 9.0, crowd[0].text: 9.0, late.text: 3.0})
    reading = read("At what time of day did the ferry leave?", found(*crowd, late), reader=reader)
    assert reading.wanted.is_strict
    assert late.text in [each.text for each in reading.evidence]


def test_nothing_is_read_twice_or_in_vain_where_little_was_found() -> None:
    reader = Marking({})
    assert len(read("Why?", found(*MANY[:2]), reader=reader).evidence) == 2
    assert [len(candidates) for _, candidates in reader.asked] == [2]


def test_what_is_unlikely_to_answer_is_refused_with_its_probability() -> None:
    reading = read("Why did it stop?", found(hit("It may stop for ice.", 0.3)))
    assert 0 < judge(reading).confidence < THRESHOLD
    reason = reason_for(judge(reading))
    assert re.search(rf"probability of \d+ %; from {100 * THRESHOLD:.0f} % on", reason)


def test_a_name_that_nobody_mentions_is_the_reason() -> None:
    reading = read("Who paid Ada Lund in Łódź?", found(hit("Somebody paid Lund.", 0.3)))
    assert "mentions “Ada” or “Łódź”" in reason_for(judge(reading))


def test_a_missing_kind_of_answer_is_the_reason() -> None:
    reading = read(TICKETS, found(hit("A ticket costs money.", 0.3)))
    assert "No amount of money stands" in reason_for(judge(reading))


def test_nothing_read_is_refused_with_its_own_reason() -> None:
    empty = read("Why did it stop?", found(), found())
    assert judge(empty).confidence == 0
    assert reason_for(judge(empty)) == "There is no word in the question that could be looked for."
    more = read("What else stopped?", found(), found())
    assert reason_for(judge(more)) == "Nothing else was found that bears on it."


def test_signals_are_those_of_the_best_sentence() -> None:
    search = found(hit("Bergen is far.", 0.61), hit("Lund counted 11 ferries.", 0.6))
    reader = Marking({"Lund counted 11 ferries.": 2.5})
    signals = signals_of(read("How many ferries did Lund see?", search, reader=reader))
    assert signals.logit == 2.5
    assert signals.closeness == pytest.approx(0.6)


def test_the_best_sentence_is_surer_the_further_it_leads_those_that_are_no_copy_of_it() -> None:
    told = "A ticket costs four crowns."
    again = hit("Today a ticket costs four crowns.", 0.85, EVENING)
    rivals = [hit(f"Ferry {n} has a ticket office.", 0.3) for n in (1, 22, 333)]
    led = read(TICKETS, found(hit(told, 0.9), again, *rivals))
    assert led.evidence[1].text == again.text
    signals = right_signals(led)
    behind = [each.strength for each in led.evidence[2:5]]
    assert signals.lead == pytest.approx(led.evidence[0].strength - sum(behind) / 3)
    close = read(TICKETS, found(hit(told, 0.9), hit("A ticket costs ten crowns.", 0.9), *rivals))
    assert right_signals(close).lead < signals.lead


def test_a_reader_of_ones_own_is_calibrated_by_search_alone() -> None:
    near, far = found(hit("Ice.", 0.9)), found(hit("Ice.", 0.1))
    sure = Marking({"Ice.": 9.0})
    assert judge(read("Why?", near)).confidence == judge(read("Why?", near, reader=sure)).confidence
    assert judge(read("Why?", near)).confidence > judge(read("Why?", far, reader=sure)).confidence


SENTENCES = ("Lund waited.", "Did Ada Lund wait long?", "Ada Lund waits long: 5 hours.", "Ice.")


@given(st.data())
def test_what_is_read_is_what_weighing_all_that_was_found_would_choose(data: st.DataObject) -> None:
    scores = st.sampled_from([0.6, 0.6 + 2**-53, 0.65, 0.7, 0.75]) | st.floats(0.0, 1.0)
    drawn = data.draw(
        st.lists(st.tuples(st.sampled_from(SENTENCES), scores), min_size=16, max_size=40)
    )
    hits = [hit(text, score, f"{number:02}.txt") for number, (text, score) in enumerate(drawn)]
    asked = "How long did Ada Lund wait?"
    alone = [read(asked, found(each)).evidence[0] for each in data.draw(st.permutations(hits))]
    reading = read(asked, found(*hits))
    together = reading.evidence
    count = READ_FIRST if len(together) == READ_FIRST else MOST_READ
    best = sorted(alone, key=lambda each: (-each.strength, each.article.id))[:count]
    assert [replace(each, found=0) for each in together] == [replace(e, found=0) for e in best]
