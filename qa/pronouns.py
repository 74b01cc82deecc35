"""Pronouns of a question: whether what they mean stands in the question itself.

The rules are those of English grammar, as far as words show it. A name or "the mayor" before a
pronoun may be what it means, but not everywhere: in "What did Zelensky say about him?" he is
somebody else, for what a verb does to "him" it doesn't do to who does it; and in "Which Russian
city did he visit?" the city is no "he".
"""

import re
from collections.abc import Iterator
from itertools import islice

from index import terms
from qa.words import AUXILIARY, CAPITAL, PERIOD

_THERE = (
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!n[’']t )there(?![’']"
    r"| (?:\w+ )?(?:is|are|was|were|will|would|has|have|had|can|could|may|might|must|shall|be|been"
    r"|exists?)(?:n[’']t)?\b)"
)
"""Where it means a place: not "Is there a ferry?", "Who says that there will be one?"."""

_PRONOUN = re.compile(
    r"\b(?!(?-i:[A-Z]{2}))"  # "IT workers" are nobody's.
    r"(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|those|the two|the others?"
    r"|the (?!most |least |way )\w+ ones?|the same|(?:this|these)(?! (?:past |coming )?"
    rf"{PERIOD}\b)|^which ones?(?! of\b)|{_THERE})\b",
    re.I,
)
_BE = r"(?:is|was|be|isn[’']t|wasn[’']t)"
_JUDGED = (
    "(?:legal|illegal|allowed|possible|impossible|safe|dangerous|risky|hard|difficult|easy|right"
    "|wrong|fair|wise|good|bad|better|best|normal|common|rare|healthy|necessary|important|worth"
    "|ethical|like|late|early)"
)
_TO_DO = rf"to \w+ (?:\w+ \w|(?-i:{CAPITAL}))"
_OF_NOTHING = re.compile(
    rf"\b{_BE} it (?:\w+ ){{0,3}}(?:that|who)\b(?! (?:day|night|{PERIOD})\b)"
    rf"|\b(?:{_BE} it (?:\w+ )?{_JUDGED}|{_JUDGED} {_BE} it)(?: for (?:\w+ ){{1,3}})? ?{_TO_DO}"
    rf"|\bit (?:takes?|costs?|make sense|hurts?) (?:\w+ ){{0,3}}{_TO_DO}",
    re.I,
)
"""An "it" that means nothing, as in "Is it legal to …?" and "How long does it take to …?"."""

_NAME = re.compile(rf"(?<!^)(?<![.?!] )\b{CAPITAL}[\w’'-]+")
_NOUN = re.compile(r"\b(?:the|an?) (?!two\b|others?\b|same\b|\w+ ones?\b)\w+", re.I)
_ONE = re.compile(rf"{_NOUN.pattern}\b(?<![^\W_siu]s)", re.I)
"""One thing, which may be "it"."""

_PLURAL = r"(?!(?:the|there)\b)(?:\w+ )?(?:people|men|women|children|police|\w+[^\W_siu]s)\b"
_SEVERAL = re.compile(
    rf"(?<!\bwho )\b(?:do|did|are|were|have|had|can|could|will|would|should)(?:n[’']t)? {_PLURAL}"
    rf"|\b(?:how many|which) {_PLURAL}",
    re.I,
)
"""Several who do something: "they" may be them, as in "How do islanders get their water?"."""

_THEY = re.compile(r"they|them|theirs?", re.I)
_FRONTED = re.compile(
    rf"(?:\w+ )?(?:how many|how much|which|what|whose)(?: (?!{AUXILIARY}\b)[^\s,.;:?!]+(?<![’']s))+"
    rf" {AUXILIARY} ",
    re.I,
)
"""What is asked for, put first: who does something in "How many ferries did they …?" is not it."""

_OBJECT = re.compile(
    r"\b(?:him|them"
    r"|(?:it|her)(?=\W*$|[,.;:?!]| (?:in|on|at|to|from|of|for|with|by|as|over|after|before|during"
    r"|about|into|and|or|this|again|back|up|down|out|off|away|too|so|anyway)\b))",
    re.I,
)
_ALONG = re.compile(
    r"\b(?:bring|brought|take|took|taken|carry|carried|have|has|had)\b[^,.?!]{0,40}"
    r" (?:with|behind) $|\bbetween $",
    re.I,
)
"""Before who does something himself, as in "What did the mayor bring with him?"."""

_AFTER_AUXILIARY = re.compile(rf"\b{AUXILIARY}(?:n[’']t)? $", re.I)

SECOND = re.compile(
    rf"(?<=.)(?:,|\band|\bor) (?:who|what|when|where|which|why|how|{AUXILIARY})\b", re.I
)
"""Where a question goes on with another, which may point to the first."""

