"""Follow-up questions: whether one needs the conversation before it, and with what.

The rules are few and visible in the result: a follow-up is searched together with the question
it follows, word for word, so that a reader sees how it was understood.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import terms
from qa.asking import Message
from qa.model import REFUSAL
from qa.pronouns import SECOND, names_something, points_outside
from qa.smalltalk import reply_to
from qa.words import CAPITAL

_OPENING = re.compile(r"(?:and|but|or|so|then|also|what about|how about|what else)\b", re.I)
_CORRECTS = re.compile(
    r"(?:(?:no|sorry|oops|wait)\b[,.!]? )*(?:i (?:mean|meant)\b)"
    r"|(?:no|sorry)\b[,.!]? (?:in|on|at|of|by|for|from|not|the|about)\b",
    re.I,
)
"""What sets the question before it right: "Sorry, I meant France"."""

_MORE = re.compile(
    r"\b(?:what|who|where|when|why|how|anything|anyone|anybody) else\b"
    r"|\b(?:tell me|say|anything) more\b",
    re.I,
)
_OTHERS = re.compile(r"\b(?:which|what|any|how many) (?:other|further) ", re.I)
_CUT_SHORT = re.compile(
    r"(?:\w+ )?(?:who|what|when|where|which|how(?: many| much| often| long| far)?)"
    r"(?: of (?:them|these|those))? (?:in|on|at|to|by|for|from|under|before|after|since|during)"
    rf" (?:the )?(?:\w+ )?(?-i:{CAPITAL})[\w’'-]*(?: (?-i:{CAPITAL})[\w’'-]*)*\W*",
    re.I,
)
"""Where the verb has to be taken from the question before it: "How many in Irpin?"."""

_POINTING = re.compile(
    r"\b(?:this|that|these|those)(?=,? and\b|[.;?!]|$)"
    r"|\b(?i:is|was|does|did|has|will|would|can|could|should) that\b(?![’'])"
)
"""What points to something said before, whoever is named: "How did the mayor react to that?"."""

_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_DEFINITION = re.compile(r"(?:what|who) (?:is|are|was|were) (?:an? )?(?!the\b)[\w-]+\s*\??", re.I)
"""Not "What is the reason?": of which thing only the conversation tells."""

_WHO = re.compile(r"who\b", re.I)
_SAYS = (
    "(?:says?|said|tells?|told|adds?|added|argues?|argued|thinks?|thought|believes?|believed"
    "|claims?|claimed|warns?|warned|admits?|admitted|denies|denied|insists?|insisted|explains?"
    "|explained|estimates?|estimated|expects?|expected|predicts?|predicted|suggests?|suggested)"
)
_ASKS_WHO_SAYS = re.compile(
    rf"\bwho (?:(?:else|also|first|has|have|had) )*{_SAYS}\b|\baccording to whom?\b", re.I
)
_FULL_NAME = rf"((?<![\w’'-]){CAPITAL}[\w’'-]+(?: {CAPITAL}[\w’'-]+){{1,6}})"
"""Begins where a word does and ends: else the search would take the square of a text's length."""

_FULL_NAMES = re.compile(_FULL_NAME)
_OUTLET = re.compile(rf"According to [^:]{{1,200}}:|{_FULL_NAME}(?:, \d+ \w+ \d+)?:")
"""What answers put before an article's words."""

# Not "told Ada Lund", who is told; but "Ada Lund told".
_SPEAKER = re.compile(
    rf"\b(?:says?|said|adds?|added|according to|argues?|argued) {_FULL_NAME}"
    rf"|{_FULL_NAME}(?:,[^,.]+,)? {_SAYS}\b"
)

_ESCAPED = re.compile(r"\\(\W)")
"""A character that Markdown would take for markup, as our answers write it."""

_FEW_TERMS = 2
_MOST_EARLIER = 2
"""Questions before it that a follow-up is searched with."""

