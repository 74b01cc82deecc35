"""Follow-up questions: whether one needs the conversation before it, and with what.

The rules are few and visible in the result: a follow-up is searched together with the question
it follows, word for word, so that a reader sees how it was understood.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import terms
from qa.asking import Message
from qa.composing import REFUSAL
from qa.smalltalk import reply_to

_OPENING = re.compile(r"(?:and|but|or|so|then|also|what about|how about|what else)\b", re.I)
_THERE = (
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!n[’']t )there(?![’']"
    r"| (?:\w+ )?(?:is|are|was|were|will|would|has|have|had|can|could|may|might|must|shall|be|been"
    r"|exists?)(?:n[’']t)?\b)"
)
"""Where it means a place: not "Is there a ferry?", "Who says that there will be one?"."""

_PRONOUN = re.compile(
    r"\b(?!(?-i:[A-Z]{2}))"  # "IT workers" are nobody's.
    r"(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|those|the two|the others?"
    r"|the same|(?:this|these)(?! (?:time|morning|week|month|year|spring|summer|autumn|winter))"
    rf"|^which ones?(?! of\b)|{_THERE})\b",
    re.I,
)
_POINTING = re.compile(
    r"\b(?:this|that|these|those)(?=,? and\b|[.;?!]|$)"
    r"|\b(?i:is|was|does|did|has|will|would|can|could|should) that\b(?![’'])"
)
"""What points to something said before, whoever is named: "How did the mayor react to that?"."""

_AUXILIARY = r"(?:is|was|does|has|do|did|are|were|have|had|can|could|will|would|should)"
_SECOND = re.compile(
    rf"(?:,|\band|\bor) (?:who|what|when|where|which|why|how|{_AUXILIARY})\b", re.I
)
"""Where a question goes on with another, which may point to the first."""

_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.I)
_NOUN = re.compile(r"\b(?:the|a|an) (?!two\b|others?\b|same\b)\w+", re.I)
_PLACE = re.compile(rf"\b(?:in|on|at|to|into|from|near) (?:the|a|an) \w+|{_SECOND.pattern}", re.I)
_THEY = re.compile(r"they|theirs?", re.I)
_PLURAL = r"(?!(?:the|there)\b)(?:\w+ )?(?:people|men|women|children|police|\w+[^\W_siu]s)\b"
_SEVERAL = re.compile(
    rf"(?<!\bwho )\b(?:do|did|are|were|have|had|can|could|will|would|should) {_PLURAL}"
    rf"|\b(?:how many|which) {_PLURAL}(?!(?: [\w-]+){{0,4}} {_AUXILIARY} (?:they|their)\b)",
    re.I,
)
"""Several who do something: "they" may be them, as in "How do islanders get their water?".

Not "How many ferries did they count?": who counts is not among what is counted.
"""

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
_CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x2000))))}]"
"""Also with accents, Greek or Cyrillic; `re` has no name for them."""

_NAME = re.compile(rf"\b{_CAPITAL}[\w’'-]+")
_FULL_NAME = rf"((?<![\w’'-]){_CAPITAL}[\w’'-]+(?: {_CAPITAL}[\w’'-]+){{1,6}})"
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
_MANY_TERMS = 5
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
    subject = len(set(terms(question)))
    named = _first_name(question)
    goes_on = _OPENING.match(question) and not (named >= 0 and subject > _FEW_TERMS)
    if goes_on or _points_out(question):
        return True
    pronoun = _pronoun_in(question)
    if subject < _FEW_TERMS and named < 0:
        return not _DEFINITION.fullmatch(question) or pronoun is not None
    if pronoun is None or 0 <= named < pronoun.start():
        return False
    word = pronoun.group().lower()
    if word == "it":
        # "Does it surprise the keeper that …": in a long question "it" rarely points out of it.
        return subject < _MANY_TERMS
    meant = _PLACE if word == "there" else _NOUN
    return not meant.search(question, 0, pronoun.start())


def _points_out(question: str) -> bool:
    """Whether a "this" or "that" points to something outside of a question."""
    pointing = _POINTING.search(question)
    return pointing is not None and not _SECOND.search(question, 0, pointing.end())


def _pronoun_in(question: str) -> re.Match[str] | None:
    """The first pronoun, but for a "they" after several whom it may mean."""
    several = _SEVERAL.search(question)
    for pronoun in _PRONOUN.finditer(question):
        is_known = several and several.end() <= pronoun.start() and _THEY.fullmatch(pronoun.group())
        if not is_known:
            return pronoun
    return None


def _first_name(question: str) -> int:
    """Where the first capitalised word stands that does not begin a sentence; -1 for none."""
    for word in _NAME.finditer(question):
        before = question[: word.start()].rstrip()
        if before and before[-1] not in ".?!":
            return word.start()
    return -1


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
