"""Which questions need the conversation before them, and what they are searched with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followups import Understood, understand

FERRIES = "How many ferries did the harbour master count?"


def talk(*turns: str) -> list[dict[str, str]]:
    """A conversation, the user first."""
    roles = ("user", "assistant")
    return [{"role": roles[n % 2], "content": turn} for n, turn in enumerate(turns)]


def standalone(question: str, history: list[dict[str, str]]) -> str:
    return understand(question, history).question


@pytest.mark.parametrize(
    "question",
    [
        "And how many lighthouses?",
        "What about the price of a ticket?",
        "Why?",
        "What is it?",
        "What was the reason?",
        "How much do they cost?",
        "Could she have counted wrong?",
        "And in Bergen?",
        "Which of the two is larger?",
    ],
)
def test_a_follow_up_is_searched_with_the_question_before_it(question: str) -> None:
    assert standalone(question, talk(FERRIES, "Eleven.")) == f"{FERRIES} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Who repaired the lamp of the lighthouse?",
        "What about the storm that hit Bergen in May?",
        "Did the crews of the Northern Line leave their ships?",
        "Would it surprise the keeper if the harbour froze in winter?",
        "Who is Zelmann?",
        "What is a mole?",
        "How did the mayor defend his budget?",
        "Is there any evidence of smuggling?",
        "What happened this week in the harbour?",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    assert standalone(question, talk(FERRIES, "Eleven.")) == question


def test_without_a_conversation_there_is_nothing_to_add() -> None:
    assert standalone("Why?", []) == "Why?"


def test_a_change_of_subject_leaves_the_older_question_out() -> None:
    history = talk(FERRIES, "Eleven.", "What about the storm that hit Bergen?", "It was mild.")
    assert standalone("And how long did it last?", history) == (
        "What about the storm that hit Bergen? And how long did it last?"
    )


def test_a_chain_of_follow_ups_goes_back_two_questions() -> None:
    history = talk(
        FERRIES, "Eleven.", "And boats?", "Four.", "And why?", "Ice.", "Since when?", "May."
    )
    assert standalone("So what?", history) == "And why? Since when? So what?"


def test_who_was_named_only_in_the_answer_is_named_in_the_question() -> None:
    history = talk("Who counted the ferries?", "South Bay: “I counted eleven,” said Ada Lund. [1]")
    assert understand("What else did she say?", history) == Understood(
        question="Who counted the ferries? What else did she say? (Ada Lund)",
        focus="What else did she say? (Ada Lund)",
    )


def test_a_place_is_nobody() -> None:
    history = talk("Who pays for the ferries?", "The ferries of South Bay are paid by Port Moe.")
    assert standalone("Does he say so?", history) == "Who pays for the ferries? Does he say so?"


@given(st.text(min_size=1), st.lists(st.text()))
def test_the_question_is_never_changed_only_added_to(question: str, turns: list[str]) -> None:
    assert question in standalone(question, talk(*turns))
