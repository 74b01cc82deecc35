"""What kind of answer a question asks for, and whether a sentence holds one of that kind.

"How many" wants a number, "when" a time and "who is the mayor" a sentence about a mayor: one
without can be about the right thing and still not answer. The kinds are wide on purpose, and
most questions have none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from index import terms

CURRENCIES = (
    "dollars?|euros?|pounds?|roubles?|rubles?|yen|yuan|won|crowns?|kron(?:a|er|or)|francs?"
    "|rupees?|cents?|pence|florins?|guilders?|marks|forints?|pesos?|soles|liras?|lire|dinars?"
    "|dirhams?|zlotys?|hryvnias?|shillings?|r[iy]als?|reais|rand|baht|rupiahs?|lei"
)
"""An alternation for patterns that ignore case."""

CODES = "USD|EUR|GBP|CHF|JPY|CNY|INR|UAH"
"""Currencies as exchanges name them."""

SIGNS = "$£€¥₹"
SIGN = rf"(?:(?:US|AU?|CA?|NZ|HK|S)?\$|[{SIGNS}])"
"""A currency's sign; dollars of several countries have one each."""

MONTHS = (
    "january february march april may june july august september october november december".split()
)

MONTH = "|".join(name.title() for name in MONTHS)
"""An alternation, for patterns that do not ignore case."""

CLOCK = r"\d{1,2}(?::[0-5]\d(?: ?[AaPp](?:\.[Mm]\.|[Mm]))?|(?:\.[0-5]\d)? ?[AaPp](?:\.[Mm]\.|[Mm]))"
"""A clock time, where no figure and no letter stands beside it."""

SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
"""A month before or behind a number: "Oct. 31"."""

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?"
    "|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    "|hundreds?|thousands?|millions?|billions?|half|third|quarter|once|twice|both|none|nobody"
)
_OFFICES = (
    "admiral|ambassador|author|captain|chairman|chairwoman|chancellor|chief|colonel|commander"
    "|director|editor|founder|general|governor|head|judge|king|leader|mayor|minister|owner"
    "|president|queen|secretary|spokesman|spokeswoman"
)


class Kind(Enum):
    """A kind of answer; the value names it in a sentence: "no … stands in them"."""

    MONEY = "amount of money"
    NUMBER = "number"
    TIME = "time"
    OFFICE = "holder of the office"
    WHETHER = "yes or no"
    ANY = "answer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind of answer that a question asks for.

    Attributes:
        kind: the kind.
        office: the word for it when somebody is asked for by an office ("mayor"), else ``""``.
    """

    kind: Kind
    office: str = ""

    @property
    def name(self) -> str:
        """What is wanted, as it stands after "no"."""
        return f"“{self.office}”" if self.office else self.kind.value

    def is_in(self, sentence: str) -> bool:
        """Whether a sentence holds something of this kind."""
        if self.kind is Kind.OFFICE:
            return set(terms(self.office)) <= set(terms(sentence))
        if self.kind is Kind.TIME and next(months_in(sentence), None):
            return True
        looks_like = _ANSWERS.get(self.kind)
        return looks_like is None or looks_like.search(sentence) is not None


def wanted(question: str) -> Wanted:
    """The kind of answer a question asks for; `Kind.ANY` where it can't be told."""
    question = _COURTESY.sub("", question)
    kind = next((kind for kind, asks in _QUESTIONS.items() if asks.search(question)), None)
    if kind:
        return Wanted(kind)
    if office := _OFFICE_ASKED.search(question):
        return Wanted(Kind.OFFICE, office["office"].lower())
    return Wanted(Kind.WHETHER if _WHETHER_ASKED.match(question) else Kind.ANY)


def months_in(text: str) -> Iterator[str]:
    """The months a text names, as in `MONTHS`; "May" and "March" only where they are no verbs."""
    return (_month_of(found.group()) for found in _MONTH.finditer(text))


def is_month(text: str, start: int) -> bool:
    """Whether a month is named at a place of a text."""
    return _MONTH.match(text, start) is not None


def month_number(name: str) -> int:
    """Which month a name or its abbreviation means, from 0."""
    return MONTHS.index(_month_of(name))


def _month_of(name: str) -> str:
    return next(month for month in MONTHS if month.startswith(name[:3].lower()))


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MONTH = re.compile(
    r"\b(?:January|February|April|June|July|August|September|October|November|December"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\bsince )|(?<=\buntil )|(?<=\blast )|(?<=\bnext )"
    r"|(?<=\bmid-)|(?<=\bearly )|(?<=\blate )|(?<=\d ))(?:May|March)|(?:May|March)(?= \d))\b"
    rf"|\b{SHORT_MONTH}(?= \d)|(?<=\d ){SHORT_MONTH}"
)

