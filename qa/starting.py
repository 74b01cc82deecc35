"""Getting ready: opening the index, reading the articles and loading the models."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from corpus import ChapterVerseError, SourceFile
from corpus.files import check_folder
from index import (
    Embedder,
    Index,
    IndexBusy,
    IndexOccupied,
    IndexStatus,
    IndexUnavailable,
    SyncProgress,
    SyncReport,
    is_url,
)
from qa.health import Health, Part, Pulse
from qa.pursuing import Limit
from qa.reader import Reader
from qa.readiness import Phase, ServiceState
from qa.settings import Settings
from qa.unanswered import LOOK_IN_LOG, Unavailable
from qa.writer import QUOTES, Writer

_COUNTED = ("added", "updated", "removed", "unchanged", "failed")

_CANT_BE_SEARCHED = f"the articles can't be searched; {LOOK_IN_LOG}"

_IN_THE_WAY = "another process has the index, or its server is not there yet"

_OTHERS = "another process synchronises the index"

_AGAIN = 5.0
"""At most so many seconds between two attempts to get ready; at first an eighth of them."""

_PATIENCE = 2.0
"""Seconds that questions wait for what is new among the articles, once the models are loaded; then
they are asked of what was read before, if anything was. Only a large archive takes longer."""

_STALE = "questions are answered from what was read before"

_T = TypeVar("_T")

_logger = logging.getLogger(__name__)


class Start:
    """The start of a service, in a thread of its own, and how it went.

    Args:
        settings: where the articles and the index are.
        embedder: another embedding model than theirs; None for that.
        reader: whose model is loaded.
        writer: which may need another model beside it.
    """

    def __init__(
        self, settings: Settings, embedder: Embedder | None, reader: Reader, writer: Writer
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._reader = reader
        self._writer = writer
        self._state = ServiceState()
        self._changing = threading.Lock()
        self._ready: Future[Index] = Future()
        self._followed: Future[Index] = Future()
        self._pulse: Pulse | None = None
        self._began = time.monotonic()

    @property
    def state(self) -> ServiceState:
        """How far it is right now."""
        return self._state

    def begin(self, then: Callable[[], None]) -> None:
        """Open the index, read the articles and load the models, all in the background.

        Args:
            then: is called when nothing is being read any more, if questions can be answered.

        Raises:
            FolderError: the folder of articles is missing or can't be listed.
            WriterError: the language model that the settings name can't be used.
        """
        if not self._settings.only_reads:
            check_folder(self._settings.articles)
        self._writer.load()
        self._began = time.monotonic()
        threading.Thread(target=self._prepare, args=[then], name="prepare", daemon=True).start()

    def wait(self, timeout: float | None = None) -> Index:
        """The index, once the models are loaded and the articles are read; where that takes long,
        as it was read before.

        Args:
            timeout: the longest wait in seconds; None to wait as long as it takes.

        Raises:
            Unavailable: it took longer, or getting ready failed; says what to do.
        """
        return self._result(self._ready, timeout)

    def wait_to_change(self, timeout: float | None = None) -> Index:
        """The index, once nothing is being read any more: see `wait`."""
        return self._result(self._followed, timeout)

    def _result(self, coming: Future[Index], timeout: float | None) -> Index:
        try:
            failure = coming.exception(timeout)
        except TimeoutError:
            assert timeout is not None
            raise self._not_ready_in(timeout) from None
        if failure:
            raise Unavailable(_CANT_BE_SEARCHED) from failure
        return coming.result()

    async def awaited(self, limit: Limit) -> Index:
        """The same, while no thread waits.

        Raises:
            Unavailable: see `wait`.
        """
        ready = asyncio.wrap_future(self._ready)
        done, _ = await asyncio.wait([ready], timeout=limit.left)
        if not done:
            raise self._not_ready_in(limit.seconds)
        ready.exception()  # told below; but it would be complained of if nobody looked at it here
        return self.wait()

    def _not_ready_in(self, seconds: float) -> Unavailable:
        """What is told of a wait that was too short."""
        return Unavailable(
            f"{self._state.phase} takes longer than {seconds:g} seconds; try again soon"
        )

    def health(self) -> Health:
        """What is there to answer questions with at this moment; waits a few seconds at most."""
        state, pulse = self._state, self._pulse
        is_failed = state.phase is Phase.FAILED
        until_ready = Part.FAILED if is_failed else Part.STARTING
        models = Part.READY if state.answers else until_ready
        reason = _CANT_BE_SEARCHED if is_failed else ""
        if not pulse:
            is_waiting = state.message == _IN_THE_WAY
            return Health(until_ready, models, _IN_THE_WAY if is_waiting else reason)
        try:
            status = pulse.taken()
        except Unavailable as error:
            return Health(Part.FAILED, models, str(error))
        return Health(Part.READY, models, reason, status.articles, status.passages)

    @contextmanager
    def suggesting(self) -> Iterator[None]:
        """Around a look for questions to begin with, which is the last thing before all is done."""
        is_outdated = self._state.phase is Phase.OUTDATED
        if not is_outdated:
            self._show(phase=Phase.SUGGESTING)
        try:
            yield
        finally:
            if is_outdated:  # if it still is: somebody may change the articles meanwhile
                self._show(suggests=False)
            else:
                self._show(phase=Phase.READY, suggests=False)

    def caught_up(self) -> None:
        """The articles were read anew, whatever kept the start from it."""
        if self._state.phase is Phase.OUTDATED:
            self._show(phase=Phase.READY, message="")

    def _show(self, **changes: Any) -> None:
        """Change the state; readers see one whole snapshot or the next."""
        with self._changing:
            self._state = replace(self._state, **changes)

    def _prepare(self, then: Callable[[], None]) -> None:
        try:
            index = self._made_ready()
        except ChapterVerseError as error:
            _logger.error("%s", error)
            self._fail(error)
        except BaseException as error:
            # The end of a thread: nobody else would ever hear of it.
            _logger.exception("getting ready failed")
            self._fail(error)
        else:
            self._show(phase=Phase.SUGGESTING, message="", answers_meanwhile=False)
            self._let_ask(index)
            self._followed.set_result(index)
        if self._state.answers:
            then()

    def _made_ready(self) -> Index:
        index = self._at_last(self._opened)
        is_read = threading.Event()
        with ThreadPoolExecutor(1, thread_name_prefix="load") as beside:
            loaded = beside.submit(self._load_models, index)
            # No worker, for which the end of the program would wait.
            meanwhile = threading.Thread(
                target=self._answer_meanwhile,
                args=[index, loaded, is_read],
                name="meanwhile",
                daemon=True,
            )
            meanwhile.start()
            try:
                report = self._at_last(partial(self._brought_up_to_date, index, loaded))
            finally:
                is_read.set()
                meanwhile.join()
            self._pulse = Pulse(partial(self._looked_at, index))
            self._show(phase=Phase.LOADING, message="", report=report)
            loaded.result()
        return index

    def _at_last(self, work: Callable[[], _T]) -> _T:
        """What comes of work; tried again as long as somebody stands in the way who may go."""
        pause = _AGAIN / 8
        while True:
            try:
                return work()
            except (IndexBusy, IndexUnavailable) as error:
                if not self._may_pass(error):
                    raise
                self._wait_for_others(error)
                time.sleep(pause)
                pause = min(2 * pause, _AGAIN)

    def _wait_for_others(self, why: object) -> None:
        """Say that somebody stands in the way; in the log only once."""
        if self._state.message != _IN_THE_WAY:
            _logger.warning("%s; this is tried again until it is done", why)
        self._show(phase=Phase.STARTING, message=_IN_THE_WAY)

    def _may_pass(self, error: ChapterVerseError) -> bool:
        """Whether another process has the index, or its server is not there yet."""
        is_had = isinstance(error, IndexBusy | IndexOccupied)
        return is_had or is_url(self._settings.index_location)

    def _opened(self) -> Index:
        return Index.open(
            self._settings.index_location, embedder=self._embedder, settings=self._settings
        )

    def _answer_meanwhile(
        self, index: Index, loaded: Future[None], is_read: threading.Event
    ) -> None:
        """Answer from what was read before, where it takes long to read what is new."""
        if loaded.exception():
            return
        while not is_read.wait(_PATIENCE):
            try:
                has_articles = index.status().articles > 0
            except ChapterVerseError:
                continue  # whoever reads the articles comes upon it, too, and tells it
            except Exception:
                # The end of a thread; and once the articles are read all is well without it.
                _logger.exception("nothing can be asked before the articles are read")
                return
            if has_articles:
                self._pulse = Pulse(partial(self._looked_at, index))
                self._show(answers_meanwhile=True)
                self._let_ask(index)
            return

    def _let_ask(self, index: Index) -> None:
        """Whoever waits can ask from now on."""
        if not self._ready.done():
            self._ready.set_result(index)
            _logger.info("ready", extra={"seconds": self._passed()})

    def _brought_up_to_date(self, index: Index, loaded: Future[None]) -> SyncReport:
        """What it took to have the index follow the articles; nothing where it is only read."""
        if self._settings.only_reads:
            told = {"articles": index.status().articles, "seconds": self._passed()}
            _logger.info("the index %s is asked as it is", index.location, extra=told)
            return SyncReport()
        if loaded.done():
            loaded.result()  # whoever named a model that is none need not wait for another process
        if self._state.message != _IN_THE_WAY:  # else it may be there still
            self._show(phase=Phase.SYNCING, done=0, total=0, message="", seconds_left=None)
        report = index.sync(
            self._settings.library,
            progress=partial(self._follow, loaded),
            patience=_AGAIN,
            waiting=partial(self._wait_for_others, _OTHERS),
        )
        for name, reason in report.failed:
            _logger.warning("%s was left out: it %s", name, reason)
        _logger.info("synchronised", extra={**_counts(report), "seconds": self._passed()})
        return report

    def _load_models(self, index: Index) -> None:
        index.load_model()
        self._reader.load()
        if self._writer is not QUOTES:
            from qa.verifier import default_verifier  # noqa: PLC0415 - nobody else needs it

            default_verifier().load()

    def _follow(self, loaded: Future[None], progress: SyncProgress) -> None:
        if loaded.done():
            loaded.result()  # whoever named a model that is none need not wait for the articles
        self._show(
            phase=Phase.SYNCING,
            done=progress.done,
            total=progress.total,
            message=progress.article_id,
            seconds_left=progress.seconds_left,
        )

    def _fail(self, error: BaseException) -> None:
        if self._ready.done():
            message = f"{_STALE}; {LOOK_IN_LOG}."
            self._show(
                phase=Phase.OUTDATED, message=message, answers_meanwhile=False, suggests=True
            )
            self._followed.set_result(self._ready.result())
            return
        self._show(phase=Phase.FAILED, message=f"{LOOK_IN_LOG}.")
        self._ready.set_exception(error)
        self._followed.set_exception(error)

    def _looked_at(self, index: Index) -> IndexStatus:
        """What the index holds.

        Raises:
            IndexUnavailable: it can't be read, or is empty though there are articles, or ought to
                be.
        """
        status = index.status()
        if status.articles:
            return status
        if self._settings.only_reads:
            raise IndexUnavailable(
                f"the index {index.location} is empty: fill it with `python -m index sync FOLDER "
                f"--index {index.location}`, or have it filled here (CV_ARTICLES=FOLDER)"
            )
        if self._has_articles():
            raise IndexUnavailable(
                f"the index {index.location} is empty, though there are articles: was it deleted "
                "meanwhile? A new start makes it anew"
            )
        return status

    def _has_articles(self) -> bool:
        """Whether any file is there that was not left out."""
        left_out = {name for name, _ in self._state.report.failed}
        found = self._settings.library.scan()
        return any(isinstance(each, SourceFile) and each.id not in left_out for each in found)

    def _passed(self) -> float:
        """Seconds since the start."""
        return round(time.monotonic() - self._began, 1)


def _counts(report: SyncReport) -> dict[str, int]:
    """How much a synchronisation did."""
    return {name: len(getattr(report, name)) for name in _COUNTED}
