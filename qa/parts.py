"""Questions that ask two things at once, cut into their parts."""

import re
from collections.abc import Iterator

from index import terms
from qa.kinds import COURTESY
from qa.words import AUXILIARY, CAPITAL, QUESTION_WORD

_AUXILIARY = rf"{AUXILIARY}(?:n[’']t)?|can[’']t|won[’']t"
_SUBJECT = (
    r"(?:it|he|she|they|we|you|this|that|these|those|there|both|an?|any\w*|some\w*|every\w*|no\s?one"
    rf"|people|the|his|her|its|their|our|your)\b|(?-i:{CAPITAL})"
)
"""Begins what is asked about, so that "…, and was towed to the harbour" is no question."""

_BEFORE_QUESTION = (
    r",?\s+and\s+(?=(?:(?:in|on|at|to|by|for|from|since|of|with)\s+)?"
    r"(?:(?:who|whom|whose|what|when|where|which|how)\b|why(?:\s+[\w’'-]+){3}))|(?<=\?)\s+"
)
_CUT = re.compile(_BEFORE_QUESTION, re.IGNORECASE)
_CUT_BEFORE_WHETHER = re.compile(
    rf"{_BEFORE_QUESTION}|,\s+and\s+(?=(?:{_AUXILIARY})\s+(?:{_SUBJECT}))", re.IGNORECASE
)
_ENDS_ASKING = re.compile(
    rf"\b(?:{QUESTION_WORD}|how (?:much|many|often|long|far))$", re.IGNORECASE
)
_LONGEST_ENDING = 10
"""Characters that tell whether a text ends so: to search all of it before each "and" takes long."""

_ASKS = re.compile(rf"\b(?:{QUESTION_WORD}|{_AUXILIARY})\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:each|both|compare|respectively|which (?:two|three|four)|different|versions?"
    r"|all (?:the )?\w+s|do the (?:articles|papers|outlets))\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"what (?:do|does|did) (?:the |these |your )?(?:articles?|papers?|outlets?|reports?|news) "
    r"(?:say|tell|write|report)(?: us)? (?:about|on|of) ",
    re.IGNORECASE,
)
_COURTEOUS = re.compile(
    rf"{COURTESY}(?=(?:(?:in|on|at|to|by|for|from|since|until|of|with) )?"
    rf"(?:{QUESTION_WORD})\b)",
    re.IGNORECASE,
)
_MOST_PARTS = 3


def split_parts(question: str) -> list[str]:
    """The parts of a question, in order; the question alone when it asks one thing.

    Cut is before "and" where a question word follows it but none precedes it ("Exactly when and
    where …?"), or, after a comma, what asks for yes or no ("…, and has it worked?"), and between
    two questions, unless a part would ask nothing ("… and why?"). A part is no question of its own
    ("what does it cost?" lacks what "it" is), so search weighs it together with the whole.
    """
    for cut in (_CUT_BEFORE_WHETHER, _CUT):
        parts = [part for part in _pieces(question, cut) if part]
        are_questions = all(_ASKS.search(part) and terms(part) for part in parts)
        if 1 < len(parts) <= _MOST_PARTS and are_questions:
            return parts
    return [question]


def unframed(question: str) -> str:
    """What is asked about in "What do the articles say about …?", which no sentence answers, or
    politely: "Can you tell me how many …?" asks no more than "How many …?".
    """
    frame = _FRAME.match(question) or _COURTEOUS.match(question)
    return question[frame.end() :] if frame else question


def asks_several(question: str) -> bool:
    """Whether a question asks for several things in one ("What did each …?")."""
    return _SEVERAL.search(question) is not None


def _pieces(question: str, cuts: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for cut in cuts.finditer(question):
        before = question[start : cut.start()].strip()
        if (
            before
            and not _is_in_quotation(question, cut.start())
            and not _ENDS_ASKING.search(before[-_LONGEST_ENDING:])
        ):
            yield before
            start = cut.end()
    yield question[start:].strip()


def _is_in_quotation(question: str, at: int) -> bool:
    """Whether a place lies in what is quoted, such as a title, which stays whole."""
    opened, closed, straight = (question.count(mark, 0, at) for mark in '“”"')
    return opened != closed or straight % 2 == 1
