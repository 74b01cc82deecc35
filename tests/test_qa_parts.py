"""Questions that ask two things at once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.parts import asks_several, split_parts, unframed


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Where is the ferry built, and what does it cost?",
            ["Where is the ferry built", "what does it cost?"],
        ),
        (
            "Who counted the ferries and in which month were they counted?",
            ["Who counted the ferries", "in which month were they counted?"],
        ),
        ("Who is Ada Lund? What did she count?", ["Who is Ada Lund?", "What did she count?"]),
        (
            "When and where did the ferry sink, and who was aboard?",
            ["When and where did the ferry sink", "who was aboard?"],
        ),
        (
            "What did the captain promise, and has it worked?",
            ["What did the captain promise", "has it worked?"],
        ),
        (
            "When did it sink, and who was aboard, and didn't they know?",
            ["When did it sink", "who was aboard", "didn't they know?"],
        ),
        (
            "When did it sink, and who was aboard, and did Lund live, and what did it cost?",
            ["When did it sink", "who was aboard, and did Lund live", "what did it cost?"],
        ),
        (
            "When did it sink, and who was aboard, and did Lund live, and did she sue?",
            ["When did it sink", "who was aboard, and did Lund live, and did she sue?"],
        ),
        (
            'What does "Land and sea" say, and what did it cost?',
            ['What does "Land and sea" say', "what did it cost?"],
        ),
        ("Who resigned, and did Šefčovič?", ["Who resigned", "did Šefčovič?"]),
        (
            "How many ferries came and why did the others stay away?",
            ["How many ferries came", "why did the others stay away?"],
        ),
    ],
)
def test_each_thing_asked_is_a_part(question: str, parts: list[str]) -> None:
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Which ferries and boats came?",
        "Who gains more from it, and why?",
        "Who gains more from it, and why so?",
        "Which ship hit the rock, and was towed to the harbour?",
        "Which ministers resigned, and have not been replaced?",
        "Who was tried, found guilty, and was sentenced to death?",
        "Who told the court that Lund left, and did not return?",
        "What did she and the captain count?",
        "Who? What? When? Where? Why?",
        "When and where did the ferry sink?",
        "Exactly when and where did it sink?",
        "Can you explain when and where the ferry sank?",
        "Do they tell how often and when it sails?",
        "Really? How many ferries sank?",
        "What do they say about “Why did it sink? Who knows?”",
        'Who wrote the book "Where We Go and What We Eat"?',
    ],
)
def test_one_thing_or_too_many_stay_together(question: str) -> None:
    assert split_parts(question) == [question]


@given(
    st.text() | st.lists(st.sampled_from(["Who", " and ", "what", "? ", "sank", ","])).map("".join)
)
def test_the_parts_are_the_question_without_what_joins_them(question: str) -> None:
    parts = split_parts(question)
    joined = r"(?:,?\s+and\s+|\s+)".join(map(re.escape, parts))
    assert re.fullmatch(rf"\s*{joined}\s*", question, re.IGNORECASE)


def test_what_is_asked_about_is_taken_out_of_its_frame() -> None:
    assert unframed("What do the articles say about the mole?") == "the mole?"
    assert unframed("what does the article tell us about when it sank") == "when it sank"
    assert unframed("What do the keepers say about the mole?") == (
        "What do the keepers say about the mole?"
    )


def test_a_question_may_ask_for_several_things_in_one() -> None:
    assert asks_several("What did the mayor and the keeper each want?")
    assert asks_several("What do the articles say about the mole?")
    assert not asks_several("What did the mayor want?")
