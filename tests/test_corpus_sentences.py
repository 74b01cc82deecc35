"""The sentence table: what it holds for any text, and where sentences end in news."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import Role, sentence_table
from corpus.splitter import LONGEST

NEWS_LIKE = st.lists(
    st.sampled_from(
        [
            *["The", "ferry", "U.S.", "Lt.", "(ret.)", "No.", "10", "5.5", "p.m.", "over.Then"],
            *'.!?…”“’")。\t\r\n\x85\u2028\u00a0\u200b\ufeff',
            *["[3]", "- ", "1. ", "# ", " ", "  ", "\r\n", "\n\n"],
        ]
    )
).map("".join)


ENDLESS = st.builds(
    lambda words, times: " ".join(words * times),
    st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=4),
    st.integers(1, 300),
)


@given(st.text() | NEWS_LIKE)
@example("over.Then\u2028“No.”[3] 10 left。(ret.)")
@example("x" * 999 + ". " + "y" * 1001 + ".z \n" + "!)" * 700)
def test_every_character_that_is_not_white_space_is_in_exactly_one_sentence(text: str) -> None:
    assert_complete(text)


@settings(max_examples=25, deadline=None)
@given(ENDLESS)
@example("e\u0301" * 3_000)
@example("a" + " " * 5_000 + "b")
def test_so_it_is_in_a_text_without_end_and_no_sentence_is_too_long(text: str) -> None:
    assert_complete(text)
    assert all(len(row.span) <= LONGEST for row in sentence_table(text))


def assert_complete(text: str) -> None:
    spans = [row.span for row in sentence_table(text)]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    outside = [*text]
    for span in spans:
        outside[span.start : span.end] = " " * len(span)
    assert not "".join(outside).strip()


def test_a_list_without_end_is_cut_between_its_words() -> None:
    text = "It carried " + "eels, crabs and herring " * 200 + "to the market. It came back."
    *pieces, last = sentences(text)
    assert last == "It came back."
    assert " ".join(pieces) == text.removesuffix(f" {last}")
    assert min(map(len, pieces)) > LONGEST // 2


@pytest.mark.parametrize("sign", ["e\u0301\u0302", "\U0001f468\u200d\U0001f469", "\u0915\u093f"])
def test_a_cut_leaves_a_sign_whole(sign: str) -> None:
    pieces = sentences(sign * 1_500)
    assert len(pieces) > 1
    assert all(piece == sign * (len(piece) // len(sign)) for piece in pieces)


@given(st.text() | NEWS_LIKE)
def test_paragraphs_are_numbered_from_zero_without_gaps(text: str) -> None:
    numbers = [row.paragraph for row in sentence_table(text)]
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert numbers == sorted(numbers)


def sentences(text: str) -> list[str]:
    return [row.span.of(text) for row in sentence_table(text)]


def headings(text: str) -> list[str]:
    return [row.span.of(text) for row in sentence_table(text) if row.role is Role.HEADING]


@pytest.mark.parametrize(
    "sentence",
    [
        "The order came from Lt. Gen. (Ret.) Park of the harbour guard.",
        "The order came from Lt. Gen. (ret.) Park of the harbour guard.",
        "Mr. Olsen and Dr. Lund met Maj. Gen. Berg, Sgt. Dahl and Sen. Moe.",
        "He served in the U.S. Army and taught at the U.K. Maritime College.",
        "The novel by J. K. Rasmussen sold well.",
        "They queued at gate No. 10 for an hour.",
        "The islands are approx. 5 km from the quay.",
        "It cost $5.5 million, or 4.25 per cent more than planned.",
        "A long… slow tit-for-tat followed.",
        "“Is it safe?” he asked the pilot.",
        "“Come back!” she cried.",
        "The line (see Fig. 3) opened on Jan. 5 and closed on Sept. 9.",
        "The firm, Acme Inc. of St. Lucia, sails to Mt. Athos vs. the current.",
    ],
)
def test_this_stays_one_sentence(sentence: str) -> None:
    assert sentences(f"It began early. {sentence} Then it rained.") == [
        "It began early.",
        sentence,
        "Then it rained.",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He has lived for years in the U.S.", "She never left."),
        ("The boat was due at 5 p.m.", "Then the fog came."),
        ("“Crews get grumpy,” says Olsen.", "“That may lead to changes.”"),
        ("“Nobody told us.”", "The pilot shrugged."),
        ("The dispute lasted a week.", "Nobody had expected that."),
        ("He said so.", "Olsen did not."),
        ("They would not say no.", "Olsen would."),
        ("The (late) ferry sank (it was old.)", "All were saved."),
    ],
)
def test_these_are_two_sentences(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


def test_sentences_that_lost_the_space_between_them_are_told_apart() -> None:
    assert sentences("So the strike ended.Why then?") == ["So the strike ended.", "Why then?"]
    assert sentences("“It is over.”Then he left.") == ["“It is over.”", "Then he left."]


def test_a_full_stop_inside_a_name_or_number_ends_nothing() -> None:
    assert len(sentences("See ferry.example/Plan.pdf or Node.js 2.0.1 for Prof.Lund’s map.")) == 1


def test_a_footnote_mark_stays_with_its_sentence() -> None:
    assert sentences("They called it “great.”[1] It sank.") == [
        "They called it “great.”[1]",
        "It sank.",
    ]


def test_a_quotation_over_several_sentences_is_cut_at_each() -> None:
    text = "“We saw it. We waved. It did not stop,” said Olsen."
    assert sentences(text) == ["“We saw it.", "We waved.", "It did not stop,” said Olsen."]


def test_the_same_words_twice_are_two_rows() -> None:
    text = "It rained. It rained."
    assert [(row.span.start, row.span.end) for row in sentence_table(text)] == [(0, 10), (11, 21)]


def test_chinese_full_stops_end_sentences() -> None:
    assert sentences("船走了。天黑了。") == ["船走了。", "天黑了。"]


def test_a_heading_without_a_full_stop_is_a_sentence_of_its_own() -> None:
    text = "The ferry left at dawn.\n\nA cold crossing\n\nThe wind had turned."
    assert sentences(text) == ["The ferry left at dawn.", "A cold crossing", "The wind had turned."]
    assert headings(text) == ["A cold crossing"]


@pytest.mark.parametrize(
    "heading", ["## what was agreed.", "Who pays?", "70 days at sea", "“Mutiny”"]
)
def test_this_is_a_heading(heading: str) -> None:
    assert headings(f"{heading}\nThe crews went back to work on Monday.") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "The ferry left.",
        "“We will never leave.”",
        "What was agreed:",
        "- A fair wage",
        "Two ministers and the head of the union signed the pact in June at the old town hall",
        "So what do we know of the way in which the talks in the old town hall ended?",
    ],
)
def test_this_is_no_heading(line: str) -> None:
    assert headings(f"{line}\nThe crews went back to work on Monday.") == []


def test_a_last_line_heads_nothing() -> None:
    assert headings("The crews went back to work.\n\nThe harbour master agreed") == []


def test_only_text_is_citable() -> None:
    text = "A cold crossing\n\nThe wind had turned.\n\nScroll to Top"
    assert [row.citable for row in sentence_table(text)] == [False, True, False]
