"""What counts of a text's words, and in which form."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_POSSESSIVE = re.compile(r"['’]s\b")

_PLAIN = {
    **dict(zip("łøđðħŧıəɓɗƙ", "loddhtiabdk", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ŋ": "ng",
}
"""Latin letters that Unicode doesn't take for another one with an accent."""

TERMS = "terms.3"
"""Names what `terms` does; what was kept of another version is made anew."""

STOPWORDS = frozenset(
    "a about after all also am an and any are as at be been before being between but by can "
    "could did do does doing for from had has have having he her hers him his how i if in into "
    "is it its just like many may me might more most much must my no nor not of off on or our "
    "over said say says shall she should so some such than that the their them then there "
    "these they this those to told too under us very was we were what when where which while "
    "who whom whose why will with would you your".split()
)
"""Words that say nothing about the subject; numbers and names are never among them."""

_ABBREVIATIONS = re.compile(rf"\b(?:{'|'.join(w.upper() for w in STOPWORDS if len(w) > 1)})\b")
"""In capitals they are names: the WHO, the US, IT."""


def terms(text: str) -> list[str]:
    """The words that count, folded: case, accents, plural and tense endings, 11,000 = 11000."""
    if not text.isupper():  # as a headline may be
        text = _ABBREVIATIONS.sub(_as_name, text)
    words = _WORD.findall(_POSSESSIVE.sub("", folded(text)))
    return [_stem(_number(word)) for word in words if word not in STOPWORDS]


def folded(text: str) -> str:
    """A text in small letters without accents and strokes, as "Wałęsa" is typed: "walesa"."""
    plain = text.casefold()
    if plain.isascii():  # most texts have no accents to take off, and that takes long
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(_PLAIN.get(c, c) for c in decomposed if not unicodedata.combining(c))


def _as_name(found: re.Match[str]) -> str:
    """An abbreviation as a word that is no stop word."""
    return f"{found.group()}_"


def _number(word: str) -> str:
    return word.replace(",", "") if word[0].isdigit() else word


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415 - loads a compiled library

    return Stemmer.Stemmer("english")
