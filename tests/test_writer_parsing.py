"""What a language model sends becomes sentences with numbers, however it sends it."""

import json
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writer import Drafted
from qa.writer.parsing import ReplyParser

FERRIES = Drafted("Eleven ferries left at dawn.", (1,))
PRICE = Drafted("A ticket costs four crowns.", (2, 3))
RAIN, WET = Drafted("It rained.", (1,)), Drafted("It is wet.", ())
AS_JSON = json.dumps(
    {"sentences": [{"text": each.text, "numbers": each.numbers} for each in (FERRIES, PRICE)]}
)


def parsed(pieces: Sequence[str]) -> list[Drafted]:
    parser = ReplyParser()
    return [*(each for piece in pieces for each in parser.feed(piece)), *parser.close()]


@pytest.mark.parametrize(
    "reply",
    [
        AS_JSON,
        f"```json\n{AS_JSON}\n```",
        json.dumps(json.loads(AS_JSON)["sentences"]),
        f"<think>They ask about [1] and [7].\n\nWell…</think>\n{AS_JSON}",
        "Eleven ferries left at dawn. [1]\nA ticket costs four crowns. [2][3]",
        "Eleven ferries left at dawn [1]. A ticket costs four crowns [2, 3].",
        "- Eleven ferries left at dawn. [1]\n- A ticket costs four crowns. [2–3]\n",
        "1. Eleven ferries left at dawn. 【1】\n\n2. A ticket costs four crowns. [2] [3]",
        "Answer: Eleven ferries left at dawn. [1]\n\nA ticket costs four crowns. [2; 3]\n\n",
        "[1] Eleven ferries left at dawn.\n[2][3] A ticket costs four crowns.",
        f"Here is the answer:\n{AS_JSON}",
        f"I think about [7].</think>{AS_JSON}",
        "\n".join(json.dumps(each) for each in json.loads(AS_JSON)["sentences"]),
        f'{{"thought": "Well.", "sentences": {json.dumps(json.loads(AS_JSON)["sentences"])}}}',
    ],
)
def test_a_reply_is_read_in_any_of_the_forms_that_models_send(reply: str) -> None:
    assert parsed([reply]) == [FERRIES, PRICE]
    assert parsed(list(reply)) == [FERRIES, PRICE]


def test_a_sentence_is_given_as_soon_as_it_is_whole() -> None:
    parser = ReplyParser()
    begun, rest = AS_JSON[:80], AS_JSON[80:]
    assert list(parser.feed(begun)) == [FERRIES]
    assert [*parser.feed(rest), *parser.close()] == [PRICE]


def test_numbers_in_any_form_are_read() -> None:
    reply = '{"sentences": [{"text": "It rained.", "numbers": ["[2]", 3.0, "4, 5"]}, ' + (
        '{"sentence": "It snowed.", "sources": "6"}]}'
    )
    assert parsed([reply]) == [
        Drafted("It rained.", (2, 3, 0, 4, 5)),
        Drafted("It snowed.", (6,)),
    ]


@pytest.mark.parametrize(
    "reply",
    ["", "   \n\n", "{", '{"sentences": []}', "[]", '{"sentences": [{"text": 7}]}', "```", "[1]"],
)
def test_a_reply_without_a_sentence_gives_none(reply: str) -> None:
    assert parsed([reply]) == []


def test_of_a_reply_that_is_cut_the_whole_sentences_are_left() -> None:
    assert parsed([AS_JSON[:-20]]) == [FERRIES]


def test_a_sentence_without_numbers_is_given_without_numbers() -> None:
    assert parsed(["I think that it rained.\nEleven ferries left at dawn. [1]"]) == [
        Drafted("I think that it rained."),
        FERRIES,
    ]


def test_a_sentence_does_not_end_at_a_number_in_its_middle() -> None:
    reply = "Lund did not say [1] that eleven ferries left [2]. It rained. [3-5]"
    assert parsed([reply]) == [
        Drafted("Lund did not say that eleven ferries left.", (1, 2)),
        Drafted("It rained.", (3, 4, 5)),
    ]


def test_nothing_that_a_reader_would_not_see_is_left() -> None:
    reply = '{"sentences": [{"text": "\\u202e21\\u202c \\u001b[1mferries\\ud83d", "numbers": [1]}]}'
    assert parsed([reply]) == [Drafted("21 [1mferries", (1,))]


@pytest.mark.parametrize("reply", ["[" * 5000, '{"a": ' * 5000, f'{{"numbers": {"9" * 5000}}}'])
def test_what_no_parser_can_read_is_no_sentence(reply: str) -> None:
    parser = ReplyParser()
    assert [each for each in (*parser.feed(reply), *parser.close()) if each.numbers] == []
    assert isinstance(parser.broke_off, bool)


def test_thoughts_are_no_answer_even_when_they_do_not_end() -> None:
    assert parsed(["<think>It might be [1], ", "or not [2]."]) == []


@given(st.lists(st.integers(0, len(AS_JSON)), max_size=8))
def test_it_does_not_matter_where_a_reply_is_cut_into_pieces(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(AS_JSON)]
    edges = [0, *sorted(cuts), len(AS_JSON)]
    pieces = [AS_JSON[start:end] for start, end in pairwise(edges)]
    assert parsed(pieces) == [FERRIES, PRICE]


@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ('Two:\n[{"text": "It rained.", "numbers": [1]}]', [RAIN]),
        ('Sure!\nHere it is:\n\n```json\n{"text": "It rained.", "numbers": [1]}\n```', [RAIN]),
        (
            "It rained. [1]\nIt is {wet}. [2]",
            [RAIN, Drafted("It is {wet}.", (2,))],
        ),
        ("It rained. [1]\n[2] It is wet.\n", [RAIN, Drafted("It is wet.", (2,))]),
        ("```text\nIt rained. [1]\n```\n```\nIt is wet.\n```", [RAIN, WET]),
        ("Rain, rain.</think></think>It is wet.", [WET]),
    ],
)
def test_a_reply_says_the_same_in_one_piece_and_letter_by_letter(
    reply: str, sentences: list[Drafted]
) -> None:
    assert parsed([reply]) == sentences
    assert parsed(list(reply)) == sentences


@given(st.text(alphabet='{}[]",:1234 \nabc.<think>`', max_size=300))
def test_any_nonsense_is_read_to_its_end(reply: str) -> None:
    assert all(each.text for each in parsed([reply]))
    assert parsed([reply]) == parsed(list(reply))


def test_a_long_row_of_digits_is_no_number() -> None:
    (drafted,) = parsed(["[" + "1," * 20_000])
    assert drafted.numbers == ()
