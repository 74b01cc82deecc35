"""One line in the log for each question: what came of it and how long it took, not what it was."""

import asyncio
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from corpus import ChapterVerseError
from index import Hit, Scope
from qa.asking import Message, checked_history, checked_question
from qa.model import Answer
from qa.timing import WAITED, Stopwatch
from qa.unanswered import InternalError, Stopped

CURRENT: ContextVar[str] = ContextVar("request", default="")
"""The id of the question that this thread works on; ``""`` for none."""

_logger = logging.getLogger(__name__)


class Account:
    """What is to be told of one question.

    Args:
        event: what the line is called.
        way: by what way it came: page, rest, mcp or python.
        question: what was asked.
        history: the conversation before it.
        scope: which articles are asked.
        with_texts: whether the texts of question and answer are told, too.

    Attributes:
        stopwatch: where the time goes.
    """

    def __init__(
        self,
        event: str,
        way: str,
        question: str,
        *,
        history: Sequence[Message],
        scope: Scope,
        with_texts: bool,
    ) -> None:
        self.stopwatch = Stopwatch()
        self._event = event
        self._question = question
        self._history = history
        self._scope = scope
        self._with_texts = with_texts
        self._told: dict[str, Any] = {"way": way}
        self._id = secrets.token_hex(4)
        self._is_closed = False

    def check(self) -> None:
        """Look whether this can be asked.

        Raises:
            QuestionError: it can't.
        """
        asked, before = checked_question(self._question), checked_history(self._history)
        turns = sum(message["role"] == "user" for message in before)
        self._told |= {"turns": turns, "narrowed": bool(self._scope)}
        if self._with_texts:
            self._told["question"] = asked

    def work_begins(self) -> None:
        """A thread works on it from now on: its other lines get the same id."""
        CURRENT.set(self._id)

    def close(self, result: Answer | Sequence[Hit]) -> None:
        """Tell of it, now that it is done."""
        if isinstance(result, Answer):
            cited = {citation.article_id for citation in result.citations}
            self._told |= {"citations": len(result.citations), "articles": len(cited)}
            if self._with_texts:
                self._told["answer"] = result.text
            self._tell(result.status.value)
        else:
            found = {hit.article_id for hit in result}
            self._told |= {"passages": len(result), "articles": len(found)}
            self._tell("found")

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Tells of whatever ends the block before the account is closed.

        Raises:
            InternalError: something did that nobody thought of; the log has it with its traceback.
        """
        try:
            yield
        except (GeneratorExit, asyncio.CancelledError, Stopped):
            self._tell("stopped")
            raise
        except ChapterVerseError as error:
            self._tell(type(error).__name__)
            raise
        except Exception as error:
            self._tell(InternalError.__name__, error)
            raise InternalError from error

    def _tell(self, status: str, error: Exception | None = None) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        told = {"id": self._id, "status": status, **self._told, **self._times()}
        level = logging.ERROR if error else logging.INFO
        _logger.log(level, self._event, extra=told, exc_info=error)

    def _times(self) -> dict[str, int]:
        """In milliseconds: the wait, each stage, and all stages together."""
        spent = dict(self.stopwatch.seconds())
        worked = sum(spent.values()) - spent[WAITED]
        times = {f"{part}_ms": passed for part, passed in spent.items()} | {"ms": worked}
        return {name: round(1000 * passed) for name, passed in times.items()}
