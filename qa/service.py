"""What stands between a page and the engine: it gets ready in the background, then answers."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from corpus import Article, ChapterVerseError, Sentence, scan
from index import Embedder, Hit, Index, Scope, SyncProgress
from qa.answering import answer
from qa.asking import checked_history, checked_question
from qa.curating import Curator
from qa.examples import examples
from qa.feedback import FeedbackFile
from qa.model import Answer, Status
from qa.reader import reader_named
from qa.readiness import Phase, ServiceState
from qa.retrieval import retrieve
from qa.settings import Settings
from qa.stages import Event, Stage
from qa.writer import QUOTES
from qa.writer.choice import writer_of

_AT_ONCE = 32
"""Questions that are worked on at the same time. Many, so that they share the processor: in a queue
whoever asks little would wait for all who ask much."""

_PATIENCE = 20.0
"""Seconds that a list of articles may wait for the start."""

_ALL = Scope()

_logger = logging.getLogger(__name__)


class Unavailable(ChapterVerseError):
    """The service is not ready in time, or could not get ready at all."""


class Stopped(Exception):
    """Nobody wants the answer any more."""


class Service:
    """One library of articles, asked by many visitors. Safe to use from several threads.

    Args:
        settings: where the articles and the index are, and which models to use.
        embedder: another embedding model than the one that they name.

    Raises:
        WriterError: the language model that they name can't be used.

    Attributes:
        curator: brings articles and takes them out.
        feedback: keeps what visitors think of answers.
    """

    def __init__(self, settings: Settings, *, embedder: Embedder | None = None) -> None:
        self._settings = settings
        self._embedder = embedder
        self._reader = reader_named(settings.reranker_model)
        self._writer = writer_of(settings)
        self._state = ServiceState()
        self._ready: Future[Index] = Future()
        self._examples: tuple[str, ...] = ()
        self._worker = threading.Thread(target=self._prepare, name="prepare", daemon=True)
        self._workers = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="answer")
        self._suggesting = ThreadPoolExecutor(1, thread_name_prefix="suggest")
        self._must_suggest = threading.Event()
        patiently = partial(self.wait_until_ready, _PATIENCE)
        self.curator = Curator(settings.library, patiently, settings.max_file_mb)
        self.feedback = FeedbackFile(settings.feedback_file)

    @property
    def state(self) -> ServiceState:
        """How far the service is right now."""
        return self._state

    def start(self) -> None:
        """Open the index, read the articles and load the models, all in the background.

        Raises:
            FolderError: the folder of articles is missing or can't be listed.
            WriterError: the language model that the settings name can't be used.
        """
        next(scan(self._settings.articles), None)
        self._writer.load()
        self._worker.start()

    def wait_until_ready(self, timeout: float | None = None) -> Index:
        """The index, once the articles are read and the models are loaded.

        Args:
            timeout: the longest wait in seconds; None to wait as long as it takes.

        Raises:
            Unavailable: it took longer, or getting ready failed; says what to do.
        """
        try:
            failure = self._ready.exception(timeout)
        except TimeoutError:
            raise Unavailable(
                f"{self._state.phase} takes longer than {timeout:g} seconds; try again soon"
            ) from None
        if failure:
            raise Unavailable(self._state.message) from failure
        return self._ready.result()

    async def asking(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        scope: Scope = _ALL,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> AsyncIterator[Event | Answer]:
        """The stages of the work as they begin, what is confirmed of a written answer so far, and
        at last the answer.

        The first questions wait until all is ready. The work ends at its next step when nobody
        listens any longer, or when the answer is no longer wanted.

        Args:
            question: what the visitor typed.
            history: the conversation before it, as ``{"role": …, "content": …}``.
            scope: which articles to ask.
            is_wanted: whether the answer still is.

        Raises:
            ChapterVerseError: there can be no answer; says why and what to do.
            Stopped: it was no longer wanted.
        """
        checked_question(question)
        checked_history(history)
        index = (await self._index()).within(scope)
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        stopped = threading.Event()

        def follow(event: Event) -> None:
            if stopped.is_set() or not is_wanted():
                raise Stopped
            loop.call_soon_threadsafe(events.put_nowait, event)

        last: Event | None = None
        work = partial(
            answer,
            question,
            history=history,
            index=index,
            reader=self._reader,
            writer=self._writer,
            follow=follow,
        )
        result = loop.run_in_executor(self._workers, work)
        result.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while event := await events.get():
                if event is not last:
                    yield event
                if isinstance(event, Stage):
                    last = event
            yield await result
        finally:
            stopped.set()
            if result.done() and not result.cancelled():
                result.exception()  # else it would be complained of as never retrieved
            result.cancel()

    async def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        scope: Scope = _ALL,
    ) -> Answer:
        """The answer alone; see `asking`."""
        answers = [
            event
            async for event in self.asking(question, history, scope)
            if isinstance(event, Answer)
        ]
        return answers[-1]

    async def retrieve(
        self,
        question: str,
        k: int = 5,
        history: Sequence[Mapping[str, str]] = (),
        scope: Scope = _ALL,
    ) -> Sequence[Hit]:
        """See `qa.retrieve`; waits like `asking`."""
        checked_question(question)
        checked_history(history)
        index = (await self._index()).within(scope)
        work = partial(retrieve, question, k, history=history, index=index)
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)

    def article(self, article_id: str, timeout: float | None = None) -> Article:
        """An article by its id; waits like `wait_until_ready`.

        Raises:
            UnknownArticle: there is none.
            Unavailable: see `wait_until_ready`.
        """
        return self.wait_until_ready(timeout).article(article_id)

    def sentences(self, article: Article) -> Sequence[Sentence]:
        """The sentence table of an article that `article` gave, even if it changed since."""
        return self.wait_until_ready().sentences(article)

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with: none until it is known which the articles answer."""
        return self._examples

    def suggest_anew(self) -> None:
        """Look for examples again soon, after the articles have changed; once for many changes."""
        if not self._must_suggest.is_set():
            self._must_suggest.set()
            self._suggesting.submit(self._suggest)

    def _suggest(self) -> None:
        self._must_suggest.clear()
        self._show(phase=Phase.SUGGESTING)
        try:
            self._look_for_examples()
        except Exception:
            # The end of a thread; and without examples everything else works.
            _logger.exception("no questions to begin with could be found")
        self._show(phase=Phase.READY)

    def _look_for_examples(self) -> None:
        index = self.wait_until_ready()

        def is_answered(question: str) -> bool:
            reply = answer(question, index=index, reader=self._reader, writer=QUOTES)
            return reply.status is Status.ANSWERED

        self._examples = examples(index.articles(), is_answered)

    async def _index(self) -> Index:
        """The index as soon as it is ready; meanwhile no thread waits."""
        ready = asyncio.wrap_future(self._ready)
        await asyncio.wait([ready])
        ready.exception()  # told below; but it would be complained of if nobody looked at it here
        return self.wait_until_ready()

    def _prepare(self) -> None:
        try:
            index = self._made_ready()
        except ChapterVerseError as error:
            _logger.error("%s", error)
            self._fail(error, str(error))
        except Exception as error:
            # The end of a thread: nobody else would ever hear of it.
            _logger.exception("getting ready failed")
            self._fail(error, f"{type(error).__name__}: {error}. The server's log says more.")
        else:
            self._show(phase=Phase.SUGGESTING, message="")
            self._ready.set_result(index)
            self.suggest_anew()

    def _made_ready(self) -> Index:
        index = Index.open(
            self._settings.index_location, embedder=self._embedder, settings=self._settings
        )
        self._show(phase=Phase.SYNCING)
        report = index.sync(self._settings.library, progress=self._follow)
        for name, reason in report.failed:
            _logger.warning("%s was left out: it %s", name, reason)
        self._show(phase=Phase.LOADING, message="", report=report)
        index.load_model()
        self._reader.load()
        if self._writer is not QUOTES:
            from qa.verifier import default_verifier  # noqa: PLC0415 - nobody else needs it

            default_verifier().load()
        return index

    def _follow(self, progress: SyncProgress) -> None:
        self._show(done=progress.done, total=progress.total, message=progress.article_id)

    def _fail(self, error: Exception, message: str) -> None:
        self._show(phase=Phase.FAILED, message=message)
        self._ready.set_exception(error)

    def _show(self, **changes: Any) -> None:
        """Only one thread at a time calls this; readers see one whole snapshot or the next."""
        self._state = replace(self._state, **changes)
