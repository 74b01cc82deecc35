"""How found sentences are weighed, chosen and refused."""

import pytest

from corpus import Article, Span
from index import SearchResult, SentenceHit
from qa.choosing import choose
from qa.kinds import Kind
from qa.reading import (
    ASKING_PENALTY,
    KIND_PENALTY,
    TOLD_PENALTY,
    WORDS_BONUS,
    Evidence,
    read,
)
from qa.refusing import THRESHOLD, closeness, reason_for

TICKETS = "How many crowns does a ticket cost?"
MORNING, EVENING = "morning.txt", "evening.txt"


def hit(text: str, score: float, article_id: str = MORNING) -> SentenceHit:
    """A sentence that is all there is in its article; its row tells it from the others there."""
    article = Article(article_id, "Ferries", text, "", "", None, "", "")
    return SentenceHit(article, len(text), Span(0, len(text)), score, score, 0.5)


def found(*hits: SentenceHit) -> SearchResult:
    return SearchResult((), hits)


def texts(evidence: tuple[Evidence, ...]) -> list[str]:
    return [each.text for each in evidence]


def test_a_sentence_without_the_kind_of_answer_asked_for_is_weaker() -> None:
    search = found(hit("A ticket costs money.", 0.8), hit("Four crowns is the price.", 0.75))
    reading = read(TICKETS, search, search)
    assert reading.wanted.kind is Kind.MONEY
    assert [(each.text, round(each.strength, 3)) for each in reading.evidence] == [
        ("Four crowns is the price.", 0.75),
        ("A ticket costs money.", round(0.8 - KIND_PENALTY, 3)),
    ]


def test_a_sentence_that_has_every_word_of_the_question_is_stronger() -> None:
    search = found(hit("Lund, the harbour master.", 0.5), hit("“Ice,” said Ada Lund.", 0.45))
    reading = read("Who is Ada Lund?", search, search)
    assert reading.evidence[0].text == "“Ice,” said Ada Lund."
    assert reading.evidence[0].strength == pytest.approx(0.45 + WORDS_BONUS)


def test_a_sentence_that_asks_or_was_told_before_is_weaker() -> None:
    asks, told, new = hit("Why did it stop?", 0.6), hit("It  stopped.", 0.6), hit("Ice came.", 0.5)
    search = found(asks, told, new)
    evidence = read("Why the halt?", search, search, told="It stopped. [1]").evidence
    assert [(each.text, round(each.strength, 2)) for each in evidence] == [
        ("Ice came.", 0.5),
        ("Why did it stop?", round(0.6 - ASKING_PENALTY, 2)),
        ("It  stopped.", round(0.6 - TOLD_PENALTY, 2)),
    ]


def test_a_part_is_weighed_with_the_whole_question_and_alone() -> None:
    lamp, ferry, gulls = "The lamp broke.", "The ferry waited.", "Gulls."
    whole = found(hit(lamp, 0.7), hit(ferry, 0.6))
    alone = found(hit(ferry, 0.8), hit(gulls, 0.3))
    weighed = {e.text: (e.strength, e.closeness) for e in read("Why?", whole, alone).evidence}
    assert weighed[ferry] == pytest.approx((0.7, 0.8))
    assert weighed[lamp] == pytest.approx((0.5, 0.7)), "the search alone found nothing as weak"
    assert weighed[gulls] == pytest.approx((0.45, 0.6))


def test_what_stands_alone_is_not_close_because_the_rest_of_the_question_is() -> None:
    whole, alone = found(hit("The lamp broke.", 0.7)), found(hit("The lamp broke.", 0.1))
    assert read("Why?", whole, alone).evidence[0].closeness == pytest.approx(0.7)
    complete = read("Where is tin mined?", whole, alone, stands_alone=True)
    assert complete.evidence[0].closeness == pytest.approx(0.1)


def test_only_the_best_sentence_answers_unless_another_is_as_good() -> None:
    best, close, far = hit("Ice.", 0.80), hit("Frost.", 0.79), hit("Rain in May.", 0.77)
    search = found(best, close, far)
    assert texts(choose([read("Why?", search, search)]).evidence) == ["Ice.", "Frost."]


def test_another_article_is_heard_even_if_it_is_a_little_weaker() -> None:
    search = found(hit("Ice.", 0.80), hit("Snow.", 0.77), hit("It was no ice.", 0.77, EVENING))
    choice = choose([read("Why?", search, search)])
    assert texts(choice.evidence) == ["Ice.", "It was no ice."]


def test_each_part_of_a_question_gets_its_own_sentence() -> None:
    whole = found(hit("Ada Lund counts.", 0.6), hit("A ticket costs four crowns.", 0.5))
    who = read("Who counts?", whole, found(hit("Ada Lund counts.", 0.9)))
    cost = read(TICKETS, whole, found(hit("A ticket costs four crowns.", 0.9)))
    choice = choose([who, cost])
    assert texts(choice.evidence) == ["Ada Lund counts.", "A ticket costs four crowns."]
    assert texts(choose([who, who]).evidence) == ["Ada Lund counts."]


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
        hit("A ticket costs six crowns.", 0.6, EVENING),
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


def test_what_is_not_close_enough_is_refused_with_its_score_rounded_down() -> None:
    barely = found(hit("Ice.", 0.549))
    reason = reason_for([read("Why did it stop?", barely, barely)], 0.55)
    assert "scores 0.54; from 0.55 on" in reason


def test_a_missing_kind_of_answer_is_the_reason() -> None:
    search = found(hit("A ticket costs money.", 0.55))
    assert "No amount of money stands" in reason_for([read(TICKETS, search, search)], THRESHOLD)


def test_nothing_read_is_refused_with_its_own_reason() -> None:
    empty = read("Why did it stop?", found(), found())
    assert closeness(empty) == 0
    assert reason_for([empty], THRESHOLD) == "There are no articles to look in yet."


def test_search_words_count_by_how_many_of_them_are_there() -> None:
    search = found(hit("The lighthouse lamp burned down in 1871.", 0.3))
    assert closeness(read("lighthouse lamp year", search, search)) == pytest.approx(2 / 3)
    assert closeness(read("lighthouse meaning", search, search)) == 1.0


def test_who_somebody_is_is_close_where_the_name_stands() -> None:
    search = found(hit("“Ice,” said Ada Lund, the harbour master.", 0.3))
    assert closeness(read("Who is Ada Lund?", search, search)) == 1.0
    assert closeness(read("Who is Ada Moe?", search, search)) == pytest.approx(0.3)


def test_a_question_whose_every_word_is_there_is_close() -> None:
    search = found(hit("“Ice,” said Ada Lund, the harbour master, in Bergen.", 0.3))
    assert closeness(read("Where is the harbour master?", search, search)) == 1.0


@pytest.mark.parametrize(
    "question",
    [
        "Where is Bergen?",
        "How many harbour masters are there?",
        "Give me a recipe for Bergen ice",
        "Which harbour froze?",
    ],
    ids=["one word", "no number", "a sentence", "a word is missing"],
)
def test_words_in_common_alone_do_not_make_it_close(question: str) -> None:
    search = found(hit("“Ice,” said Ada Lund, the harbour master, in Bergen.", 0.3))
    assert closeness(read(question, search, search)) <= 0.3
