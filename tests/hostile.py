"""What nobody asks in good faith, as hypothesis strategies: questions, conversations, files."""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st

from tests.serving import ARTICLES


def examples(number: int) -> settings:
    """So many examples, the same each time.

    With ``--hypothesis-profile=others`` a hundred times as many, and others each time.
    """
    if settings.get_current_profile_name() == "others":
        return settings(max_examples=100 * number)
    return settings(max_examples=number, derandomize=True)


PLAIN = (
    "Who repaired the lighthouse lamp?",
    "How long did the repair of the lighthouse lamp take?",
    "How many ferries did Ada Lund count in the northern dock?",
    "What does a ticket to the islands cost, and who sells the pirate flag?",
    "When had sailors complained?",
)
"""Questions that the small articles answer, or nearly."""

SQL = (
    "'; DROP TABLE embeddings; --",
    "' OR 1=1 --",
    '" UNION SELECT sqlite_version() --',
    "MATCH 'lamp*' NEAR/2",
    "%",
    "_",
    '{"$ne": null}',
)
TEMPLATES = (
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{0.__class__}",
    "{error}",
    "{",
    "%s %n %(x)s",
    "${lamp}",
    "$1",
)
PATTERNS = ("(a+)+$", "[", "(?P<x>", "\\", "\\1", "\\g<0>", ".*", "(?!)", "^|$", "\\u12")
MARKUP = (
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "&lt;b&gt;&#13;",
    "[1](javascript:alert(1))",
    "![x](//elsewhere.example/x)",
    "<!--",
    "]]>",
    "# * _ ~ ` | >",
)
CONTROL = ("\0", "\x1b[31m", "\x07", "\x08\x08", "\x7f", "\x85", "\ufeff", "\ufffe", "\U0010ffff")
DIRECTION = (
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200d",
    "\u200b",
    "\u00ad",
    "e\u0301\u0323",
    "\u034f" * 40,
)
NUMBERS = (
    "9" * 400,
    "1,000,000",
    "²",
    "½",
    "٣٤",
    "Ⅷ",
    "一千",
    "-0",
    "1e999",
    "NaN",
    "12:60",
    "31 June",
    "$",
)
PICTURES = ("🚢", "👩‍🚒", "🏴\U000e0067\U000e0062\U000e007f", "ﷺ", "ß", "İ", "ǆ")
QUOTES = ("“", "”", '"', "'s", "’’’", "‘", "((((", "))", "«")

FRAGMENTS = (
    *(*SQL, *TEMPLATES, *PATTERNS, *MARKUP),
    *(*CONTROL, *DIRECTION, *NUMBERS, *PICTURES, *QUOTES),
)

GRINDING = (
    *(
        "1",
        "12 ",
        "1,000,",
        "$1",
        "1$",
        "12:30 ",
        "12.30 ",
        "1 - ",
        "1 a ",
        "2024 ",
        "one ",
        "May ",
    ),
    *("twenty-", "hundred ", "half a ", "million ", "1 square ", "feet ", "sq", "and ", "and who "),
    *(
        "who ",
        "who is x’s ",
        "what ",
        "what has ",
        "how much is ",
        "how many x ",
        "names of ",
        "or ",
    ),
    *("of the ", "the two ", "not ", "so very ", "hello, ", "said Aa ", "Aa Bb", "Aa Bb, x", "A’"),
    *(
        "x",
        "x-",
        "“",
        "‘ ",
        "(",
        "[",
        ",",
        "-",
        "?",
        "? ",
        ".",
        "\\",
        "\u0301",
        "\u200d",
        "🚢",
        "ﷺ",
    ),
)
"""Fragments that a pattern may try in every way, each repeated."""


@cache
def scripts() -> Mapping[str, str]:
    """The letters and marks of each script that Unicode has, by the first word of their names."""
    letters: dict[str, list[str]] = defaultdict(list)
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char)[0] in "LM":  # marks: the vowels of many scripts
            letters[unicodedata.name(char, "UNNAMED").split()[0]].append(char)
    return {script: "".join(found) for script, found in letters.items()}


def in_each_script() -> Iterator[str]:
    """A question for each script, with some of its letters and marks beside known words."""
    for _, letters in sorted(scripts().items()):
        some = letters[:: max(1, len(letters) // 24)]
        yield f"Who repaired {some[:8]} {some[8:]}? {some[::-1]}"


@st.composite
def foreign(draw: st.DrawFn) -> str:
    """A few words in one script."""
    letters = st.sampled_from(scripts()[draw(st.sampled_from(sorted(scripts())))])
    return " ".join(
        draw(st.lists(st.text(letters, min_size=1, max_size=8), min_size=1, max_size=4))
    )


def words() -> st.SearchStrategy[str]:
    """Words of the small articles and of the questions about them."""
    known = {word for text in (*ARTICLES.values(), *PLAIN) for word in text[:500].split()}
    return st.sampled_from(sorted(known))


def fragments() -> st.SearchStrategy[str]:
    """Something hostile, a few words in any script, or any characters at all."""
    whatever = st.text(st.characters(codec="utf-8"), max_size=12)
    return st.sampled_from(FRAGMENTS) | foreign() | whatever


def questions() -> st.SearchStrategy[str]:
    """Real questions and words among which something hostile stands, with spaces or without."""
    pieces = st.lists(st.sampled_from(PLAIN) | words() | fragments(), min_size=1, max_size=10)
    return st.builds(str.join, st.sampled_from([" ", "", "\n", ", "]), pieces)


def ground(fragment: str, length: int) -> str:
    """A fragment over and over."""
    return (fragment * (length // len(fragment) + 1))[:length]


def conversations() -> st.SearchStrategy[list[dict[str, str]]]:
    """What was said before, in turns of the right form."""
    message = st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant"]), "content": questions() | st.just("")}
    )
    return st.lists(message, max_size=6)


def wrong_conversations() -> st.SearchStrategy[object]:
    """What is no conversation, or has a message that is none."""
    nothing = st.none() | st.integers() | st.text() | st.booleans() | st.floats()
    wrong = st.one_of(
        nothing,
        st.dictionaries(st.text(max_size=8), nothing, max_size=3),
        st.fixed_dictionaries(
            {"role": st.sampled_from(["User", "system", ""]), "content": words()}
        ),
        st.fixed_dictionaries({"role": st.just("user"), "content": nothing.filter(_is_no_text)}),
        st.just({"role": "user", "content": "half a character: \ud83d"}),
    )
    return nothing | st.lists(wrong, min_size=1, max_size=3)


def _is_no_text(value: object) -> bool:
    return not isinstance(value, str)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes of a file with a few places cut out, doubled, or overwritten."""
    data = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 200)))
        instead = draw(
            st.sampled_from(
                [b"", data[start:end] * 3, b"\0", b"\xff\xfe", b"<", b"\r", b"---\n", b"9999"]
            )
            | st.binary(max_size=8)
            | fragments().map(str.encode)
        )
        data = data[:start] + instead + data[end:]
    return data
