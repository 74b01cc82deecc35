"""Words that deny: the same for claims that are checked and for sentences that are quoted."""

import re

DENIAL = re.compile(
    r"\b(?:not(?! only\b| least\b)|no(?! one\b)|no one|never|none|nobody|nothing|nowhere"
    r"|neither|nor|without|cannot|refus(?:es?|ed)|den(?:ies|ied)|declin(?:es|ed) to|fail(?:s|ed) to"
    r"|reject(?:s|ed))\b|n[’']t\b",
    re.IGNORECASE,
)
NEARLY_DENIAL = re.compile(
    rf"{DENIAL.pattern}|\b(?:refus\w+|den(?:y|ies|ied|ying|ial)|declin(?:ed?|es)|fail(?:s|ed)?"
    r"|reject\w*|unable|hardly|barely|rule[sd]? out|stop(?:s|ped)?|avoid\w*|lack\w*|forb\w+"
    r"|ban(?:s|ned)?|dismiss\w*|drop(?:s|ped)|un(?:likely|known|clear|aware|confirmed)"
    r"|impossible|instead|rather than|far from|absent|dispute[sd]?|exclud\w+|prevent\w*|wrong"
    r"|false|yet to)\b",
    re.IGNORECASE,
)


def denies(text: str) -> bool:
    """Whether a text denies something, or comes near to it."""
    return NEARLY_DENIAL.search(text) is not None
