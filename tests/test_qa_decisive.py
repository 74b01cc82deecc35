"""The decisive words of a sentence are marked where code can tell which they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.decisive import decisive_words
from qa.kinds import Kind, Wanted, wanted


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("How many ferries came?", "Eleven ferries came back.", "Eleven"),
        ("How many ferries came?", "Some 1,200 ferries came.", "1,200"),
        ("How many came?", "It was twenty-five of them.", "twenty-five"),
        ("How much does a ticket cost?", "On 3 May a ticket cost $2.5 million.", "$2.5 million"),
        ("How much do they pay?", "They pay 900 crowns for 30 days.", "900 crowns"),
        ("When did it sail?", "It sailed on 4 May 2031 with 12 men.", "4 May 2031"),
        ("In which year did it sink?", "It sank in 1911 off Baru.", "1911"),
        ("What share of the voters agreed?", "Half of them did.", "Half"),
    ],
)
def test_the_number_amount_or_time_asked_for_is_found(
    question: str, sentence: str, words: str
) -> None:
    span = decisive_words(sentence, wanted(question), question)
    assert span
    assert span.of(sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many ferries came?", "Eleven ferries and four boats came."),
        ("How many ferries came?", "The ferries came."),
        ("How many of the 11 came?", "Of 11 all came."),
        ("Who counted the ferries?", "Ada Lund counted 11 ferries."),
        ("How much does it cost?", "It has 12 seats."),
        ("When does it sail?", "It may sail."),
    ],
    ids=["several", "none", "the question's own", "no number asked", "no money", "a verb"],
)
def test_nothing_is_marked_where_it_cannot_be_told(question: str, sentence: str) -> None:
    assert decisive_words(sentence, wanted(question), question) is None


@given(st.text(), st.sampled_from([Kind.NUMBER, Kind.MONEY, Kind.TIME]))
def test_what_is_marked_stands_in_the_sentence(sentence: str, kind: Kind) -> None:
    span = decisive_words(sentence, Wanted(kind), "?")
    assert span is None or 0 <= span.start < span.end <= len(sentence)
