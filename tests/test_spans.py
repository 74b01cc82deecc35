"""A span names characters of one text, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Span, SpanError


@given(st.text(min_size=1), st.data())
def test_a_span_gives_exactly_the_characters_it_names(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end)
    assert text[:start] + span.of(text) + text[end:] == text
    assert len(span) == len(span.of(text))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3), (-3, -1)])
def test_a_span_that_is_empty_reversed_or_negative_is_refused(start: int, end: int) -> None:
    with pytest.raises(SpanError, match=f"not {start}..{end}"):
        Span(start, end)


def test_a_span_of_a_longer_text_is_refused_rather_than_cut_short() -> None:
    with pytest.raises(SpanError, match="reaches past 5 characters"):
        Span(3, 9).of("ferry")


@given(st.integers(0, 20), st.integers(1, 9), st.integers(0, 20), st.integers(1, 9))
def test_two_spans_touch_when_they_share_a_character(a: int, m: int, b: int, n: int) -> None:
    one, other = Span(a, a + m), Span(b, b + n)
    shared = set(range(a, a + m)) & set(range(b, b + n))
    assert one.touches(other) == other.touches(one) == bool(shared)
