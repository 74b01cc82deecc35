"""Letters and words that more than one module looks for, as pieces of regular expressions."""

CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x2000))))}]"
"""Also with accents, Greek or Cyrillic; `re` has no name for them."""
