"""The figures and times in a sentence, in a form in which two sentences can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import terms
from qa.kinds import CURRENCIES, Kind, months_in


@dataclass(frozen=True, slots=True)
class Value:
    """A figure or a time.

    Attributes:
        unit: what it is a number of; only values of one unit can be compared.
        amount: the number in that unit, or the name of a month or day.
    """

    unit: str
    amount: float | str


_TIMES = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "night": 86400, "week": 604800}
_TIMES |= {"fortnight": 2 * 604800, "month": 30 * 86400, "year": 365 * 86400}
_TIMES |= {"decade": 3650 * 86400, "century": 36500 * 86400}
_LENGTHS = {"centimetre": 0.01, "cm": 0.01, "foot": 0.3048, "metre": 1, "m": 1, "yard": 0.9144}
_LENGTHS |= {"kilometre": 1000, "km": 1000, "mile": 1609.344}
_WEIGHTS = {"gram": 0.001, "kilogram": 1, "kilo": 1, "kg": 1, "tonne": 1000, "ton": 1000}
_AREAS = {"hectare": 1, "acre": 0.4047}
_DIMENSIONS = {
    "time": _TIMES,
    "length": _LENGTHS,
    "weight": _WEIGHTS,
    "area": _AREAS,
    "share": {"%": 1, "percent": 1, "per": 1, "point": 1},
}
_UNITS = {
    word: (dimension, float(factor))
    for dimension, units in _DIMENSIONS.items()
    for word, factor in units.items()
}
_SPELT = {"feet": "foot", "centuries": "century", "meter": "metre", "kilometer": "kilometre"}
_COUNT = "count"

_ASKED_DIMENSIONS = {
    r"\bhow (?:long|late|soon)\b": {"time", "length"},
    r"\bhow old\b": {"time", _COUNT},
    r"\bhow (?:far|tall|high|deep|wide)\b": {"length"},
    r"\bhow heavy\b": {"weight"},
    r"\bhow often\b": {_COUNT},
    r"\b(?:percentage|share)\b": {"share"},
}

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12, "billion": 1e9, "trillion": 1e12}
_FIGURE = re.compile(
    r"(?<![\w.,:-])(?P<sign>[$£€¥])?\s?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?!:\d)"
    r"(?:[ -](?P<power>10{3,12})\b)?(?:\s?(?P<scale>k|m|bn|tn|billion|trillion)\b)?"
    rf"(?:\s(?P<word>{CURRENCIES})\b)?(?P<per>(?:\s(?:a|per|each|every)\s(?!cent\b)\w+)*)",
    re.IGNORECASE,
)
_ASKED_COUNT = re.compile(r"\b(?:how many|number of)((?:\s[\w’'-]+){1,3})", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) ({_MONTH})|({_MONTH}) (\d{{1,2}}))\b")
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b|(?:(?<=\bat )|^\W?)\d{1,2}\.\d\d\b")
_WORD = re.compile(r"[\w’'-]+")
_NEAR = 3
"""Words between which a number and what it counts stand."""

_LEAST = 2
"""The least number that counts in words: "one" rarely does."""

_AFTER = re.compile(r"[ -]?(%|[A-Za-z]+)")


def values_in(sentence: str, kind: Kind, question: str) -> frozenset[Value]:
    """What a sentence gives as an answer of a kind; what the question states itself is none.

    Args:
        sentence: the sentence.
        kind: money gives amounts; numbers give figures, in the dimension asked for ("how long"
            is no number of boats); times give dates, days and clock times, or years where the
            question asks for a year; other kinds give nothing that could be compared.
        question: what is asked.
    """
    return _values(sentence, kind, question) - _values(question, kind, question)


def differ(one: frozenset[Value], other: frozenset[Value]) -> bool:
    """Whether two sentences give values that can be compared, and none that is the same."""
    comparable = {value.unit for value in one} & {value.unit for value in other}
    return bool(comparable) and not one & other


def thing_counted(question: str) -> frozenset[str]:
    """What a question asks the number of, as `index.terms`; nothing where it can't be told."""
    asked = _ASKED_COUNT.search(question)
    named: list[str] = []
    for word in asked[1].split() if asked else []:
        if not (folded := terms(word)):
            break
        named += folded
    return frozenset(named)


