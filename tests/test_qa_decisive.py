"""The decisive words of a sentence are marked where code can tell which they are."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.decisive import decisive_words
from qa.kinds import Kind, Wanted, wanted
from qa.reader import BY_SEARCH, Candidate, Reader, Scores, SearchAlone
from qa.reading import Asked
from tests.found_sentences import bare


class Missing:
    """A reader that likes a sentence as long as certain words stand in it."""

    calibration = BY_SEARCH

    def __init__(self, words: str) -> None:
        self._words = words

    def load(self) -> None:
        pass

    def score(self, question: str, candidates: Sequence[Candidate]) -> Scores:  # noqa: ARG002
        return np.array([self._words in c.sentence for c in candidates], dtype=np.float32)


def marked(question: str, sentence: str, reader: Reader | None = None) -> str:
    """The decisive words; ``""`` for none."""
    candidate = Candidate(sentence, "Ferries")
    span = decisive_words(candidate, bare(question), wanted(question), reader or SearchAlone())
    return span.of(sentence) if span else ""


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
        ("How many came?", "10,000-12,000 came in one week.", "10,000-12,000"),
        ("How many came?", "Between dusk and dawn 300 to 400 came.", "300 to 400"),
        ("How many soldiers came?", "To five bases 300 were sent.", "300"),
        ("How many came in 24 hours?", "In 24 hours 4 came.", "4"),
        ("How many came?", "One hundred came in one week.", "One hundred"),
        ("How long did it take?", "It took nine weeks.", "nine weeks"),
        ("How far is it?", "It is 30 kilometres away.", "30 kilometres"),
        ("How big is it?", "It covers 60 km².", "60 km²"),
        ("How old is it?", "The 41-year-old lamp burns.", "41"),
        ("How much did it cost?", "The mole cost £3.1bn.", "£3.1bn"),
        ("How much did it cost?", "It cost US$2,000, with 12 men.", "US$2,000"),
        ("How much did it cost?", "It cost EUR 3 million.", "EUR 3 million"),
        ("How many came?", "Some 1.2mn people came.", "1.2mn"),
        ("When was it signed?", "It was signed in May.", "May"),
        ("When did it begin?", "It began on Oct. 31.", "Oct. 31"),
        ("When did it go out?", "It went out at 9 p.m. sharp.", "9 p.m."),
        (
            "How many ferries came?",
            "One hundred and twenty ferries came.",
            "One hundred and twenty",
        ),
        ("How many ferries came?", "A hundred and twenty ferries came.", "A hundred and twenty"),
        ("How many ferries came?", "Several hundred ferries came.", "Several hundred"),
        ("How many ferries came?", "A few thousand ferries came.", "A few thousand"),
        ("How many ferries came?", "Ten to twelve thousand came.", "Ten to twelve thousand"),
        ("How many ferries came?", "Two or three came.", "Two or three"),
        ("How many ferries came?", "One in ten came.", "One in ten"),
        ("How many ferries came?", "9 in 10 came.", "9 in 10"),
        ("How many ferries came?", "Hundreds of thousands came.", "Hundreds of thousands"),
        ("How many ferries came?", "Tens of thousands came.", "Tens of thousands"),
        ("How many ferries came?", "Half a million came.", "Half a million"),
        ("How many ferries came?", "A quarter of a million came.", "A quarter of a million"),
        ("How many ferries came?", "A third of them came.", "A third"),
        ("What share agreed?", "Two thirds agreed.", "Two thirds"),
        ("What share agreed?", "Two-thirds agreed.", "Two-thirds"),
        ("How much did it cost?", "It cost half a million euros.", "half a million euros"),
        (
            "How much did it cost?",
            "It cost a quarter of a million euros.",
            "a quarter of a million euros",
        ),
        (
            "How much did it cost?",
            "It cost tens of millions of dollars.",
            "tens of millions of dollars",
        ),
        ("How much did it cost?", "It cost 100 Swiss francs.", "100 Swiss francs"),
        ("How much did it cost?", "It cost $1.5B in all.", "$1.5B"),
        (
            "How much did it cost?",
            "It cost two and a half million euros.",
            "two and a half million euros",
        ),
        ("How much did it cost?", "On 3 May 2024 it cost 100 euros.", "100 euros"),
        ("How long did it take?", "It took two and a half years.", "two and a half years"),
        ("How long did it take?", "It took an hour and a half.", "an hour and a half"),
        ("How long did it take?", "It took one and a half hours.", "one and a half hours"),
        ("How long did it take?", "It took 2½ hours.", "2½ hours"),
        ("How long did it take?", "It took half an hour.", "half an hour"),
        (
            "How long did it take?",
            "It took three quarters of an hour.",
            "three quarters of an hour",
        ),
        ("How long did it take?", "It took 1 hour and 30 minutes.", "1 hour and 30 minutes"),
        ("How long did it take?", "It took 12 years and six months.", "12 years and six months"),
        (
            "How long did it take?",
            "It took 2 hours, 1 minute and 9 seconds.",
            "2 hours, 1 minute and 9 seconds",
        ),
        ("How many came?", "On 3 May 200 people came.", "200"),
        ("How many came?", "In the 2024 race it won 32.", "32"),
        ("How many came?", "On May 3rd, 2024 they were 40.", "40"),
        ("How many came?", "In 2024 40 came.", "40"),
        ("How many came?", "At 21:30 some 12 men came.", "12"),
        ("How many came?", "The 2000 men came.", "2000"),
        ("How big is it?", "It covers 60 km2.", "60 km2"),
        ("How fast is it?", "It ran at 300 km/h.", "300 km/h"),
        ("When did it sail?", "It sailed on 3rd May 2024.", "3rd May 2024"),
        ("When did it sail?", "It sailed on May 3rd, 2024.", "May 3rd, 2024"),
        ("When did it sail?", "It sailed on May 3, 2024.", "May 3, 2024"),
        ("When did it sail?", "It sailed on the 3rd of May.", "3rd of May"),
        ("When did it sail?", "It sailed from 3 to 5 May 2024.", "3 to 5 May 2024"),
        ("When did it sail?", "It sailed on 3–5 May.", "3–5 May"),
        ("How many came?", "Two hundred and six came.", "Two hundred and six"),
    ],
)
def test_the_number_amount_or_time_asked_for_is_found(
    question: str, sentence: str, words: str
) -> None:
    assert marked(question, sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many ferries came?", "Eleven ferries and four boats came."),
        ("How many soldiers are there?", "Soldiers were seen at no fewer than five bases."),
        ("How many ferries came?", "The ferries came."),
        ("How many of the 11 came?", "Of 11 all came."),
        ("Who counted the ferries?", "Ada Lund counted 11 ferries."),
        ("How much does it cost?", "It has 12 seats."),
        ("When does it sail?", "It may sail."),
        ("How many came?", "The 20th convoy came."),
        ("How many came?", "The 3D lamp came."),
        ("When did it sail?", "It sailed in May, and again in June."),
        ("When did it go out?", "The lamp, lit on Monday, went out at 21:30."),
        ("How many came?", "They came in one week."),
        ("How many of the eleven came?", "Eleven said so."),
        ("How many came?", "They came on 3 May 2024."),
        ("How many came?", "They came for the 2024 race."),
        ("How long did it take?", "It took 5 years and 3 years."),
    ],
    ids=[
        *(
            "several",
            "of something else",
            "none",
            "the question's own",
            "no number asked",
            "no money",
            "a verb",
        ),
        *("an ordinal", "a name", "two months", "a day and a time", "one"),
        *("the question's own, capitalised", "a date", "the year of something", "two durations"),
    ],
)
def test_nothing_is_marked_where_it_cannot_be_told(question: str, sentence: str) -> None:
    assert marked(question, sentence) == ""


def test_of_several_numbers_the_reader_knows_the_one_that_it_can_not_do_without() -> None:
    sentence = "Eleven ferries, four boats and 300 gulls came."
    assert marked("How many boats came?", sentence, Missing("four")) == "four"
    assert marked("How many boats came?", sentence, Missing("came")) == "", "nothing is missed"


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Asked on Friday, she said no; nobody was surprised.", "she said no"),
        ("She said no, in 1,200 words.", "She said no"),
        ("She said no.", ""),
        ("One, two, three, four, five, six, seven, eight: she said no.", ""),
    ],
    ids=["one of three", "numbers are no clauses", "all there is", "a list"],
)
def test_for_yes_or_no_the_reader_knows_the_clause(sentence: str, clause: str) -> None:
    assert marked("Did she agree?", sentence, Missing("he said no")) == clause


@pytest.mark.parametrize(
    ("sentence", "words", "why"),
    [
        ("Of 11 ferries nine came, of the boats 40.", "40", "the reader misses it most"),
        ("Of 11 ferries 40 came.", "40", "11 stands in the question before"),
        ("Of 11 ferries six came.", "six", "what the last answer told may be told again"),
    ],
)
def test_in_a_follow_up_what_the_user_states_is_no_answer(
    sentence: str, words: str, why: str
) -> None:
    whole = "How many of the 11 ferries came? And how many boats?"
    asked = Asked("And how many boats?", ["And how many boats? Only six came.", whole], whole)
    span = decisive_words(
        Candidate(sentence, "Ferries"), asked, Wanted(Kind.NUMBER), Missing(words)
    )
    assert span, why
    assert span.of(sentence) == words, why


def test_a_question_that_asks_for_no_such_thing_has_no_decisive_words() -> None:
    assert marked("Who counted?", "Ada Lund, 41, counted.", Missing("41")) == ""


@settings(deadline=None)  # the first one compiles
@given(st.text("a1,;: $."), st.sampled_from([Kind.NUMBER, Kind.MONEY, Kind.TIME, Kind.WHETHER]))
def test_what_is_marked_stands_in_the_sentence(sentence: str, kind: Kind) -> None:
    for reader in (SearchAlone(), Missing("a")):
        span = decisive_words(Candidate(sentence, ""), bare("?"), Wanted(kind), reader)
        assert span is None or 0 <= span.start < span.end <= len(sentence)
