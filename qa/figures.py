"""Numbers in a sentence with what they are numbers of: "two and a half years" is 78.8 million
seconds, "£3.1m a year" 3.1 million pounds for a year, "Eleven ferries" 11.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.currencies import CODES, NAMED, SIGN, currency_of
from qa.fractions import in_decimals, without_fractions
from qa.hedges import Hedge, hedge_in
from qa.words import LARGE_SCALES, NUMBER_WORDS, SCALES

COUNT = "count"
MONEY = "money"
TIME = "time"

YEAR = 365 * 86_400.0
"""In seconds."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or a range of them.

    Attributes:
        dimension: `TIME` in seconds, ``length`` in metres, ``area`` in square metres, ``weight``
            in kilograms, ``volume`` in litres, ``speed`` in metres a second, ``share`` in per cent,
            `COUNT`, or `MONEY`, with what it is paid for after a stroke ("money/year").
        low: the lesser end.
        high: the greater; the same where it is no range.
        told_in: the unit as it is told, for money the currency; ``""`` where there is none.
        after: the words close behind it, for the thing that is counted.
        hedge: whether it is told as exact, or that it may be a little off, and to which side.
        before: the words close before it.
    """

    dimension: str
    low: float
    high: float
    told_in: str
    after: str
    hedge: Hedge
    before: str = ""


_TIMES: dict[str, float] = {
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "hr": 3600,
    "day": 86_400,
}
_TIMES |= {"night": 86_400, "week": 7 * 86_400, "fortnight": 14 * 86_400, "month": YEAR / 12}
_TIMES |= {"year": YEAR, "decade": 10 * YEAR, "century": 100 * YEAR}
_LENGTHS: dict[str, float] = {
    "millimetre": 0.001,
    "mm": 0.001,
    "centimetre": 0.01,
    "cm": 0.01,
    "inch": 0.0254,
}
_LENGTHS |= {"foot": 0.3048, "ft": 0.3048, "yard": 0.9144, "metre": 1, "m": 1, "kilometre": 1000}
_LENGTHS |= {"km": 1000, "mile": 1609.344}
_AREAS: dict[str, float] = {"hectare": 10_000, "acre": 4046.86}
_AREAS |= {f"square {unit}": factor**2 for unit, factor in _LENGTHS.items()}
_WEIGHTS: dict[str, float] = {
    "gram": 0.001,
    "kilo": 1,
    "kilogram": 1,
    "kg": 1,
    "tonne": 1000,
    "ton": 1000,
}
_VOLUMES: dict[str, float] = {"litre": 1, "gallon": 4.546, "barrel": 159}
_SPEEDS: dict[str, float] = {"km/h": 1 / 3.6, "kmh": 1 / 3.6, "kph": 1 / 3.6, "mph": 0.44704}
_SPEEDS |= {"m/s": 1, "knot": 0.514444}
_HUNDREDTH = "wordpercent"
"""What fractions in words are told in, so that two thirds may be 67 per cent."""

_SHARES: dict[str, float] = {"%": 1, "pc": 1, "percent": 1, "per cent": 1, "percentage point": 1}
_SHARES |= {_HUNDREDTH: 1}
_DIMENSIONS = {
    TIME: _TIMES,
    "length": _LENGTHS,
    "area": _AREAS,
    "weight": _WEIGHTS,
    "volume": _VOLUMES,
    "speed": _SPEEDS,
    "share": _SHARES,
}
_UNITS = {
    unit: (dimension, factor)
    for dimension, units in _DIMENSIONS.items()
    for unit, factor in units.items()
}
UNITS = "|".join(sorted(map(re.escape, _UNITS.keys() - {_HUNDREDTH}), key=len, reverse=True))
"""An alternation of what is measured in, singular, for patterns that ignore case."""

_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "trn": 1e12}
_SCALES |= {"dozen": 12.0}
_SCALES |= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_PERIODS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week"}
_PERIODS |= {"daily": "day", "hourly": "hour"}

_NUMBER_WORD = rf"(?!(?:one|once|twice|both|none|nobody)\b)(?:{NUMBER_WORDS})"
_SCALE = f"{SCALES}|dozen"
_SPELT_ALIKE = (
    (re.compile(r"(?<![\d.,])(\d{1,3})[ \u00a0\u202f](?=\d{3}(?!\d))"), r"\1,"),
    (re.compile(r"(?<=,\d{3})[ \u00a0\u202f](?=\d{3}(?!\d))"), ","),
    (re.compile(rf"\bbetween ((?:{SIGN}\s?)?\d[\d.,]*) and (?=(?:{SIGN}\s?)?\d)", re.I), r"\1 to "),
    (
        re.compile(rf"\bbetween ((?:(?:one|{_NUMBER_WORD})[ -])+)and (?={_NUMBER_WORD}\b)", re.I),
        r"\1to ",
    ),
    (
        # Not "one hundred and twenty", whose words belong together.
        re.compile(
            r"\bone (?=per ?cent\b|(?:million|billion|thousand)\b"
            rf"(?!(?: and)?[ -](?:{NUMBER_WORDS})\b))",
            re.I,
        ),
        "1 ",
    ),
)
"""What is written in several ways: 11 000 is 11,000."""

VAGUE = r"(?:several|(?:a )?few|(?:a )?couple of|many)"
"""What makes "hundred" no figure; for patterns that ignore case."""

_MOST_WORDS = 5
"""In a number behind its first, so that a long row of them is not tried from each."""

_SIMPLE_WORD = (
    rf"(?!(?:half|third|quarter|dozens?|(?:{_SCALE})s?)\b)(?:one|{_NUMBER_WORD})"  # of 1 to 99
)
_LONG_UNITS = "|".join(sorted(filter(str.isalpha, _UNITS), key=len, reverse=True))
_SPELT = (
    (re.compile(r"(?<=\d)(?: 1/2(?![\d/])|\s?½)"), ".5"),
    (re.compile(r"(?<=\d)\s?¼"), ".25"),
    (re.compile(r"(?<=\d)\s?¾"), ".75"),
    (re.compile(rf"\b{VAGUE}(?: (?:{_SCALE}))+\b", re.IGNORECASE), "many"),
    (re.compile(r"\ba dozen\b", re.IGNORECASE), "1 dozen"),
    (re.compile(r"\ba (?=(?:hundred|thousand|million|billion)\b)", re.IGNORECASE), "one "),
    (re.compile(r"\b(?:ten|hundred|thousand|million|billion|dozen)s\b", re.IGNORECASE), "many"),
    (re.compile(r"(?<=[a-z])-(?=(?:second|minute|hour|day|week|month|year)\b)"), " "),
    (
        re.compile(
            rf"\b((?!half|third|quarter)(?:{_NUMBER_WORD}))"
            rf"-(?=(?:{_LONG_UNITS}|met(?:er|re)|{NAMED}|{_SCALE})\b)",
            re.IGNORECASE,
        ),
        r"\1 ",
    ),
    (re.compile(r"\b(?:kilomet(?:re|er)s?|km) (?:per|an) hour\b", re.IGNORECASE), "km/h"),
    (re.compile(r"\bmiles (?:per|an) hour\b", re.IGNORECASE), "mph"),
    (re.compile(r"\bmet(?:re|er)s (?:per|a) second\b", re.IGNORECASE), "m/s"),
    (re.compile(r"\b(met|kilomet|centimet|millimet|lit)er(?=s?\b)", re.IGNORECASE), r"\1re"),
    (re.compile(r"\bsq(?:uare)?\.? ", re.IGNORECASE), "square "),
    (re.compile(r"\b(k?m)(?:²|2\b)"), r"square \1"),
    (re.compile(r"\bfeet\b", re.IGNORECASE), "foot"),
    (re.compile(r"\binches\b", re.IGNORECASE), "inch"),
    (re.compile(r"\bcenturies\b", re.IGNORECASE), "century"),
)
"""Before number words become digits."""

_AND_A_HALF = re.compile(
    rf"(?P<number>\ban?(?=[ -](?:{_SCALE}|{UNITS})[ -]and)"
    rf"|(?<![\d.,])\d+|\b{_SIMPLE_WORD}(?:[ -]{_SIMPLE_WORD}){{0,{_MOST_WORDS}}})"
    rf"(?P<of>[ -](?:{_SCALE}|{UNITS})s?)?[ -]and[ -]a[ -]half\b",
    re.IGNORECASE,
)
_ONE_AND_LESS = re.compile(
    r"(?:\b(?P<before>for|to|of|took|takes?|last(?:s|ed)?|after|within|in|about|nearly|almost|over"
    r"|than|spent|got|served|only|just) an?|\bone)"
    r"(?P<unit> (?:hour|day|week|month|year|decade|century) and )"
    rf"(?=(?:\d+|{_NUMBER_WORD}(?:[ -]{_NUMBER_WORD}){{0,{_MOST_WORDS}}})[ -]"
    r"(?:seconds|minutes|hours|days|weeks|months|years)\b)",
    re.IGNORECASE,
)
"""Not "twice a week and two hours at a time"."""

_WORDED_RANGES = tuple(
    re.compile(
        rf"\b(?P<low>{word}(?:[ -]{word}){{0,{_MOST_WORDS}}}) (?:to|or)"
        rf" (?P<high>{word}(?:[ -]{word}){{0,{_MOST_WORDS}}}?)"
        rf" (?=(?:{scale})\b)",
        re.IGNORECASE,
    )
    for word, scale in (
        (_SIMPLE_WORD, _SCALE),
        (rf"(?:hundred|{_SIMPLE_WORD})", LARGE_SCALES),
    )
)
"""In the second the ends have hundreds: "one hundred to two hundred thousand"."""

_OR_MORE = re.compile(rf"(?<![\d.,])(\d[\d.,]*) or (?=\d[\d.,]* (?:{_SCALE})\b)", re.IGNORECASE)

_LEAST = 2
"""The least number that counts in words: "one" rarely does."""

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w.,:-])(?P<sign>{SIGN}|(?:{CODES})(?=\s))?\s?(?P<low>{_DIGITS})"
    rf"(?:(?:\s?[-–]\s?| to ){SIGN}?(?P<high>{_DIGITS}))?(?![\d:]|(?:st|nd|rd|th)\b)"
    r"(?:(?P<short>k|mn?|(?(sign)bn?|bn)|trn?|tn)\b(?! (?:long|high|tall|wide|deep|away)\b)"
    rf"|[ -](?P<scale>10{{2,12}}|mn|bn|tn|{LARGE_SCALES}|dozen)\b)?"
    rf"(?:[ -]?(?P<unit>{UNITS}|{_HUNDREDTH})(?:s\b|(?![\w²])))?"
    rf"(?:[ -](?P<currency>{NAMED})\b| ?(?P<behind>{SIGN})(?!\s?\d))?"
    r"(?: (?:an?|per|each|every) (?P<period>(?!cent\b)[a-z]+)"
    rf"| (?P<adverb>{'|'.join(_PERIODS)})\b)?",
    re.IGNORECASE,
)


_JOINTS = {TIME: re.compile(r",? |,? and "), "length": re.compile(r" | and ")}
_OF_THEM = re.compile(r" of (?:them|which|it|that|those)\b", re.IGNORECASE)

_LONGEST_BEFORE = 20
_LONGEST_AFTER = 120
"""In characters. The whole rest of a text behind each of its figures would be its square."""

_DENIED = re.compile(r"\b(?:not|rather than|instead of) (?:the )?$", re.IGNORECASE)


def figures_in(text: str) -> Iterator[Figure]:
    """Every figure of a text, in words or digits, but for those denied ("seven, not nine").

    Dates and clock times are read as figures, too. "12 years and six months" is one.
    """
    figure, end = None, 0
    for found in _told(text):
        more = _figure(found)
        if figure and _goes_on(figure, found.string[end : found.start()], more):
            low, high = figure.low + more.low, figure.high + more.high
            figure = replace(figure, low=low, high=high, after=more.after)
        else:
            if figure:
                yield figure
            figure = more
        end = found.end()
    if figure:
        yield figure


def _told(text: str) -> Iterator[re.Match[str]]:
    """Where the figures stand in a text in digits, but for those denied."""
    for found in _FIGURE.finditer(_in_digits(text)):
        if _DENIED.search(found.string, max(0, found.start() - _LONGEST_BEFORE), found.start()):
            continue
        yield found


def _figure(found: re.Match[str]) -> Figure:
    low, high = (_number(found[end] or found["low"]) for end in ("low", "high"))
    scale = (found["short"] or found["scale"] or "").casefold()
    factor = _SCALES.get(scale) or float(scale or 1)
    if low > high:  # "800,000 to 1 million"
        low /= factor
    dimension, told_in = _measured(found)
    factor *= _UNITS[told_in][1] if told_in in _UNITS else 1.0
    low, high = sorted((low * factor, high * factor))
    after = found.string[found.end() : found.end() + _LONGEST_AFTER]
    before = found.string[max(0, found.start() - _LONGEST_BEFORE) : found.start()]
    return Figure(dimension, low, high, told_in, after, hedge_in(before), before)


def _goes_on(figure: Figure, between: str, more: Figure) -> bool:
    """Whether two figures are one: "1 hour and 30 minutes", "5 feet 10 inches"."""
    joint = _JOINTS.get(figure.dimension)
    return (
        joint is not None
        and joint.fullmatch(between) is not None
        and more.dimension == figure.dimension
        and more.told_in != figure.told_in
        and figure.low == figure.high
        and more.high < _UNITS[figure.told_in][1]
        and not _OF_THEM.match(more.after)
    )


def _measured(found: re.Match[str]) -> tuple[str, str]:
    """The dimension of a figure, and what it is told in."""
    currency = found["sign"] or found["currency"] or found["behind"] or ""
    if currency:
        period = found["period"] or _PERIODS.get((found["adverb"] or "").casefold(), "")
        dimension = f"{MONEY}/{period.casefold()}" if period else MONEY
        return dimension, currency_of(currency)
    if found["unit"]:
        return _UNITS[found["unit"].casefold()][0], found["unit"].casefold()
    return COUNT, ""


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))


def spelt_alike(text: str) -> str:
    """A text in which figures that can be written in several ways are written in one."""
    for pattern, instead in _SPELT_ALIKE:
        text = pattern.sub(instead, text)
    return text


def _in_digits(text: str) -> str:
    text = without_fractions(in_decimals(_AND_A_HALF.sub(_halved, spelt_alike(text))), _HUNDREDTH)
    text = _ONE_AND_LESS.sub(r"\g<before> 1\g<unit>", text)
    for pattern, instead in _SPELT:
        text = pattern.sub(instead, text)
    for pattern in _WORDED_RANGES:
        text = pattern.sub(_joined, text)
    return _words_as_digits(" ".join(_OR_MORE.sub(r"\1 to ", text).split()), _LEAST)


def _halved(found: re.Match[str]) -> str:
    """ "2.5 million" for "two million and a half"."""
    number = found["number"]
    whole = "1" if number.lower() in ("a", "an") else _words_as_digits(number, 1)
    return f"{whole}.5{found['of'] or ''}"


def _joined(found: re.Match[str]) -> str:
    """ "10 to 12 " for what stands before the "thousand" of "ten to twelve thousand"."""
    low, high = (_words_as_digits(found[end], 1) for end in ("low", "high"))
    in_order = low.isdecimal() and high.isdecimal() and int(low) < int(high)
    return f"{low} to {high} " if in_order else found.group()


def _words_as_digits(text: str, least: int) -> str:
    from text_to_num import alpha2digit  # noqa: PLC0415 - loads a compiled library

    digits: str = alpha2digit(text, "en", threshold=least)
    return digits
