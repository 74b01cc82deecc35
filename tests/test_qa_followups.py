"""Which questions need the conversation before them, and what they are searched with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index, SearchResult
from qa.followups import Understood, understand
from qa.investigating import investigate
from qa.model import REFUSAL
from qa.reader import SearchAlone
from qa.smalltalk import reply_to
from tests.indexing import filled

FERRIES = "How many ferries did the harbour master count?"
THANKS = ("Thanks!", reply_to("Thanks!"))
ARRESTED = "Ole Moe was arrested at dawn, said Ada Lund, a police spokeswoman."


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
        "Which one is larger?",
        "What did residents say about him?",
        "How many lighthouses did they count?",
        "How many rounds of talks did they need?",
        "How many people work for them?",
        "Who says they are angry?",
        "How many soldiers died there?",
        "What did the mayor do there?",
        "What is that?",
        "What did that cost the town?",
        "How did the mayor react to that?",
        "How did Zelmann react to this, and why?",
        "What did Zelmann say about it?",
        "What did Zelmann say about him?",
        "Did Congress pass it?",
        "Couldn’t the police stop him?",
        "Did the islanders want them?",
        "Why did the judge release her?",
        "What did Zelmann say after meeting him?",
        "What will the minister do about it?",
        "How many medals did it win?",
        "How many Oscars did it win?",
        "Which Russian city did he visit?",
        "What part of the budget did they cut?",
        "Which Russian city did his wife visit?",
        "How many Swedes drowned there?",
        "Did the inspectors come while it was built?",
        "Was it foggy that day?",
        "Is it safe to swim there?",
        "Anything else?",
        "Anyone else?",
        "No, in Bergen",
        "Sorry, I meant Denmark",
        "Which other countries?",
        "Any other reasons?",
        "the second one",
        "Were the missing ones found?",
        "How many in Bergen?",
        "And how did Zelmann react to that?",
        "In what form, and can it be proved?",
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
        "What did residents say about their homes?",
        "Why do farmers say they are angry?",
        "How many people said they saw the accident?",
        "How do islanders get their water?",
        "Do doctors think they are paid enough?",
        "How many IT workers were hired?",
        "What did Šefčovič say?",
        "Who lives on the island and works there?",
        "Why has there been no ferry since March?",
        "How large is the new budget, and is that enough?",
        "Why do islanders want the state to help them?",
        "Did Lund say that Zelmann likes him?",
        "When did Zelmann die and where did they bury him?",
        "What happened to the ship after the navy seized it?",
        "Did the authority check the batch before letting it out?",
        "How do bees find flowers and pollinate them?",
        "Which German party says it wants to leave the council?",
        "Which of Zelmann’s ministers did he dismiss?",
        "What did the mayor bring with him?",
        "How did Zelmann’s doctors treat him?",
        "What do Norwegians think of their king?",
        "Did Zelmann fly to Alaska and speak there?",
        "Who built the tower and when was it opened?",
        "Why was the bridge closed, and will it reopen?",
        "If the deal fails, what happens to it?",
        "Which minister lied, and is he still in office?",
        "Is it legal to film the police in France?",
        "How long does it take to build a submarine?",
        "How hard is it to learn Norwegian?",
        "How is it possible that nobody noticed?",
        "Who was it that attacked the harbour?",
        "What happened this Monday?",
        "Are there more storms these days?",
        "Something else: how many lighthouses are lit?",
        "Who in Bergen paid for the mole?",
        "Can you say where along the way one can board the train?",
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


@pytest.mark.parametrize(
    ("asked", "told", "meant"),
    [
        ("Who says that Ole Moe was arrested?", ARRESTED, " (Ada Lund)"),
        ("Ole Moe was arrested, according to whom?", ARRESTED, " (Ada Lund)"),
        ("Who warned of ice?", "The Quay, 4 May 2031: Maroš Šefčovič warned.", " (Maroš Šefčovič)"),
        ("Who was arrested?", ARRESTED, ""),
        ("Who was warned?", "According to The Quay: The police told Ada Lund. [1]", ""),
    ],
)
def test_he_is_who_speaks_if_a_speaker_was_asked_for_or_nobody_else_is_named(
    asked: str, told: str, meant: str
) -> None:
    assert understand("Why was he there?", talk(asked, told)).focus == f"Why was he there?{meant}"


def test_a_place_is_nobody() -> None:
    history = talk("Who pays for the ferries?", "The ferries of South Bay are paid by Port Moe.")
    assert standalone("Does he say so?", history) == "Who pays for the ferries? Does he say so?"


def test_thanks_and_the_reply_to_it_change_nothing() -> None:
    history = talk("Who counted the ferries?", "“I counted eleven,” said Ada Lund.")
    question = "What else did she say?"
    assert understand(question, [*history, *talk(*THANKS)]) == understand(question, history)


def test_who_asks_what_else_is_not_told_the_same_again(tmp_path: Path) -> None:
    question = "What else did Zelmann tell the council of Bergen?"
    (reading,) = investigate(
        question, talk(FERRIES, "Eleven."), filled(tmp_path), SearchAlone()
    ).readings
    assert (reading.asked.wordings, reading.asked.told) == ((question,), "Eleven.")


def test_a_part_without_a_verb_is_read_with_the_whole_question(tmp_path: Path) -> None:
    question = "How many drowned in Bergen and how many in Oslo?"
    readings = investigate(question, [], filled(tmp_path), SearchAlone()).readings
    assert [reading.asked.wordings for reading in readings] == [
        ("How many drowned in Bergen",),
        ("how many in Oslo?", question),
    ]


class Listening:
    """An index that notes what is searched for."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.searches: list[str] = []

    def search(self, question: str, k: int = 10) -> SearchResult:
        self.searches.append(question)
        return self._index.search(question, k)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)


@pytest.mark.parametrize(
    ("turns", "searched", "read"),
    [
        ([FERRIES, "Eleven."], ["Eleven. Why?"], "Why? Eleven."),
        ([FERRIES, "Eleven.", *THANKS], ["Eleven. Why?"], "Why? Eleven."),
        ([FERRIES, "Eleven.", "Who paid for them?", f"{REFUSAL} Nobody is named."], [], "Why?"),
    ],
)
def test_a_follow_up_is_searched_and_read_with_what_the_question_before_it_was_told(
    tmp_path: Path, turns: Sequence[str], searched: list[str], read: str
) -> None:
    index: Any = Listening(filled(tmp_path))
    found = investigate("Why?", talk(*turns), index, SearchAlone())
    assert index.searches == [found.understood.question, "Why?", *searched]
    assert found.readings[0].asked.wordings == (read, found.understood.question)


def test_a_question_that_needs_no_context_is_read_without_what_was_told(tmp_path: Path) -> None:
    question = "How many ferries did the storm sink?"
    (reading,) = investigate(
        question, talk(FERRIES, "Eleven."), filled(tmp_path), SearchAlone()
    ).readings
    assert reading.asked.wordings == (question,)


@given(st.text(min_size=1), st.lists(st.text()))
def test_the_question_is_never_changed_only_added_to(question: str, turns: list[str]) -> None:
    assert question in standalone(question, talk(*turns))
