"""The figures and times in a sentence, in a form in which two sentences can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from qa.clocks import clocks_in
from qa.counting import ASKED_COUNT, counts_asked
from qa.currencies import may_be_one
from qa.dates import dates_in, months_in, without_dates, without_years, years_in
from qa.figures import COUNT, MONEY, TIME, YEAR, Figure, figures_in
from qa.hedges import Hedge
from qa.kinds import Kind
from qa.words import DAY, DAYS, MONTHS


@dataclass(frozen=True, slots=True)
class Value:
    """A figure or a time.

    Attributes:
        unit: what it is a number of; only values of one unit can be compared.
        low: the number in that unit, of a range the lesser end.
        high: the greater end.
        told_in: the unit as it is told; figures told in two are rounded, and currencies are not
            comparable.
        hedge: whether it is told as exact; "some 11" and "11" are the same value.
    """

    unit: str
    low: float
    high: float
    told_in: str = ""
    hedge: Hedge = field(default=Hedge.EXACT, compare=False)


_ROUNDED = 0.03
"""How much two figures told in different units may be apart and still be the same."""

_OFF = {
    Hedge.EXACT: (1.0, 1.0),
    Hedge.ABOUT: (0.95, 1.05),
    Hedge.OVER: (1.0, 1.1),
    Hedge.UNDER: (0.9, 1.0),
}
"""The factors between which a figure lies that is told so."""

_ASKED_DIMENSIONS = {
    r"\bhow long\b": {TIME, "length"},
    r"\bhow fast\b|\b(?:what|which|at what) speed\b": {"speed", TIME, "share"},
    r"\bhow (?:late|soon|quickly)\b|\bhow much time\b": {TIME},
    r"\b(?:how old|what age)\b": {TIME},
    r"\bhow (?:far|tall|deep(?! in)|wide|near)\b|\bdistance\b": {"length"},
    r"\bhow heavy\b|\bweight\b": {"weight"},
    r"\bhow often\b": {COUNT},
    r"\b(?:percentage|share|proportion|portion|probability|majority)\b": {"share"},
}
_MAYBE_MONEY = re.compile(
    r"\bhow much\b(?! (?:of|time|longer)\b)|\bsums?\b|\bsize of\b|\bhow (?:big|large)\b|\bdeep in\b"
    r"|\b(?:what|which)\b.{0,200}\b(?:amount|total)\b",
    re.IGNORECASE,
)
_ASKED_YEAR = re.compile(
    r"\b(?:what|which)(?: \w+)? year\b|\byear (?:of|when|in which)\b|\byear\W*$", re.IGNORECASE
)
_WORD = re.compile(r"[\w’'-]+")
_LARGE = 1e6
_NOON = 12
_PART_OF_DAY = re.compile(
    r" (?:in the (?:(?P<early>(?:early )?morning)|afternoon|evening)"
    r"|(?P<night>at night|that night))\b"
)
_DAYS_OF_MONTH = 31
_NIGHT = 6
"""At night it is past midnight before this hour, and else before midnight."""
_CALENDAR = frozenset({"year", "month", "date", "day", "clock"})
_DAY = re.compile(rf"\b(?:{DAY})\b")


@lru_cache(maxsize=1024)
def values_in(sentence: str, kind: Kind, question: str) -> frozenset[Value]:
    """What a sentence gives as an answer of a kind; what the question states itself is none.

    Args:
        sentence: the sentence.
        kind: money gives amounts; numbers give figures, in the dimension asked for ("how long"
            is no number of boats); times give dates, days and clock times, or years where the
            question asks for a year; times of day give clock times in digits; other kinds give
            nothing that could be compared.
        question: what is asked.
    """
    return _values(sentence, kind, question) - _values(question, kind, question)


def all_values(text: str) -> frozenset[Value]:
    """Every figure, date, year, month, day and clock time of a text, whatever is asked."""
    figures = map(_value, figures_in(_timeless(text)))
    return frozenset(figures) | frozenset(_times(text))


def differ(one: frozenset[Value], other: frozenset[Value]) -> bool:
    """Whether two sentences give values that can be compared, and none that is the same.

    Of times any is enough: one Monday is another one when the dates differ.
    """
    same: dict[str, bool] = {}
    for a, b in ((a, b) for a in one for b in other if _comparable(a, b)):
        same[a.unit] = same.get(a.unit, False) or _same(a, b)
    if "date" in same:  # which tells the month and the day of the week
        same = {unit: alike for unit, alike in same.items() if unit not in ("month", "day")}
    enough = any if same.keys() & _CALENDAR else all
    return bool(same) and enough(not alike for alike in same.values())


def _comparable(one: Value, other: Value) -> bool:
    if one.unit.startswith(MONEY) and other.unit.startswith(MONEY):
        # What is left out, the currency or "a year", was told before.
        one_currency = may_be_one(one.told_in, other.told_in)
        return one_currency and (one.unit == other.unit or MONEY in (one.unit, other.unit))
    return one.unit == other.unit


def _same(one: Value, other: Value) -> bool:
    told_alike = one.told_in == other.told_in or one.unit.startswith(MONEY)
    apart = 1e-9 if told_alike else _ROUNDED
    (low, high), (other_low, other_high) = _reach(one), _reach(other)
    return low <= other_high * (1 + apart) and other_low <= high * (1 + apart)


def _reach(value: Value) -> tuple[float, float]:
    """Between which numbers a value lies, if it is told as "about" so much or "more than"."""
    least, most = _OFF[value.hedge]
    return value.low * least, value.high * most


def _values(text: str, kind: Kind, question: str) -> frozenset[Value]:
    if kind is Kind.MONEY:
        return frozenset(map(_value, _amounts(text)))
    if kind is Kind.NUMBER:
        numbers = frozenset(map(_value, _numbers(text, question)))
        sums = map(_value, _amounts(text)) if _MAYBE_MONEY.search(question) else ()
        return numbers | frozenset(sums)
    if kind is Kind.TIME and _ASKED_YEAR.search(question):
        return frozenset(_years(text))
    if kind is Kind.TIME:
        return frozenset(_times(text))
    if kind is Kind.CLOCK:
        return frozenset(_clock_times(text))
    return frozenset()


def _value(figure: Figure) -> Value:
    return Value(figure.dimension, figure.low, figure.high, figure.told_in, figure.hedge)


def _exactly(unit: str, number: float) -> Value:
    return Value(unit, number, number)


def _years(text: str) -> Iterator[Value]:
    return (_exactly("year", year) for year in years_in(text))


def _times(text: str) -> Iterator[Value]:
    yield from _years(text)
    for month, first, last in dates_in(text):
        yield Value("date", _DAYS_OF_MONTH * month + first, _DAYS_OF_MONTH * month + last)
        yield _exactly("month", month)
    for name in months_in(without_dates(text)):
        yield _exactly("month", MONTHS.index(name))
    for found in _DAY.finditer(text):
        yield _exactly("day", DAYS.index(found.group().casefold()))
    yield from _clock_times(text)


def _clock_times(text: str) -> Iterator[Value]:
    for found in clocks_in(text):
        yield _exactly("clock", 60 * _hour(found) + int(found["minute"] or 0))


def _hour(clock: re.Match[str]) -> int:
    """The hour of a clock time, from 0 to 23."""
    hour, half = int(clock["hour"]), (clock["half"] or "").casefold()
    if told := _PART_OF_DAY.match(clock.string, clock.end()):
        after_midnight = hour < _NIGHT or hour == _NOON
        half = "am" if told["early"] or (told["night"] and after_midnight) else "pm"
    return hour % _NOON + _NOON * ("p" in half) if half and hour <= _NOON else hour


def _amounts(text: str) -> Iterator[Figure]:
    """Sums of money; a large number of nothing else is one whose currency was told before."""
    for figure in figures_in(_timeless(text)):
        if figure.dimension.startswith(MONEY):
            yield figure
        elif (
            figure.dimension == COUNT
            and figure.low >= _LARGE
            and not _WORD.match(figure.after.lstrip())
        ):
            yield replace(figure, dimension=MONEY)


def _numbers(text: str, question: str) -> Iterator[Figure]:
    """Figures in the dimensions asked for; of counts those of what is asked for."""
    asked = _asked_dimensions(question)
    counts: list[Figure] = []
    figures = figures_in(_timeless(text))
    for figure in map(_in_years, figures) if asked == {TIME} else figures:
        if figure.dimension.startswith(MONEY) or (asked and figure.dimension not in asked):
            continue
        if figure.dimension != COUNT:
            yield figure
            continue
        counts.append(figure)
    yield from counts_asked(question, counts)


def _in_years(age: Figure) -> Figure:
    """An age as "The keeper, 41, …" tells it."""
    if age.dimension != COUNT:
        return age
    return replace(age, dimension=TIME, low=age.low * YEAR, high=age.high * YEAR, told_in="year")


def _asked_dimensions(question: str) -> frozenset[str]:
    """The dimensions in which a number answers; none where any does."""
    if thing := ASKED_COUNT.search(question):
        # What "two kilometres" is a number of, "how many kilometres" asks for.
        return frozenset(figure.dimension for figure in figures_in(f"2{thing[1]}"))
    for asks, dimensions in _ASKED_DIMENSIONS.items():
        if re.search(asks, question, re.IGNORECASE):
            return frozenset(dimensions)
    return frozenset()


def _timeless(text: str) -> str:
    """A text without dates, years and clock times, whose figures are no numbers of anything."""
    kept, end = [], 0
    for found in clocks_in(text):
        kept.append(text[end : found.start()])
        end = found.end()
    clockless = "".join([*kept, text[end:]])
    return without_years(without_dates(clockless))
