"""Altering a sentence so that it is false: each gives the claim and what it says it rests on."""

import re
from itertools import pairwise
from random import Random

from index import terms
from qa.evaluation.stated import (
    CALENDAR,
    NAME,
    NUMBER,
    POSSESSIVE,
    SPEAKER,
    SPELT,
    SPELT_NUMBER,
    Field,
    Made,
    Stated,
)
from qa.words import DAY, MONTH

_BOUND = re.compile(
    r"\b(?:more|less|fewer|over|under|least|most|up to|upwards of|not|nor|no) (?:than )?\W?$",
    re.IGNORECASE,
)
"""Behind it another number may be true as well."""

_LEAST_YEAR, _LAST_YEAR = 1500, 2100


def change_number(field: Field, stated: Stated) -> Made:
    """Another figure, month or day."""
    text = stated.text
    numbers = (*NUMBER.finditer(text), *SPELT_NUMBER.finditer(text), *CALENDAR.finditer(text))
    found = [each for each in numbers if not _BOUND.search(text, 0, each.start())]
    if not found:
        return None
    one = field.random.choice(found)
    new = _other_number(one.group(), field.random)
    return text[: one.start()] + new + text[one.end() :], (stated,)


def _other_number(number: str, random: Random) -> str:
    for list_ in (SPELT, MONTH.split("|"), DAY.split("|")):
        if number in list_:
            return random.choice([other for other in list_ if other != number])
    value = float(number.replace(",", ""))
    if number.isdigit() and _LEAST_YEAR <= value <= _LAST_YEAR:
        return str(int(value) + random.choice([-3, -1, 2, 5]))
    changed = value * random.choice([0.5, 2, 3, 10]) if value else 4.0
    decimals = len(number.partition(".")[2])
    new = (
        f"{changed:,.{decimals}f}"
        if "," in number or changed >= _THOUSAND
        else f"{changed:.{decimals}f}"
    )
    return new if new != number else f"{changed + 1:.{decimals}f}"


_THOUSAND = 1000


def replace_name(field: Field, stated: Stated) -> Made:
    """Another name of the articles."""
    found = list(NAME.finditer(stated.text))
    other = field.other_name(stated.text)
    if not (found and other):
        return None
    return _with(stated.text, field.random.choice(found), other), (stated,)


_MUTUAL = re.compile(
    r"^,? (?:and|or) (?:the )?$|^, (?:the )?$|\b(?:met|meets?|with|between|treaty|talks?|like)\b"
)
"""Between two names that may as well stand the other way round."""


def exchange_names(_: Field, stated: Stated) -> Made:
    """The first two names, where they have no word in common and no list makes them alike."""
    found = list(NAME.finditer(stated.text))
    for one, other in pairwise(found):
        first, second = (POSSESSIVE.sub("", each.group()) for each in (one, other))
        between = stated.text[one.end() : other.start()]
        alike = set(terms(first)) & set(terms(second))
        if not alike and not _MUTUAL.search(between):
            text = _with(stated.text, other, first)
            return _with(text, one, second), (stated,)
    return None


def _with(text: str, found: re.Match[str], name: str) -> str:
    """A text with another name in the place of one, in the same case."""
    ending = POSSESSIVE.search(found.group())
    return text[: found.start()] + name + (ending.group() if ending else "") + text[found.end() :]


_HELPS = "is|are|was|were|has|have|had|will|would|can|could|should|did|does|do"
_AUXILIARY = re.compile(rf"\b(?:{_HELPS})\b(?= )(?! (?:not|no|never|nothing|nobody|neither)\b)")
_DENIED = re.compile(
    rf"\b(?:{_HELPS}|may|might)(?P<out> not)\b(?! (?:only|least)\b)|(?P<never> never)\b"
    r"|\b(?:is|are|was|were|has|have|had|would|could|should|did|does|do)(?P<short>n[’']t)\b"
)
_OPEN = re.compile(r"\b(?:if|whether|how|why|unclear|nobody|no|not|nor|neither|never)\b", re.I)
"""What comes behind it may be denied or not."""


def deny(field: Field, stated: Stated) -> Made:
    """The same denied, or no longer."""
    if denied := _DENIED.search(stated.text):
        out = denied.lastgroup or "out"
        return stated.text[: denied.start(out)] + stated.text[denied.end(out) :], (stated,)
    open_ = _OPEN.search(stated.text)
    found = list(_AUXILIARY.finditer(stated.text, 0, open_.start() if open_ else 10_000))
    if stated.text.endswith("?") or not found:
        return None
    one = field.random.choice(found)
    return f"{stated.text[: one.end()]} not{stated.text[one.end() :]}", (stated,)


_NO_SPEAKER = re.compile(rf"He|She|It|They|We|I|You|Who|What|This|That|(?:{DAY}|{MONTH}).*")


def change_speaker(field: Field, stated: Stated) -> Made:
    """Somebody else says it."""
    found = SPEAKER.search(stated.text)
    if not found:
        return None
    which = "after" if found["after"] else "before"
    other = field.other_name(stated.text)
    if not other or _NO_SPEAKER.fullmatch(found[which]):
        return None
    return f"{stated.text[: found.start(which)]}{other}{stated.text[found.end(which) :]}", (stated,)


def change_source(field: Field, stated: Stated) -> Made:
    """The same, resting on another sentence."""
    other = field.elsewhere(stated)
    return (stated.text, (other,)) if other else None