_QUESTIONS = {
    Kind.MONEY: _any_case(
        r"\bhow much (?:money\b|(?:is|are|was|were|do|does|did|has|have|had|will|would)\b.{0,200}"
        r"\b(?:pay|paid|costs?|gets?|got|earn(?:ed|s)?|receive[sd]?|charge[sd]?|spen[dt]s?"
        r"|worth)\b)"
        rf"|\bhow many (?:{CURRENCIES})\b"
        r"|\b(?:what|which)\b(?!.{0,16}\b(?:part|portion|share|proportion|percentage)\b).{0,24}"
        r"\b(?:pay|salary|salaries|wages?|prices?|income|fees?|revenues?|costs?|budget|sum"
        r"|fine(?! print)|ransom|fare|rent|subsid(?:y|ies)|bonus|value of)\b"
        r"|\bwhat (?:is|are|was|were)\b[\w’' -]{0,40}\b(?:worth|paid)\b(?! (?:with|in)\b)"
        r"|\bwhat (?:do|does|did|will|would|has|have)\b[^,]{0,60}\b(?<!below )"
        r"(?:costs?|earn(?:ed)?)\b"
    ),
    Kind.NUMBER: _any_case(
        r"\bhow (?:many|often|old|long|far|tall|high|large|big|heavy|much|deep|thick|wide|fast"
        r"|strong|near|late|soon|quickly)\b"
        # Not "Why did the number of …?", nor "Did the number of …?"
        r"|^(?!(?:(?:and|but|so) )?(?:why|whom?|whose|is|are|was|were|did|has|have|had)\b)"
        r".{0,200}(?:\b(?:number|percentage|share|total|size|count|toll) of\b|\bdeath toll\b)"
        r"|\b(?:what|which)\b.{0,16}\b(?:quantity|amount|weight|proportion|portion|percentage"
        r"|distance|probability|majority|share|age)\b"
    ),
    Kind.TIME: _any_case(
        # Not "When it sank, who was on board?"
        r"(?:^|^and |^but |\b(?:since|until|till|by|from) )when\b"
        r"(?! (?!is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
        r".{0,200}, (?:who|what|how|why|where|which)\b)"
        r"|\b(?:what|which)(?: (?:exact|very|other))?"
        r" (?:year|month|week|day|date|decade|century|season)\b"
        r"|\bwhat(?: exact)? time (?:is|are|was|were|did|do|does|has|had|will|would|of)\b"
        r"|^[\w ]{1,60} year$"
    ),
}
"""In the order in which they are tried."""

_COURTESY = _any_case(
    r"^(?:please )?(?:(?:can|could|would|will) (?:you|anybody|anyone) (?:please )?"
    r"(?:tell|give|show|explain to) (?:me|us) |(?:can|could) you (?:please )?(?:say|explain) "
    r"|(?:can|could|may) I (?:know|have) |do you know |do(?:es)? the articles? (?:say|give|tell) )?"
)
"""Before what is really asked."""

_OFFICE_ASKED = _any_case(
    r"(?:\bwho (?:is|was|are|were)|\bnames? of)(?: the| a| an)?(?: [\w-]+’s| [\w-]+'s"
    rf"| (?!\w+ing\b|\w+ed\b|by\b)[\w-]+){{0,3}}? (?P<office>{_OFFICES})s?\b"
)

_WHETHER_ASKED = _any_case(
    r"(?:(?:and|but|so) )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|may|might|must)\b"
)

_ANSWERS = {
    Kind.MONEY: _any_case(
        rf"{SIGN}\s?\d|\d\s?{SIGN}|\b(?:{CURRENCIES.replace('|won', '')}|free of charge|unpaid)\b"
        rf"|\d(?: (?:thousand|million|billion))? won\b|\b(?:{CODES})\b"
    ),
    Kind.NUMBER: _any_case(rf"\d|\b(?:{NUMBER_WORDS})\b"),
    Kind.TIME: _any_case(
        rf"\b(?:\d{{4}}s?|{_DAYS}|\d+(?:st|nd|rd|th)|today|yesterday|tomorrow|ago|since|until"
        r"|last|next|earlier|later|years?|months?|weeks?|days?|hours?|night|noon|dawn|century"
        r"|decades?|weekend|morning|afternoon|evening|midnight|spring|summer|autumn|winter|war)\b"
        rf"|(?<![\d.,:]){CLOCK}(?!\w)"
    ),
}
