"""What kind of answer is asked for, whether it is there, and when two of them differ."""

import pytest

from qa.kinds import Kind, Wanted, wanted
from qa.values import differ, values_in


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much does a ticket cost?", Kind.MONEY),
        ("How many crowns does a ticket cost?", Kind.MONEY),
        ("How much does the council think a captain gets?", Kind.MONEY),
        ("What monthly pay do the pilots receive?", Kind.MONEY),
        ("How many ferries were counted?", Kind.NUMBER),
        ("What was the number of boats?", Kind.NUMBER),
        ("How much water came in?", Kind.NUMBER),
        ("When did the lamp go out?", Kind.TIME),
        ("In which month was it repaired?", Kind.TIME),
        ("lighthouse fire year", Kind.TIME),
        ("Since when has it burned?", Kind.TIME),
        ("Who repaired it?", Kind.ANY),
        ("What did she say when the lamp went out?", Kind.ANY),
        ("Who won the race last year?", Kind.ANY),
        ("Who is paying the mayor?", Kind.ANY),
        ("Why did the harbour master resign?", Kind.ANY),
    ],
)
def test_a_question_tells_what_kind_of_answer_it_wants(question: str, kind: Kind) -> None:
    assert wanted(question) == Wanted(kind)


@pytest.mark.parametrize(
    ("kind", "holds", "lacks"),
    [
        (Kind.MONEY, "A ticket is $4.", "There are 4 tickets."),
        (Kind.MONEY, "It costs nine crowns.", "It costs them sleep."),
        (Kind.NUMBER, "Eleven ferries came.", "The ferries came."),
        (Kind.NUMBER, "Some 4,000 came.", "Some came."),
        (Kind.TIME, "It burned down in 1871.", "It burned down."),
        (Kind.TIME, "They left at dawn.", "They left."),
        (Kind.TIME, "They left in May.", "They may leave."),
        (Kind.MONEY, "It cost 900 won.", "They won the race."),
    ],
)
def test_a_sentence_holds_a_kind_or_not(kind: Kind, holds: str, lacks: str) -> None:
    assert Wanted(kind).is_in(holds)
    assert not Wanted(kind).is_in(lacks)
    assert Wanted(Kind.ANY).is_in(lacks)


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the mayor of the harbour town?", "mayor"),
        ("What is the name of the new harbour director?", "director"),
        ("Who were the captains?", "captain"),
    ],
)
def test_who_is_asked_for_by_an_office_is_found_by_it(question: str, office: str) -> None:
    assert wanted(question) == Wanted(Kind.OFFICE, office)
    assert wanted(question).is_in(f"Ada Lund was elected {office} in May.")
    assert not wanted(question).is_in("Ada Lund, says the harbour master, left.")


COUNT = "How many ferries came?"
PRICE = "How much does it cost?"
MONTH = "In which month was it signed?"


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("Eleven ferries and 4,000 other boats.", {11.0}),
        ("It saw 1.5 million old ferries.", {1_500_000.0}),
        ("Twenty-five ferries came in 1871.", {25.0}),
        ("Two hundred and fifty ferries came on 5 May.", {250.0}),
        ("A ferry 30 m long lay there for two weeks.", set()),
        ("At 21.30, as on 4 May, 11 boats came.", {11.0}),
        ("One of the ferries came.", set()),
        ("The ferries cost $2,000.", set()),
    ],
)
def test_figures_count_where_they_count_what_was_asked(sentence: str, amounts: set[float]) -> None:
    assert {value.amount for value in values_in(sentence, Kind.NUMBER, COUNT)} == amounts


@pytest.mark.parametrize(
    ("question", "sentence", "amounts"),
    [
        ("How long did it burn?", "It burned for two days, says one of 40 keepers.", {172_800.0}),
        (
            "How long is the quay?",
            "The quay is 1.5 km long and five years old.",
            {1500.0, 5 * 31_536_000.0},
        ),
        (
            "How old is the keeper?",
            "The keeper, 41, has served for nine years.",
            {41.0, 9 * 31_536_000.0},
        ),
        ("What share of the boats sank?", "40 per cent of them sank, 12 boats in all.", {40.0}),
        ("How high is the tower?", "It is 30 metres high and cost 400 crowns.", {30.0}),
        (
            "How many years did it take?",
            "After nine years and 400 lamps it was done.",
            {9 * 31_536_000.0},
        ),
        ("How much has gone?", "Some 55 hectares have gone, or 40 per cent.", {55.0, 40.0}),
    ],
)
def test_a_figure_answers_in_the_dimension_asked_for(
    question: str, sentence: str, amounts: set[float]
) -> None:
    assert {value.amount for value in values_in(sentence, Kind.NUMBER, question)} == amounts


def test_what_the_question_states_is_no_answer_to_it() -> None:
    question = "How many ferries of the 11 ferries sank?"
    found = values_in("Of 11 ferries 4 ferries sank.", Kind.NUMBER, question)
    assert {value.amount for value in found} == {4.0}


@pytest.mark.parametrize(
    ("one", "other", "kind", "question"),
    [
        ("Eleven ferries came.", "Some 14 ferries came.", Kind.NUMBER, COUNT),
        ("It costs nine crowns.", "It cost twelve crowns.", Kind.MONEY, PRICE),
        ("It costs $2,000 a month.", "It costs $2,500 a month.", Kind.MONEY, PRICE),
        ("It was signed in May.", "It was signed in June 1871.", Kind.TIME, MONTH),
        ("They worked 90 minutes.", "They took two hours.", Kind.NUMBER, "How long did they work?"),
        ("It opened on 4 May.", "It opened on May 6.", Kind.TIME, "When did it open?"),
        ("It opens on Monday.", "It opens on Friday.", Kind.TIME, "When does it open?"),
        ("The lamp died at 21.47.", "At 21:52 it died.", Kind.TIME, "When did the lamp die?"),
        ("It was signed in 1871.", "It dates from May 1872.", Kind.TIME, "In which year was it?"),
    ],
)
def test_other_values_of_one_unit_differ(one: str, other: str, kind: Kind, question: str) -> None:
    assert differ(values_in(one, kind, question), values_in(other, kind, question))


@pytest.mark.parametrize(
    ("one", "other", "kind", "question"),
    [
        ("Eleven ferries came.", "11 ferries came.", Kind.NUMBER, COUNT),
        ("Eleven ferries came.", "No ferries came.", Kind.NUMBER, COUNT),
        ("It took 60 minutes.", "It took an hour.", Kind.NUMBER, "How long did it take?"),
        ("Eleven ferries came.", "They came for nine weeks.", Kind.NUMBER, COUNT),
        ("It opened on 4 May.", "It opened in May.", Kind.TIME, "When did it open?"),
        ("It cost $5.5 billion.", "It cost $5.5bn.", Kind.MONEY, PRICE),
        ("It costs $2,000 a month.", "It costs $24,000 a year.", Kind.MONEY, PRICE),
        ("It costs $20.", "It costs 18 euros.", Kind.MONEY, PRICE),
        ("It was signed in June.", "Ice may come.", Kind.TIME, MONTH),
        ("It was signed in June.", "They march on.", Kind.TIME, MONTH),
        ("Ada Lund signed it.", "Ole Moe signed it.", Kind.ANY, "Who signed it?"),
    ],
)
def test_equal_values_and_such_as_can_not_be_compared_do_not(
    one: str, other: str, kind: Kind, question: str
) -> None:
    assert not differ(values_in(one, kind, question), values_in(other, kind, question))
