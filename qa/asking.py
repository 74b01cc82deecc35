"""What a caller may ask with, checked once: a question, the conversation before it, and the index,
reader and writer to use.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import QuestionError

LONGEST_QUESTION = 2_000
"""In characters."""

MOST_MESSAGES = 100
"""Messages before a question that are looked at, the last ones: however long a conversation gets,
its next question takes no longer.
"""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_ROLES = ("user", "assistant")

Message = Mapping[str, str]
"""One turn of a conversation: ``{"role": "user" or "assistant", "content": …}``."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What one of the parts that a caller may give has to be.

    Attributes:
        methods: what is called on it.
        is_called: its class, for who gave something else.
        made: how it is made of the name that many would give in its place.
    """

    methods: tuple[str, ...]
    is_called: str
    made: str


_PARTS = {
    "index": _Part(
        ("search", "respelled"),
        "an index.Index, or a part of one (Index.within)",
        "index.Index.open({})",
    ),
    "reader": _Part(("score",), "a qa.reader.Reader", "qa.reader.reader_named({})"),
    "writer": _Part(
        ("write",), "a qa.writer.Writer", "qa.writer.choice.writer_of(qa.Settings.load(llm={}))"
    ),
}


def checked_question(question: str) -> str:
    """The question on one line, without white space around it.

    Raises:
        QuestionError: it is no text, empty or too long.
    """
    if not _is_text(question):
        raise QuestionError("the question is not a text that can be written as UTF-8")
    asked = " ".join(question.split())
    if not asked:
        raise QuestionError("the question is empty: ask something")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(asked):,} characters; shorten it to at most "
            f"{LONGEST_QUESTION:,}"
        )
    return asked


def checked_history(history: Sequence[Message]) -> Sequence[Message]:
    """The last messages of a history, each on one line and cut to what a question may have.

    Raises:
        QuestionError: the history is no list of messages with a role and a content.
    """
    if not isinstance(history, Sequence) or isinstance(history, str):
        raise QuestionError("the history is not a list of messages; leave it out for none")
    checked = [_checked(number, message) for number, message in enumerate(history, start=1)]
    return checked[-MOST_MESSAGES:]


def check_parts(**parts: object) -> None:
    """Nothing where each part can be used, or is None for the configured one.

    None is made here from a name: an index would be read anew, and a model loaded, for each
    question.

    Args:
        parts: any of ``index``, ``reader`` and ``writer``.

    Raises:
        QuestionError: one is something else.
    """
    for name, part in parts.items():
        if part is not None:
            _check_part(name, part, _PARTS[name])


def _check_part(name: str, given: object, part: _Part) -> None:
    if isinstance(given, str | Path):
        kind = "path" if name == "index" else "name"
        made = part.made.format(repr(str(given)))
        raise QuestionError(f"the {name} is {str(given)!r}, which is a {kind}: give {made}")
    # Of properties nothing is asked: what one of them gives may have to be read from a file.
    if isinstance(given, type):
        what = f"the class {given.__name__}"
    elif not all(hasattr(given, method) for method in part.methods):
        what = f"of type {type(given).__name__}"
    else:
        return
    raise QuestionError(
        f"the {name} is {what}: give {part.is_called}, or None for the configured one"
    )


def _checked(number: int, message: object) -> Message:
    if (
        not isinstance(message, Mapping)
        or message.get("role") not in _ROLES
        or not _is_text(message.get("content"))
    ):
        raise QuestionError(
            f"message {number} of the history needs a 'role', which is 'user' or "
            "'assistant', and a 'content', which is a text"
        )
    content = " ".join(message["content"].split())[:LONGEST_QUESTION]
    return {"role": message["role"], "content": content}


def _is_text(value: object) -> bool:
    """Whether it is a string that a tokenizer takes: one without half a character."""
    return isinstance(value, str) and not _HALF_CHARACTER.search(value)
