"""Wording a sentence otherwise so that it stays true, as `qa.evaluation.falsifying` alters it."""

import re

from qa.evaluation.stated import (
    MOST_WORDS,
    NAME_WORD,
    NUMBER,
    SPEAKER,
    SPELT,
    Field,
    Made,
    Stated,
)
from qa.words import MONTH


def as_it_stands(_: Field, stated: Stated) -> Made:
    """The very words."""
    return stated.text, (stated,)


def frame(_: Field, stated: Stated) -> Made:
    """After the outlet's name, where the sentence begins with a small word."""
    first, space, rest = stated.text.partition(" ")
    small = re.fullmatch(r"(?:The|An?|In|On|At|It|There|This|These|They|He|She|Its|His|Her)", first)
    if not (stated.outlet and small):
        return None
    return f"According to {stated.outlet}, {first.lower()}{space}{rest}", (stated,)


_ANY_NUMBER = re.compile(
    rf"{NUMBER.pattern}|(?<![\w-])(?:{'|'.join(SPELT)})(?![\w-]| (?:hundred|thousand|million))"
)
_IN_DATE = re.compile(rf"\d (?:{MONTH})\b|\b(?:{MONTH}) \d")
_THOUSANDS_SPELT = range(2, 13)


def respell(_: Field, stated: Stated) -> Made:
    """Figures in words, words in figures, thousands with a space."""

    def other(found: re.Match[str]) -> str:
        number = found.group()
        if _IN_DATE.search(stated.text, max(0, found.start() - 12), found.end() + 12):
            return number
        if number in SPELT:
            at = SPELT.index(number)
            return str(at + _LEAST_SPELT if at < _FIRST_TENS else 10 * (at - _FIRST_TENS + 3))
        if number.endswith(",000") and int(number[:-4].replace(",", "")) in _THOUSANDS_SPELT:
            return f"{SPELT[int(number[:-4]) - _LEAST_SPELT]} thousand"
        if number.isdigit() and int(number) in range(_LEAST_SPELT, _FIRST_TENS + 1):
            return SPELT[int(number) - _LEAST_SPELT]
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


def shorten(_: Field, stated: Stated) -> Made:
    """Without a clause that only adds something."""
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


def cut(field: Field, stated: Stated) -> Made:
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


def begin_later(_: Field, stated: Stated) -> Made:
    """A plain statement without what it opens with."""
    found = _OPENING.fullmatch(stated.text)
    if not found or _NOT_WEAKER.search(found["rest"]) or SPEAKER.match(found["rest"]):
        return None
    return f"{found['rest'][0].upper()}{found['rest'][1:]}.", (stated,)


def move(_: Field, stated: Stated) -> Made:
    """What it opens with at its end."""
    found = _OPENING.fullmatch(stated.text)
    if not found or "," in found["rest"]:
        return None
    rest, first = found["rest"], found["first"]
    return f"{rest[0].upper()}{rest[1:]} {first.lower()}{found['opening'][len(first) :]}.", (
        stated,
    )


_SAID_AFTER = re.compile(
    rf"(?P<what>[A-Z“\"].+?),[”\"]? (?P<who>(?:the )?{NAME_WORD}(?: {NAME_WORD})*)"
    r" (?P<says>says?|said|adds?|added)\."
    rf"|(?P<what2>[A-Z“\"].+?),[”\"]? (?P<says2>says?|said)"
    rf" (?P<who2>{NAME_WORD}(?: {NAME_WORD})*)\."
)


def turn(_: Field, stated: Stated) -> Made:
    """Who said it in front."""
    found = _SAID_AFTER.fullmatch(stated.text)
    if not found:
        return None
    what, who, says = (found[name] or found[f"{name}2"] for name in ("what", "who", "says"))
    if len(re.findall(r"[“”\"]", what)) > 1:
        return None
    words = what.strip('“”"')
    return f"{who[0].upper()}{who[1:]} {says}: “{words}.”", (stated,)


def join(field: Field, stated: Stated) -> Made:
    """With the sentence behind it."""
    rows = {each.row: each for each in field.by_article[stated.article_id]}
    after = rows.get(stated.row + 1)
    if after is None or not stated.text.endswith(".") or len(after.text.split()) > MOST_WORDS // 2:
        return None
    return f"{stated.text[:-1]}; {after.text}", (stated, after)
