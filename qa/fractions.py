"""Fractions in words: "a third", "half", "nine in ten"."""

import re
from collections.abc import Iterator

from qa.kinds import MONTH

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_PARTS |= {"ninth": 9, "tenth": 10}
_SMALL = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_SMALL |= {"eight": 8, "nine": 9, "ten": 10}
_SEVERAL = "|".join(word for word, number in _SMALL.items() if number > 1)
_NO_PART = (
    rf"of (?:{MONTH}|the (?:year|month|week|day|game|match|\d+)|\d)"
    "|an? |time|day|week|month|year|hour|century|floor|man|woman|party|place|round|generation"
)
_ORDINALS = "|".join(word for word in _PARTS if word not in ("half", "quarter"))
_FEW = (
    # "A third ferry" is one more, "a third of them" is a share.
    rf"a(?! (?:{_ORDINALS})\b(?! of\b|[,.;:!?)]|$))|one|{_SEVERAL}"
)
_FRACTION = re.compile(
    # Not the "half" of "two and a half kilometres".
    rf"(?<!\band )\b(?:(?P<few>{_FEW})[ -](?P<part>{'|'.join(_PARTS)})s?"
    r"|(?<!\band a )(?<!\bfirst )(?<!\bsecond )half)\b"
    rf"(?!-| (?:{_NO_PART}))"
    rf"|\b(?P<some>{'|'.join(_SMALL)}) (?:in|out of)(?: every)? (?P<all>{_SEVERAL})\b",
    re.IGNORECASE,
)


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


def _per_cent(found: re.Match[str]) -> float:
    if found["all"]:
        return 100 * _SMALL[found["some"].lower()] / _SMALL[found["all"].lower()]
    if found["part"]:
        return 100 * _SMALL[found["few"].lower()] / _PARTS[found["part"].lower()]
    return 50.0