_MOST_TOLD = 400
"""Characters of the last answer that a follow-up is searched and read with."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with what it needs of the conversation before it.

    Attributes:
        question: the standalone question: the questions it builds on, and the question.
        focus: what is asked now, with the name of whom "he" means where that is known.
    """

    question: str
    focus: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked before, with what was said to it.

    Attributes:
        asked: what the user typed.
        told: the answer as plain text; ``""`` where the articles didn't say, or none came.
    """

    asked: str
    told: str


def understand(question: str, history: Sequence[Message]) -> Understood:
    """Complete a question from the conversation.

    Args:
        question: what the user typed.
        history: the messages before it, oldest first.

    Returns:
        the question itself, twice, where it needs nothing. Who says "he" after having asked
        "who" gets the name of who speaks in the answer, if no one else can be meant.
    """
    before = exchanges_in(history)
    earlier: list[str] = []
    for exchange in reversed(before):
        if len(earlier) == _MOST_EARLIER or not needs_context(earlier[0] if earlier else question):
            break
        earlier.insert(0, exchange.asked)
    if not earlier:
        return Understood(question, question)
    name = _person_meant(question, before[-1])
    focus = f"{question} ({name})" if name else question
    return Understood(" ".join([*earlier, focus]), focus)


def exchanges_in(history: Sequence[Message]) -> Sequence[Exchange]:
    """The questions asked so far, oldest first, each with its own answer.

    A "thanks" in between is nothing that a question builds on, and neither is the reply to it.
    """
    return [
        Exchange(asked, "" if told.startswith(REFUSAL) else told)
        for asked, told in _paired(history)
        if asked and not reply_to(asked)
    ]


def told_last(before: Sequence[Exchange]) -> str:
    """The beginning of the last answer; of what an older question was told, nobody asks on."""
    return before[-1].told[:_MOST_TOLD] if before else ""


def with_told(question: str, before: Sequence[Exchange]) -> str:
    """A follow-up as it is read where it can't be understood alone, with the last answer.

    What is asked comes first: of what is too long the reader leaves out the end.
    """
    return f"{question} {told_last(before)}".rstrip()


def needs_context(question: str) -> bool:
    """Whether a question, or a part of one, can't be understood alone."""
    if _CORRECTS.match(question) or _CUT_SHORT.fullmatch(question) or _points_out(question):
        return True
    subject, named = len(set(terms(question))), names_something(question)
    goes_on = _OPENING.match(question) or asks_for_more(question) or _OTHERS.search(question)
    if goes_on and not (named and subject > _FEW_TERMS):
        return True
    is_bare = subject < _FEW_TERMS and not named and not _DEFINITION.fullmatch(question)
    return is_bare or points_outside(question)


def asks_for_more(question: str) -> bool:
    """Whether a question asks for what was not told yet ("What else did she say?")."""
    return _MORE.search(question) is not None


def _points_out(question: str) -> bool:
    """Whether a "this" or "that" points to something outside of a question."""
    pointing = _POINTING.search(question)
    return pointing is not None and not SECOND.search(question, 0, pointing.end())


def _person_meant(question: str, last: Exchange) -> str:
    """Whom "he" means after a question that asked who; ``""`` where that can't be told.

    That is who speaks in the answer, where a speaker was asked for or nobody else is named: of
    "Ole Moe was arrested, said Ada Lund" who asked who was arrested does not mean her.
    """
    if not _PERSON.search(question):
        return ""
    told = _OUTLET.sub("", last.told)
    is_only_one = _WHO.match(last.asked) and len(set(_FULL_NAMES.findall(told))) == 1
    if not (is_only_one or _ASKS_WHO_SAYS.search(last.asked)):
        return ""
    speaker = _SPEAKER.search(told)
    return next(filter(None, speaker.groups()), "") if speaker else ""


def _paired(history: Sequence[Message]) -> Iterator[tuple[str, str]]:
    """Each message of the user with all that was said to it, ``""`` for nothing."""
    asked = ""
    told: list[str] = []
    for message in history:
        content = message["content"].strip()
        if message["role"] == "user":
            yield asked, " ".join(told)
            asked, told = content, []
        else:
            told.append(_ESCAPED.sub(r"\1", content))
    yield asked, " ".join(told)
