"""What a page carries besides its article, as three tables of named patterns.

The patterns belong to no outlet. They are narrow on purpose: a sentence of the article that
is taken for boilerplate can never be cited, a stray button that is taken for a sentence only
looks odd.
"""

import re
from collections.abc import Mapping

from corpus.blocks import MARKER, PICTURE

_AGENCIES = (
    r"getty(?: images)?|reuters|afp|ap|ap photo|epa(?:-efe)?|shutterstock|alamy|istock"
    r"|anadolu|tass|xinhua|kcna|bloomberg"
)

_ALONE = {
    "menu": r"(?:close|menu|search|share|home|news|live|log ?in|sign ?in|sign ?up|subscribe|more"
    r"|advertisement|sponsored|print|comments?|previous|next|back to top|scroll to top"
    r"|skip to (?:main )?content|source link|original article|related(?: articles| stories)?"
    r"|read more|show more|load more|about the authors?|follow us|contact us|tags?|topics?"
    r"|most read|most popular|trending|recommended|privacy policy|terms of (?:use|service)):?",
    "share buttons": r"(?:share|tweet|pin|e-?mail|print|copy link|facebook|twitter|x|whatsapp"
    r"|linkedin|telegram|reddit|[\s,|·•/])+",
    "comments": r"(?:\d+|no|post a|leave a|add a|view all|show) (?:comments?|reply):?",
    "credit": r"(?:(?:photo(?:graph)?|image|picture|source)s?(?: by| credit)?\s*[:/–-]\s*)?"
    rf"(?:{_AGENCIES}|via|pool|[\s,/|–-])+",
    "photograph": rf"({_AGENCIES})\b.*\1",
    "photographer": r"(?:photo(?:graph)?|image|picture)s?(?: credit)?(?: by|:)"
    r"(?-i:(?: [A-Z]\S*[,/]?){1,5})",
    "byline": r"(?-i:By(?: [A-Z]\S*[^\s.]| and| [A-Z]\.){1,6})",
    "date": r"(?:\w+day,? )?(?:\d{1,2}(?:st|nd|rd|th)? \w+|\w+ \d{1,2},?) \d{4}"
    r"|(?:last )?(?:published|updated|posted|modified)(?: on|:)? [^.]{0,40}\d{4}[^.]{0,20}",
    "site and year": r"(?:\w+ ){0,4}(?:news|media|press|online|magazine|network) (?:19|20)\d\d",
    "link": r"(?:see also|also read|read also|related|more on this|watch|listen): .{0,160}",
    "link definition": r"\[[^\[\]]+\]:\s*<?(?:https?:|mailto:|www\.|[/#])\S*(?:\s+[\"'(].*)?",
    "lower-case scrap": r"(?-i:[a-z]+(?: [A-Za-z]+){0,2})",
}
"""For a block of one sentence. Headings that look the same lose nothing: neither is cited."""

_ANYWHERE = {
    "no words": r"[\W_]+",
    "cookie buttons": r"(?:accept|reject|manage)(?: all)? cookies",
    "read more": r"read more: .{0,160}",
}
"""For any sentence, also after a list marker."""

_APPEALS = {
    "comment policy": r".{0,40}\bread our comment(?:s|ing)? policy\b.{0,120}",
    "newsletter": r"(?:click|tap) here to (?:receive|subscribe|sign up|register|join)\b.*"
    r"|sign up (?:for|to) .{0,60}\b(?:newsletters?|inbox|e-?mails?|alerts|updates|briefing)\b.*"
    r"|(?:please )?subscribe (?:to|now|today|here)\b.*"
    r"|get .{0,60}\b(?:delivered|straight|sent) .{0,20}\binbox\b.*",
    "offer": r"(?:try|get|enjoy|start)\b(?!.*\b(?:which|who|was|were)\b).{0,60}"
    r"\bfree (?:for \d+|trial|month)\b.{0,120}"
    r"|(?:subscribe|try|get|join|enjoy)\b.{0,80}\bfor (?:just|only) [$£€]\d.{0,120}"
    r"|.{0,80}\bunlimited access to our (?:award|web|apps?\b|site\b|journalism|content).{0,120}"
    r"|.{0,80}\bwith (?:our )?award-winning (?:\w+ )?journalism\b.{0,120}"
    r"|already a subscriber\b.{0,120}|support (?:our|independent) journalism\b.{0,120}",
    "published elsewhere": r"(?:a|an earlier) version of this (?:story|article|report)\b.{0,30}"
    r"\b(?:appeared|ran|published)\b.{0,120}"
    r"|this (?:story|article|report) (?:was )?(?:first|originally) (?:appeared|published)\b"
    r".{0,120}",
    "contact": r".{0,80}\bcan be (?:reached|contacted) (?:at|on|via) (?:\S+@|\+?\d[\d -]{6}).*"
    r"|follow .{0,60}@\w.*"
    r"|follow (?:(?:us|me|her|him|them|our|live|all|this|along|more|the latest)\b"
    r"|(?:the )?(?-i:[A-Z])).{0,60}\bon (?:twitter|x|facebook|instagram|bluesky)\b.*",
    "supporters": r".{0,60}\bthank\b.{0,40}\bpatreon\b.{0,120}"
    r"|(?:please )?(?:support|join) .{0,40}\bon patreon\b.{0,120}",
    "cookies": r"(?:we|our (?:web)?site|this (?:web)?site|by (?:continuing|using))\b.{0,80}"
    r"\b(?:use|uses|using|use of|accept) cookies\b"
    r"(?! as (?!described|explained|outlined|part|set|stated)).*",  # not as money, but as set out
    "rights": r".{0,80}\ball rights reserved\b.{0,80}"
    r"|(?:copyright|©|\(c\)|copyright ©) \d{4}\b.{0,80}",
}
"""Likewise, but not where somebody is quoted or said to have said it: that is news."""

_REPORTED = re.compile(
    r"^[“‘«\"]|^[^“«]*[”»]"  # a quotation opens the sentence, or has gone on from the one before
    r"|(?<![\w’'])(?-i:[a-z])[\w’']*[,.!?][”»\"]"  # is a clause, not a name like “The Morning”
    r"|,[^,]{0,60}\b(?:said|(?<!policy )says|told|added|wrote|according to)\b"
    r"|\b(?:said|(?<!policy )says)\W*$",
    re.IGNORECASE,
)
"""What somebody said; of what a page says itself, its policy is the usual speaker."""

_LONGEST = 400
"""No boilerplate but a picture is longer, in characters; keeps the patterns from long lines."""


def boilerplate_kind(sentence: str, *, alone: bool) -> str | None:
    """Which pattern a whole sentence fits, or None for the article's own words.

    Args:
        sentence: without white space around it.
        alone: whether it is all there is in its block, as buttons and credits are.
    """
    words = MARKER.sub("", sentence, count=1)
    if _PICTURE.fullmatch(words):  # with an address of any length
        return "picture"
    if len(sentence) > _LONGEST:
        return None
    kind = _fitting(_LINES, sentence) if alone else None
    kind = kind or _fitting(_SENTENCES, words)
    return kind or (None if _REPORTED.search(words) else _fitting(_TO_READERS, words))


def _fitting(table: Mapping[str, re.Pattern[str]], words: str) -> str | None:
    return next((name for name, pattern in table.items() if pattern.fullmatch(words)), None)


def _compiled(table: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(p, re.IGNORECASE | re.DOTALL) for name, p in table.items()}


_LINES = _compiled(_ALONE)
_SENTENCES = _compiled(_ANYWHERE)
_TO_READERS = _compiled(_APPEALS)
_PICTURE = re.compile(PICTURE)
