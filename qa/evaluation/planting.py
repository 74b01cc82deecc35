"""Planted claims: sentences of the articles altered to be false, or only worded otherwise.

They stand for what a language model may write, and measure whether its sentences are checked well:
false ones must be caught, true ones let through. Each alteration is mechanical, so that anyone can
plant the same ones in their own articles.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from random import Random

from index import terms

_FEWEST_WORDS = 8
_MOST_WORDS = 45


class Alteration(StrEnum):
    """What was done to a sentence; the value is what a person reads."""

    NUMBER = "a number or day changed"
    NAME = "a name replaced"
    EXCHANGED = "two names exchanged"
    DENIAL = "a “not” put in or left out"
    SPEAKER = "said by somebody else"
    SOURCE = "resting on another sentence"
    VERBATIM = "as it stands"
    FRAMED = "after “according to”"
    RESPELT = "its figures written otherwise"
    SHORTENED = "without a clause"
    CUT = "without its end"
    BEGUN_LATER = "without its beginning"
    MOVED = "its beginning at its end"
    TURNED = "the speaker before what is said"
    JOINED = "joined with another one"

    @property
    def is_false(self) -> bool:
        """Whether a claim is false after it."""
        return self in _FALSE


_FALSE = frozenset(list(Alteration)[:6])


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of an article: ``row`` of its table, its words on one line, and its outlet."""

    article_id: str
    row: int
    text: str
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim, what was done to make it, and the sentences that it says it rests on."""

    text: str
    alteration: Alteration
    grounds: tuple[Stated, ...]


def plant(stated: Sequence[Stated], most: int = 60, seed: int = 0) -> list[Planted]:
    """Plant claims in articles.

    Args:
        stated: their sentences, those of an article together and in order.
        most: claims of each alteration; there are fewer where few sentences allow it.
        seed: which sentences are drawn.

    Returns:
        the claims, by alteration.
    """
    usable = [each for each in stated if _FEWEST_WORDS <= len(each.text.split()) <= _MOST_WORDS]
    field = _Field(stated, Random(seed))
    planted: list[Planted] = []
    for alteration, alter in _ALTERATIONS.items():
        field.random.shuffle(usable)
        made = (claim for each in usable if (claim := alter(field, each)))
        planted += [
            Planted(text, alteration, grounds)
            for (text, grounds), _ in zip(made, range(most), strict=False)
        ]
    return planted


_Made = tuple[str, tuple[Stated, ...]] | None


class _Field:
    """The articles that are planted in."""

    def __init__(self, stated: Sequence[Stated], random: Random) -> None:
        self.random = random
        names = sorted({name for each in stated for name in _names(each.text)})
        self._names = {name: {word[:4] for word in terms(name)} for name in names}
        self.by_article: dict[str, list[Stated]] = {}
        for each in stated:
            self.by_article.setdefault(each.article_id, []).append(each)

    def other_name(self, text: str) -> str:
        """A name that shares no word with a text, or ``""``."""
        words = {word[:4] for word in terms(text)}
        others = [name for name, stems in self._names.items() if words.isdisjoint(stems)]
        return self.random.choice(others) if others else ""

    def elsewhere(self, stated: Stated) -> Stated | None:
        """The most alike sentence of its article that does not say the same, or a neighbour."""
        words = set(terms(stated.text))
        others = [
            other
            for other in self.by_article[stated.article_id]
            if other.row != stated.row and not words <= set(terms(other.text))
        ]
        near = [other for other in others if abs(other.row - stated.row) == 1]
        if self.random.random() < _SHARE_OF_NEIGHBOURS and near:
            return self.random.choice(near)
        return max(others, key=lambda other: _likeness(words, set(terms(other.text))), default=None)


_SHARE_OF_NEIGHBOURS = 0.5


def _likeness(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(1, len(words | others))


_NAME_WORD = r"[A-ZÀ-Þ][\w’'-]*\w"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NAME = re.compile(
    rf"(?<=[a-z,;:–] )(?!(?:{_MONTH}|{_DAY})\b){_NAME_WORD}"
    rf"(?: (?!(?:{_MONTH}|{_DAY})\b){_NAME_WORD})*"
)
_POSSESSIVE = re.compile(r"[’']s?$")


def _names(text: str) -> list[str]:
    """Names within a sentence: runs of capitalised words that do not begin it."""
    return [_POSSESSIVE.sub("", found.group()) for found in _NAME.finditer(text)]


_NUMBER = re.compile(r"(?<![\w.,:-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:]|[.,]\d)")
_SPELT = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
_SPELT_NUMBER = re.compile(rf"(?<![\w-])(?:{'|'.join(_SPELT)})(?![\w-])")
_CALENDAR = re.compile(rf"\b(?:(?:{_MONTH})(?= \d)|(?<=\d )(?:{_MONTH})|{_DAY})\b")
_BOUND = re.compile(
    r"\b(?:more|less|fewer|over|under|least|most|up to|upwards of|not|nor|no) (?:than )?\W?$",
    re.IGNORECASE,
)
"""Behind it another number may be true as well."""

_LEAST_YEAR, _LAST_YEAR = 1500, 2100


def _change_number(field: _Field, stated: Stated) -> _Made:
    text = stated.text
    numbers = (*_NUMBER.finditer(text), *_SPELT_NUMBER.finditer(text), *_CALENDAR.finditer(text))
    found = [each for each in numbers if not _BOUND.search(text, 0, each.start())]
    if not found:
        return None
    one = field.random.choice(found)
    new = _other_number(one.group(), field.random)
    return text[: one.start()] + new + text[one.end() :], (stated,)


def _other_number(number: str, random: Random) -> str:
    for list_ in (_SPELT, _MONTH.split("|"), _DAY.split("|")):
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


def _replace_name(field: _Field, stated: Stated) -> _Made:
    found = list(_NAME.finditer(stated.text))
    other = field.other_name(stated.text)
    if not (found and other):
        return None
    return _with(stated.text, field.random.choice(found), other), (stated,)


_MUTUAL = re.compile(
    r"^,? (?:and|or) (?:the )?$|^, (?:the )?$|\b(?:met|meets?|with|between|treaty|talks?|like)\b"
)
"""Between two names that may as well stand the other way round."""


def _exchange_names(_: _Field, stated: Stated) -> _Made:
    """The first two names, where they have no word in common and no list makes them alike."""
    found = list(_NAME.finditer(stated.text))
    for one, other in pairwise(found):
        first, second = (_POSSESSIVE.sub("", each.group()) for each in (one, other))
        between = stated.text[one.end() : other.start()]
        alike = set(terms(first)) & set(terms(second))
        if not alike and not _MUTUAL.search(between):
            text = _with(stated.text, other, first)
            return _with(text, one, second), (stated,)
    return None


def _with(text: str, found: re.Match[str], name: str) -> str:
    """A text with another name in the place of one, in the same case."""
    ending = _POSSESSIVE.search(found.group())
    return text[: found.start()] + name + (ending.group() if ending else "") + text[found.end() :]


_HELPS = "is|are|was|were|has|have|had|will|would|can|could|should|did|does|do"
_AUXILIARY = re.compile(rf"\b(?:{_HELPS})\b(?= )(?! (?:not|no|never|nothing|nobody|neither)\b)")
_DENIED = re.compile(
    rf"\b(?:{_HELPS}|may|might)(?P<out> not)\b(?! (?:only|least)\b)|(?P<never> never)\b"
    r"|\b(?:is|are|was|were|has|have|had|would|could|should|did|does|do)(?P<short>n[’']t)\b"
)
_OPEN = re.compile(r"\b(?:if|whether|how|why|unclear|nobody|no|not|nor|neither|never)\b", re.I)
"""What comes behind it may be denied or not."""


def _deny(field: _Field, stated: Stated) -> _Made:
    if denied := _DENIED.search(stated.text):
        out = denied.lastgroup or "out"
        return stated.text[: denied.start(out)] + stated.text[denied.end(out) :], (stated,)
    open_ = _OPEN.search(stated.text)
    found = list(_AUXILIARY.finditer(stated.text, 0, open_.start() if open_ else 10_000))
    if stated.text.endswith("?") or not found:
        return None
    one = field.random.choice(found)
    return f"{stated.text[: one.end()]} not{stated.text[one.end() :]}", (stated,)


_SAYS = r"(?:says?|said|told|adds?|added|argues?|argued|claims?|claimed|writes?|wrote)"
_SPEAKER = re.compile(
    rf"(?:\b{_SAYS} |\b[Aa]ccording to (?:the )?)(?P<after>{_NAME_WORD}(?: {_NAME_WORD})*)"
    rf"|(?P<before>{_NAME_WORD}(?: {_NAME_WORD})*)(?= {_SAYS}\b)"
)


_NO_SPEAKER = re.compile(rf"He|She|It|They|We|I|You|Who|What|This|That|(?:{_DAY}|{_MONTH}).*")


def _change_speaker(field: _Field, stated: Stated) -> _Made:
    found = _SPEAKER.search(stated.text)
    if not found:
        return None
    which = "after" if found["after"] else "before"
    other = field.other_name(stated.text)
    if not other or _NO_SPEAKER.fullmatch(found[which]):
        return None
    return f"{stated.text[: found.start(which)]}{other}{stated.text[found.end(which) :]}", (stated,)


def _change_source(field: _Field, stated: Stated) -> _Made:
    other = field.elsewhere(stated)
    return (stated.text, (other,)) if other else None


def _as_it_stands(_: _Field, stated: Stated) -> _Made:
    return stated.text, (stated,)


def _frame(_: _Field, stated: Stated) -> _Made:
    """After the outlet's name, where the sentence begins with a small word."""
    first, space, rest = stated.text.partition(" ")
    small = re.fullmatch(r"(?:The|An?|In|On|At|It|There|This|These|They|He|She|Its|His|Her)", first)
    if not (stated.outlet and small):
        return None
    return f"According to {stated.outlet}, {first.lower()}{space}{rest}", (stated,)


