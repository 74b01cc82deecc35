"""Dates, months and years in a text, and which numbers are none."""

import re
from collections.abc import Iterator

from qa.clocks import clocks_in
from qa.currencies import NAMED
from qa.figures import UNITS
from qa.words import CLEAR_MONTH, MONTH, MONTHS, YEAR_IN_DIGITS

SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
"""A month before or behind a number: "Oct. 31"."""

_ORDINAL = r"(?:st|nd|rd|th)?"
DATE = (
    rf"\b(?:(?:(?<![\d.,:])(?P<since>\d{{1,2}}){_ORDINAL}(?:\s?[-–]\s?| (?:to|and|or) (?:the )?))?"
    rf"(?P<first>\d{{1,2}}){_ORDINAL} (?:of )?(?P<month>{MONTH}|{SHORT_MONTH})"
    r"|(?<!\bin )(?<!\bby )(?<!\bsince )(?<!\bIn )(?<!\bBy )(?<!\bSince )"
    rf"(?P<before>{MONTH}|{SHORT_MONTH}) (?P<second>\d{{1,2}}){_ORDINAL}"
    rf"(?:(?:\s?[-–]\s?| to )(?P<until>\d{{1,2}}){_ORDINAL})?(?![\d,.]*\d))(?!\w)"
)
"""A day of a month or several of one, for patterns that do not ignore case."""

YEAR_OF_DATE = rf"(?:(?(before),? | ){YEAR_IN_DIGITS}(?![\d,.]*\d|\w))?"
"""What may follow it."""

_MONTH = re.compile(
    rf"\b(?:{CLEAR_MONTH}"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\bsince )|(?<=\buntil )|(?<=\blast )|(?<=\bnext )"
    r"|(?<=\bmid-)|(?<=\bearly )|(?<=\blate )|(?<=\d ))(?:May|March)|(?:May|March)(?= \d))\b"
    rf"|\b{SHORT_MONTH}(?= \d)|(?<=\d ){SHORT_MONTH}"
)
_DATE = re.compile(DATE)
_FULL_DATE = re.compile(DATE + YEAR_OF_DATE)
_YEAR = re.compile(
    rf"(?P<before>(?<![A-Za-z])[A-Za-z]+ )?\(?(?<![\d.,])(?P<year>{YEAR_IN_DIGITS})"
    r"(?P<after>s\b|(?= ?[\w%$]))?(?![\d,.]*\d)"
)
_BEFORE_YEAR = frozenset(
    "in by of since till until after before between from to and for than during year early late"
    f" mid spring summer autumn winter {' '.join(MONTHS)}".split()
)
_BEFORE_ITS_YEAR = frozenset("the this that a an his her its our my their s".split())
"""What stands before the year of something, as in "the 2024 election" and "Baru’s 2024 fair"."""

_COUNTED = re.compile(
    r"\b(?:than|up to|as many as|(?:army|crowd|fleet|force|group|total) of"
    r"|(?:cut|sold|rose|fell) (?:to|for)) $",
    re.IGNORECASE,
)
"""What stands before a number of something, even where it looks like a year."""

_COUNTED_BEHIND = re.compile(
    rf"[ -]?(?:(?:{UNITS})s?|feet|{NAMED}|million|billion|people|men|women|children|troops"
    r"|(?:[\w-]+ )?(?:soldiers|pages?|seats?|steps))\b",
    re.IGNORECASE,
)
_LONGEST_BEFORE = 12
_CENTURY = 100


def dates_in(text: str) -> Iterator[tuple[int, int, int]]:
    """The days of a text: the month, from 0, and the first and the last day, mostly the same."""
    for found in _DATE.finditer(text):
        month = MONTHS.index(_month_of(found["month"] or found["before"]))
        first = int(found["since"] or found["first"] or found["second"])
        last = int(found["first"] or found["until"] or found["second"])
        yield month, first if first < last else last, last


def months_in(text: str) -> Iterator[str]:
    """The months a text names, as in `MONTHS`; "May" and "March" only where they are no verbs."""
    return (_month_of(found.group()) for found in _MONTH.finditer(text))


def is_month(text: str, start: int) -> bool:
    """Whether a month is named at a place of a text."""
    return _MONTH.match(text, start) is not None


def years_in(text: str) -> Iterator[int]:
    """What may be the years of a text."""
    return (int(found["year"]) for found in _YEAR.finditer(text))


def without_dates(text: str) -> str:
    """A text without the days that it names, and their years."""
    return _FULL_DATE.sub("", text)


def without_years(text: str) -> str:
    """A text without its years; "1900 people" stays, and so does "a crowd of 1900"."""
    return _YEAR.sub(
        lambda found: (found["before"] or "").strip() if _is_year(found) else found.group(), text
    )


def times_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the dates, years and clock times of a text stand, whose figures count nothing."""
    for found in clocks_in(text):
        yield found.span()
    for found in _FULL_DATE.finditer(text):
        yield found.span()
    for found in _YEAR.finditer(text):
        if _is_year(found):
            yield found.span("year")


def _month_of(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3].lower()))


def _is_year(found: re.Match[str]) -> bool:
    before = (found["before"] or "").strip().casefold()
    start, end = found.span("year")
    if _COUNTED.search(found.string, max(0, start - _LONGEST_BEFORE), start):
        return False
    if before in _BEFORE_YEAR or found["after"] is None or found["after"] == "s":
        return True
    # "The 2000 boats" may be as many.
    is_round = int(found["year"]) % _CENTURY == 0
    return (
        before in _BEFORE_ITS_YEAR and not is_round and not _COUNTED_BEHIND.match(found.string, end)
    )
