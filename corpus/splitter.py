"""Where sentences end, within one block of text.

The decision is nupunkt's: it gives exact character spans, is maintained, and reads about
forty times faster than pysbd, whose last release is years old. Its own model was trained on
law reports and takes ordinary words ("week", "trench", "bombardment") for abbreviations; so
its engine runs here on a short list of what news writes with a full stop.

What goes on for thousands of characters without a sentence's end (a table, a list of names, a
file that is no prose) is cut between words: nobody can read such a quotation, and no model
reads all of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.blocks import CLOSER, PICTURE, ends_sentence
from corpus.model import Span

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

_NEWS_ABBREVIATIONS = (
    "mr mrs ms dr prof hon rev fr msgr messrs mme mlle jr sr st mt ft esq "
    "gen lt col maj capt cpt sgt cpl pvt pfc spc adm brig cmdr cdr comdr ret sen rep gov pres "
    "gens sens govs drs supt insp det atty amb min dept govt assn univ inst bros "
    "co corp inc ltd plc llc "
    "jan feb apr jun jul aug sept sep oct nov dec mon tue tues thu thur thurs fri "
    "a.m p.m e.g i.e etc vs v cf viz al ca approx est fig figs vol pp ed eds "
    "km kg cm mm lb lbs oz sq hr hrs mph ave blvd rd ph.d m.d b.a m.a b.sc m.sc "
    "u.s u.k u.n e.u u.a.e u.s.a u.s.s.r d.c d.p.r.k r.o.k p.r.c n.y l.a a.k.a"
)
_SENTENCE_STARTERS = (
    "the a an this that these those he she it they we i you his her its their our my there "
    "but and so or if when while as after before since although though because until once "
    "however meanwhile moreover still then now later earlier today yesterday instead "
    "in on at by for from with to of under during despite what who why how where which"
)
"""After an abbreviation, these in upper case begin a sentence; a name may go on with it."""

_MORE_STARTERS = (
    "all(?!-) both each many most more some several one two three last next no(?!\\.) not only "
    "police officials"
)
"""These begin one only after initials; no N.B.A. All-Star and no F.B.I. No. 2 does."""

_STATES = (
    r"Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont"
    r"|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|W\.\s?Va|Wyo"
)
"""As agencies shorten them after a town; elsewhere many of them are words."""

_ABBREVIATIONS = frozenset(_NEWS_ABBREVIATIONS.split())
_NUMBERED = re.compile(
    r"(?:\b(?:Nos?|Mar|Sat|Sun|Art|Sec|Ch|Rs|p|c)"
    r"|-(?:Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.\s*$"  # mid-Sept. 2021
)
"""Abbreviations only before a number; elsewhere a word that ends a sentence."""

_SHORTENED = re.compile(
    r"(?:(?:^|[^\w.])(?:[A-Z]\.){2,}"  # J.D. Vance, the F.B.I. Director, anti-U.S. protests
    r"|-(?:Gen|Col|Lt|Maj|Capt|Sgt|Adm|Cmdr|Sen|Rep|Gov|Pres)\."  # Lt.-Gen. Moe, but no op-ed.
    r"|\bReps\.)\s+$"  # in lower case a word that ends sentences
)
"""What is shortened though the engine can't tell: its list has whole words, in any case."""

_STATE = re.compile(rf",\s(?:{_STATES})\.\s+$")
"""In mid-sentence a comma follows it, but in a dateline (``MESA, Ariz. (AP) —``) no letter."""

_STARTER = (
    rf"(?=[A-Z])(?i:{'|'.join(_SENTENCE_STARTERS.split())})\b"
    r"(?!(?<=\W[AI])\.)"  # not an initial
)
_MORE = rf"(?=[A-Z])(?i:{'|'.join(_MORE_STARTERS.split())})\b"
_BEGINNING = re.compile(rf"[“‘«\"']|\(?(?:{_STARTER}|{_MORE}|M(?:r|rs|s)\.)")
"""How a sentence begins after what is shortened; by anything else it goes on."""

_LETTER_AT_END = re.compile(rf"(?<=\w[ \t\u00a0])(?!v\.)[^\W\d_]\.{CLOSER}*\s+(?={_STARTER})")
"""A letter that ends a sentence (``World War I.``); to the engine each is a name's initial.

At the start of a line it is a list's or an interview's (``A. The state pays for it.``).
"""

_CLOSERS = re.compile(rf"{CLOSER}+\s*")
"""What belongs to the sentence before it when nothing stands between."""

_PICTURE = re.compile(rf"{PICTURE}\s*")
"""A picture up to where what follows it begins."""

_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z]{2})[.!?…][”’\"»)\]]*(?=[“‘«]?[A-Z][a-z]*[\s,’'])|[。！？]+[”’」』）]*"
)
"""A sentence's end without a space after it: lost in copying ("over.Then"), or Chinese."""

_LAST_WORD = re.compile(r"[^\W\d_]+$")
_LONG_WORD = re.compile(r"\S{1000,}")
_WHITE = re.compile(r"\s")
_NOT_WHITE = re.compile(r"\S")

