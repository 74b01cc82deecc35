"""What kind of answer a question asks for, and whether a sentence holds one of that kind.

"How many" wants a number, "when" a time and "who is the mayor" a sentence about a mayor: one
without can be about the right thing and still not answer. The kinds are wide on purpose, and
most questions have none.
"""

import re
from dataclasses import dataclass
from enum import Enum

from index import terms
from qa.clocks import HOUR, SPOKEN_CLOCK, clocks_in
from qa.currencies import CODES, CURRENCIES_BUT_WON, SIGN
from qa.dates import months_in
from qa.words import DAY, LARGE_SCALES, NUMBER_WORDS

_OFFICES = (
    "admiral|ambassador|author|captain|chairman|chairwoman|chancellor|chief|colonel|commander"
    "|director|editor|founder|general|governor|head|judge|king|leader|mayor|minister|owner"
    "|president|queen|secretary|spokesman|spokeswoman"
)


class Kind(Enum):
    """A kind of answer; the value names it in a sentence: "no … stands in them"."""

    MONEY = "amount of money"
    NUMBER = "number"
    CLOCK = "time of day"
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
        each: for each of what a number or an amount is asked ("soldier"), else ``""``.
    """

    kind: Kind
    office: str = ""
    each: str = ""

    @property
    def name(self) -> str:
        """What is wanted, as it stands after "no"."""
        return f"“{self.office}”" if self.office else self.kind.value

    @property
    def is_strict(self) -> bool:
        """Whether a sentence that holds nothing of this kind can't answer."""
        return self.kind is Kind.CLOCK

    def is_in(self, sentence: str) -> bool:
        """Whether a sentence holds something of this kind."""
        if self.kind is Kind.OFFICE:
            return set(terms(self.office)) <= set(terms(sentence))
        if self.kind is Kind.TIME and next(months_in(sentence), None):
            return True
        if self.kind in (Kind.TIME, Kind.CLOCK) and next(clocks_in(sentence), None):
            return True
        looks_like = _ANSWERS.get(self.kind)
        return looks_like is None or looks_like.search(sentence) is not None

    def is_for_each(self, sentence: str) -> bool:
        """Whether a sentence tells something for each of what it is asked for."""
        things = {term for found in _FOR_ONE.finditer(sentence) for term in terms(found["thing"])}
        if not things.isdisjoint(terms(self.each)):
            return True
        if adverb := _EACH_PERIOD.get(self.each):
            return re.search(rf"\b{adverb}\b", sentence, re.IGNORECASE) is not None
        return _FOR_EACH.search(sentence) is not None


def wanted(question: str) -> Wanted:
    """The kind of answer a question asks for; `Kind.ANY` where it can't be told."""
    courtesy = _COURTESY.match(question)
    question = question[courtesy.end() :] if courtesy else question
    kind = next((kind for kind, asks in _QUESTIONS.items() if asks.search(question)), None)
    if kind in (Kind.MONEY, Kind.NUMBER):
        each = _EACH_ASKED.search(question)
        return Wanted(kind, each=(each["thing"] or each["head"]).lower() if each else "")
    if kind:
        return Wanted(kind)
    if office := _OFFICE_ASKED.search(question):
        return Wanted(Kind.OFFICE, office["office"].lower())
    asks_whether = _WHETHER_ASKED.match(question) or (
        courtesy and courtesy.group() and _WHETHER_TOLD.match(question)
    )
    return Wanted(Kind.WHETHER if asks_whether else Kind.ANY)


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NO_CLOCK = (
    r"(?!.{0,200}\b(?:when|who|whose|how|why|where|(?:what|which) (?:day|date|month|year)"
    r"|take[ns]?|took|need(?:s|ed)?|spen[dt]|los[et]|saved?|set(?! (?:off|out|sail))"
    r"|record(?:ed)?|r[au]n|sw[ai]m|finish(?:ed)?|lived?|clock(?:ed)?|post(?:ed)?|achieve[sd]?"
    r"|complete[sd]?|manage[sd]?|lap|best|fast\w*|last(?:s|ed)?|lapse[sd]?|dates?|belong\w*)\b"
    r"|.{0,200}\b(?:in|about|from|for|with)\W*$)"
)
"""Not where a day may be asked for, too, nor where "time" may be an age or what something takes: a
sentence without a clock time is taken for no answer.
"""

