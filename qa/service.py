"""What stands between a page and the engine: it gets ready in the background, then answers."""

import logging
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, TypeVar

from corpus import Article, Sentence
from index import Embedder, Hit, Index, Scope, Searchable, SettingError
from qa.account import Account
from qa.answering import answer
from qa.curating import Curator
from qa.examples import examples
from qa.feedback import FeedbackFile
from qa.health import Health
from qa.model import Answer, Status
from qa.pursuing import Limit, in_time, pursued, received_in_time
from qa.reader import reader_named
from qa.readiness import ServiceState
from qa.retrieval import retrieve
from qa.settings import Settings
from qa.stages import Event, Follow
from qa.starting import Start
from qa.workers import Workers
from qa.writer import QUOTES
from qa.writer.choice import writer_of

_AT_ONCE = 32
"""Questions that are worked on at the same time, and as many more wait. Many, so that they share
the processor: in a queue whoever asks little would wait for all who ask much."""

MOST_ASKED = 2 * _AT_ONCE
"""Questions that are worked on or wait; who comes then is turned away."""

_LOOKS_AT_ONCE = 16
_CHANGES_AT_ONCE = 8

PATIENCE = 20.0
"""Seconds that articles may wait for the start; a browser gives up not much later."""

_ALL = Scope()

_MAY_BE_DONE = "it may still be done: look at the list of articles"

_S = TypeVar("_S")
_T = TypeVar("_T")

_logger = logging.getLogger(__name__)


