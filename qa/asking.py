"""What a caller may ask with: a question and the conversation before it, checked once."""

import re
from collections.abc import Mapping, Sequence

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