_JOINS = (
    "(?:when|while|because|since|if|whether|after|before|until|though|although|what|where|why|how)"
)
_RELATES = "(?:that|who|which|whose)"
_THING = rf"\b(?:the \w+|(?-i:{CAPITAL})\w+)"
_CLAUSE = re.compile(
    rf"{SECOND.pattern}|[,.;:?!]|\b{_JOINS} (?!\w+ing\b)\w|\w {_RELATES} \w|\band \w+ $"
    rf"|{_THING} (?:to \w|the \w|(?:while|after|before|without|by) \w+ing\b)",
    re.I,
)
"""Where another clause begins: "… the state to help them", "find flowers and pollinate them"."""

_OWNER = re.compile(r"(?:the |an? )?[\w-]+[’']s\b", re.I)
"""Who may be meant even so: "How did the pope’s doctors treat him?"."""

_LEADS_IN = re.compile(rf"\b(?:{_JOINS}|that) $", re.I)
_PLACE = re.compile(
    rf"\b(?:in|on|at|to|into|from|near) (?:(?:the|a|an) \w+|(?-i:{CAPITAL})\w+)",
    re.I,
)
_PERSON = re.compile(r"he|she|him|her|his|hers", re.I)
_ASKS_WHO = re.compile(r"(?:who|which|whose)\b", re.I)
_FEW_TERMS = 2
_MANY_TERMS = 5
_MOST_LOOKED_AT = 10
"""Pronouns of a question: for each, all that stands before it is searched."""


def names_something(question: str) -> bool:
    """Whether a capitalised word stands in a question that does not begin a sentence."""
    return _NAME.search(question) is not None


def points_outside(question: str) -> bool:
    """Whether a pronoun of a question means something that the question does not name."""
    pronouns = islice(_pronouns_in(question), _MOST_LOOKED_AT)
    return not all(_is_known(question, pronoun) for pronoun in pronouns)


def _pronouns_in(question: str) -> Iterator[re.Match[str]]:
    """The pronouns, but for each "it" that means nothing."""
    nothing = [found.span() for found in _OF_NOTHING.finditer(question)]
    for pronoun in _PRONOUN.finditer(question):
        is_it = pronoun.group().lower() == "it"
        if not (is_it and any(start <= pronoun.start() < end for start, end in nothing)):
            yield pronoun


def _is_known(question: str, pronoun: re.Match[str]) -> bool:
    """Whether what a pronoun means may stand before it."""
    word, at = pronoun.group().lower(), pronoun.start()
    if _is_of_second(question, pronoun):
        return True
    if word == "there":
        return _PLACE.search(question, 0, at) is not None
    meant = _first_meant(question, pronoun)
    is_asked_for = _FRONTED.fullmatch(question, 0, at) is not None
    if meant and not is_asked_for and _may_mean(question, pronoun, meant):
        return True
    # "Does it surprise the keeper that …": in a long question "it" rarely points out of it.
    is_long = len(set(terms(question))) >= _MANY_TERMS
    return word == "it" and is_long and not _is_object(question, pronoun)


def _may_mean(question: str, pronoun: re.Match[str], meant: re.Match[str]) -> bool:
    """Whether a pronoun may mean the first name or noun before it."""
    word, at = pronoun.group().lower(), pronoun.start()
    if _PERSON.fullmatch(word) and _OWNER.match(question, meant.start()):
        return True
    if _CLAUSE.search(question, meant.end(), at):
        return True
    if _is_object(question, pronoun):
        return False
    is_name = _NAME.search(question, 0, at) is not None
    return word != "it" or is_name or _LEADS_IN.search(question, meant.end(), at) is not None


def _is_of_second(question: str, pronoun: re.Match[str]) -> bool:
    """Whether a pronoun stands in a second question after one that says something."""
    second = SECOND.search(question, 0, pronoun.start())
    if second is None or (_PERSON.fullmatch(pronoun.group()) and not _ASKS_WHO.match(question)):
        return False
    return len(terms(question[: second.start()])) >= _FEW_TERMS


def _first_meant(question: str, pronoun: re.Match[str]) -> re.Match[str] | None:
    """The first that a pronoun may mean of what stands before it."""
    word = pronoun.group().lower()
    several = (_SEVERAL,) if _THEY.fullmatch(word) else ()
    patterns = (_NAME, _ONE if word == "it" else _NOUN, *several)
    found = (pattern.search(question, 0, pronoun.start()) for pattern in patterns)
    return min(filter(None, found), key=re.Match.start, default=None)


def _is_object(question: str, pronoun: re.Match[str]) -> bool:
    """Whether something is done to what a pronoun means, or said of it."""
    at = pronoun.start()
    does = _AFTER_AUXILIARY.search(question, 0, at) or _ALONG.search(question, 0, at)
    return not does and _OBJECT.match(question, at) is not None