class Service:
    """One library of articles, asked by many visitors. Safe to use from several threads.

    Args:
        settings: where the articles and the index are, and which models to use.
        embedder: another embedding model than theirs.

    Raises:
        WriterError: the language model that they name can't be used.
        SettingError: it may take longer than a question.

    Attributes:
        curator: brings articles and takes them out.
        feedback: keeps what visitors think of answers.
    """

    def __init__(self, settings: Settings, *, embedder: Embedder | None = None) -> None:
        if settings.llm and settings.llm_seconds >= settings.seconds:
            raise SettingError(
                f"CV_LLM_SECONDS ({settings.llm_seconds:g}) must be less than CV_SECONDS "
                f"({settings.seconds:g}): after it the articles still answer in their own words"
            )
        self._seconds = settings.seconds
        self._with_texts = settings.log_questions
        self._reader = reader_named(settings.reranker_model)
        self._writer = writer_of(settings)
        self._start = Start(settings, embedder, self._reader, self._writer)
        self._examples: tuple[str, ...] = ()
        self._answering = Workers("answer", _AT_ONCE)
        self._looking = Workers("look", _LOOKS_AT_ONCE)
        self._changing = Workers("change", _CHANGES_AT_ONCE)
        self._must_suggest = threading.Event()
        self._suggesting = threading.Lock()
        self.curator = Curator(
            settings.library,
            partial(self._start.wait, PATIENCE),
            partial(self._start.wait_to_change, PATIENCE),
            self._start.caught_up,
            max_file_mb=settings.max_file_mb,
            max_brought_mb=settings.max_brought_mb,
        )
        self.feedback = FeedbackFile(settings.feedback_file)

    @property
    def state(self) -> ServiceState:
        """How far the service is right now."""
        return self._start.state

    def health(self) -> Health:
        """What is there to answer questions with; see `qa.starting.Start.health`."""
        return self._start.health()

    def start(self) -> None:
        """Get ready in the background; see `qa.starting.Start.begin`."""
        self._start.begin(self.suggest_anew)

    def wait_until_ready(self, timeout: float | None = None) -> Index:
        """The index; see `qa.starting.Start.wait`."""
        return self._start.wait(timeout)

    async def asking(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        scope: Scope = _ALL,
        is_wanted: Callable[[], bool] = lambda: True,
        *,
        way: str = "python",
    ) -> AsyncGenerator[Event | Answer]:
        """The stages of the work as they begin, what is confirmed of a written answer so far, and
        at last the answer.

        The first questions wait until there is something to ask (`qa.starting.Start.wait`). The
        work ends at its next step when nobody listens any longer, when the answer is no longer
        wanted, or when it takes too long.

        Args:
            question: what the visitor typed.
            history: the conversation before it, as ``{"role": …, "content": …}``.
            scope: which articles to ask.
            is_wanted: whether the answer still is.
            way: by what way it came, for the log.

        Raises:
            ChapterVerseError: there can be no answer; says why and what to do.
            Stopped: it was no longer wanted.
        """

        def work(index: Searchable, follow: Follow) -> Answer:
            return answer(
                question,
                history=history,
                index=index,
                reader=self._reader,
                writer=self._writer,
                follow=follow,
            )

        account = self._account("question", way, question, history, scope)
        async with aclosing(self._pursued(work, scope, account, is_wanted)) as events:
            async for event in events:
                yield event

    async def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        scope: Scope = _ALL,
        *,
        way: str = "python",
    ) -> Answer:
        """The answer alone; see `asking`."""
        async with aclosing(self.asking(question, history, scope, way=way)) as events:
            answers = [event async for event in events if isinstance(event, Answer)]
        return answers[-1]

    async def retrieve(
        self,
        question: str,
        k: int = 5,
        history: Sequence[Mapping[str, str]] = (),
        scope: Scope = _ALL,
        *,
        way: str = "python",
    ) -> Sequence[Hit]:
        """See `qa.retrieve`; waits and ends like `asking`."""

        def work(index: Searchable, follow: Follow) -> list[Hit]:
            return retrieve(question, k, history=history, index=index, follow=follow)

        account = self._account("retrieve", way, question, history, scope)
        async with aclosing(self._pursued(work, scope, account)) as events:
            found = [event async for event in events if isinstance(event, list)]
        return found[-1]

    async def looked_up(self, work: Callable[[], _T]) -> _T:
        """What comes of work that only looks at the articles.

        Raises:
            TookTooLong: it takes longer than a question may; it is left behind.
            Busy: too much is being looked up.
        """
        with self._looking.place() as begin:
            return await in_time(begin(work), Limit(self._seconds), "try again later")

    async def changed(self, work: Callable[[], _T]) -> _T:
        """What comes of work that changes the articles; see `looked_up`.

        Work that takes too long is not called off: it may still be done.
        """
        return await self.changed_with(_nothing, lambda _: work())

    async def changed_with(
        self, coming: Callable[[], Coroutine[Any, Any, _S]], work: Callable[[_S], _T]
    ) -> _T:
        """The same for work that needs what is still to come, for which there is a place first.

        Args:
            coming: gets it.
            work: is given it.
        """
        limit = Limit(self._seconds)

        def work_and_suggest(given: _S) -> _T:
            result = work(given)
            self.suggest_anew()
            return result

        with self._changing.place() as begin:
            given = await received_in_time(coming(), limit)
            return await in_time(begin(partial(work_and_suggest, given)), limit, _MAY_BE_DONE)

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
            threading.Thread(target=self._suggest, name="suggest", daemon=True).start()

    def _suggest(self) -> None:
        with self._suggesting:
            self._suggest_now()

    def _suggest_now(self) -> None:
        self._must_suggest.clear()
        with self._start.suggesting():
            try:
                self._look_for_examples()
            except Exception:
                # The end of a thread; and without examples everything else works.
                _logger.exception("no questions to begin with could be found")

    def _look_for_examples(self) -> None:
        index = self.wait_until_ready()

        def is_answered(question: str) -> bool:
            reply = answer(question, index=index, reader=self._reader, writer=QUOTES)
            return reply.status is Status.ANSWERED

        self._examples = examples(index.articles(), is_answered)

    async def _pursued(
        self,
        work: Callable[[Searchable, Follow], _T],
        scope: Scope,
        account: Account,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> AsyncGenerator[Event | _T]:
        """See `asking`: what each question goes through, whatever is wanted of it."""
        limit = Limit(self._seconds)
        with account.kept(), self._answering.place() as begin:
            account.check()
            index = (await self._start.awaited(limit)).within(scope)
            pursuit = pursued(
                partial(work, index), begin, account=account, is_wanted=is_wanted, limit=limit
            )
            async with aclosing(pursuit) as events:
                async for event in events:
                    if isinstance(event, Answer | list):
                        account.close(event)
                    yield event

    def _account(
        self,
        event: str,
        way: str,
        question: str,
        history: Sequence[Mapping[str, str]],
        scope: Scope,
    ) -> Account:
        with_texts = self._with_texts
        return Account(event, way, question, history=history, scope=scope, with_texts=with_texts)


async def _nothing() -> None:
    """What comes where nothing is to come."""