_AUXILIARY = (
    r"(?:(?:(?:is|are|was|were|do|does|did|has|have|had|could|would|should|might|must|need)"
    r"(?:n[’']t)?|can|will|shall|may|(?:can|won|shan)[’']t|cannot)\b)"
)
"""What a question begins with that asks for yes or no."""

_OWNERS = "my|your|his|her|its|our|their"
_ARTICLE = rf"(?:the|an?|this|that|these|those|{_OWNERS}|[\w-]+[’']s?)"
_PERIODS_ASKED = "year|month|week|day|date|decade|century|season"
_PRICE = (
    r"pay|salary|salaries|wages?|prices?|income|fees?|revenues?|costs?(?! (?:more|most|less)\b)"
    r"|budget|sum|fine(?! print)|ransom|fare|rent|subsid(?:y|ies)|bonus|value of"
)
_NO_VERB = (
    rf"(?:(?!\b(?:(?!is|are|was|were){_AUXILIARY}|{_PERIODS_ASKED}|say|cuts?|or|about|part"
    r"|portion|share|proportion|percentage|(?<!the )(?<!an )\w+ed|\w+ies)\b).)"
)
"""A character between "what" and the price asked for: not in "What did he say of prices?"."""

_OTHER_VERB = rf"(?!{_AUXILIARY})\w+(?:s|ed)\b"
_AMOUNT = (
    r"(?:quantity|amount|weight|proportion|portion|percentage|distance|probability"
    r"|majority(?! (?:party|leader|whip))|share|age(?! (?:group|limit|class)))"
)