def _values(text: str, kind: Kind, question: str) -> frozenset[Value]:
    if kind is Kind.MONEY:
        return frozenset(Value(unit, _amount(f)) for f in _figures(text) if (unit := _money(f)))
    if kind is Kind.NUMBER:
        return frozenset(_numbers(text, question))
    if kind is Kind.TIME and "year" in question.casefold():
        return frozenset(Value("year", year) for year in _YEAR.findall(text))
    if kind is Kind.TIME:
        return frozenset(_times(text))
    return frozenset()


def _times(text: str) -> Iterator[Value]:
    """Dates, each as finely as it is told, so that one of May and one of 4 May do not differ."""
    for first, month, other_month, second in _DATE.findall(text):
        yield Value("date", f"{first or second} {month or other_month}")
    for month in months_in(_DATE.sub("", text)):
        yield Value("month", month)
    for unit, pattern in (("day", _DAY), ("clock", _CLOCK)):
        for match in pattern.finditer(text):
            yield Value(unit, match.group().replace(".", ":"))


def _figures(text: str) -> Iterator[re.Match[str]]:
    """Every number, also those in words ("twenty-five"); no clock times, dates and years."""
    from text_to_num import alpha2digit  # noqa: PLC0415 - loads a compiled library

    timeless = _CLOCK.sub("", _DATE.sub("", " ".join(text.split())))
    return _FIGURE.finditer(alpha2digit(timeless, "en", threshold=_LEAST))


def _amount(figure: re.Match[str]) -> float:
    number = float(figure["digits"].replace(",", ""))
    return number * float(figure["power"] or 1) * _SCALES.get((figure["scale"] or "").lower(), 1.0)


def _money(figure: re.Match[str]) -> str:
    """The currency and for what it is paid; ``""`` for a number of something else."""
    currency = figure["sign"] or figure["word"] or ""
    return currency and currency.lower() + figure["per"].lower()


def _asked_dimensions(question: str) -> frozenset[str]:
    """The dimensions in which a number answers; none where any does."""
    for asks, dimensions in _ASKED_DIMENSIONS.items():
        if re.search(asks, question, re.IGNORECASE):
            return frozenset(dimensions)
    thing = _ASKED_COUNT.search(question)
    if thing:
        return frozenset({_UNITS.get(_singular(thing[1].split()[0]), (_COUNT, 1.0))[0]})
    return frozenset()


def _numbers(text: str, question: str) -> Iterator[Value]:
    """Numbers in the dimensions asked for; of counts those of the thing asked for, if any are."""
    asked, thing = _asked_dimensions(question), thing_counted(question)
    counts: dict[Value, bool] = {}
    for figure in _figures(text):
        after = _AFTER.match(figure.string, figure.end("digits"))
        unit, factor = _UNITS.get(_singular(after[1]) if after else "", (_COUNT, 1.0))
        if _money(figure) or (asked and unit not in asked):
            continue
        value = Value(unit, _amount(figure) * factor)
        if unit != _COUNT:
            yield value
        elif not _YEAR.fullmatch(figure["digits"]):
            words = _WORD.findall(figure.string, figure.end("digits"))[: _NEAR + 1]
            counts[value] = not thing.isdisjoint(terms(" ".join(words)))
    of_thing = [value for value, is_of_thing in counts.items() if is_of_thing]
    yield from of_thing or counts


def _singular(word: str) -> str:
    word = word.casefold()
    word = _SPELT.get(word, word)
    return _SPELT.get(word.removesuffix("s"), word.removesuffix("s"))
