"""Bringing articles and taking them out while the rest is being asked."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from corpus import Library, LibraryFull, UnreadableFile, id_for
from corpus.files import too_large
from index import Holding, Index, SyncReport, UnknownArticle

_MB = 1_000_000

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list of them shows it.

    Attributes:
        holding: the article and what the index tells of it.
        brought: whether a reader brought it, so that taking it out deletes the copy kept here.
    """

    holding: Holding
    brought: bool


class Curator:
    """Changes what is asked. Safe to use from several threads: changes happen one by one.

    Args:
        library: the articles, and where changes are kept.
        index_ready: gives the index to be looked at; may wait for it, or raise.
        index_to_change: gives it to be changed; the same.
        followed: is called when the index has followed the articles, whatever came of the change.
        max_file_mb: the largest file that is taken, in megabytes.
        max_brought_mb: the most that all files may have together which were brought.
    """

    def __init__(
        self,
        library: Library,
        index_ready: Callable[[], Index],
        index_to_change: Callable[[], Index],
        followed: Callable[[], None],
        *,
        max_file_mb: float,
        max_brought_mb: float,
    ) -> None:
        self._library = library
        self._index_ready = index_ready
        self._index_to_change = index_to_change
        self._followed = followed
        self._max_bytes = int(max_file_mb * _MB)
        self._max_bytes_brought = int(max_brought_mb * _MB)
        self._changing = threading.Lock()

    @property
    def may_change(self) -> bool:
        """Whether articles can be brought and taken out."""
        return self._library.may_change

    @property
    def max_bytes(self) -> int:
        """The size of the largest file that is taken."""
        return self._max_bytes

    def check_changes_allowed(self) -> None:
        """Nothing where articles can be brought and taken out.

        Raises:
            ChangesNotAllowed: where they can't.
        """
        self._library.changes_folder()

    def listed(self) -> Sequence[Listed]:
        """Every article, in the order of their ids."""
        holdings = self._index_ready().holdings()
        return [Listed(each, self._library.was_brought(each.article.id)) for each in holdings]

    def one(self, article_id: str) -> Listed:
        """An article by its id.

        Raises:
            UnknownArticle: there is none.
        """
        holding = self._index_ready().holding(article_id)
        return Listed(holding, self._library.was_brought(article_id))

    def taken_out(self) -> tuple[str, ...]:
        """The ids of the folder's articles that are left out.

        Raises:
            FolderError: the note of them can't be read.
        """
        return self._library.taken_out

    def bring(self, name: str, data: bytes) -> Listed:
        """Add an article, to be asked from now on.

        Args:
            name: the file's name; of a path only the last part counts.
            data: its bytes.

        Raises:
            UnreadableFile: it can't become an article, or is one already; nothing has changed then.
            LibraryFull: there is no room for it.
            ChangesNotAllowed: nothing can be brought.
            FolderError: it can't be written.
            IndexingError: the index can't be written.
        """
        self.check_changes_allowed()
        with self._changing:
            index = self._index_to_change()
            self._check(id_for(name), data, index)
            with self._library.bringing(name, data) as article_id:
                failed = dict(self._synced(index).failed)
                if article_id in failed:
                    raise UnreadableFile(article_id, failed[article_id])
        _logger.info("brought", extra={"article": article_id})
        return self.one(article_id)

    def take_out(self, article_id: str) -> None:
        """Ask an article no longer; see `corpus.Library.take_out`.

        Raises:
            UnknownArticle: there is none.
            ChangesNotAllowed: nothing can be taken out.
            FolderError: the change can't be written.
            IndexingError: the index can't be written.
        """
        with self._changed() as index:
            index.article(article_id)
            self._library.take_out(article_id)
        _logger.info("taken out", extra={"article": article_id})

    def put_back(self, article_id: str) -> None:
        """Ask an article of the folder again that was taken out.

        Raises:
            UnknownArticle: it was not.
            ChangesNotAllowed: nothing can be put back.
            FolderError: the change can't be written.
            IndexingError: the index can't be written.
        """
        with self._changed():
            if article_id not in self._library.taken_out:
                raise UnknownArticle(f"no article {article_id!r} was taken out")
            self._library.put_back(article_id)
        _logger.info("put back", extra={"article": article_id})

    @contextmanager
    def _changed(self) -> Iterator[Index]:
        """The index, which follows what the block changes about the library."""
        self.check_changes_allowed()
        with self._changing:
            index = self._index_to_change()
            yield index
            self._synced(index)

    def _synced(self, index: Index) -> SyncReport:
        report = index.sync(self._library)
        self._followed()
        return report

    def _check(self, article_id: str, data: bytes, index: Index) -> None:
        """Refuse what is too large or here already, before anything is written.

        The rest comes out when the index reads it, within limits that a parse here has not.
        """
        if len(data) > self._max_bytes:
            raise UnreadableFile(article_id, too_large(len(data), self._max_bytes))
        together = self._library.bytes_brought + len(data)
        if together > self._max_bytes_brought:
            raise LibraryFull(
                f"with it, what readers brought would be {together / _MB:.1f} MB, over the limit "
                f"of {self._max_bytes_brought / _MB:.1f} MB: delete some of it first, or ask who "
                "runs this page for more (CV_MAX_BROUGHT_MB)"
            )
        digest = sha256(data).hexdigest()
        same = next((a for a in index.articles() if a.sha256 == digest), None)
        if same:
            raise UnreadableFile(article_id, f"is here already, as “{same.title}”")