_QUESTIONS = {
    Kind.CLOCK: _any_case(
        rf"^{_NO_CLOCK}.{{0,200}}?(?:"
        r"\b(?:at|by|until|till) (?:what|which)(?: exact)?"
        r" (?:time|hour)\b(?! of (?!(?:the )?(?:day|night)\b)"
        r"| (?:in (?!the (?:morning|afternoon|evening)\b)|during\b|zone\b))"
        r"|^(?:and )?what(?: exact)? (?:time|hour) (?:of (?:the )?(?:day|night)|did|do|does|will"
        r"|would|(?:is|are|was|were)(?! (?:there|left|available|allowed|given)\b))\b"
        r"|^what(?: exact)? time (?:the|an?|it|he|she|they)\b)"
    ),
    Kind.MONEY: _any_case(
        # Not "how much support does the bill get", nor how much of something it was
        r"\bhow much (?:money\b"
        rf"|(?:{_AUXILIARY}|per|an?|each|every|the|this|these|it|he|she|they|we|you|one|{_OWNERS}"
        r"|(?-i:[A-Z][\w’'-]+)|[a-z]+s(?= (?:pay|costs?|gets?|earn|receive|charge)\b))\b.{0,200}"
        r"\b(?:pay|paid|costs?|gets?|got|earn(?:ed|s)?|receive[sd]?|charge[sd]?|spen[dt]s?"
        r"|worth)\b)"
        r"|\bhow many (?:million|billion|trillion)s\b.{0,60}"
        r"\b(?:pa(?:id|y)|costs?|spen[dt]|worth|invest(?:ed)?|earn(?:ed)?)\b"
        # Not "how many won", which asks for winners
        rf"|\bhow many (?:(?:{LARGE_SCALES}|us|(?-i:[A-Z]\w+)) ){{0,3}}"
        rf"(?:{CURRENCIES_BUT_WON}|(?<=korean )won|(?<=many )won(?= {_AUXILIARY}\b))\b"
        # "What monthly pay …?", not "What did he say about pay?", nor "In what year … pay …?"
        rf"|\b(?:what|which)\b{_NO_VERB}{{0,32}}?\b(?:{_PRICE})\b"
        r"|\bwhat (?:is|are|was|were)\b[\w’' -]{0,40}\b(?:(?:worth|paid)\b"
        r"(?! (?:with|in|attention)\b)|to (?:cost|pay(?! for\W*$))\b)"
        # Not "What did he say about pay?"
        rf"|(?:\bwhat(?:[’']ll| (?!(?:is|are|was|were)\b){_AUXILIARY})"
        rf"|^what (?:{_ARTICLE}|it|he|she|they|one))\b"
        r"(?![^,]{0,60}\b(?:say about|think (?:of|about)|done)\b)[^,]{0,60}"
        r"(?<!\bthe )(?<!\btheir )(?<!\babout )(?<!\bover )(?<!\bbelow )(?<!\bon )(?<!\bof )"
        r"(?<!\bfor )\b(?:costs?|earn(?:s|ed)?"
        r"|pays?(?! (?:attention|heed|tribute|homage|lip|office)\b))\b"
        rf"|\bwhat (?:will|would|could|might)\b.{{0,24}}\b(?:{_PRICE})\b.{{0,60}} be\b"
    ),
    Kind.NUMBER: _any_case(
        r"\bhow (?:many|often|old|long|far|tall|high|large|big|heavy|much|deep|thick|wide|fast"
        r"|strong|near|late|soon|quickly)\b"
        # Not "Why did the number of …?", "Did the number of …?", nor "Which town has the number of
        # …?"
        rf"|^(?!(?:[^,]{{0,60}}, )?(?:(?:and|but|so) )?(?:(?:in|at|on|for|of|to|from|since) )?"
        rf"(?:why|whom?|whose|where|how|which(?! (?:number|{_AMOUNT})\b)|when {_AUXILIARY}"
        rf"|{_AUXILIARY}|what (?:\w+ )?(?:{_PERIODS_ASKED})|what {_OTHER_VERB})\b)"
        r".{0,200}(?:\b(?:number|percentage|share|total|size|count|toll) of\b|\bdeath toll\b)"
        rf"|\b(?:what\b(?! {_OTHER_VERB}).{{0,16}}|which(?: \w+)? )\b{_AMOUNT}\b"
    ),
    Kind.TIME: _any_case(
        # Not "When it sank, who was on board?"
        r"(?:^|^and |^but |\b(?:since|until|till|by|from) )when\b"
        rf"(?! (?!{_AUXILIARY}).{{0,200}}, (?:who|what|how|why|where|which)\b)"
        # "Hello, when does …?", not "Who said so, and when did …?"
        rf"|^(?!(?:(?:and|but|so) )?{_AUXILIARY})"
        r"(?:(?!\b(?:who|whom|whose|what|which|where|why|how)\b).){0,200}[,.!?;:] (?:and |but )?"
        rf"when {_AUXILIARY}\b"
        rf"|\b(?:what|which)(?: (?:exact|very|other))? (?:{_PERIODS_ASKED})\b"
        r"|\bwhat(?: exact)? time (?:is|are|was|were|did|do|does|has|had|will|would|of)\b"
        r"|^[\w ]{1,60} year$"
    ),
}
"""In the order in which they are tried."""

COURTESY = (
    r"^(?:please )?(?:(?:(?:can|could|would|will) (?:you|anybody|anyone) (?:please )?)?"
    r"(?:tell|give|show|explain to) (?:me|us) |(?:can|could) you (?:please )?(?:say|explain) "
    r"|(?:can|could|may) I (?:know|have) |do you know |do(?:es)? the articles? (?:say|give|tell) "
    r"|I(?:[’']d| would) like to know )?"
)
"""What may stand before what is really asked; for patterns that ignore case."""

_COURTESY = _any_case(COURTESY)

_PERIODS = "second|minute|hour|day|night|week|fortnight|month|quarter|season|year|decade"
_EACH_ASKED = re.compile(
    r"\b(?:per|for (?:each|every)) (?:of (?:the|its|their|these|those) )?(?!cent\b|se\b)"
    r"(?P<thing>[\w-]+)|\ba (?P<head>head)\W*$"
)
"""Not in any case: Per is a name."""

