"""Letters and words that more than one module looks for, as pieces of regular expressions.

`MONTH` and `DAY` have capitals, for patterns that do not ignore case.
"""

CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x2000))))}]"
"""Also with accents, Greek or Cyrillic; `re` has no name for them."""

AUXILIARY = "(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
QUESTION_WORD = "who|whom|whose|what|when|where|which|why|how"

MONTHS = (
    "january february march april may june july august september october november december".split()
)
MONTH = "|".join(map(str.title, MONTHS))

CLEAR_MONTHS = tuple(month for month in MONTHS if month not in ("march", "may"))
"""Those that are no verbs."""

CLEAR_MONTH = "|".join(map(str.title, CLEAR_MONTHS))

DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
DAY = "|".join(map(str.title, DAYS))

PERIOD = (
    "(?:time|days|morning|afternoon|evening|weekend|week|month|quarter|year|decade|century|season"
    f"|spring|summer|autumn|winter|{DAY}|{CLEAR_MONTH}|(?-i:March|May))"
)
"""What "this" or "these" may be said of without pointing to something said before; for patterns
that ignore case.
"""

YEAR_IN_DIGITS = r"(?:1[5-9]|20)\d\d"
"""What looks like one; it may be a number of something."""

HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
"""Of a clock, and the least numbers."""

NUMBER_WORDS = (
    f"{HOURS}|dozens?"
    "|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    "|hundreds?|thousands?|millions?|billions?|half|third|quarter|once|twice|both|none|nobody"
)
LARGE_SCALES = "thousand|million|billion|trillion"
"""What stands for three zeros or more, also behind digits."""

SCALES = f"hundred|{LARGE_SCALES}"
