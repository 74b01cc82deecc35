"""Addresses of passages find exactly the passage they were made for, or nothing."""

import hashlib
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span
from qa.web.links import BadAddress, PassageMoved, linked_span, passage_link

TIDE = "High water was at noon. The ferry left an hour later."


def article(text: str = TIDE, article_id: str = "tide.txt") -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(article_id, "Tide table", text, "The Quay", "", None, "", digest)


def query_of(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def test_a_link_names_the_article_the_characters_and_the_highlight() -> None:
    link = passage_link("sea/tide.txt", 0, 23, "High water was at noon.")
    assert link.startswith("/read/sea/tide.txt?start=0&end=23&of=")
    assert link.endswith("#passage")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_of_a_file_survives_its_link(article_id: str) -> None:
    path = urlsplit(passage_link(article_id, 0, 4, "High")).path
    assert unquote(path).removeprefix("/read/") == article_id


@given(st.data())
def test_a_link_leads_back_to_its_characters(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TIDE) - 1))
    end = data.draw(st.integers(start + 1, len(TIDE)))
    link = passage_link("tide.txt", start, end, TIDE[start:end])
    assert linked_span(article(), **query_of(link)) == Span(start, end)


def test_without_offsets_there_is_nothing_to_highlight() -> None:
    assert linked_span(article(), "", "", "") is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("5", "5"),
        ("9", "3"),
        ("-4", "3"),
        ("0", "54"),
        ("0", ""),
        ("", "9"),
        ("one", "9"),
        ("1.5", "9"),
    ],
)
def test_offsets_that_are_no_place_in_the_article_are_refused(start: str, end: str) -> None:
    with pytest.raises(BadAddress, match="Tide table"):
        linked_span(article(), start, end, "")


def test_a_link_from_before_the_article_changed_is_refused() -> None:
    link = passage_link("tide.txt", 0, 23, "High water was at noon.")
    with pytest.raises(PassageMoved, match="changed"):
        linked_span(article("Low water was at three. The ferry waited."), **query_of(link))
