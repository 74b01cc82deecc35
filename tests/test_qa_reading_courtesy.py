"""Who asks politely gets the same answer: what frames a question is not read as a part of it."""

import pytest

from qa.parts import unframed


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Can you tell me how many ferries came?", "how many ferries came?"),
        ("Please could you tell us in which month it sank?", "in which month it sank?"),
        ("Do you know who counted the ferries?", "who counted the ferries?"),
        ("Tell me why the lamp broke.", "why the lamp broke."),
        ("I’d like to know when it sank.", "when it sank."),
        ("Do the articles say where it sank?", "where it sank?"),
    ],
)
def test_what_is_asked_politely_is_taken_out_of_its_frame(question: str, asked: str) -> None:
    assert unframed(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "How many ferries came?",
        "Can you see how many ferries came?",
        "Did she tell me how many ferries came?",
        "Do you know Ada Lund?",
        "Who can tell me how many ferries came?",
    ],
)
def test_what_asks_for_something_itself_is_no_frame(question: str) -> None:
    assert unframed(question) == question