_ANY_NUMBER = re.compile(
    rf"{_NUMBER.pattern}|(?<![\w-])(?:{'|'.join(_SPELT)})(?![\w-]| (?:hundred|thousand|million))"
)
_IN_DATE = re.compile(rf"\d (?:{_MONTH})\b|\b(?:{_MONTH}) \d")
_THOUSANDS_SPELT = range(2, 13)


def _respell(_: _Field, stated: Stated) -> _Made:
    def other(found: re.Match[str]) -> str:
        number = found.group()
        if _IN_DATE.search(stated.text, max(0, found.start() - 12), found.end() + 12):
            return number
        if number in _SPELT:
            at = _SPELT.index(number)
            return str(at + _LEAST_SPELT if at < _FIRST_TENS else 10 * (at - _FIRST_TENS + 3))
        if number.endswith(",000") and int(number[:-4].replace(",", "")) in _THOUSANDS_SPELT:
            return f"{_SPELT[int(number[:-4]) - _LEAST_SPELT]} thousand"
        if number.isdigit() and int(number) in range(_LEAST_SPELT, _FIRST_TENS + 1):
            return _SPELT[int(number) - _LEAST_SPELT]
        return number.replace(",", " ") if number.count(",") == 1 else number.replace(",", "")

    text = _ANY_NUMBER.sub(other, stated.text)
    return (text, (stated,)) if text != stated.text else None


