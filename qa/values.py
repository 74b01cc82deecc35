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
        amount: the number, or the name of a month.
    """

    unit: str
    amount: float | str


_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12, "billion": 1e9, "trillion": 1e12}
_FIGURE = re.compile(
    r"(?<![\w.,-])(?P<sign>[$£€¥])?\s?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?:[ -](?P<power>10{3,12})\b)?(?:\s?(?P<scale>k|m|bn|tn|billion|trillion)\b)?"
    rf"(?:\s(?P<word>{CURRENCIES})\b)?(?P<per>(?:\s(?:a|per|each|every)\s\w+)*)",
    re.IGNORECASE,
)
_ASKED_COUNT = re.compile(r"\b(?:how many|number of)((?:\s[\w’'-]+){1,3})", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_WORD = re.compile(r"[\w’'-]+")
_NEAR = 3
"""Words between which a number and what it counts stand."""


def values_in(sentence: str, kind: Kind, question: str) -> frozenset[Value]:
    """What a sentence gives as an answer of a kind; what the question states itself is none.

    Args:
        sentence: the sentence.
        kind: money gives amounts; numbers give the figures that count the thing asked for ("11
            ferries" for "how many ferries"); times give months, or years where the question
            asks for a year; other kinds give nothing that could be compared.
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
        return frozenset(_counts(text, thing_counted(question)))
    if kind is Kind.TIME and "year" in question.casefold():
        return frozenset(Value("year", year) for year in _YEAR.findall(text))
    if kind is Kind.TIME:
        return frozenset(Value("month", month) for month in months_in(text))
    return frozenset()


def _figures(text: str) -> Iterator[re.Match[str]]:
    """Every number, also those in words ("twenty-five")."""
    from text_to_num import alpha2digit  # noqa: PLC0415 - loads a compiled library

    return _FIGURE.finditer(alpha2digit(" ".join(text.split()), "en"))


def _amount(figure: re.Match[str]) -> float:
    number = float(figure["digits"].replace(",", ""))
    return number * float(figure["power"] or 1) * _SCALES.get((figure["scale"] or "").lower(), 1.0)


def _money(figure: re.Match[str]) -> str:
    """The currency and for what it is paid; ``""`` for a number of something else."""
    currency = figure["sign"] or figure["word"] or ""
    return currency and currency.lower() + figure["per"].lower()


def _counts(text: str, thing: frozenset[str]) -> Iterator[Value]:
    for figure in _figures(text):
        words = _WORD.findall(figure.string, figure.end("digits"))[: _NEAR + 1]
        if not _money(figure) and thing & set(terms(" ".join(words))):
            yield Value(" ".join(sorted(thing)), _amount(figure))
