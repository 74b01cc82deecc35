"""Finding the articles in a folder, knowing them again without parsing, and reading them."""

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from corpus.errors import FolderError, UnreachableFile, UnreadableFile
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.model import Article, SourceFile
from corpus.readers import READERS, reader_for

MAX_BYTES = DEFAULT_LIMITS.max_bytes
"""Larger files are refused unless a caller says otherwise."""

_MB = 1_000_000
_IRREGULAR = "is not a regular file"
_STRAY = "is a link out of the folder"
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening waits for nobody to write to a pipe; each system has some of these."""

_PAUSES = 0.02, 0.1
"""Seconds before a file is read once more that somebody writes to, and before the last time."""

_STEP = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", 0)
_FOLLOWS_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_HAS_STEPS = os.open in os.supports_dir_fd
"""Not on Windows, where not everybody may make links."""


def scan(folder: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[SourceFile | UnreadableFile]:
    """What a folder and its subfolders hold, in order of id, each with its content's hash.

    Hidden files and other kinds than `corpus.SUFFIXES` are passed over. A file that can't be
    read comes as the error that says why. Nothing is parsed.

    Args:
        folder: the folder of articles.
        max_bytes: the size above which a file is refused, in bytes.

    Raises:
        FolderError: the folder is missing, is not a folder, or can't be listed.
    """
    _status(folder)
    root = folder.resolve()
    failures: list[UnreadableFile] = []
    found = sorted((_id(path, folder), path) for path in _walk(folder, failures))
    for (article_id, path), (before, _) in zip(found, [("", root), *found], strict=False):
        try:
            _refuse_same(article_id, before)
            _refuse_strays(path, article_id, root)
            digest = hashlib.sha256(_bytes(path, article_id, folder, max_bytes)).hexdigest()
            yield SourceFile(article_id, path, digest, folder)
        except UnreadableFile as failure:
            yield failure
    yield from failures


def check_folder(folder: Path) -> None:
    """See that a folder of articles is there and can be listed; no file is looked at.

    Args:
        folder: the folder of articles.

    Raises:
        FolderError: as `scan`.
    """
    _status(folder)
    try:
        with os.scandir(folder) as inside:
            next(inside, None)  # what can be opened may still not be read
    except OSError as error:
        raise _unlisted(folder, error) from error


@contextmanager
def staying(folder: Path) -> Iterator[None]:
    """Around reading a folder: sees that it is the same one at the end as at the beginning.

    A share that is unmounted meanwhile leaves an empty folder, in which every file seems to be
    deleted.

    Raises:
        FolderError: there is another one in its place, or none, or it can't be listed.
    """
    check_folder(folder)
    with _listing(folder):  # open until the end, so that no other folder gets its number
        before = _status(folder)  # by now a share is mounted that waits for somebody to look
        yield
        if not os.path.samestat(before, _status(folder)):
            raise FolderError(
                f"another folder took the place of {folder} while its articles were read: see that "
                "it is the right one (a share may have to be mounted again), then begin anew"
            )


def is_folder(path: Path) -> bool:
    """Whether there is a folder.

    Raises:
        FolderError: the system does not let that be known at this moment.
    """
    status = _status_if_any(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def read_bytes(file: SourceFile, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file that `scan` found.

    Raises:
        UnreadableFile: it is gone, not allowed to be read, no plain file of its folder any more, or
            too large.
    """
    return _bytes(file.path, file.id, file.folder, max_bytes)


