"""What a claim denies and its ground does not, or the other way round; and words turned round."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from index import terms
from qa.denials import DENIAL, NEARLY_DENIAL
from qa.words import CAPITAL

_AROUND = 3
_WIDELY = 5
"""Words that count, on either side of a denial, for two denials to be of the same thing."""

_PAIRS = """
rise fall, rose fell, risen fallen, rising falling, increase decrease, increased decreased, up
down, more fewer, more less, most least, higher lower, highest lowest, high low, above below, over
under, before after, earlier later, early late, first last, begin end, began ended, start stop,
starts stops, open close, opened closed, reopened closed, win lose, won lost, gain loss, gained
lost, allow forbid, allowed banned, allowed forbidden, permitted forbidden, legal illegal, buy
sell, bought sold, import export, imports exports, north south, northern southern, east west,
eastern western, left right, upstream downstream, upper lower, male female, men women, man woman,
son daughter, brother sister, father mother, husband wife, alive dead, survived died, accept
reject, accepted rejected, accepted refused, agreed refused, confirm deny, confirmed denied,
confirms denies, support oppose, supported opposed, supports opposes, better worse, best worst,
strong weak, stronger weaker, strengthen weaken, large small, larger smaller, bigger smaller,
biggest smallest, largest smallest, long short, longer shorter, old young, older younger, oldest
youngest, rich poor, cheap expensive, fast slow, faster slower, easy hard, easier harder,
succeeded failed, success failure, advance retreat, advanced retreated, attack defend, attacked
defended, arrived left, hired dismissed, public private, day night, morning evening, summer
winter, spring autumn, always never, all some, everyone nobody, foreign domestic, guilty innocent,
convicted acquitted, praised criticised, welcomed condemned, useful useless, double half, doubled
halved, most few, many few, majority minority, near far, inside outside, top bottom, front rear,
foremost rearmost, temporary permanent, voluntary forced, likely unlikely, possible impossible,
expected unexpected
"""


@cache
def _opposites() -> dict[str, set[str]]:
    """By word, what is its opposite."""
    found: dict[str, set[str]] = {}
    for one, other in map(str.split, _PAIRS.split(",")):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


_WORD = re.compile(r"[a-z]+")


def denials_added(claim: str, ground: str) -> int:
    """How many denials of a claim are of something that its ground does not deny."""
    elsewhere = sum(1 for _ in _without_match(claim, ground))
    return max(elsewhere, _put_in(claim, ground))


def denials_dropped(claim: str, ground: str) -> int:
    """How many denials of a ground are of something that a claim tells without denying it."""
    told = set(terms(claim))
    elsewhere = sum(1 for denied in _without_match(ground, claim) if denied & told)
    return max(elsewhere, _put_in(ground, claim))


def opposites(claim: str, ground: str) -> int:
    """How many words of a claim are the opposite of a word that stands in its ground alone."""
    own, given = (set(_WORD.findall(text.lower())) for text in (claim, ground))
    alone = given - own
    return sum(not alone.isdisjoint(_opposites().get(word, ())) for word in own - given)


def displaced(claim: str, ground: str) -> int:
    """How many names and figures of a claim stand where its ground has others, and how many words
    that are new stand where it has a name.

    The place is told by the two words before it, or the two behind it.
    """
    places: dict[_Place, list[str]] = {}
    for thing, around in _things(ground):
        for place in around:
            places.setdefault(place, []).append(thing)
    return sum(
        any(place in places and _is_out_of_place(thing, places[place]) for place in around)
        for thing, around in _things(claim, besides=frozenset(terms(ground)))
    )


def _is_out_of_place(thing: str, others: list[str]) -> bool:
    if not _THING.match(thing):
        return all(other[0].isalpha() for other in others)
    return not any(_share_a_word(thing, other) for other in others)


_Place = tuple[str, str, str]
"""On which side two words stand, and the words."""

_TOKEN = re.compile(
    rf"{CAPITAL}[\w’'-]*(?: {CAPITAL}[\w’'-]*)*|\d[\d.,]*\d|\w+(?=n[’']t\b)|n[’']t\b|\w+"
)
_THING = re.compile(rf"{CAPITAL}|\d")


def _things(text: str, besides: frozenset[str] | None = None) -> Iterator[tuple[str, list[_Place]]]:
    """Names and figures, and where each stands; and the words that are new besides others."""
    tokens = _TOKEN.findall(text)
    folded = [token.casefold() for token in tokens]
    for at, token in enumerate(tokens):
        is_new = besides is not None and bool(set(terms(token)) - besides)
        if not (_THING.match(token) or is_new):
            continue
        before, after = folded[max(0, at - 2) : at], folded[at + 1 : at + 3]
        around = [("before", *before)] if len(before) == 2 else []  # noqa: PLR2004
        around += [("after", *after)] if len(after) == 2 else []  # noqa: PLR2004
        yield token, around


def _share_a_word(one: str, other: str) -> bool:
    words, others = (re.split(r"[ -]", each.casefold()) for each in (one, other))
    return not set(words).isdisjoint(others)


_END = ""


def _put_in(text: str, other: str) -> int:
    """How many denials of a text stand between two words that are neighbours in the other one."""
    tokens, others = ([*_TOKEN.findall(each.casefold()), _END] for each in (text, other))
    neighbours = set(pairwise(others))
    with_denial = set(zip(others, others[1:], others[2:], strict=False))
    return sum(
        (before, after) in neighbours and (before, word, after) not in with_denial
        for before, word, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if DENIAL.fullmatch(word)
    )


def _without_match(text: str, other: str) -> Iterator[set[str]]:
    """What the denials of a text deny that the other text does not deny as well."""
    denied = [_near(other, found, _WIDELY) for found in NEARLY_DENIAL.finditer(other)]
    for found in DENIAL.finditer(text):
        if not any(_near(text, found, _AROUND) & each for each in denied):
            yield set(terms(text[found.end() :])[:_AROUND])


def _near(text: str, found: re.Match[str], most: int) -> set[str]:
    """The words that count before and behind a word."""
    return {*terms(text[: found.start()])[-most:], *terms(text[found.end() :])[:most]}
