"""Fractions in words: "a third", "half", "nine in ten", "a quarter of a million"."""

import re
from collections.abc import Iterator

from qa.words import HOURS, MONTH, SCALES

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_PARTS |= {"ninth": 9, "tenth": 10}
_SMALL = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_SMALL |= {"eight": 8, "nine": 9, "ten": 10}
_SEVERAL = "|".join(word for word, number in _SMALL.items() if number > 1)
_WHOLE = (
    f"{SCALES}|dozen|minute|hour|day|week|fortnight|month"
    "|year|decade|century|inch|foot|yard|metre|meter|kilometre|kilometer|km|mile|gram|kilo|kilogram"
    "|ton|tonne|litre|liter|acre|hectare"
)
_NO_PART = (
    rf"of (?:{MONTH}|the (?:year|month|week|day|game|match|\d+)|\d|an? (?:{_WHOLE})\b)"
    rf"|an? |past |to (?:(?:{HOURS})\b(?! per| in)|\d)"
    "|time|day|week|month|year|hour|century|floor|man|woman|party|place|round|generation"
)
_ORDINALS = "|".join(word for word in _PARTS if word not in ("half", "quarter"))
_FEW = (
    # "A third ferry" is one more, "a third of them" is a share.
    rf"a(?! (?:{_ORDINALS})\b(?! of\b|[,.;:!?)]|$))|one|{_SEVERAL}"
)
_IN_ALL = (
    # In digits "9 in 10" and "1 in 5": "3 in 4" may be goals in games.
    rf"(?:{_SEVERAL}|100?(?![\d.,]*\d)|(?:(?<=\b1 in )|(?<=\bone in ))[2-9](?![\d.,]*\d))"
    r"(?! (?:seconds|minutes|hours|days|nights|weeks|months|years)\b)"
)
FRACTION = (
    # Not the "half" of "two and a half kilometres".
    rf"(?<!\band )\b(?:(?P<few>{_FEW})[ -](?P<part>{'|'.join(_PARTS)})s?"
    r"|(?<!\band a )(?<!\bfirst )(?<!\bsecond )half)\b"
    rf"(?!-| (?:{_NO_PART}))"
    rf"|(?<![\d.,:])\b(?P<some>{'|'.join(_SMALL)}|\d|\d\d(?= (?:in|out of)(?: every)? 100))"
    rf" (?:in|out of)(?: every)? (?P<all>{_IN_ALL})\b"
)
"""For patterns that ignore case."""

PART_OF_ONE = (
    rf"(?<!\band a )\b(?:(?:half(?: of)?|(?:(?:a|one|{_SEVERAL})[ -])?(?:{'|'.join(_PARTS)})s? of)"
    rf" an?(?= (?:{_WHOLE})\b)"
    r"|(?:a half(?=[ -])|half(?=-))(?=[ -](?:hour|year|mile|dozen|million|billion)\b))"
)
"""What stands before "million" in "half a million", or "hour" in "three quarters of an hour"; for
patterns that ignore case.
"""

_FRACTION = re.compile(FRACTION, re.IGNORECASE)
_PART_OF_ONE = re.compile(PART_OF_ONE, re.IGNORECASE)


def fractions_in(text: str) -> Iterator[float]:
    """The fractions of a text, in per cent."""
    return map(_per_cent, _FRACTION.finditer(text))


def without_fractions(text: str, unit: str = "") -> str:
    """A text with a blank in place of each fraction.

    Args:
        text: the text.
        unit: the name of a hundredth: then the fraction stands there as so many of them.
    """
    return _FRACTION.sub(lambda found: f"{_per_cent(found):.4f} {unit}" if unit else " ", text)


def in_decimals(text: str) -> str:
    """A text with "0.25 million" in place of "a quarter of a million"."""
    return _PART_OF_ONE.sub(_decimal, text)


def _decimal(found: re.Match[str]) -> str:
    words = found.group().lower().replace("-", " ").split()
    part = next(word.removesuffix("s") for word in words if word.removesuffix("s") in _PARTS)
    few = _SMALL.get(words[0], 1)
    return f"{few / _PARTS[part]:.6g}"


def _per_cent(found: re.Match[str]) -> float:
    if found["all"]:
        return 100 * _number(found["some"]) / _number(found["all"])
    if found["part"]:
        return 100 * _SMALL[found["few"].lower()] / _PARTS[found["part"].lower()]
    return 50.0


def _number(told: str) -> float:
    return float(_SMALL.get(told.lower(), 0) or told)
