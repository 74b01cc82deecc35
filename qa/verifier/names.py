"""Whether the names of a claim stand in the words that it rests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import folded
from qa.words import CAPITAL, CLEAR_MONTHS, DAYS

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_CAPITALISED = rf"{CAPITAL}[\w’']*"
_RUN = re.compile(rf"{_CAPITALISED}(?:(?: (?:of|the|for|and|to|on)){{0,2}}[ -]{_CAPITALISED})+")
_ABBREVIATED = r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bGen)(?<!\bCol)(?<!\bProf)"
_BEGINS = re.compile(rf"(?:^|{_ABBREVIATED}(?<!\b{CAPITAL})[.!?]\s+|[.!?][”\"’]\s+)[“\"'‘(]*")
_SAYS = re.compile(
    r"(?:says?|said|tells|told|adds|added|argue[sd]|claim(?:s|ed)|writes|wrote|warn(?:s|ed)"
    r"|announce[sd]|believe[sd]|thinks|thought|report(?:s|ed)|explain(?:s|ed)|denie[sd])"
)
_CALENDAR = frozenset((*CLEAR_MONTHS, *DAYS))
"""What `qa.verifier.figures` looks after; of March and May it can't always tell."""

_TITLES = frozenset("mr mrs ms dr i".split())
_ENDINGS = ("", "s", "n", "an", "ian", "ns", "ans", "ians", "ish", "ese", "i", "is")
_VOWELS = "aeioy"
_LEAST_STEM = 4
_PEOPLES = (
    "france french",
    "britain british uk",
    "spain spanish spaniard",
    "norway norwegian",
    "denmark danish dane",
    "netherlands dutch",
    "poland polish pole",
    "sweden swedish swede",
    "finland finnish finn",
    "switzerland swiss",
    "turkey turkish turk",
    "greece greek",
    "ireland irish",
    "scotland scottish",
    "wales welsh",
    "philippines filipino",
    "thailand thai",
    "us usa america american",
    "peru peruvian",
    "iran iranian",
    "iraq iraqi",
)
_PEOPLE = {word: words.split() for words in _PEOPLES for word in words.split()}
_LETTERS = range(2, 9)
"""How many words initials stand for."""


def unfounded_names(claim: str, ground: str, origins: str = "") -> list[str]:
    """The names of a claim that its ground does not mention, as the claim writes them.

    A word that begins a sentence is looked at only if another capitalised word follows it, or a
    word for saying; the checker reads the rest. Forms of one name are the same ("Korea",
    "Korean", "Jong-un"), and so are initials and what they stand for.

    Args:
        claim: a sentence.
        ground: the words that it rests on.
        origins: who published and wrote them, which a claim may name.
    """
    mentioned = _Mentioned.in_(f"{ground} {origins}")
    spelt_out = {
        word
        for run in _RUN.finditer(claim)
        if not mentioned.initials.isdisjoint(_initials(run.group()))
        for word in run.group().split()
    }
    missing = (
        name for plain, name in _names(claim) if not mentioned.has(plain) and name not in spelt_out
    )
    return list(dict.fromkeys(missing))


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """The words of a ground, its names, and what is short for other names."""

    words: frozenset[str]
    stems: frozenset[str]
    initials: frozenset[str]
    short: frozenset[str]

    @classmethod
    def in_(cls, ground: str) -> "_Mentioned":
        found = [word.group() for word in _WORD.finditer(ground)]
        words = frozenset(plain for word in found for plain, _ in _parts(word))
        stems = {
            stem
            for word in found
            for plain, is_name in _parts(word)
            if is_name
            for stem in (*_stems(plain), *_PEOPLE.get(plain, ()))
        }
        runs = (run.group() for run in _RUN.finditer(ground))
        short = frozenset(initials for run in runs for initials in _initials(run))
        upper = (_POSSESSIVE.sub("", word) for word in found)
        acronyms = frozenset(w.casefold() for w in upper if w.isupper() and len(w) in _LETTERS)
        return cls(words, frozenset(stems), acronyms, short)

    def has(self, name: str) -> bool:
        """Whether a name is mentioned, in this form or in another."""
        return (
            name in self.words
            or not self.stems.isdisjoint((*_stems(name), *_PEOPLE.get(name, ())))
            or name in self.short
        )


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Capitalised words, folded and as they are written."""
    beginnings = {found.end() for found in _BEGINS.finditer(text)}
    words = list(_WORD.finditer(text))
    for number, found in enumerate(words):
        if found.start() in beginnings and not _begins_as_name(text, words, number):
            continue
        for plain, is_name in _parts(found.group()):
            if is_name and plain not in _CALENDAR and plain not in _TITLES:
                yield plain, _POSSESSIVE.sub("", found.group())


def _begins_as_name(text: str, words: list[re.Match[str]], number: int) -> bool:
    """Whether a word that begins a sentence looks like a name by what follows it."""
    word = words[number]
    if number + 1 == len(words) or word.group().casefold() in _SMALL_WORDS:
        return False
    following = words[number + 1]
    is_next = text[word.end() : following.start()] == " "
    is_said = _SAYS.fullmatch(following.group()) is not None
    return is_next and (following.group()[0].isupper() or is_said)


_SMALL_WORDS = frozenset(
    "according in the a an on at for from by with this that these those both some many most few "
    "all no not it he she they we you his her their its our my when while as after before since "
    "because but and if although though despite about around only one two three another other "
    "every each under over during between what who how why where so then now yes near general "
    "president minister professor former new old officials experts analysts observers critics "
    "others people residents witnesses police sources media newspapers reporters soldiers "
    "researchers yesterday today meanwhile even unlike to last next neither either like earlier "
    "later recently however instead also once until without within against among through".split()
)


def _parts(word: str) -> Iterator[tuple[str, bool]]:
    """A word folded, one with a hyphen in its parts, and whether each has a capital."""
    for part in re.split(r"-", _POSSESSIVE.sub("", word)):
        if part:
            yield folded(part), part[0].isupper()


def _stems(name: str) -> Iterator[str]:
    """What is left of a name without an ending: "ukrain" of "Ukraine" and of "Ukrainian"."""
    for ending in _ENDINGS:
        stem = name.removesuffix(ending).rstrip(_VOWELS) if name.endswith(ending) else ""
        whole = name.removesuffix(ending) if name.endswith(ending) else ""
        yield from (each for each in (whole, stem) if len(each) >= _LEAST_STEM)


def _initials(run: str) -> Iterator[str]:
    """What a name may be shortened to: "nis" of "National Intelligence Service"."""
    letters = "".join(word[0] for word in re.findall(_CAPITALISED, run)).casefold()[:60]
    for start in range(len(letters)):
        for length in _LETTERS:
            if start + length <= len(letters):
                yield letters[start : start + length]
