"""The decisive words of a sentence: the number, amount or time that a question asks for."""

import re

from corpus import Span
from qa.kinds import CURRENCIES, NUMBER_WORDS, Kind, Wanted, months_in

_UNITS = (
    rf"(?:%|per ?cent\b|hundred\b|thousand\b|million\b|billion\b|trillion\b|(?:{CURRENCIES})\b)"
)
_FIGURE = rf"(?<![\w.,$£€¥-])(?:[$£€¥]\s?)?\d+(?:[.,]\d+)*(?![\w,.-]*\d)(?:[ -]?{_UNITS})*"
_WORDS = rf"(?<![\w-])(?:{NUMBER_WORDS})(?:[ -](?:{NUMBER_WORDS}|{_UNITS}))*(?![\w-])"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

_NUMBER = re.compile(rf"{_FIGURE}|{_WORDS}", re.IGNORECASE)
_MONEY = re.compile(r"[$£€¥]|\b(?:" + CURRENCIES + r")\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH}(?: \d{{1,2}}(?:, \d{{4}})?| \d{{4}})?"
    rf"|(?:1[5-9]|20)\d\d|{_DAYS})\b"
)


def decisive_words(sentence: str, wanted: Wanted, question: str) -> Span | None:
    """Where the words stand that the question is after.

    Args:
        sentence: which answers.
        wanted: the kind of answer that the question asks for.
        question: what it states itself is no answer.

    Returns:
        None where the question asks for no number, amount or time, or where there are several in
        the sentence: which of them it is, code can't tell.
    """
    found = [
        Span(match.start(), match.end())
        for match in _pattern(wanted.kind).finditer(sentence)
        if match.group() not in question and _is_of(wanted.kind, match.group())
    ]
    return found[0] if len(found) == 1 else None


_NOTHING = re.compile(r"(?!)")


def _pattern(kind: Kind) -> re.Pattern[str]:
    return {Kind.MONEY: _NUMBER, Kind.NUMBER: _NUMBER, Kind.TIME: _TIME}.get(kind, _NOTHING)


def _is_of(kind: Kind, words: str) -> bool:
    if kind is Kind.MONEY:
        return _MONEY.search(words) is not None
    if kind is Kind.TIME and words in ("March", "May"):
        return next(months_in(words), None) is not None
    return True
