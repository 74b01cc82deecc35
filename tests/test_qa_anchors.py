"""A passage is found again after its article was edited, or is known to be gone."""

import hashlib
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span
from qa.anchors import Anchor, PassageGone

TIDE = "High water was at noon. The ferry left an hour later. Nobody waved."
FERRY = "The ferry left an hour later."
LONG = (
    "The harbour master, who had counted eleven ferries on Tuesday, counted nine on the day after."
)


def article(text: str = TIDE) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article("tide.txt", "Tide table", text, "The Quay", "", None, "", digest)


def anchor_of(passage: str, text: str = TIDE) -> Anchor:
    start = text.index(passage)
    return Anchor.of(article(text), Span(start, start + len(passage)))


@given(st.data())
def test_in_the_article_it_was_made_of_every_passage_is_where_it_was(data: st.DataObject) -> None:
    text = data.draw(st.text("ab \n", min_size=1))
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert Anchor.of(article(text), span).find_in(article(text)) == span


@given(st.data())
def test_what_is_found_in_an_edited_article_has_the_very_characters(data: st.DataObject) -> None:
    text, edited = data.draw(st.text("ab ", min_size=1)), data.draw(st.text("ab "))
    start = data.draw(st.integers(0, len(text) - 1))
    anchor = Anchor.of(article(text), Span(start, data.draw(st.integers(start + 1, len(text)))))
    try:
        found = anchor.find_in(article(edited))
    except PassageGone:
        return
    assert found.of(edited) == anchor.exact


@pytest.mark.parametrize(
    "edited",
    [
        f"CORRECTED. {TIDE}",
        TIDE.replace("noon", "eleven"),
        TIDE.replace("Nobody", "The harbour master"),
        f"{TIDE} Later {FERRY}",
    ],
)
def test_a_passage_moves_with_the_words_beside_it(edited: str) -> None:
    found = anchor_of(FERRY).find_in(article(edited))
    assert found == Span(edited.index(FERRY), edited.index(FERRY) + len(FERRY))


def test_a_repeated_sentence_is_found_in_the_right_place() -> None:
    text = f"Ada spoke. {FERRY} Then it rained. {FERRY} Then it snowed."
    second = text.rindex(FERRY)
    anchor = Anchor.of(article(text), Span(second, second + len(FERRY)))
    edited = f"UPDATE. {text}"
    assert anchor.find_in(article(edited)).start == edited.rindex(FERRY)


@pytest.mark.parametrize(
    ("edited", "words"),
    [
        (TIDE.replace("an hour", "two hours"), "is not in it"),
        (f"Low water was at one. {FERRY} We waved.", "can’t be told from others"),
        (f"Low tide. {FERRY} We waved. High tide. {FERRY} They waved.", "can’t be told"),
        ("", "is not in it"),
    ],
)
def test_what_is_not_surely_the_passage_is_not_taken_for_it(edited: str, words: str) -> None:
    with pytest.raises(PassageGone, match=words):
        anchor_of(FERRY).find_in(article(edited))


def test_a_long_passage_is_known_by_its_words_alone() -> None:
    anchor = anchor_of(LONG, f"Yesterday. {LONG} It rained.")
    edited = f"Today. {LONG} It snowed."
    assert anchor.find_in(article(edited)).of(edited) == LONG
    with pytest.raises(PassageGone, match="can’t be told"):
        anchor.find_in(article(f"{edited} {edited}"))


@pytest.mark.parametrize(("start", "end"), [(0, 29), (60, 89), (-4, 3), (9, 3)])
def test_in_its_own_article_a_wrong_place_does_not_matter_if_the_words_are_there(
    start: int, end: int
) -> None:
    wrong = replace(anchor_of(FERRY), start=start, end=end)
    assert wrong.find_in(article()).of(TIDE) == FERRY


def test_words_that_the_article_never_said_are_not_found() -> None:
    with pytest.raises(PassageGone, match=r"is not in it: “Tide table”$"):
        replace(anchor_of(FERRY), exact="The ferry sank at once.......").find_in(article())


def test_what_stands_everywhere_is_told_from_others_no_more() -> None:
    letters = "e" * 3_000_000
    begun = time.thread_time()
    with pytest.raises(PassageGone, match="can’t be told from others"):
        Anchor("", 0, 1, "e", "e" * 32, "e" * 32).find_in(article(letters))
    assert time.thread_time() - begun < 0.5
