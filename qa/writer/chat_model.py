"""Writing with any chat model of LangChain's."""

import asyncio
import json
import logging
import queue
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterator
from concurrent.futures import Future
from contextlib import aclosing, closing, contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from qa.writer.errors import WritingFailed
from qa.writer.failures import clause_for, refuses_schema, told_in_log
from qa.writer.model import Drafted, Task
from qa.writer.parsing import ReplyParser

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable

LONGEST_REPLY = 3_000
"""Characters that are read of a reply; then the connection is closed."""

LONGEST_THOUGHT = 30_000
"""The same with what some models think before it."""

_PATIENCE = 10.0
"""Seconds that a question waits for others to be written, before the articles answer."""

_PULSE = 0.2
"""Seconds after which somebody who waits is asked whether to go on."""

_logger = logging.getLogger(__name__)


class ChatModelWriter:
    """Has a chat model write, and reads what it sends as it comes.

    Args:
        name: what readers see that it is called.
        build: makes the model, at the first use.
        seconds: the longest that a reply may take, from question to end.
        at_once: how many replies may be written at a time.
    """

    def __init__(
        self,
        name: str,
        build: "Callable[[], BaseChatModel]",
        *,
        seconds: float,
        at_once: int = 8,
    ) -> None:
        self.name = name
        self._build = build
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(at_once)
        self._building = threading.Lock()
        self._is_structured = True

    def load(self) -> None:
        """See `Writer.load`; nothing is sent."""
        with self._building:
            _ = self._model, self._structured

    def write(self, task: Task, go_on: Callable[[], None]) -> Generator[Drafted]:
        """See `Writer.write`."""
        self.load()
        parser, total = ReplyParser(), 0
        with self._place(go_on), closing(self._received(task, go_on)) as pieces:
            for piece in pieces:
                yield from parser.feed(piece[:LONGEST_REPLY])
                total += len(piece)
                if parser.length > LONGEST_REPLY or total > LONGEST_THOUGHT:
                    raise WritingFailed("wrote on and on, and was cut off")
        yield from parser.close()
        if parser.broke_off:
            raise WritingFailed("broke off in the middle")

    @contextmanager
    def _place(self, go_on: Callable[[], None]) -> Iterator[None]:
        """One of those who are written for."""
        deadline = time.monotonic() + _PATIENCE
        while not self._places.acquire(timeout=_PULSE):
            go_on()
            if time.monotonic() > deadline:
                raise WritingFailed("is busy with other questions")
        try:
            yield
        finally:
            self._places.release()

    @cached_property
    def _model(self) -> "BaseChatModel":
        return self._build()

    @cached_property
    def _structured(self) -> "Runnable[Any, AIMessageChunk] | None":
        """The model bound to the schema, in its provider's way; None where there is none.

        The parser that LangChain puts behind it is left out: it gives nothing of a reply that is
        cut, or that keeps to the schema only nearly.
        """
        from qa.writer.prompt import SCHEMA  # noqa: PLC0415 - imports langchain

        try:
            bound: Any = self._model.with_structured_output(SCHEMA)
            return bound.steps[0]  # type: ignore[no-any-return]
        except (NotImplementedError, AttributeError, ValueError):
            return None

    def _received(self, task: Task, go_on: Callable[[], None]) -> Generator[str]:
        """The pieces of a reply as they come, in time."""
        pieces: queue.SimpleQueue[str | WritingFailed | None] = queue.SimpleQueue()
        deadline = time.monotonic() + self._seconds
        listening = threading.Event()
        listening.set()
        receiving = _run(self._receive(task, pieces.put, listening.is_set))
        try:
            while True:
                go_on()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise WritingFailed(f"took longer than {self._seconds:g} seconds")
                try:
                    piece = pieces.get(timeout=min(_PULSE, left))
                except queue.Empty:
                    continue
                if isinstance(piece, WritingFailed):
                    raise piece
                if piece is None:
                    return
                yield piece
        finally:
            listening.clear()  # too: a task that is busy may miss that it was called off
            receiving.cancel()

    async def _receive(
        self,
        task: Task,
        put: Callable[[str | WritingFailed | None], None],
        is_heard: Callable[[], bool],
    ) -> None:
        """Hand on the text of a reply, and at its end None or why it failed.

        Nothing is raised: a task that failed may be told of in the log with its message, which may
        hold a key.
        """
        try:
            async with aclosing(self._written(task)) as texts:
                async for text in texts:
                    put(text)
                    if not is_heard():
                        return
        except Exception as error:  # noqa: BLE001 - the providers' have no common base but this
            _logger.warning("%s: %s", self.name, told_in_log(error))
            put(WritingFailed(clause_for(error)))
        else:
            put(None)

    async def _written(self, task: Task) -> AsyncGenerator[str]:
        """The text of a reply; without a schema where the provider does not take one."""
        has_begun = False
        structured = self._structured if self._is_structured else None
        try:
            async with aclosing(self._texts(task, structured)) as texts:
                async for text in texts:
                    has_begun = has_begun or bool(text)
                    yield text
            return
        except Exception as error:
            if structured is None or has_begun or not refuses_schema(error):
                raise
        async with aclosing(self._texts(task, None)) as texts:
            async for text in texts:
                self._is_structured = False  # now it is known what was refused
                yield text

    async def _texts(
        self, task: Task, structured: "Runnable[list[BaseMessage], AIMessageChunk] | None"
    ) -> AsyncGenerator[str]:
        from langsmith import tracing_context  # noqa: PLC0415 - imports langchain

        from qa.writer.prompt import messages_for  # noqa: PLC0415

        messages = messages_for(task, structured=structured is not None)
        model: Any = structured or self._model
        with tracing_context(enabled=False):  # whatever the environment says: to nobody else
            async with aclosing(model.astream(messages)) as chunks:
                async for chunk in chunks:
                    yield _text_of(chunk)


def _text_of(message: Any) -> str:
    """What was written, or the arguments where the schema is that of a tool."""
    if hasattr(message, "tool_call_chunks"):
        calls = [call["args"] or "" for call in message.tool_call_chunks]
    else:  # a whole message, of a provider that does not stream
        calls = [json.dumps(call["args"]) for call in message.tool_calls]
    return str(message.text) + "".join(calls)


_beginning = threading.Lock()


def _run(work: Coroutine[Any, Any, None]) -> "Future[None]":
    """Begin work on the one loop that all writers share: connections belong to a loop."""
    with _beginning:
        loop = _loop()
    return asyncio.run_coroutine_threadsafe(work, loop)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="write", daemon=True).start()
    return loop
