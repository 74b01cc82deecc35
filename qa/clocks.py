"""Clock times in a text, in digits and in words."""

import re
from collections.abc import Iterator

from qa.currencies import SIGNS
from qa.words import HOURS

CLOCK = (
    rf"(?<![\d.,:{SIGNS}])(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?::|(?P<dot>\.))(?P<minute>[0-5]\d)(?!\d|:\d|[.,]\d)|(?= ?[AaPp]\.?[Mm]\b))"
    r"(?P<half> ?[AaPp]\.?[Mm]\b(?:(?<=\.[Mm])\.)?)?"
    r"(?! ?(?i:%|per ?cent|million|billion|k?m\b|metres|kilo|euros|dollars|pounds|hours|points))"
)
"""A clock time in digits, if `is_clock` says so of what is found."""

HOUR = rf"(?:{HOURS}|\d{{1,2}})"
"""An hour in words or digits, for patterns that ignore case."""

_PARTS_OF_HOURS = (
    rf"(?:half past|quarter (?:past|to)|(?:{HOUR}|twenty(?:-five)?) (?:past|minutes (?:past|to)))"
)
SPOKEN_CLOCK = (
    "(?:noon|midday|midnight|dawn|dusk|daybreak|nightfall|sunrise|sunset|first light"
    rf"|{_PARTS_OF_HOURS} (?:{HOUR}|noon|midnight)|{HOUR} o[’']clock"
    rf"|(?:(?<=\bat )|(?<=\bby )|(?<=\buntil )|(?<=\bat about )|(?<=\bat around )){HOUR}"
    r"(?=$|[^\w\s%:-](?!\d)| (?:on|sharp|today|yesterday|tomorrow|in the|at night)\b))"
    r"(?: in the (?:morning|afternoon|evening)\b| at night\b)?"
)
"""A clock time in words, where no letter stands beside it; for patterns that ignore case."""

_CLOCK = re.compile(CLOCK)
_BEFORE_CLOCK = re.compile(r"(?:^|\b(?:at|by|until|from|before|after|and|to) )\W?$", re.IGNORECASE)
_LONGEST_BEFORE_CLOCK = 12


def clocks_in(text: str) -> Iterator[re.Match[str]]:
    """The clock times of a text that stand there in digits, with the groups of `CLOCK`."""
    return filter(is_clock, _CLOCK.finditer(text))


def is_clock(found: re.Match[str]) -> bool:
    """Whether what `CLOCK` found is one: with a dot it may be a decimal, as what precedes tells."""
    start = found.start("hour")
    before = found.string[max(0, start - _LONGEST_BEFORE_CLOCK) : start]
    return not found["dot"] or bool(found["half"]) or _BEFORE_CLOCK.search(before) is not None