def parse_article(article_id: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Article:
    """The article that a file's bytes make, read here and now.

    Nothing stops a hostile file from taking long or much memory here: see `corpus.ReadingRoom`.

    Args:
        article_id: its id; the ending says what kind of file it is.
        data: the bytes.
        limits: of pages and characters; the others are not looked at.

    Raises:
        UnreadableFile: with the reason.
    """
    draft = reader_for(article_id, limits)(data, article_id)
    if len(draft.text) > limits.max_characters:
        raise UnreadableFile(
            article_id,
            f"makes {len(draft.text):,} characters of text, over the limit of "
            f"{limits.max_characters:,}",
        )
    return Article(
        id=article_id,
        title=draft.title,
        text=draft.text,
        source=draft.source,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _status(folder: Path) -> os.stat_result:
    """That of a folder which may be listed."""
    status = _status_if_any(folder)
    if status is None:
        raise FolderError(
            f"the articles' folder {folder} does not exist: create it, or name another one"
        )
    if not stat.S_ISDIR(status.st_mode):
        raise FolderError(f"{folder} is a file: name the folder that holds the articles")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FolderError(f"the articles' folder {folder} can't be listed: allow reading it")
    return status


def _status_if_any(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last of a name with a NUL
        return None
    except OSError as error:
        raise _unlisted(path, error) from error


def _listing(folder: Path) -> AbstractContextManager[object]:
    try:
        return os.scandir(folder)
    except OSError as error:
        raise _unlisted(folder, error) from error


def _unlisted(folder: Path, error: OSError) -> FolderError:
    return FolderError(
        f"the articles' folder {folder} can't be listed: {error.strerror}. See that it can be "
        "reached, then try again"
    )


def _walk(folder: Path, failures: list[UnreadableFile]) -> Iterator[Path]:
    """Whatever has a name to be read; not by `os.walk`, which calls itself at every level."""
    root = folder.resolve()
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            with os.scandir(here) as inside:
                visible = [entry for entry in inside if not entry.name.startswith(".")]
        except OSError as error:
            if here == folder:
                raise _unlisted(folder, error) from error
            reason = f"can't be listed: {error.strerror}"
            failures.append(UnreachableFile(_id(here, folder), reason))
            continue
        for entry in visible:
            path = Path(entry)
            if not _is_folder(entry):
                if path.suffix.lower() in READERS:
                    yield path
            elif not entry.is_symlink():
                pending.append(path)
            elif not path.resolve().is_relative_to(root):
                failures.append(UnreadableFile(_id(path, folder), _STRAY))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle: what is wrong with it is told when it is to be read
        return False


def _id(path: Path, folder: Path) -> str:
    """The path relative to the folder; bytes that are no UTF-8 are shown as escapes."""
    relative = path.relative_to(folder).as_posix()
    return relative.encode(errors="backslashreplace").decode()


def _refuse_same(article_id: str, before: str) -> None:
    """Escapes can look like another file's name; articles are told apart by nothing but it."""
    if article_id == before:
        raise UnreadableFile(article_id, "has a name that can't be told from another file's")


def _refuse_strays(path: Path, article_id: str, root: Path) -> None:
    """Refuse what is no plain file of this folder, before anything opens it."""
    try:
        if path.is_symlink() and not path.exists():
            raise UnreadableFile(article_id, "is a link to a file that does not exist")
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise UnreadableFile(article_id, _STRAY)
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFile(article_id, _IRREGULAR)
    except FileNotFoundError:
        raise UnreadableFile(article_id, "is gone") from None
    except OSError as error:
        raise _unreachable(article_id, error) from error


def _unreachable(article_id: str, error: OSError) -> UnreadableFile:
    """The error of a file that is not to be read now; one that is gone is no article any more."""
    kind = UnreadableFile if isinstance(error, FileNotFoundError) else UnreachableFile
    return kind(article_id, f"can't be read: {error.strerror}")


def _bytes(path: Path, article_id: str, folder: Path, max_bytes: int) -> bytes:
    """The bytes of a file; where it is changed while they are read, read again a moment later.

    One that is written all the time is read as it is: the next sync sees that it changed.
    """
    for pause in _PAUSES:
        data, changed = _bytes_and_whether_changed(path, article_id, folder, max_bytes)
        if not changed:
            return data
        time.sleep(pause)
    return _bytes_and_whether_changed(path, article_id, folder, max_bytes)[0]


def _bytes_and_whether_changed(
    path: Path, article_id: str, folder: Path, max_bytes: int
) -> tuple[bytes, bool]:
    try:
        with os.fdopen(_opened(path, article_id, folder), "rb") as file:
            # What was a plain file when its folder was listed can be another thing by now.
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise UnreadableFile(article_id, _IRREGULAR)
            data = file.read(max_bytes + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise _unreachable(article_id, error) from error
    if len(data) > max_bytes:
        raise UnreadableFile(article_id, too_large(max(len(data), after.st_size), max_bytes))
    return data, (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size)


def _opened(path: Path, article_id: str, folder: Path) -> int:
    """A descriptor of a file of a folder, and of no other one, whatever became a link meanwhile.

    Finding out where a path really leads takes as long as reading a short article, so that is done
    only where it can't be opened without.
    """
    with suppress(OSError):  # where a link is on the way; what else is wrong is told below
        if _HAS_STEPS:
            return _opened_by_steps(path, folder)
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    if not real.is_relative_to(root):
        raise UnreadableFile(article_id, _STRAY)
    return _opened_by_steps(real, root) if _HAS_STEPS else os.open(real, _FLAGS)


def _opened_by_steps(path: Path, folder: Path) -> int:
    """The same, if there is no link on the way: each folder is opened in the one before."""
    *folders, name = path.relative_to(folder).parts
    here = os.open(folder, _STEP)
    try:
        for each in folders:
            outer, here = here, os.open(each, _STEP | _FOLLOWS_NO_LINK, dir_fd=here)
            os.close(outer)
        return os.open(name, _FLAGS | _FOLLOWS_NO_LINK, dir_fd=here)
    finally:
        os.close(here)


def too_large(size: int, max_bytes: int) -> str:
    """Why a file of so many bytes is refused."""
    return f"is {size / _MB:.1f} MB, over the limit of {max_bytes / _MB:.1f} MB"
