"""Whether the figures and times of a claim stand in the words that it rests on."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.days import in_words
from qa.currencies import may_be_one
from qa.figures import COUNT, MONEY, TIME, YEAR, spelt_alike
from qa.fractions import fractions_in, without_fractions
from qa.hedges import Hedge
from qa.values import Value, all_values

_ROUNDED = 0.03
"""How much a figure may be off that is told in another unit."""

_NOT_MUCH_MORE = 1.1
"""By how much the time may be longer than one that is told as "more than"."""

_EXACTLY = 1e-9
_NEARLY = 0.6
"""Percentage points within which a share told as a fraction is the same."""

_LARGE = 1e6
"""A count so large may be a sum whose currency was told before."""

_PUBLISHED = frozenset({"year", "month", "date", "day"})

_VAGUE = re.compile(
    r"\b(?:tens|dozens?|scores|hundreds|thousands|millions|billions|doubl\w+|tripl\w+|trebl\w+"
    r"|quadrupl\w+|twice|thrice|twofold|threefold|fourfold)\b",
    re.IGNORECASE,
)
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINAL = re.compile(rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})\b", re.I)
_DESIGNATION = re.compile(r"\b[A-Z]{1,4}-?\d{1,4}\b")
_STEM = 5
_AGE = re.compile(
    r"(?:\b(?:he|she|who|[A-Z][\w’-]+) (?:is|was|turn(?:s|ed))|\baged?|,) \d{1,3}(?![\d.,]*\d)"
    r"(?=[,.;!?)]|$| when\b| and\b)"
)
"""What may be an age: a number that counts nothing."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a ground gives: figures and times, counts among them, and shares in per cent."""

    values: Collection[Value]
    counts: frozenset[float]
    shares: frozenset[float]

    @classmethod
    def by(cls, ground: str, published: Sequence[date]) -> "_Given":
        values = all_values(ground)
        units = {value.unit for value in values}
        # What the ground leaves open may be what its article's day tells.
        days = {each for each in _of_days(published) if each.unit in _PUBLISHED - units}
        counts = {end for each in values if each.unit == COUNT for end in (each.low, each.high)}
        shares = {value.low for value in values if value.unit == "share"}
        return cls(values | days, frozenset(counts), frozenset(fractions_in(ground)) | shares)

    def has(self, value: Value) -> bool:
        """Whether a value is given, in this form or in another."""
        if value.unit == "date" and value.low != value.high:
            ends = (replace(value, low=end, high=end) for end in (value.low, value.high))
            return all(map(self.has, ends))  # "3–5 May" may be "from 3 May to 5 May"
        if any(_same(value, other) for other in self.values):
            return True
        if value.unit == "year":
            return value.low in self.counts
        if value.unit == TIME and value.told_in == "year":
            return value.low / YEAR in self.counts  # "aged 81" is 81 years old
        if value.unit == COUNT:
            return any(value.low == each.low for each in self.values if each.unit == "year")
        return value.unit == "share" and self.has_share(value.low)

    def has_share(self, share: float) -> bool:
        """Whether a share is given, as a fraction or in per cent."""
        return any(abs(share - other) <= _NEARLY for other in self.shares)


def unfounded_figures(claim: str, ground: str, published: Sequence[date] = ()) -> list[str]:
    """The figures and times of a claim that its ground does not give, in words for a reader.

    Args:
        claim: a sentence.
        ground: the words that it rests on.
        published: the days of their articles; a claim may name them for what the ground leaves
            open.
    """
    claim, ground = spelt_alike(claim), spelt_alike(ground)
    given = _Given.by(ground, published)
    plain = without_fractions(_AGE.sub(r"\g<0> years old", claim))
    if re.search(r"\bboth\b", ground, re.IGNORECASE):
        plain = re.sub(r"\b(?:two|2)\b", " ", plain, flags=re.IGNORECASE)
    values = sorted(all_values(plain), key=lambda each: (each.unit, each.low))
    found = [_shown(value) for value in values if not given.has(value)]
    found += ["a share" for share in fractions_in(claim) if not given.has_share(share)]
    found += _unfounded_words(plain, ground)
    return list(dict.fromkeys(found))


def _unfounded_words(claim: str, ground: str) -> Iterator[str]:
    """Quantities that are no figures: hundreds, twice, the third, F-16."""
    stems = {word.group().lower()[:_STEM] for word in _VAGUE.finditer(ground)}
    for word in _VAGUE.finditer(claim):
        if word.group().lower()[:_STEM] not in stems:
            yield word.group().lower()
    ordinals = {_ordinal(found) for found in _ORDINAL.finditer(ground)}
    for found in _ORDINAL.finditer(claim):
        if _ordinal(found) not in ordinals and not _is_day(found, claim):
            yield found.group()
    named = {name.replace("-", "") for name in _DESIGNATION.findall(ground)}
    for name in _DESIGNATION.findall(claim):
        if name.replace("-", "") not in named:
            yield name


def _ordinal(found: re.Match[str]) -> int:
    if found["digits"]:
        return int(found["digits"])
    return _ORDINALS.index(found.group().lower()) + 3


def _is_day(found: re.Match[str], text: str) -> bool:
    """Whether an ordinal is the day of a date, which is looked at as one."""
    after, before = text[found.end() : found.end() + 14], text[: found.start()][-12:]
    months = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*"
    is_before = re.match(rf" (?:of )?{months}", after) is not None
    return is_before or re.search(rf"{months} (?:the )?$", before) is not None


def _same(one: Value, other: Value) -> bool:
    """Whether a claim's figure is another one, or an end of the other's range."""
    if not _comparable(one, other):
        return False
    if one.unit == TIME and one.hedge is Hedge.OVER:
        # "More than 14 hours" are 14 hours and ten minutes.
        return one.low <= other.low <= one.high * _NOT_MUCH_MORE or one.low == other.high
    is_money = one.unit.startswith(MONEY) or other.unit.startswith(MONEY)
    if is_money and not may_be_one(one.told_in, other.told_in):
        return False
    is_converted = bool(one.told_in and other.told_in) and one.told_in != other.told_in
    apart = _ROUNDED if is_converted and not is_money else _EXACTLY

    def equal(a: float, b: float) -> bool:
        return abs(a - b) <= apart * max(abs(a), abs(b))

    low, high = equal(one.low, other.low), equal(one.high, other.high)
    return (low and high) or (one.low == one.high and (low or high))


def _comparable(one: Value, other: Value) -> bool:
    """Figures of one unit; sums and sums for a time; large counts and sums."""
    if one.unit == other.unit:
        return True
    units = {one.unit, other.unit}
    if MONEY in units and all(unit.startswith(MONEY) for unit in units):
        return True
    return COUNT in units and MONEY in units and one.low >= _LARGE


def _of_days(days: Sequence[date]) -> Iterator[Value]:
    """What a claim may say of the days on which its articles were published."""
    for day in days:
        yield from all_values(f"{in_words(day)}, {day:%A}")


_WORDS: dict[str, Callable[[Value], str]] = {
    "year": lambda value: f"{value.low:.0f}",
    "date": lambda _: "a date",
    "month": lambda _: "a month",
    "day": lambda _: "a day of the week",
    "clock": lambda _: "a time of the day",
    TIME: lambda _: "a length of time",
    "speed": lambda _: "a speed",
    "share": lambda value: f"{value.low:g} per cent",
}


def _shown(value: Value) -> str:
    if told := _WORDS.get(value.unit):
        return told(value)
    return f"{value.low:,.10g}"
