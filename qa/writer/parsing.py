"""Reading what a language model sends, as it comes: JSON where it keeps to the schema, or lines of
text with numbers in brackets. Whatever is neither becomes sentences without numbers, or nothing.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from qa.writer.model import Drafted

_THOUGHTS = re.compile(r".*</think(?:ing)?>\s*", re.DOTALL)
"""To the end of the last of them."""
_THOUGHT_BEGINS = re.compile(r"\s*<think(?:ing)?>")
_MAY_BEGIN = re.compile(r"\s*(?:<(?:t(?:h(?:i(?:n(?:k(?:i(?:ng?)?)?)?)?)?)?)?|`{0,3}\w*)?\Z")
"""Of what comes first, perhaps a thought or a fence, nothing can be told yet."""

_FENCE = re.compile(r"\s*```\w*\s*")
_JSON = re.compile(r"\{\s*\"|\[\s*\{")
_LIST_WITHIN = re.compile(r"\{\s*\"[^\"]*\"\s*:\s*(?=\[)")
_LISTS = ("sentences", "answer", "answers")

_NUMBERS = r"[\[【][ \t]*\d{1,3}(?:[ \t]*[,;–-][ \t]*\d{1,3})*[ \t]*[\]】]"
_MARK = re.compile(rf"[ \t]{{0,3}}{_NUMBERS}(?:[ \t]{{0,3}}{_NUMBERS})*")
_FIRST = re.compile(rf"(?P<marks>(?:{_NUMBERS}[ \t]{{0,3}})+)(?=\S)")
_RANGE = re.compile(r"(\d{1,3})[ \t]*[–-][ \t]*(\d{1,3})|(\d{1,3})")
_GOES_ON = re.compile(r"[ \t]*[a-z,;]")
_STOP = re.compile(r"[ \t]*([.!?…])")
_BULLET = re.compile(r"\A\s*(?:[-*•]\s+|\d{1,2}[.)]\s+|answer:\s*)+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LONGEST_RANGE = 10
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


class ReplyParser:
    """Sentences of a reply that comes in pieces; each is given once it is whole."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._begun = False

    @property
    def length(self) -> int:
        """Characters that came, without thoughts."""
        return 0 if self._thinks else len(self._text)

    @property
    def broke_off(self) -> bool:
        """Whether a reply that has ended did so in the middle; of lines nobody can tell."""
        begins = _JSON.search(self._text)
        if not begins or (self._begun and not self._is_json):
            return False
        try:
            json.JSONDecoder().raw_decode(self._text, begins.start())
        except (ValueError, RecursionError):
            return True
        return False

    def feed(self, piece: str) -> Iterator[Drafted]:
        """The sentences that a further piece completes."""
        self._text += piece
        return self._completed(ended=False)

    def close(self) -> Iterator[Drafted]:
        """What is left once the reply has ended."""
        return self._completed(ended=True)

    @property
    def _thinks(self) -> bool:
        return not self._begun and _THOUGHT_BEGINS.match(self._text) is not None

    @property
    def _is_json(self) -> bool:
        return self._begun and _JSON.match(self._text) is not None

    def _completed(self, *, ended: bool) -> Iterator[Drafted]:
        if thought := _THOUGHTS.match(self._text):
            # Some templates begin a thought themselves, so that only its end is seen.
            self._text, self._at, self._begun = self._text[thought.end() :], 0, False
        if not self._begun and not self._begins(ended=ended):
            return iter(())
        return self._objects() if self._is_json else self._lines(ended=ended)

    def _begins(self, *, ended: bool) -> bool:
        """Whether the answer itself has begun; what stands before it is put away."""
        if self._thinks or (_MAY_BEGIN.match(self._text) and not ended):
            return False
        # Before a brace: what stands in front of JSON has no numbers.
        of_lines = any(map(_MARK.search, self._text.partition("{")[0].split("\n")[:-1]))
        if not of_lines and (found := _JSON.search(self._text)):
            self._text = self._text[found.start() :]
            within = _LIST_WITHIN.match(self._text)
            self._at = within.end() if within else 0
            self._begun = True
        else:
            self._begun = ended or of_lines
        return self._begun

    def _objects(self) -> Iterator[Drafted]:
        """Each whole object of the list."""
        decoder = json.JSONDecoder()
        while (begin := self._text.find("{", self._at)) >= 0:
            try:
                found, self._at = decoder.raw_decode(self._text, begin)
            except (ValueError, RecursionError):
                return  # not yet whole, or never
            yield from _from_json(found)

    def _lines(self, *, ended: bool) -> Iterator[Drafted]:
        """Each whole line."""
        end = len(self._text) if ended else self._text.rfind("\n") + 1
        lines, self._at = self._text[self._at : end], max(self._at, end)
        for line in lines.splitlines():
            if not _FENCE.fullmatch(line):
                yield from _in_line(line)


def _in_line(line: str) -> Iterator[Drafted]:
    """The sentences of a line: each goes to its numbers, or from them to the end."""
    line = _BULLET.sub("", line).strip().removesuffix("```")
    first: tuple[int, ...] = ()
    if leading := _FIRST.match(line):
        first, line = _numbers_in(leading["marks"]), line[leading.end() :]
    begin, words, numbers = 0, "", first
    for mark in _MARK.finditer(line):
        words += line[begin : mark.start()]
        numbers += _numbers_in(mark.group())
        begin = mark.end()
        if _GOES_ON.match(line, begin):
            continue
        if stop := _STOP.match(line, begin):
            begin = stop.end()
            words += "" if words.rstrip()[-1:] in (".", "!", "?", "…") else stop[1]
        yield from _drafts([words], numbers)
        words, numbers = "", first
    yield from _drafts([words + line[begin:]], numbers)


def _numbers_in(marks: str) -> tuple[int, ...]:
    """The numbers of a mark; "[1–3]" is three."""
    numbers: list[int] = []
    for first, last, single in _RANGE.findall(marks):
        if single:
            numbers.append(int(single))
        else:
            numbers += range(int(first), min(int(last), int(first) + _LONGEST_RANGE) + 1)
    return tuple(numbers)


def _from_json(found: object) -> Iterator[Drafted]:
    if not isinstance(found, dict):
        return
    for name in _LISTS:
        for each in found[name] if isinstance(found.get(name), list) else ():
            yield from _from_json(each)
    text = found.get("text", found.get("sentence"))
    numbers = found.get("numbers", found.get("sources", ()))
    if isinstance(text, str):
        yield from _drafts([text], tuple(_whole(numbers)))


def _whole(numbers: Any) -> Iterator[int]:
    """Numbers in whatever form: 2, [2, 3], "[2]", ["2"]."""
    for number in numbers if isinstance(numbers, list) else [numbers]:
        yield from map(int, _DIGITS.findall(str(number)[:9]))


def _drafts(lines: Iterable[str], numbers: tuple[int, ...] = ()) -> Iterator[Drafted]:
    """Those of some lines that hold a word, without what nobody would see in them."""
    for line in lines:
        seen = "".join(" " if c in "\t\n" else c for c in line if _is_seen(c))
        words = " ".join(_BULLET.sub("", seen).strip("`").split())
        if re.search(r"\w", words):
            yield Drafted(words, tuple(dict.fromkeys(numbers)))


def _is_seen(character: str) -> bool:
    """Whether it is no control character, direction mark or half of another."""
    return character in "\t\n" or unicodedata.category(character) not in _UNSEEN
