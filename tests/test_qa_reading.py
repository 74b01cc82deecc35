"""How found sentences are read, weighed, chosen and refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Role, Sentence, Span, sentence_table
from index import SearchResult, SentenceHit
from qa.choosing import choose, likelihoods, right_signals
from qa.decisive import mark
from qa.kinds import Kind
from qa.reader import (
    BY_SEARCH,
    Calibration,
    Candidate,
    FurtherSignals,
    Logistic,
    Reader,
    Scores,
    SearchAlone,
)
from qa.reading import (
    ASKING_PENALTY,
    KIND_PENALTY,
    MOST_READ,
    SEARCH_WEIGHT,
    TOLD_PENALTY,
    WORDS_BONUS,
    Asked,
    Evidence,
    Reading,
)
from qa.reading import read as read_for
from qa.refusing import THRESHOLD, judge, reason_for, signals_of

TICKETS = "How many crowns does a ticket cost?"
MORNING, EVENING = "morning.txt", "evening.txt"


FURTHER_WEIGHTS = FurtherSignals(
    behind=-0.5, logit=1.0, best_logit=-0.5, rank=-0.1, alike=0.0, alike_but=4.0
)
"""Round ones, so that what is told does not hang on what was fitted last."""


class Marking:
    """A reader that gives each sentence the logit it is told, and notes what it was asked."""

    name = "marking"
    calibration = Calibration(BY_SEARCH.answers, BY_SEARCH.right, Logistic(-0.2, FURTHER_WEIGHTS))

    def __init__(self, logits: Mapping[str, float]) -> None:
        self.asked: list[tuple[str, Sequence[Candidate]]] = []
        self._logits = logits

    def load(self) -> None:
        pass

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:
        self.asked.append((question, candidates))
        return np.array([self._logits.get(c.sentence, 0.0) for c in candidates], dtype=np.float32)


def hit(text: str, score: float, article_id: str = MORNING) -> SentenceHit:
    """A sentence that is all there is in its article; its row tells it from the others there."""
    article = Article(article_id, "Ferries", text, "", "", None, "", "")
    return SentenceHit(article, len(text), Span(0, len(text)), score, score, 0.5)


def found(*hits: SentenceHit) -> SearchResult:
    return SearchResult((), hits)


def read(
    part: str, *searches: SearchResult, reader: Reader | None = None, stands_alone: bool = True
) -> Reading:
    """Read what searches found; no sentence stands before another."""
    asked = Asked(part, [part], stands_alone)
    return read_for(asked, searches, reader or Marking({}), headings_only)


def headings_only(article: Article) -> Sequence[Sentence]:
    """A table in which no row but the last may be cited, so that nothing stands before it."""
    return [Sentence(Span(0, 1), 0, Role.HEADING)] * (len(article.text) + 1)


def texts(evidence: tuple[Evidence, ...]) -> list[str]:
    return [each.text for each in evidence]


def test_a_sentence_without_the_kind_of_answer_asked_for_is_weaker() -> None:
    search = found(hit("A ticket costs money.", 0.8), hit("Four crowns is the price.", 0.75))
    reading = read(TICKETS, search, search)
    assert reading.wanted.kind is Kind.MONEY
    assert [(each.text, round(each.search, 3)) for each in reading.evidence] == [
        ("Four crowns is the price.", 0.75),
        ("A ticket costs money.", round(0.8 - KIND_PENALTY, 3)),
    ]


def test_a_sentence_that_has_every_word_of_the_question_is_stronger() -> None:
    search = found(hit("Lund, the harbour master.", 0.5), hit("“Ice,” said Ada Lund.", 0.45))
    reading = read("Who is Ada Lund?", search, search)
    assert reading.evidence[0].text == "“Ice,” said Ada Lund."
    assert reading.evidence[0].search == pytest.approx(0.45 + WORDS_BONUS)


def test_a_sentence_that_asks_or_was_told_before_is_weaker() -> None:
    asks, told, new = hit("Why did it stop?", 0.6), hit("It  stopped.", 0.6), hit("Ice came.", 0.5)
    search = found(asks, told, new)
    asked = Asked("Why the halt?", ["Why the halt?"], told="It stopped. [1]")
    evidence = read_for(asked, [search], SearchAlone(), headings_only).evidence
    assert [(each.text, round(each.search, 2)) for each in evidence] == [
        ("Ice came.", 0.5),
        ("Why did it stop?", round(0.6 - ASKING_PENALTY, 2)),
        ("It  stopped.", round(0.6 - TOLD_PENALTY, 2)),
    ]


def test_a_part_is_weighed_with_the_whole_question_and_alone() -> None:
    lamp, ferry, gulls = "The lamp broke.", "The ferry waited.", "Gulls."
    whole = found(hit(lamp, 0.7), hit(ferry, 0.6))
    alone = found(hit(ferry, 0.8), hit(gulls, 0.3))
    reading = read("Why?", alone, whole, stands_alone=False)
    weighed = {e.text: (e.search, e.closeness) for e in reading.evidence}
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
    asked = Asked("Why?", ["Why?", "Did the lamp break? Why?"])
    read_for(asked, [found(hit("A storm.", 0.5))], reader, headings_only)
    assert [question for question, _ in reader.asked] == ["Why?", "Did the lamp break? Why?"]


def test_a_sentence_is_read_with_its_title_and_the_one_before() -> None:
    text = "A storm came. It shook the lamp."
    article = Article("lamp.txt", "The lamp", text, "", "", None, "", "")
    shook = SentenceHit(article, 1, Span(14, 32), 0.5, 0.5, 0.5)
    reader = Marking({})
    asked = Asked("Why?", ["Why?"])
    read_for(asked, [found(shook)], reader, lambda article: sentence_table(article.text))
    assert reader.asked[0][1] == [Candidate("It shook the lamp.", "The lamp", "A storm came.")]


def test_only_the_best_of_what_is_found_is_read() -> None:
    many = [hit("x" * length, 0.5 - length / 1000) for length in range(1, 2 * MOST_READ)]
    reader = Marking({})
    assert len(read("Why?", found(*many), reader=reader).evidence) == MOST_READ
    assert len(reader.asked[0][1]) == MOST_READ


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
    sure = Marking({"Ice.": 2.0, other.text: 1.3})
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


def test_another_value_in_another_article_is_another_version() -> None:
    search = found(
        hit("A ticket costs four crowns.", 0.80),
        hit("A ticket costs six crowns.", 0.72, EVENING),
        hit("A ticket costs 4 crowns.", 0.71, "weekly.txt"),
    )
    choice = choose([read(TICKETS, search, search)])
    assert choice.differs
    assert texts(choice.evidence) == ["A ticket costs four crowns.", "A ticket costs six crowns."]


def test_numbers_of_what_everything_is_about_are_told_without_calling_it_a_disagreement() -> None:
    soldiers = [hit(f"The soldiers of {n} towns marched on.", 0.3, f"{n}.txt") for n in range(9)]
    others = [hit(f"{n}. It rained all day in Bergen.", 0.3, f"b{n}.txt") for n in range(9)]
    versions = [
        hit("30 soldiers are in Bergen.", 0.8),
        hit("90 soldiers saw Bergen.", 0.75, EVENING),
    ]
    question = "How many soldiers are in Bergen?"
    everywhere, rare = found(*versions, *soldiers), found(*versions, *others)
    crowded = choose([read(question, everywhere, everywhere)])
    assert texts(crowded.evidence) == [version.text for version in versions]
    assert not crowded.differs
    assert choose([read(question, rare, rare)]).differs


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
        hit("Six crowns are not enough.", 0.85, EVENING),
        hit("Six gulls sat down.", 0.85, EVENING),
        hit("A ticket costs more.", 0.85, EVENING),
    ],
    ids=["same value", "same article", "far weaker", "other subject", "other thing", "no value"],
)
def test_this_is_no_disagreement(other: SentenceHit) -> None:
    crowded = [hit(f"The king has {n} crowns.", 0.3) for n in (7, 17, 77)]
    search = found(hit("A ticket costs four crowns.", 0.8), other, *crowded)
    assert not choose([read(TICKETS, search, search)]).differs


def test_what_is_unlikely_to_answer_is_refused_with_its_probability() -> None:
    reading = read("Why did it stop?", found(hit("It may stop for ice.", 0.3)))
    assert 0 < judge(reading).confidence < THRESHOLD
    reason = reason_for(judge(reading))
    assert re.search(rf"probability of \d+ %; from {100 * THRESHOLD:.0f} % on", reason)


def test_a_name_that_nobody_mentions_is_the_reason() -> None:
    reading = read("Who paid Ada Lund in Bergen?", found(hit("Somebody paid Lund.", 0.3)))
    assert "mentions “Ada” or “Bergen”" in reason_for(judge(reading))


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
    best = sorted(alone, key=lambda each: (-each.strength, each.article.id))[:MOST_READ]
    together = read(asked, found(*hits)).evidence
    assert [replace(each, found=0) for each in together] == [replace(e, found=0) for e in best]
