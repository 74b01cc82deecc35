"""The decisive words of a quotation: the number, amount or time that a question asks for, or the
clause that says yes or no.

Where a sentence has several, the reader tells: it reads the sentence without each of them, and the
one whose loss costs most is decisive (occlusion, as Zeiler and Fergus, 2014, do with images).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from corpus import Article, Sentence, Span
from qa.choosing import Choice
from qa.clocks import CLOCK, SPOKEN_CLOCK, is_clock
from qa.counting import counts_another
from qa.currencies import CODES, NAMED, SIGN, SIGNS
from qa.dates import DATE, SHORT_MONTH, YEAR_OF_DATE, is_month, times_in
from qa.figures import UNITS, VAGUE
from qa.fractions import FRACTION, PART_OF_ONE
from qa.hedges import start_with_hedge
from qa.kinds import Kind, Wanted
from qa.reader import Candidate, Reader
from qa.reading import Asked, Evidence, Reading, candidate_of
from qa.words import DAY, MONTH, NUMBER_WORDS, SCALES, YEAR_IN_DIGITS

_MOST = 8
"""A sentence with more numbers or clauses is a list, and is not read without each of them."""

_CLEAR = 0.5
"""How many logits the loss of the decisive words must cost more than that of any others."""

_WORD = rf"(?:{NUMBER_WORDS})"
_UNITS = (
    rf"(?:%|{SIGN}(?!\s?\d)|(?:{SCALES}|k|mn?|bn|trn?|tn|(?:{UNITS})s?"
    rf"|{NAMED}|feet|centuries|k?m[²2])(?![\w²-]))"
)
_AND_A_HALF = rf"[ -]and[ -]a[ -]half(?:[ -]{_UNITS})*"
_AMOUNT = rf"(?:(?:{SIGN}\s?|(?:{CODES})\s))?\d+(?:[.,]\d+)*[½¼¾]?"
_FIGURE = (
    rf"(?<![\w.,{SIGNS}–-])(?:{SIGN}\s?\d+(?:[.,]\d+)*(?-i:B)"
    rf"|{_AMOUNT}(?:(?:\s?[-–]\s?| to ){_AMOUNT})?"
    rf"(?![\w,.–-]*\d|(?:st|nd|rd|th)\b)(?:[ -]?{_UNITS})*(?:{_AND_A_HALF})?)(?!\w)"
)
_MORE = (
    rf"(?:[ -](?:{_WORD}|{_UNITS})"
    # "two hundred and six", "hundreds of thousands", "millions of crowns"
    rf"|(?:(?<=hundred)|(?<=thousand)|(?<=million)) and (?!(?:both|none|nobody)\b){_WORD}(?![\w-])"
    rf"|(?<=s) of (?:thousands|millions|billions|{NAMED}))"
)
_WORDS = (
    rf"(?<![\w-])(?:{_WORD}(?:[ -]{_WORD}){{0,5}} (?:to|or) (?={_WORD}\b)|tens of (?=\w+s\b)"
    rf"|(?:{VAGUE}|an?) (?=(?:hundred|thousand|million|billion|dozen)\b))?"
    rf"{_WORD}{_MORE}*(?:{_AND_A_HALF})?(?![\w-])"
)
_PART = rf"(?<![\w-]){PART_OF_ONE}(?:[ -](?:dozen|{_UNITS}))+(?![\w-])"
_ONE_AND_A_HALF = rf"(?<![\w-])an? {_UNITS}{_AND_A_HALF}(?![\w-])"
_DURATION = re.compile(r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)$", re.IGNORECASE)
_LONGEST_UNIT = len("minutes")
_JOINT = re.compile(r",? and |,? ")
_MONTH = rf"(?:{MONTH}|{SHORT_MONTH}(?= \d))"

_CLAUSE = re.compile(r"(?:[^,;:–—()]|(?<=\d)[,:](?=\d))+")
_ONE = re.compile(
    rf"one\b(?![ -](?:{NUMBER_WORDS}|[a-z]+th)s?\b|[ -]and[ -]a[ -]half\b"
    rf"| (?:in|out of)(?: every)? (?:\d|{_WORD}\b))",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"{_PART}|{_ONE_AND_A_HALF}|{FRACTION}|{_FIGURE}|{_WORDS}", re.IGNORECASE)
_MONEY = re.compile(rf"{SIGN}|\b{NAMED}\b", re.IGNORECASE)
_TIME = re.compile(
    rf"(?<![\w.,:{SIGNS}])(?:{DATE}{YEAR_OF_DATE}"
    rf"|{_MONTH}(?: \d{{1,2}}(?:, \d{{4}})?| \d{{4}})?|{YEAR_IN_DIGITS}|{DAY}|noon|midnight"
    rf"|{CLOCK})(?!\w)"
)
_TIME_OF_DAY = re.compile(rf"(?<![\w.,:{SIGNS}])(?:{CLOCK}|{SPOKEN_CLOCK})(?!\w)", re.IGNORECASE)


def mark(
    choice: Choice,
    readings: Sequence[Reading],
    reader: Reader,
    table_of: Callable[[Article], Sequence[Sentence]],
) -> Choice:
    """A choice with the decisive words of its evidence marked.

    Args:
        choice: what becomes the answer.
        readings: what it was chosen from.
        reader: tells which of several words are decisive.
        table_of: gives an article's sentence table.
    """
    evidence = []
    for found in choice.evidence:
        reading = min(readings, key=partial(_rank, found))
        candidate = candidate_of(found, table_of)
        words = decisive_words(candidate, reading.asked, reading.wanted, reader)
        evidence.append(replace(found, decisive=words))
    return replace(choice, evidence=tuple(evidence))


def _rank(evidence: Evidence, reading: Reading) -> int:
    """How many sentences answer a part of the question better: what answers one is first in it."""
    places = [each.place for each in reading.evidence]
    return places.index(evidence.place) if evidence.place in places else len(places)


def decisive_words(
    candidate: Candidate, asked: Asked, wanted: Wanted, reader: Reader
) -> Span | None:
    """Where the words stand that the question is after.

    Args:
        candidate: the sentence that answers.
        asked: what it was read for; what the question states itself is no answer.
        wanted: the kind of answer that it asks for.
        reader: tells which of several words are decisive.

    Returns:
        a place in the sentence; None where the question asks for no such thing, or where nothing
        tells which of several it is.
    """
    words = _decisive(candidate, asked, wanted.kind, reader)
    if words is None or wanted.kind not in _HEDGED:
        return words
    return Span(start_with_hedge(candidate.sentence, words.start), words.end)


def _decisive(candidate: Candidate, asked: Asked, kind: Kind, reader: Reader) -> Span | None:
    """The same, without the words that hedge a figure."""
    sentence = candidate.sentence
    spans = list(_possible(sentence, kind, asked))
    if len(spans) == 1 and spans[0] != Span(0, len(sentence)):
        return spans[0]
    if not 1 < len(spans) <= _MOST:
        return None
    without = [
        replace(candidate, sentence=f"{sentence[: span.start]} {sentence[span.end :]}")
        for span in spans
    ]
    logits = np.mean([reader.score(wording, without) for wording in asked.wordings], axis=0)
    worst, next_worst = np.sort(logits)[:2]
    return spans[int(logits.argmin())] if next_worst - worst >= _CLEAR else None


def _possible(sentence: str, kind: Kind, asked: Asked) -> Iterator[Span]:
    """Every number, amount, time or clause of a sentence that may be what is asked for."""
    for span in _found(sentence, kind):
        counts = kind is Kind.NUMBER and counts_another(asked.part, sentence[span.end :])
        if not counts and not _states(asked.stated, span.of(sentence)):
            yield span


def _found(sentence: str, kind: Kind) -> Iterator[Span]:
    """The same, whatever the question states itself; "1 hour and 30 minutes" is one."""
    spans = times_in(sentence) if kind in _OF_NUMBERS else ()
    in_times = {place for start, end in spans for place in range(start, end)}
    last = None
    for match in _PATTERNS.get(kind, _NOTHING).finditer(sentence):
        words = match.group()
        if match.start() in in_times or not words.strip(" .?!”\"'’") or not _is_of(kind, match):
            continue
        start = match.start() + len(words) - len(words.lstrip())
        span = Span(start, start + len(words.strip()))
        if last and kind is Kind.NUMBER and _goes_on(sentence, last, span):
            span = Span(last.start, span.end)
        elif last:
            yield last
        last = span
    if last:
        yield last


def _goes_on(sentence: str, span: Span, more: Span) -> bool:
    """Whether two durations are one, told in two units."""
    if not _JOINT.fullmatch(sentence, span.end, more.start):
        return False
    units = [
        _DURATION.search(sentence, max(each.start, each.end - _LONGEST_UNIT), each.end)
        for each in (span, more)
    ]
    first, second = (found.group().lower().rstrip("s") if found else "" for found in units)
    return bool(first and second) and first != second


def _states(question: str, words: str) -> bool:
    """Whether a question states words itself: whole ones, the 4 in "24 hours" is not."""
    whole = rf"(?<![\w.,]){re.escape(words)}(?![\w,.]*\w)"
    return re.search(whole, question, re.IGNORECASE) is not None


_NOTHING = re.compile(r"(?!)")
_PATTERNS = {
    Kind.MONEY: _NUMBER,
    Kind.NUMBER: _NUMBER,
    Kind.CLOCK: _TIME_OF_DAY,
    Kind.TIME: _TIME,
    Kind.WHETHER: _CLAUSE,
}
_OF_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER})
_HEDGED = frozenset({Kind.MONEY, Kind.NUMBER, Kind.CLOCK})
"""Of these, "more than" and "about" are a part of what is told."""


def _is_of(kind: Kind, found: re.Match[str]) -> bool:
    words = found.group()
    if kind is Kind.NUMBER and _ONE.match(words):
        return False  # rarely a number that anybody asks for: "in one week", "one of them"
    if kind is Kind.MONEY:
        return _MONEY.search(words) is not None
    if kind is Kind.TIME and words in ("March", "May"):
        return is_month(found.string, found.start())
    if kind in (Kind.TIME, Kind.CLOCK) and found["hour"]:
        return is_clock(found)
    return True