_LEAST_SPELT = 2
_FIRST_TENS = 19
"""Where among the spelt numbers "thirty" stands."""

_CLAUSE = re.compile(
    r", (?:which|who|where)\b[^,;:.“”\"]+,(?= (?:has|have|had|is|are|was|were|will|would|says?"
    r"|said|may|might|could|can)\b)| \([^()]+\)| – [^–:]+ –(?= )"
)


def _shorten(_: _Field, stated: Stated) -> _Made:
    text = _CLAUSE.sub("", stated.text, count=1)
    return (text, (stated,)) if text != stated.text else None


_NOT_WEAKER = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|only|if|unless|all|every|each|most"
    r"|few|fewer|less|least|more|than|deny|denie[sd]|refuse[sd]?|rather|instead|any|both|either"
    r"|whether|hardly|too|so|as|whose|which|who|that)\b|n[’']t\b|[“”\":;?–—(]",
    re.IGNORECASE,
)
"""What a sentence says whose end is cut need not be true where one of these stands."""

_END = re.compile(
    r",? (?:with|in|at|on|for|since|because|while|after|before|by|from|during|near|through|under"
    r"|until|despite|following|among|across|along|against) "
)
_VERB = re.compile(
    r" (?:is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|said|\w{3,}ed)\b"
)
_FEWEST_LEFT = 6
_FEWEST_CUT = 2


