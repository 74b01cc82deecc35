"""Follow-up questions: whether one needs the conversation before it, and with what.

The rules are few and visible in the result: a follow-up is searched together with the question
it follows, word for word, so that a reader sees how it was understood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import terms
from qa.asking import Message
from qa.smalltalk import reply_to

_OPENING = re.compile(r"(?:and|but|or|so|then|also|what about|how about|what else)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|those|the two|the others?"
    r"|the same|(?:this|these)(?! (?:time|morning|week|month|year|spring|summer|autumn|winter)))\b",
    re.I,
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_NOUN = re.compile(r"\b(?:the|a|an) (?!two\b|others?\b|same\b)\w+", re.I)
_DEFINITION = re.compile(r"(?:what|who) (?:is|are|was|were) (?:an? )?(?!the\b)[\w-]+\s*\??", re.I)
"""Not "What is the reason?": of which thing only the conversation tells."""

_WHO = re.compile(r"who\b", re.I)
_FULL_NAME = r"((?<![\w’'-])[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,6})"
"""Begins where a word does and ends: else the search would take the square of a text's length."""

_SPEAKER = re.compile(
    rf"\b(?:says?|said|told|adds?|added|according to|argues?|argued) {_FULL_NAME}"
    rf"|{_FULL_NAME}(?:,[^,.]+,)? (?:says?|said|told|adds?|added|argues?|argued)\b"
)

_ESCAPED = re.compile(r"\\(\W)")
"""A character that Markdown would take for markup, as our answers write it."""

_FEW_TERMS = 2
_MANY_TERMS = 5
_MOST_EARLIER = 2
"""Questions before it that a follow-up is searched with."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with what it needs of the conversation before it.

    Attributes:
        question: the standalone question: the questions it builds on, and the question.
        focus: what is asked now, with the name of whom "he" means where that is known.
    """

    question: str
    focus: str


def understand(question: str, history: Sequence[Message]) -> Understood:
    """Complete a question from the conversation.

    Args:
        question: what the user typed.
        history: the messages before it, oldest first.

    Returns:
        the question itself, twice, where it needs nothing. Who says "he" after having asked
        "who" gets the name that the answer gives.
    """
    earlier: list[str] = []
    for asked in reversed(_contents(history, "user")):
        if len(earlier) == _MOST_EARLIER or not needs_context(earlier[0] if earlier else question):
            break
        earlier.insert(0, asked)
    if not earlier:
        return Understood(question, question)
    name = _person_meant(earlier[-1], question, history)
    focus = f"{question} ({name})" if name else question
    return Understood(" ".join([*earlier, focus]), focus)


def answers_in(history: Sequence[Message]) -> Sequence[str]:
    """What the assistant has said so far, oldest first, as plain text."""
    return [_ESCAPED.sub(r"\1", said) for said in _contents(history, "assistant")]


def needs_context(question: str) -> bool:
    """Whether a question, or a part of one, can't be understood alone."""
    subject = len(set(terms(question)))
    named = _first_name(question)
    if _OPENING.match(question) and not (named >= 0 and subject > _FEW_TERMS):
        return True
    if subject < _FEW_TERMS and named < 0:
        return not _DEFINITION.fullmatch(question) or _PRONOUN.search(question) is not None
    pronoun = _PRONOUN.search(question)
    if pronoun is None or 0 <= named < pronoun.start():
        return False
    is_it = pronoun.group().lower() == "it"
    # "Does it surprise the keeper that …": in a long question "it" rarely points out of it.
    return subject < _MANY_TERMS if is_it else not _NOUN.search(question[: pronoun.start()])


def _first_name(question: str) -> int:
    """Where the first capitalised word stands that does not begin a sentence; -1 for none."""
    for word in re.finditer(r"\b[A-Z][\w’'-]+", question):
        before = question[: word.start()].rstrip()
        if before and before[-1] not in ".?!":
            return word.start()
    return -1


def _person_meant(earlier: str, question: str, history: Sequence[Message]) -> str:
    """Whom "he" means after a question that asked who; ``""`` where that can't be told."""
    answers = _contents(history, "assistant")
    if not (answers and _WHO.match(earlier) and _PERSON.search(question)):
        return ""
    speaker = _SPEAKER.search(answers[-1])
    return next(filter(None, speaker.groups()), "") if speaker else ""


def _contents(history: Sequence[Message], role: str) -> list[str]:
    contents = (message["content"].strip() for message in history if message["role"] == role)
    # A "thanks" in between is nothing that a question builds on.
    return [content for content in contents if content and not reply_to(content)]
