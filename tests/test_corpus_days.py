"""Days as people write them."""

from datetime import date

import pytest

from corpus.days import day_of, in_words


def test_a_day_is_read_as_it_is_described() -> None:
    assert day_of("2024-10-31") == date(2024, 10, 31)


@pytest.mark.parametrize(
    "text", ["20241031", "2024-W44-4", "2024W444", "2024-10-31 ", "2024-1-1", "٢٠٢٤-١٠-٣١", ""]
)
def test_other_ways_to_write_one_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="written as 2024-10-31"):
        day_of(text)


def test_a_day_that_no_month_has_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        day_of("2024-02-30")


def test_a_reader_gets_no_leading_zero() -> None:
    assert in_words(date(2031, 5, 4)) == "4 May 2031"