def _cut(field: _Field, stated: Stated) -> _Made:
    """A plain statement without what it adds about where, when, how or why."""
    if _NOT_WEAKER.search(stated.text) or not stated.text.endswith("."):
        return None
    ends = [
        found.start()
        for found in _END.finditer(stated.text)
        if len(stated.text[: found.start()].split()) >= _FEWEST_LEFT
        and len(stated.text[found.start() :].split()) > _FEWEST_CUT
        and _VERB.search(stated.text, 0, found.start())
    ]
    return (f"{stated.text[: field.random.choice(ends)]}.", (stated,)) if ends else None


_OPENING = re.compile(
    r"(?P<opening>(?P<first>On|In|At|After|Before|Since|During|Until|By|From|Last|This|Earlier"
    r"|Near|Under|Despite|Within|Over|For) [^,.;:“”\"]{3,60}), (?P<rest>[^“”\":;]+)\."
)


def _begin_later(_: _Field, stated: Stated) -> _Made:
    found = _OPENING.fullmatch(stated.text)
    if not found or _NOT_WEAKER.search(found["rest"]) or _SPEAKER.match(found["rest"]):
        return None
    return f"{found['rest'][0].upper()}{found['rest'][1:]}.", (stated,)


def _move(_: _Field, stated: Stated) -> _Made:
    found = _OPENING.fullmatch(stated.text)
    if not found or "," in found["rest"]:
        return None
    rest, first = found["rest"], found["first"]
    return f"{rest[0].upper()}{rest[1:]} {first.lower()}{found['opening'][len(first) :]}.", (
        stated,
    )


_SAID_AFTER = re.compile(
    rf"(?P<what>[A-Z“\"].+?),[”\"]? (?P<who>(?:the )?{_NAME_WORD}(?: {_NAME_WORD})*)"
    r" (?P<says>says?|said|adds?|added)\."
    rf"|(?P<what2>[A-Z“\"].+?),[”\"]? (?P<says2>says?|said)"
    rf" (?P<who2>{_NAME_WORD}(?: {_NAME_WORD})*)\."
)


def _turn(_: _Field, stated: Stated) -> _Made:
    found = _SAID_AFTER.fullmatch(stated.text)
    if not found:
        return None
    what, who, says = (found[name] or found[f"{name}2"] for name in ("what", "who", "says"))
    if len(re.findall(r"[“”\"]", what)) > 1:
        return None
    words = what.strip('“”"')
    return f"{who[0].upper()}{who[1:]} {says}: “{words}.”", (stated,)


def _join(field: _Field, stated: Stated) -> _Made:
    rows = {each.row: each for each in field.by_article[stated.article_id]}
    after = rows.get(stated.row + 1)
    if after is None or not stated.text.endswith(".") or len(after.text.split()) > _MOST_WORDS // 2:
        return None
    return f"{stated.text[:-1]}; {after.text}", (stated, after)


_ALTERATIONS: Mapping[Alteration, Callable[[_Field, Stated], _Made]] = {
    Alteration.NUMBER: _change_number,
    Alteration.NAME: _replace_name,
    Alteration.EXCHANGED: _exchange_names,
    Alteration.DENIAL: _deny,
    Alteration.SPEAKER: _change_speaker,
    Alteration.SOURCE: _change_source,
    Alteration.VERBATIM: _as_it_stands,
    Alteration.FRAMED: _frame,
    Alteration.RESPELT: _respell,
    Alteration.SHORTENED: _shorten,
    Alteration.CUT: _cut,
    Alteration.BEGUN_LATER: _begin_later,
    Alteration.MOVED: _move,
    Alteration.TURNED: _turn,
    Alteration.JOINED: _join,
}
