"""The log of the server: one form for our lines and for the warnings of libraries.

Only a program that is run sets it up. Modules use `logging` as ever, so that whoever imports this
project logs as they like.
"""

import logging
import sys
import threading
import traceback
from asyncio import CancelledError
from collections.abc import Iterator
from typing import Literal, TextIO

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from corpus import ChapterVerseError
from index.commandline import plain
from qa.account import CURRENT

_logger = logging.getLogger(__name__)

_OURS = ("app", "corpus", "index", "qa")

_CALLED_OFF = "Cancel %s running task(s)"

_WITHHELD = "(what it says may hold what was asked: CV_LOG_QUESTIONS=on shows it)"


def set_up(form: Literal["text", "json"], *, with_texts: bool) -> None:
    """Log to stderr from now on: our own lines, and of others the warnings.

    Args:
        form: lines for a person, or JSON objects.
        with_texts: whether questions and answers may be seen in it. If not, a traceback shows
            where something broke and the kind of error, but of errors that are neither ours nor the
            system's no words: many quote the value that they stumbled upon.
    """
    handler = logging.StreamHandler()
    handler.addFilter(_is_told)
    handler.setFormatter(_formatter(form, with_texts=with_texts))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _thread_ended


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    """Tell in the log, with its rules, of a thread that was ended by an error."""
    if ended.exc_value and ended.exc_type is not SystemExit:
        name = ended.thread.name if ended.thread else "a thread"
        _logger.error("%s was ended by an error", name, exc_info=ended.exc_value)


def _is_told(record: logging.LogRecord) -> bool:
    """Not whatever passes: some libraries set their own loggers to more.

    And not that somebody still waited when the server was ended: uvicorn tells it as an error, with
    a traceback for each request that it called off.
    """
    kind = record.exc_info and record.exc_info[0]
    if (kind and issubclass(kind, CancelledError)) or str(record.msg).startswith(_CALLED_OFF):
        return False
    is_ours = record.name.partition(".")[0] in _OURS
    return record.levelno >= (logging.INFO if is_ours else logging.WARNING)


def _formatter(form: Literal["text", "json"], *, with_texts: bool) -> logging.Formatter:
    told = _Tracebacks(with_texts=with_texts)
    common: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        told.without_texts,
        ExtraAdder(),
        _with_id,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    last: list[Processor] = (
        [
            structlog.processors.ExceptionRenderer(told.text),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
        if form == "json"
        else [
            _plainly,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=told.write, sort_keys=False
            ),
        ]
    )
    return ProcessorFormatter(
        foreign_pre_chain=common, processors=[ProcessorFormatter.remove_processors_meta, *last]
    )


def _with_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Which question a line belongs to; and not what a library adds for a form of its own."""
    event.pop("color_message", None)
    if current := CURRENT.get():
        event.setdefault("id", current)
    return event


def _plainly(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Nothing that begins a line of its own or steers a terminal, as the name of a file may."""
    return {key: plain(value) if isinstance(value, str) else value for key, value in event.items()}


class _Tracebacks:
    """Tracebacks without the values of variables, and with few messages.

    Args:
        with_texts: whether all messages are told.
    """

    def __init__(self, *, with_texts: bool) -> None:
        self._with_texts = with_texts

    def without_texts(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        """Of what asyncio tells only the first line: the next ones may quote an error."""
        if event["logger"] == "asyncio" and not self._with_texts:
            event["event"] = str(event["event"]).partition("\n")[0]
        return event

    def write(self, stream: TextIO, exc_info: ExcInfo) -> None:
        """For lines of text."""
        stream.write(f"\n{self.text(exc_info)}")

    def text(self, exc_info: ExcInfo) -> str:
        """A traceback as Python writes it."""
        return "\n".join(self._lines(exc_info[1], seen=set()))

    def _lines(self, error: BaseException, seen: set[int]) -> Iterator[str]:
        seen.add(id(error))
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause and id(cause) not in seen:
            yield from self._lines(cause, seen)
            yield "which led to:"
        yield "Traceback (most recent call last):"
        for frame in traceback.extract_tb(error.__traceback__).format():
            yield frame.rstrip("\n")
        yield f"{type(error).__module__}.{type(error).__qualname__}: {self._message(error)}"
        if isinstance(error, BaseExceptionGroup):
            for number, each in enumerate(error.exceptions, start=1):
                yield f"of which number {number}:"
                yield from self._lines(each, seen)

    def _message(self, error: BaseException) -> str:
        if self._with_texts or isinstance(error, ChapterVerseError | OSError):
            return plain(str(error))
        return _WITHHELD
