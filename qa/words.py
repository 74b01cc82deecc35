"""Letters and words that more than one module looks for, as pieces of regular expressions."""

CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x2000))))}]"
"""Also with accents, Greek or Cyrillic; `re` has no name for them."""

AUXILIARY = "(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"

PERIOD = (
    "(?:time|days|morning|afternoon|evening|weekend|week|month|quarter|year|decade|century|season"
    "|spring|summer|autumn|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february"
    "|(?-i:March|May)|april|june|july|august|september|october|november|december)"
)
"""What "this" or "these" may be said of without pointing to something said before."""