LONGEST = 2000
"""Characters after which a sentence is cut though it has not ended."""

_REACH = 200
"""Characters before such a cut in which a place between two words is looked for."""

_JOINING = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Kinds of characters that make one sign with the one before: accents, joiners."""

_JOINER = "\u200d"
"""Makes one sign with the character after it as well."""


def split_sentences(text: str, block: Span) -> Iterator[Span]:
    """The sentences of one block, in order, without the white space around them.

    They are of any length; `cut_to_size` makes pieces of those without end.

    Args:
        text: the whole text.
        block: the part to split; spans are positions in ``text``.
    """
    found = {
        block.start,
        *_repaired(text, _engine_starts(text, block)),
        *_glued(text, block),
        *(letter.end() for letter in _LETTER_AT_END.finditer(text, block.start, block.end)),
    }
    _set_pictures_apart(text, block, found)
    starts = sorted(start for start in found if start < block.end)
    for start, stop in pairwise([*starts, block.end]):
        sentence = text[start:stop]
        if kept := sentence.strip():
            first = start + len(sentence) - len(sentence.lstrip())
            yield Span(first, first + len(kept))


def cut_to_size(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence as it is, or one without end in pieces of about the same length."""
    start = sentence.start
    while (left := sentence.end - start) > LONGEST:
        pieces = -(-left // LONGEST)
        place = _place_to_cut(text, start + left // pieces)
        yield Span(start, start + len(text[start:place].rstrip()))
        start = next(_NOT_WHITE.finditer(text, place)).start()
    yield Span(start, sentence.end)


def _place_to_cut(text: str, latest: int) -> int:
    """The last white space before a position, or else the position, but within no sign."""
    earliest = latest - _REACH
    if spaces := [white.start() for white in _WHITE.finditer(text, earliest, latest + 1)]:
        return spaces[-1]
    places = range(latest, earliest, -1)
    return next((place for place in places if not _is_within_sign(text, place)), latest)


def _is_within_sign(text: str, place: int) -> bool:
    return unicodedata.category(text[place]) in _JOINING or text[place - 1] == _JOINER


def _engine_starts(text: str, block: Span) -> Iterator[int]:
    """Where the engine has a sentence begin.

    It sees white space as spaces, because to it a newline in a wrapped line means something;
    and it never sees words of absurd length, on which its time would be quadratic.
    """
    at = block.start
    for word in [*_LONG_WORD.finditer(text, block.start, block.end), None]:
        end = word.start() if word else block.end
        view = _WHITE.sub(" ", text[at:end])
        yield from (at + start for start, _ in _engine().iter_spans(view))
        at = word.end() if word else end


def _repaired(text: str, starts: Iterable[int]) -> Iterator[int]:
    for start in starts:
        before = text[max(0, start - 12) : start]
        if _goes_on(before, text, start):
            continue
        glued = before and not before[-1].isspace()
        if glued and (closers := _CLOSERS.match(text, start)):
            yield closers.end()
        elif not (before.endswith("!") and text[start] == "["):  # a picture's mark
            yield start


def _goes_on(before: str, text: str, start: int) -> bool:
    """Whether what the engine cuts here is one sentence."""
    if text[start].isdecimal() and _NUMBERED.search(before):
        return True
    if _STATE.search(before):
        return not (text[start].isalpha() or _BEGINNING.match(text, start))
    return _SHORTENED.search(before) is not None and _BEGINNING.match(text, start) is None


def _glued(text: str, block: Span) -> Iterator[int]:
    for end in _GLUED.finditer(text, block.start, block.end):
        word = _LAST_WORD.search(text, max(block.start, end.start() - 12), end.start())
        if word is None or word.group().lower() not in _ABBREVIATIONS:
            yield end.end()


def _set_pictures_apart(text: str, block: Span, starts: set[int]) -> None:
    """Cut no picture, but cut it off where a sentence ends before it: it says nothing to cite.

    One too long to be quoted is cut off anywhere, so that no piece of it is taken for words.
    """
    for picture in _PICTURE.finditer(text, block.start, block.end):
        starts.difference_update(range(picture.start() + 1, picture.end()))
        before = text[max(block.start, picture.start() - 20) : picture.start()].rstrip()
        is_long = picture.end() - picture.start() > LONGEST
        if is_long or picture.start() in starts or ends_sentence(before):
            starts |= {picture.start(), picture.end()}


@lru_cache(maxsize=1)
def _engine() -> "PunktSentenceTokenizer":
    from nupunkt import PunktParameters, PunktSentenceTokenizer  # noqa: PLC0415 - on use only

    engine = PunktSentenceTokenizer(
        PunktParameters(
            abbrev_types=set(_ABBREVIATIONS), sent_starters=set(_SENTENCE_STARTERS.split())
        )
    )
    engine.EXCL_QUEST_LOWERCASE_CONTINUES = True
    return engine
