"""Which index is meant when a command, or a call with ``index=None``, names none."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.files import check_folder
from index.core import Index, Progress
from index.embedding import Embedder
from index.latest import latest

if TYPE_CHECKING:
    from index.settings import IndexSettings

_logger = logging.getLogger(__name__)


def configured_index(
    settings: "IndexSettings",
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    waiting: Callable[[], None] | None = None,
) -> Index:
    """The index that the settings mean, ready to be searched.

    Whoever names a folder of articles gets the index of that folder, synchronised with it
    (which costs nothing when nothing has changed). Else it is the index that is named, or the
    one the command line filled last, as it is. Else it is that of the articles that come with
    the project.

    Args:
        settings: of the environment or the command line.
        embedder: another embedding model than the configured one.
        progress: follows the synchronisation, where there is one.
        waiting: as `Index.sync`.

    Raises:
        ChapterVerseError: as `Index.open` and `Index.sync`.
    """
    ready = _ready_made(settings)
    if ready:
        return Index.open(ready, embedder=embedder, settings=settings)
    index = index_of_articles(settings, embedder=embedder)
    report = index.sync(settings.library, progress=progress, waiting=waiting)
    for name, reason in report.failed:
        _logger.warning("%s was left out: it %s", name, reason)
    return index


def configured_location(settings: "IndexSettings") -> str:
    """Where the index is that the settings mean; see `configured_index`."""
    return _ready_made(settings) or settings.index_location


def index_of_articles(
    settings: "IndexSettings", *, embedder: Embedder | None = None, rebuild: bool = False
) -> Index:
    """The index of the settings' folder of articles, before any synchronisation.

    Args:
        settings: of the environment or the command line.
        embedder: another embedding model than the configured one.
        rebuild: as `Index.open`.

    Raises:
        FolderError: there is no such folder, or it can't be listed; and no index is made for it.
        IndexUnavailable: as `Index.open`.
    """
    check_folder(settings.articles)
    place = settings.index_location
    return Index.open(place, embedder=embedder, settings=settings, rebuild=rebuild)


def _ready_made(settings: "IndexSettings") -> str | None:
    """The index to be used as it is; None when it has to follow a folder of articles."""
    if "articles" in settings.model_fields_set:
        return None
    return settings.index or latest()
