"""What stands between a page and the engine: it gets ready in the background, then answers."""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import Article, ChapterVerseError, Sentence, scan
from index import SHIPPED_ARTICLES, Index, SyncProgress, SyncReport
from qa.answering import answer
from qa.asking import LONGEST_QUESTION
from qa.model import Answer, Status
from qa.reader import Reader, reader_named
from qa.settings import Settings

_logger = logging.getLogger(__name__)
_MOST_EXAMPLES = 4
_TITLES_TRIED = 12


class Unavailable(ChapterVerseError):
    """The service is not ready in time, or could not get ready at all."""


class Phase(StrEnum):
    """How far the service is; the value is what a person reads."""

    STARTING = "Opening the index"
    SYNCING = "Reading the articles"
    LOADING = "Loading the models"
    READY = "Ready"
    FAILED = "The articles can’t be searched"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One moment of a service's life.

    Attributes:
        phase: see `Phase`.
        done: articles read so far, while synchronising.
        total: articles to read.
        message: the file at hand, or what went wrong and what to do about it.
        report: what the synchronisation did; ``report.failed`` names the unreadable files.
    """

    phase: Phase = Phase.STARTING
    done: int = 0
    total: int = 0
    message: str = ""
    report: SyncReport = field(default_factory=SyncReport)

    @property
    def settled(self) -> bool:
        """Whether nothing will change any more."""
        return self.phase in (Phase.READY, Phase.FAILED)


class Service:
    """One folder of articles, asked by many visitors. Safe to use from several threads.

    Args:
        settings: where the articles and the index are, and which models to use.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reader = reader_named(settings.reranker_model)
        self._state = ServiceState()
        self._ready: Future[Index] = Future()
        self._examples: tuple[str, ...] = ()
        self._worker = threading.Thread(target=self._prepare, name="prepare", daemon=True)

    @property
    def state(self) -> ServiceState:
        """How far the service is right now."""
        return self._state

    def start(self) -> None:
        """Open the index, read the articles and load the models, all in the background.

        Raises:
            FolderError: the folder of articles is missing or can't be listed.
        """
        next(scan(self._settings.articles), None)
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

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        """What the articles say to a question; the first one waits until all is ready.

        Args:
            question: what the visitor typed.
            history: the conversation before it, as ``{"role": …, "content": …}``.

        Raises:
            ChapterVerseError: there can be no answer; says why and what to do.
        """
        index = self.wait_until_ready()
        return answer(question, history=list(history), index=index, reader=self._reader)

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

    def articles(self, timeout: float | None = None) -> Sequence[Article]:
        """Every article, in the order of their ids; waits like `wait_until_ready`."""
        return self.wait_until_ready(timeout).articles()

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with: none until it is known which the articles answer."""
        if self._settings.articles.resolve() == SHIPPED_ARTICLES.resolve():
            return shipped_examples()
        return self._examples

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
            self._show(phase=Phase.READY, message="")
            self._ready.set_result(index)

    def _made_ready(self) -> Index:
        index = Index.open(self._settings.index_location, settings=self._settings)
        self._show(phase=Phase.SYNCING)
        report = index.sync(self._settings.articles, progress=self._follow)
        for name, reason in report.failed:
            _logger.warning("%s was left out: it %s", name, reason)
        self._show(phase=Phase.LOADING, message="", report=report)
        index.load_model()
        self._reader.load()
        answered = _answered_questions(index, self._reader)
        self._examples = tuple(islice(answered, _MOST_EXAMPLES))
        return index

    def _follow(self, progress: SyncProgress) -> None:
        self._show(done=progress.done, total=progress.total, message=progress.article_id)

    def _fail(self, error: Exception, message: str) -> None:
        self._show(phase=Phase.FAILED, message=message)
        self._ready.set_exception(error)

    def _show(self, **changes: Any) -> None:
        """Only the worker calls this; readers see one whole snapshot or the next."""
        self._state = replace(self._state, **changes)


@cache
def shipped_examples() -> tuple[str, ...]:
    """Questions that the shipped articles answer."""
    listed = Path(__file__).with_name("examples.txt").read_text(encoding="utf-8")
    return tuple(listed.splitlines())


def _answered_questions(index: Index, reader: Reader) -> Iterator[str]:
    """Questions made of the titles, as far as the articles answer them."""
    for article in index.articles()[:_TITLES_TRIED]:
        question = f"What do the articles say about “{article.title}”?"
        if len(question) <= LONGEST_QUESTION and (
            answer(question, index=index, reader=reader).status is Status.ANSWERED
        ):
            yield question
