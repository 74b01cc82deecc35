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
            *["F.B.I.", "World War I.", ", Pa. ", "![", "](a)"],
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
@example("\ufeff\ufeffThe ferry left. ![A. B](c)](d) ![E![F.](g)")
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
    assert "".join(outside).strip() == ("\ufeff" if text.startswith("\ufeff") else "")


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
        "On Tuesday Vice President J.D. Olsen said that A.J. Lund was aboard the M.V. Angara.",
        "The C.I.A. Director met F.B.I. agents and the N.F.L. Players Association.",
        "They saw anti-U.S. protests, and the U.S.-U.K. Council met in mid-Sept. 2021.",
        "Sens. Moe and Lund, Reps. Dahl and Berg, and Govs. Vik and Ruud met Gens. Sand and Lie.",
        "Pfc. Moe and Spc. Lund were led by Lt.-Gen. Dahl, then by Brig.-Gen. Vik.",
        "MESA, Ariz. (AP) — Police closed the quay.",
        "BUTLER, Pa. — The quay was closed.",
        "In Mesa, Ariz., Olsen met Raleigh, N.C. Mayor Lund and Trenton, N.J. Governor Moe.",
        "They saw the N.B.A. All-Star Game with the C.I.A. No. 2 and the D.C. Police.",
        "It cost Rs. 500 crore (see p. 5), as it had c. 1900.",
        "In Moe v. The Harbour it was I. A. Lund who lost.",
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
        ("He was a spy of the C.I.A.", "The agency denies it."),
        ("She has left the F.B.I.", "“It was time,” she said."),
        ("She has left the F.B.I.", "Mr. Olsen has not."),
        ("She has left the F.B.I.", "Two years later it asked for her."),
        ("She plays in the N.B.A.", "Many players do not."),
        ("They live in N.J.", "Police came."),
        ("They moved to Mesa, Ariz.", "(They had lived in Raleigh, N.C.)"),
        ("The couple lived in Mesa, Ariz.", "Police found the car there."),
        ("She was born in Reno, Nev.", "President Lund visited it in May."),
        ("“Thank you, Miss.", "Everyone else has gone.”"),
        ("He explained his view in an op-ed.", "Critics called it naive."),
        ("The school went co-ed.", "Parents objected."),
        ("They rowed for another 10-min.", "Olsen won."),
        ("It lasted until mid-Sept.", "Olsen had left."),
        ("The captain was ill.", "Olsen was not."),
        ("The line sent its sales reps.", "Olsen had none."),
        ("He sailed in World War I.", "The war went on."),
        ("It was hepatitis B.[3]", "The doctor had known."),
        ("“We need a Plan B.”", "They had none."),
        ("The mast is 5 m.", "It was 6 m before."),
    ],
)
def test_these_are_two_sentences(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


def test_sentences_that_lost_the_space_between_them_are_told_apart() -> None:
    assert sentences("So the strike ended.Why then?") == ["So the strike ended.", "Why then?"]
    assert sentences("“It is over.”Then he left.") == ["“It is over.”", "Then he left."]


def test_a_name_after_initials_is_taken_for_theirs_also_where_it_begins_a_sentence() -> None:
    """Told apart they would need to be known; “the F.B.I. Director” is far more common."""
    assert len(sentences("They live in N.J. Olsen came.")) == 1


def test_a_picture_is_whole_and_apart_from_the_sentences_beside_it() -> None:
    picture = "![The quay. At dawn! (AP)](https://post.example/quay_(2).jpg)"
    assert sentences(f"He saw it. {picture} Then he left.") == [
        "He saw it.",
        picture,
        "Then he left.",
    ]


@pytest.mark.parametrize("picture", ["[![The quay. At dawn](quay.png)](quay.html)", "![Q. A][1]"])
def test_pictures_side_by_side_are_a_sentence_each(picture: str) -> None:
    assert sentences(f"{picture} {picture}\n{picture}") == [picture] * 3


def test_a_picture_within_a_sentence_leaves_it_whole() -> None:
    sentence = "The flag ![A flag. Red](flag.png) was raised."
    assert sentences(f"{sentence} It rained.") == [sentence, "It rained."]


def test_of_a_picture_of_any_length_nothing_is_citable() -> None:
    picture = f"![The quay](data:image/png;base64,{'x' * 3_000})"
    for text in (f"He saw it. {picture} Then he left.", f"He saw {picture} and then he left."):
        table = sentence_table(text)
        assert all(len(row.span) <= LONGEST for row in table)
        assert picture == "".join(row.span.of(text) for row in table if not row.citable)


def test_an_exclamation_mark_before_a_bracket_ends_nothing_but_before_a_note() -> None:
    assert sentences("“Stop![sic] The gate,” he cried.") == ["“Stop![sic] The gate,” he cried."]
    assert sentences("“Stop![3] The gate,” he cried.") == ["“Stop![3]", "The gate,” he cried."]


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


def test_the_letter_of_a_heading_or_an_answer_stays_with_it() -> None:
    text = "Contents\nA. The war\n  B. How it began\nWho pays\nA. The state pays for it."
    assert headings(text) == ["Contents", "A. The war", "B. How it began", "Who pays"]
    assert sentences(text)[-1] == "A. The state pays for it."


@pytest.mark.parametrize(
    "heading",
    ["## what was agreed.", "Who pays?", "70 days at sea", "“Mutiny”", "What was agreed[3]"],
)
def test_this_is_a_heading(heading: str) -> None:
    assert headings(f"{heading}\nThe crews went back to work on Monday.") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "The ferry left.",
        "“We will never leave.”",
        "Ten sailors were lost in the storm.[3]",
        "“Nobody has told us.”[3][14]",
        "Who pays for it?[3]",
        "What was agreed:",
        "- A fair wage",
        "Two ministers and the head of the union signed the pact in June at the old town hall",
        "So what do we know of the way in which the talks in the old town hall ended?",
    ],
)
def test_this_is_no_heading(line: str) -> None:
    assert headings(f"{line}\nThe crews went back to work on Monday.") == []


def test_a_byte_order_mark_is_in_no_sentence_and_hides_no_heading() -> None:
    text = "\ufeffA cold crossing\n\nThe wind had turned."
    assert sentences(text) == ["A cold crossing", "The wind had turned."]
    assert headings(text) == ["A cold crossing"]
    assert sentence_table("\ufeff") == ()


def test_a_last_line_heads_nothing() -> None:
    assert headings("The crews went back to work.\n\nThe harbour master agreed") == []


def test_only_text_is_citable() -> None:
    text = "A cold crossing\n\nThe wind had turned.\n\nScroll to Top"
    assert [row.citable for row in sentence_table(text)] == [False, True, False]