_FOR_ONE = _any_case(r"\b(?:per|each|every|an?|one) (?P<thing>[\w-]+)")
_FOR_EACH = _any_case(
    rf"\b(?:each|every|per)\b(?! (?:{_PERIODS}|cent|other)\b)|\bapiece\b|\ba head\b"
)
_EACH_PERIOD = {period: f"{period}ly" for period in _PERIODS.split("|") if period != "second"}
_EACH_PERIOD |= {"day": "daily", "year": "(?:yearly|annual(?:ly)?)"}
_EACH_PERIOD |= {"annum": rf"(?:an? year|each year|{_EACH_PERIOD['year']})"}

_NO_OFFICER = r"\w+ing|\w+ed|by|of|for|in|at|on|to|from|with|behind|against|about|after|that|who"
_OFFICE_ASKED = _any_case(
    # Not "the president's lawyer", "the daughter of the king", nor "Who was the mayor defending?"
    r"(?:\bwho(?:[’']s| (?:is|was|are|were))(?: at(?= the head\b))?|\bnames? of)"
    rf"(?: the| an?| that)?(?: [\w-]+[’']s| (?!(?:{_NO_OFFICER})\b)[\w-]+){{0,3}}?"
    rf" (?P<office>{_OFFICES})s?\b(?![’']|-elect\b| \w+ing\W*$)"
)

_TELL = (
    "(?:summari[sz]e|sum up|list|name|explain|describe|tell|give|show|find|compare|outline"
    "|elaborate|say|write|translate|clarify|define|repeat|quote|help|recommend|expand)"
)
_WHETHER_ASKED = _any_case(
    # Not "Could you summarise …?", nor "May I ask who …?"
    rf"(?:(?:and|but|so) )?(?!(?:can|could|will|would) you (?:please )?{_TELL}\b"
    rf"|(?:can|could|may|might) (?:I|we) (?:ask|know|hear|see)\b){_AUXILIARY}"
)

_WHETHER_TOLD = _any_case(r"(?:whether|if)\b(?!.{0,200}, (?:who|what|when|how|why|where|which)\b)")
"""Behind "Do you know", as in "Do you know if the bridge is open?"."""

_ANSWERS = {
    Kind.MONEY: _any_case(
        rf"{SIGN}\s?\d|\d\s?{SIGN}|\b(?:{CURRENCIES_BUT_WON}|free of charge|unpaid)\b"
        rf"|\d(?: (?:thousand|million|billion))? won\b|\b(?:{CODES})\b"
    ),
    Kind.NUMBER: _any_case(rf"\d|\b(?:{NUMBER_WORDS})\b"),
    Kind.TIME: _any_case(
        rf"\b(?:\d{{4}}s?|{DAY}|\d+(?:st|nd|rd|th)|today|yesterday|tomorrow|ago|since|until"
        r"|last|next|earlier|later|years?|months?|weeks?|days?|hours?|night|noon|dawn|century"
        r"|decades?|weekend|morning|afternoon|evening|midnight|spring|summer|autumn|winter|war)\b"
    ),
    Kind.CLOCK: _any_case(
        # Rather too much: a sentence that holds none is taken for no answer.
        rf"\b(?:{SPOKEN_CLOCK}|mornings?|afternoons?|evenings?|nights?|overnight|tonight|twilight"
        r"|breakfast|lunchtime|teatime|bedtime|(?:early|small|late|rush) hours?|local time|GMT|UTC"
        r"|(?:hours?|minutes?) (?:before|after|earlier|later)|\d{1,2}h\d\d|after dark"
        r"|(?:at|by|until|till|from|before|after|around|about|past|to|nearly|almost|half)"
        rf" (?:{HOUR}|\d{{3,4}})(?! ?(?:%|per ?cent)|,\d)"
        rf"|{HOUR}-(?:thirty|fifteen|forty-five)|\d{{1,2}}[:.]\d\d|\d{{3,4}} (?:hours|hrs))\b"
    ),
}
