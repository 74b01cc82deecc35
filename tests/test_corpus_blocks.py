"""Which lines belong together."""

import textwrap

import pytest

from corpus.blocks import split_blocks

STORY = (
    "The harbour master said on Tuesday that eleven ferries had left the northern dock before "
    "dawn, carrying some 4,000 passengers to the islands. Nobody had expected President Ada Lund "
    "of the Northern Union to be among them."
)


def blocks(text: str) -> list[str]:
    return [" ".join(block.span.of(text).split()) for block in split_blocks(text)]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_a_hard_wrapped_paragraph_is_one_block(width: int, newline: str) -> None:
    text = textwrap.fill(STORY, width).replace("\n", newline)
    assert blocks(text) == [STORY]


def test_a_wrapped_paragraph_ends_at_a_line_with_room_to_spare() -> None:
    text = "\n".join(["Ferries leave", textwrap.fill(STORY, 72), textwrap.fill(STORY, 72)])
    assert blocks(text) == ["Ferries leave", STORY, STORY]


def test_a_heading_below_a_full_line_is_told_by_its_own_room_to_spare() -> None:
    full = [
        "Eleven ferries had left the northern dock before dawn, carrying the",
        "mail and some four thousand passengers to the islands of the north.",
    ]
    text = "\n".join([*full, "What was agreed", *full])
    assert blocks(text) == [" ".join(full), "What was agreed", " ".join(full)]


def test_where_lines_are_paragraphs_each_is_a_block() -> None:
    paragraphs = [STORY, "Ferries leave", STORY, STORY]
    assert blocks("\n".join(paragraphs)) == paragraphs


def test_short_lines_are_not_taken_for_wrapped_text() -> None:
    lines = ["Latest news", "About the author", "No comments:", "Post a comment"]
    assert blocks("\n".join(lines)) == lines


def test_a_long_line_broken_off_before_a_small_letter_goes_on() -> None:
    text = f"{STORY} The last to board was\na sailor.\n{STORY}"
    assert blocks(text) == [f"{STORY} The last to board was a sailor.", STORY]


def test_list_items_and_marked_headings_are_blocks_of_their_own() -> None:
    lines = ["## The terms", "- higher wages", "* two days", "• one boat", "1. a vote", "2) a talk"]
    assert blocks("\n".join(lines)) == lines


@pytest.mark.parametrize("line", ["## The terms", "- higher wages"])
def test_a_byte_order_mark_does_not_hide_how_a_line_begins(line: str) -> None:
    text = f"\ufeff{line}\nand more of it"
    assert blocks(text) == blocks(text.removeprefix("\ufeff"))


def test_white_space_alone_is_no_block() -> None:
    assert blocks(" \n\t\r\n\u2028\u00a0") == []
