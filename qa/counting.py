"""Of the counts in a sentence, those of what a question asks the number of."""

import re
from collections.abc import Sequence

from index import terms
from qa.figures import Figure
from qa.words import CAPITAL

ASKED_COUNT = re.compile(
    r"\b(?:how many|number of)(?: of the| more| other| extra)?((?:\s[\w’'-]+){1,3})", re.IGNORECASE
)
"""A question for a number, with the words for what it is a number of."""

_PART_BEHIND = re.compile(r" of (?:the|them|these|those|which|whom|its|his|her|their|\d)\b", re.I)
_PART_BEFORE = re.compile(r"\bof (?:which|whom|them),? $", re.IGNORECASE)
_WHOLE_BEFORE = re.compile(
    r"(?<!total )(?<!number )(?<!group )(?<!maximum )(?<!minimum )(?<!average )\b(?:of|among)"
    r"(?: (?:the|its|his|her|their|all|some|these|those))* $",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'-]+")
_LONG_NAME = re.compile(rf"\b{CAPITAL}[a-z][\w’'-]*")
"""Not "US", which others call American."""
_NEAR = 4
"""Words within which behind a number the thing stands that it counts."""

_NEXT = 2
"""Words within which it stands where the number is of all of them."""

_NO_NOUN = (
    r"(?:is|was|has|does|as|its|his|hers|this|thus|us|yes|perhaps|towards|besides|sometimes|always"
    r"|afterwards|whereas|overseas|others|ones|\w+ss|\w+ous)\b"
)
_NO_ADJECTIVE = (
    r"(?:\w+(?:ed|ly|ing)|were|was|are|is|have|had|has|did|do|took|take|lost|fled|left|got|get|face"
    r"|held|hold|won|made|make|need|want|own|use|sent|saw|shot|came|come|went|go|say|said|of|to|in"
    r"|on|at|from|for|with|by|as|and|or|but|who|that|which|will|would|can|could|may|the|an?|his|her"
    r"|its|their|this|these|those|than|into|out|over|under|after|before|during|since|until|when"
    r"|while|where|because|so|not|no|if|about|per|each|every|now|then|all|both|still|also)\b"
)
_NOUN = re.compile(
    rf"(?:[ -](?:[A-Z][\w’-]*|(?!{_NO_ADJECTIVE})[a-z-]+)){{0,2}}?"
    rf"[ -](?P<noun>(?!{_NO_NOUN})[a-z]{{2,}}s|people|men|women|children|police|staff|personnel)\b"
)
"""The noun in the plural that stands behind its number; what is in between may be no verb."""

_PEOPLE = frozenset(
    "people persons men women children boys girls adults babies infants kids teens troops personnel"
    " staff police civilians recruits cadets conscripts migrants refugees residents citizens nuns"
    " inhabitants nationals locals prisoners hostages captives patients students pupils nurses"
    " guards relatives couples souls marines commandos guests fans pilots athletes spies chiefs"
    " experts friends colleagues aides envoys delegates candidates clients tenants immigrants monks"
    " militants combatants participants applicants occupants agents parents sons priests peasants"
    " servants merchants assistants widows orphans wives husbands cops natives forces youths"
    " presidents correspondents dissidents opponents adolescents descendants infantrymen pensioners"
    " officials professionals volunteers specialists mercenaries veterans".split()
)
_OF_PEOPLE = frozenset(
    "deaths casualties victims fatalities lives bodies corpses injuries arrests cases losses jobs"
    " infections defections executions abductions votes seats posts places tickets visas names"
    " signatures graves coffins beds".split()
)
"""What there may be one of for each of some people."""

_PERSONS = re.compile(r"\w{2,}(?:ers|ors|ists|ians|ees|aires|eurs|crats|men|women)")
_THINGS = frozenset(
    "anchors answers bees boilers bombers boosters borders bunkers burgers burners carriers"
    " centers chapters characters chimpanzees clusters coffees colors committees computers"
    " conductors containers corners corridors counters covers craters cruisers cylinders"
    " decrees degrees detectors dinners doors drawers elevators errors escalators excavators"
    " factors feathers fees fevers fibers filters fingers floors flowers freezers freighters"
    " generators guarantees hammers headquarters heaters helicopters incinerators indicators"
    " jubilees knees ladders lasers launchers layers letters levers liners lobsters matters"
    " metaphors meters mirrors monitors motors mowers newspapers numbers offers orders oysters"
    " papers pedigrees posters powers printers processors projectors propellers quarters"
    " reactors referees registers rivers rotors samplers schooners scooters sectors sensors"
    " servers shelters shoulders showers skyscrapers spiders steamers stickers summers tankers"
    " thrusters tigers timers toffees towers tractors trailers transformers trawlers trees"
    " tumors vectors winters".split()
)
"""What ends like persons and is none."""


def counts_asked(question: str, counts: Sequence[Figure]) -> Sequence[Figure]:
    """Which of a sentence's counts are of what is asked for; all that may be if none surely is."""
    if _asks_part(question) and (parts := _parts(question, counts)):
        return parts
    thing = _thing_asked(question)
    possible = [each for each in counts if not counts_another(question, each.after)]
    return [each for each in possible if _is_behind(each, thing, _NEAR)] or possible


def counts_another(question: str, behind: str) -> bool:
    """Whether a number counts things where people are asked for, people in place of things, or
    "Russian soldiers" where "North Korean soldiers" are asked for.

    Args:
        question: what is asked.
        behind: what stands behind the number.
    """
    asked = ASKED_COUNT.search(question)
    named, others = _names_before(asked[1] if asked else ""), _names_before(behind)
    is_of_others = bool(named) and bool(others) and named.isdisjoint(others)
    return is_of_others or _is_another(_noun_asked(question), _noun_at(behind))


def _asks_part(question: str) -> bool:
    asked = ASKED_COUNT.search(question)
    return asked is not None and asked.group().lower().startswith("how many of ")


def _parts(question: str, counts: Sequence[Figure]) -> list[Figure]:
    """The "120" of "Of the 200 victims, 120 were women": not the number of all of them."""
    told = (place for place, each in enumerate(counts) if _PART_BEFORE.search(each.before))
    all_of_them = frozenset(terms(_noun_asked(question))) or _thing_asked(question)
    known = set(terms(question))
    return [
        each
        for each in counts[next(told, 0) :]
        if not _WHOLE_BEFORE.search(each.before)
        and (
            _PART_BEHIND.match(each.after)
            or (
                not _is_behind(each, all_of_them, _NEXT)
                and known.issuperset(terms(_noun_at(each.after)))
            )
        )
    ]


def _is_behind(figure: Figure, thing: frozenset[str], near: int) -> bool:
    return not thing.isdisjoint(terms(" ".join(_WORD.findall(figure.after)[:near])))


def _thing_asked(question: str) -> frozenset[str]:
    """What a question asks the number of, as `index.terms`; nothing where it can't be told."""
    asked = ASKED_COUNT.search(question)
    named: list[str] = []
    for word in asked[1].split() if asked else []:
        if not (folded := terms(word)):
            break
        named += folded
    return frozenset(named)


def _noun_asked(question: str) -> str:
    """The noun of it, where that is in the plural as "how many" has it."""
    asked = ASKED_COUNT.search(question)
    found = _NOUN.match(asked[1]) if asked else None
    return found["noun"] if found else ""


def _noun_at(behind: str) -> str:
    """The noun in the plural with which begins what stands behind a number."""
    found = _NOUN.match(behind)
    return found["noun"] if found else ""


def _names_before(words: str) -> frozenset[str]:
    """The names that stand before the noun with which some words begin, as `index.terms`."""
    found = _NOUN.match(words)
    before = words[: found.start("noun")] if found else ""
    return frozenset(term for name in _LONG_NAME.findall(before) for term in terms(name))


def _is_another(asked: str, counted: str) -> bool:
    if not asked or not counted:
        return False
    if _is_people(asked) or asked in _OF_PEOPLE:
        return not _is_people(counted) and counted not in _OF_PEOPLE
    return _is_people(counted)


def _is_people(noun: str) -> bool:
    return noun in _PEOPLE or (_PERSONS.fullmatch(noun) is not None and noun not in _THINGS)
