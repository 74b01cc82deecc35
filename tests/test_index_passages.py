"""Passages: unbroken runs of whole sentences of a readable length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import sentence_table
from index.passages import MAX_CHARACTERS, MAX_SENTENCES, split_passages

FERRIES = "\n\n".join(f"Ferry {n} left at noon." for n in range(10))


def texts_of(text: str) -> list[str]:
    return [p.span.of(text) for p in split_passages("a.txt", sentence_table(text))]


def test_a_passage_ends_after_four_sentences() -> None:
    assert [text.count("Ferry") for text in texts_of(FERRIES)] == [4, 4, 2]


def test_a_passage_ends_before_it_gets_too_long() -> None:
    slow = "The ferry waited " + "and waited " * 25 + "for the tide. "
    assert [text.count("ferry") for text in texts_of(slow * 3)] == [1, 1, 1]


def test_a_sentence_longer_than_any_passage_is_one_by_itself() -> None:
    endless = "The ferry waited " + "and waited " * 150 + "for the tide."
    assert texts_of(f"Fog came. {endless} It cleared.") == ["Fog came.", endless, "It cleared."]


def test_a_heading_ends_a_passage_and_belongs_to_none() -> None:
    text = "The ferry left at noon.\n\nThe Lighthouse\n\nThe keeper lit the lamp."
    assert texts_of(text) == ["The ferry left at noon.", "The keeper lit the lamp."]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([FERRIES, "Fog came. ", "The Mole\n\n", "Share\n\n"])).map("".join))
def test_each_citable_sentence_is_in_exactly_one_passage(text: str) -> None:
    table = sentence_table(text)
    passages = split_passages("a.txt", table)
    rows = [row for passage in passages for row in passage.sentences]
    assert rows == [row for row, sentence in enumerate(table) if sentence.citable]
    for passage in passages:
        assert len(passage.sentences) <= MAX_SENTENCES
        assert len(passage.span) <= MAX_CHARACTERS or len(passage.sentences) == 1
