"""Telling a folder of articles that has vanished from one that is meant to be empty."""

import logging
import os
from collections.abc import Callable, Iterable

from corpus import Article, FolderError, Library, SourceFile, UnreachableFile, UnreadableFile

_logger = logging.getLogger(__name__)

Found = SourceFile | UnreadableFile
"""What a scan gives of a file."""


def refuse_emptying(
    library: Library, found: Iterable[Found], had: Callable[[], Iterable[str]]
) -> None:
    """A share that is not mounted is an empty folder, too.

    What readers brought, and what the system does not let be read, does not tell the two apart.

    Args:
        library: the articles.
        found: what a scan of them gives; no more of it is looked at than is needed.
        had: gives the ids of the articles that an index would lose; asked only if nothing is found.

    Raises:
        FolderError: there is nothing where there were articles, and nobody took them out.
    """
    if _has_files(library, found):
        return
    if lost := sum(map(library.is_of_folder, set(had()).difference(library.taken_out))):
        raise FolderError(
            f"the articles' folder {library.folder} is empty, and the index has {lost:,} of "
            "its articles: see that it is the right one. If it is, empty the index with "
            "`python -m index sync FOLDER --rebuild`"
        )


def refuse_losing(
    library: Library, found: Iterable[Found], had: Callable[[], Iterable[str]]
) -> None:
    """An index that is made anew begins with nothing, and can't keep what nobody can look into now.

    Args:
        library: the articles.
        found: what a scan of them gives.
        had: gives the ids of the articles that the former index has.

    Raises:
        FolderError: some of these are in a folder that can't be listed at this moment.
    """
    for each in found:
        if isinstance(each, UnreachableFile):
            inside = (each.path, f"{each.path}/")
            if lost := sum(id_ == inside[0] or id_.startswith(inside[1]) for id_ in had()):
                raise FolderError(
                    f"{library.folder / each.path} {each.reason}, and the index, which has to be "
                    f"made anew, has {lost:,} of its articles: try again once it can be read"
                )


def warn_of_another(
    library: Library, location: str, had: Iterable[Article], has: Iterable[SourceFile]
) -> None:
    """Say so where a folder has nothing of what an index has: it followed another one until now.

    Nobody is kept from that. But two programs that follow two folders with one index take out each
    other's articles, time and again.

    Args:
        library: the articles.
        location: that of the index.
        had: the articles that the index has.
        has: the files of those that it is to have.
    """
    lost, new = (
        {each.id: each.sha256 for each in some if library.is_of_folder(each.id)}
        for some in (had, has)
    )
    were_moved = not set(lost.values()).isdisjoint(new.values())
    if lost and new and lost.keys().isdisjoint(new) and not were_moved:
        _logger.warning(
            "none of the %s articles that the index %s has are in %s: they go, and what is there "
            "takes their place. If another program follows their folder with this index, give one "
            "of the two an index of its own (CV_INDEX)",
            f"{len(lost):,}",
            location,
            library.folder,
        )


def _has_files(library: Library, found: Iterable[Found]) -> bool:
    """Whether there is any file in the folder itself, if only one that makes no article."""
    names = (_name(each) for each in found if not isinstance(each, UnreachableFile))
    left_out = (library.folder / name for name in library.taken_out)
    return any(map(library.is_of_folder, names)) or any(map(os.path.isfile, left_out))


def _name(found: Found) -> str:
    return found.id if isinstance(found, SourceFile) else found.path
