"""How much of an article is quoted so that a sentence can be understood."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, sentence_table
from qa.quoting import quoted_rows, span_of


def quoted(text: str, sentence: str) -> str:
    """What is quoted for a sentence of a text."""
    table = sentence_table(text)
    row = next(n for n, each in enumerate(table) if each.span.of(text).startswith(sentence))
    return span_of(table, quoted_rows(article(text), table, row)).of(text)


def article(text: str) -> Article:
    return Article("a.txt", "Ferries", text, "", "", None, "", "")


def test_a_sentence_that_stands_alone_is_quoted_alone() -> None:
    text = "Ada Lund counted the ferries. Eleven ferries came in. It rained."
    assert quoted(text, "Eleven") == "Eleven ferries came in."


@pytest.mark.parametrize("opening", ["She", "Her log", "This", "But she", "It"])
def test_a_sentence_that_points_back_brings_the_one_it_points_to(opening: str) -> None:
    text = f"Rain fell. Ada Lund counted the ferries. {opening} was right. So it went."
    assert quoted(text, opening) == f"Ada Lund counted the ferries. {opening} was right."


@pytest.mark.parametrize(
    "opening",
    ["There", "This week it", "This weekend it", "These days it", "This March it", "Ole Moe"],
)
def test_a_sentence_that_points_at_nothing_is_left_alone(opening: str) -> None:
    assert quoted(f"It rained. {opening} came late.", opening) == f"{opening} came late."


def test_pointing_back_is_followed_two_sentences_at_most() -> None:
    text = "Ada Lund counted. She was slow. She was careful. She was right."
    assert quoted(text, "She was right") == "She was slow. She was careful. She was right."


@pytest.mark.parametrize(("begin", "end"), [("“", "”"), ('"', '"')])
def test_speech_brings_the_sentence_that_names_the_speaker(begin: str, end: str) -> None:
    told = f"{begin}Nobody told us,{end} says Ada Lund."
    ice, crews = f"{begin}Ice came.", f"Crews left.{end}"
    assert quoted(f"{told} {ice} {crews} It thawed.", begin + "Ice") == f"{told} {ice}"
    assert quoted(f"{told} {ice} {crews} It thawed.", "Crews") == f"{told} {ice} {crews}"


@pytest.mark.parametrize(("begin", "end"), [("“", "”"), ('"', '"'), ("‘", "’")])
def test_speech_goes_on_to_where_the_speaker_is_named(begin: str, end: str) -> None:
    told = f"{begin}Ice came. It’s over,{end} says Ada Lund."
    assert quoted(f"Oil is cheap. {told} It thawed.", f"{begin}Ice") == told


@pytest.mark.parametrize("speech", ["The soldiers’ pay is low.", "Men said ‘no’ and left."])
def test_other_marks_within_speech_do_not_end_it(speech: str) -> None:
    told = f"“{speech} It is a shame,” says Ada Lund."
    assert quoted(f"Oil is cheap. {told} It thawed.", f"“{speech}") == told


def test_nothing_is_taken_from_another_paragraph() -> None:
    text = "Ada Lund counted the ferries.\n\nShe was right about them all."
    assert quoted(text, "She") == "She was right about them all."


@given(st.lists(st.sampled_from(["She left. ", "“Ice. ", "All went.” ", "\n\n", '" ', "Done. "])))
def test_what_is_quoted_is_whole_sentences_of_one_paragraph(pieces: list[str]) -> None:
    text = "".join(pieces)
    table = sentence_table(text)
    for row in (n for n, sentence in enumerate(table) if sentence.citable):
        rows = quoted_rows(article(text), table, row)
        assert row in rows
        assert len(rows) <= 5
        assert {table[each].paragraph for each in rows} == {table[row].paragraph}
        assert all(table[each].citable for each in rows)


def test_a_paragraph_as_long_as_a_book_is_not_read_from_its_beginning() -> None:
    """The processor's time for a sentence near the end, after a quotation mark at the start."""

    def seconds(sentences: int) -> float:
        text = f"Rain fell. “It fell. {'It fell. ' * sentences}Ice came,” he said. It rained."
        table = sentence_table(text)
        begun = time.thread_time()
        assert len(quoted_rows(article(text), table, len(table) - 2)) <= 3
        return time.thread_time() - begun

    assert seconds(20_000) < 20 * seconds(200)
