"""Finding the articles in a folder, knowing them again without parsing, and reading them."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import FolderError, UnreadableFile
from corpus.model import Article, SourceFile
from corpus.readers import READERS

MAX_BYTES = 20_000_000
"""Larger files are refused unless a caller says otherwise."""

_MB = 1_000_000


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
    _check(folder)
    root = folder.resolve()
    failures: list[UnreadableFile] = []
    for path in sorted(_walk(folder, failures), key=lambda path: _id(path, folder)):
        article_id = _id(path, folder)
        try:
            _refuse_strays(path, article_id, root)
            digest = hashlib.sha256(_bytes(path, article_id, max_bytes)).hexdigest()
            yield SourceFile(article_id, path, digest)
        except UnreadableFile as failure:
            yield failure
    yield from failures


def read_article(file: SourceFile, *, max_bytes: int = MAX_BYTES) -> Article:
    """Read a file that `scan` found.

    The article's ``sha256`` is that of the bytes it was made from: should the file have
    changed since the scan, it differs from ``file.sha256``.

    Args:
        file: the file.
        max_bytes: the size above which it is refused, in bytes.

    Raises:
        UnreadableFile: with the reason; other files are unaffected.
    """
    return parse_article(file.id, _bytes(file.path, file.id, max_bytes))


def parse_article(article_id: str, data: bytes) -> Article:
    """The article that a file's bytes make.

    Args:
        article_id: its id; the ending says what kind of file it is.
        data: the bytes.

    Raises:
        UnreadableFile: with the reason.
    """
    draft = READERS[Path(article_id).suffix.lower()](data, article_id)
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


def _check(folder: Path) -> None:
    if not folder.exists():
        raise FolderError(
            f"the articles' folder {folder} does not exist: create it, or name another one"
        )
    if not folder.is_dir():
        raise FolderError(f"{folder} is a file: name the folder that holds the articles")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FolderError(f"the articles' folder {folder} can't be listed: allow reading it")


def _walk(folder: Path, failures: list[UnreadableFile]) -> Iterator[Path]:
    def unlistable(error: OSError) -> None:
        where = _id(Path(error.filename), folder)
        failures.append(UnreadableFile(where, f"can't be listed: {error.strerror}"))

    root = folder.resolve()
    for here, folders, names in os.walk(folder, onerror=unlistable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            path = Path(here, name)
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                failures.append(UnreadableFile(_id(path, folder), "is a link out of the folder"))
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in READERS:
                yield Path(here, name)


def _id(path: Path, folder: Path) -> str:
    """The path relative to the folder; bytes that are no UTF-8 are shown as escapes."""
    relative = path.relative_to(folder).as_posix()
    return relative.encode(errors="backslashreplace").decode()


def _refuse_strays(path: Path, article_id: str, root: Path) -> None:
    """Refuse what is no plain file of this folder, before anything opens it."""
    if path.is_symlink() and not path.exists():
        raise UnreadableFile(article_id, "is a link to a file that does not exist")
    if not path.resolve().is_relative_to(root):
        raise UnreadableFile(article_id, "is a link out of the folder")
    if not path.is_file():
        raise UnreadableFile(article_id, "is not a regular file")


def _bytes(path: Path, article_id: str, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UnreadableFile(article_id, f"can't be read: {error.strerror}") from error
    if len(data) > max_bytes:
        raise UnreadableFile(
            article_id, f"is {size / _MB:.1f} MB, over the limit of {max_bytes / _MB:.1f} MB"
        )
    return data
