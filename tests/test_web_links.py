"""Addresses of passages carry the anchor they were made of."""

import hashlib
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span
from qa.anchors import Anchor
from qa.web.links import BadAddress, linked_anchor, linked_spans, passage_link

TIDE = "High water was at noon. The ferry left an hour later."
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def article(text: str = TIDE) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article("tide.txt", "Tide table", text, "The Quay", "", None, "", digest)


def query_of(link: str) -> dict[str, str]:
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return {name: values[0] for name, values in query.items()}


def test_a_link_names_the_article_and_the_highlight() -> None:
    link = passage_link("sea/tide.txt", Anchor.of(article(), Span(0, 23)))
    assert link.startswith("/read/sea/tide.txt?start=0&end=23&sha256=")
    assert link.endswith("#passage")


@given(texts)
def test_any_name_of_a_file_survives_its_link(article_id: str) -> None:
    path = urlsplit(passage_link(article_id, Anchor.of(article(), Span(0, 4)))).path
    assert unquote(path).removeprefix("/read/") == article_id


@given(texts, st.data())
def test_a_link_leads_back_to_its_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    link = passage_link("tide.txt", Anchor.of(article(text), span))
    anchor = linked_anchor(query_of(link))
    assert anchor
    assert anchor.find_in(article(text)) == span


def test_without_a_passage_there_is_nothing_to_highlight() -> None:
    assert linked_anchor({"part": "1"}) is None


@pytest.mark.parametrize("missing", ["start", "end", "sha256", "exact", "prefix", "suffix"])
def test_an_address_with_something_missing_is_refused(missing: str) -> None:
    query = query_of(passage_link("tide.txt", Anchor.of(article(), Span(0, 23))))
    del query[missing]
    with pytest.raises(BadAddress, match="not whole"):
        linked_anchor(query)


@pytest.mark.parametrize("start", ["", "one", "1.5"])
def test_an_address_whose_place_is_no_number_is_refused(start: str) -> None:
    query = query_of(passage_link("tide.txt", Anchor.of(article(), Span(0, 23))))
    with pytest.raises(BadAddress, match="not whole"):
        linked_anchor(query | {"start": start})


def test_what_else_is_cited_are_places_in_the_article() -> None:
    assert linked_spans(article(), ["0-4", "24-53"]) == [Span(0, 4), Span(24, 53)]


@pytest.mark.parametrize("place", ["", "4", "9-3", "0-54", "a-b", "-1-4"])
def test_what_is_no_place_in_the_article_is_refused(place: str) -> None:
    with pytest.raises(BadAddress, match="Tide table"):
        linked_spans(article(), [place])
