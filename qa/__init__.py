"""Questions to a set of articles, answered with the very characters that support the answer.

from qa import answer, retrieve

reply = answer("How many ferries did the harbour master count?")
reply.text, reply.citations[0].quote
"""

from typing import TYPE_CHECKING, Any

from qa.answering import answer
from qa.default import default_index
from qa.errors import QuestionError
from qa.model import Answer, AnswerSentence, Citation, Status, hit_to_dict
from qa.retrieval import retrieve

if TYPE_CHECKING:
    from qa.settings import Settings

__all__ = [
    "Answer",
    "AnswerSentence",
    "Citation",
    "QuestionError",
    "Settings",
    "Status",
    "answer",
    "default_index",
    "hit_to_dict",
    "retrieve",
]


def __getattr__(name: str) -> Any:
    # See `index`: settings are slow to import.
    if name == "Settings":
        from qa.settings import Settings  # noqa: PLC0415

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
