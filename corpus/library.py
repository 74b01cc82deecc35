"""A folder of articles, and what its readers changed about it without touching it.

Somebody may bring articles of their own and take others out. The folder itself stays as it is:
files that are brought, and the names of those that were taken out, are kept in a place of their
own, so that nothing a reader does can lose a file of whoever owns the folder.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from corpus.errors import ChangesNotAllowed, FolderError, UnreadableFile
from corpus.files import MAX_BYTES, is_folder, scan, staying
from corpus.model import SourceFile
from corpus.readers import READERS
from corpus.writing import replacing

BROUGHT = "brought"
"""The ids of articles that were brought begin with this and a slash."""

_TAKEN_OUT = "taken-out.json"
_LONGEST_NAME = 200
"""In bytes of UTF-8; file systems take 255."""

_PATIENCE = 10.0
"""Seconds; a change takes a fraction of one."""

_SHOWN = 60
"""Characters of a name that is too long."""


class Library:
    """The articles that are to be searched.

    Args:
        folder: the folder of articles, which is only read.
        changes: the folder where changes are kept, made when there are any; None to allow none.
    """

    def __init__(self, folder: Path, changes: Path | None = None) -> None:
        self.folder = folder
        self._changes = changes

    @property
    def may_change(self) -> bool:
        """Whether articles can be brought and taken out."""
        return self._changes is not None

    @property
    def taken_out(self) -> tuple[str, ...]:
        """The ids of the folder's articles that are left out, in alphabetical order.

        Raises:
            FolderError: the note of them can't be read.
        """
        if not self._changes:
            return ()
        note = self._changes / _TAKEN_OUT
        try:
            return tuple(_names(note.read_bytes()))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise FolderError(
                f"{note}, which names the articles that were taken out, can't be read: {error}. "
                "Mend it, or delete it to have them all back."
            ) from error

    def scan(self, *, max_bytes: int = MAX_BYTES) -> Iterator[SourceFile | UnreadableFile]:
        """See `corpus.scan`: the folder's articles without those taken out, then those brought.

        Raises:
            FolderError: a folder is missing or can't be listed.
        """
        left_out = frozenset(self.taken_out)
        taken: set[str] = set()
        for found in scan(self.folder, max_bytes=max_bytes):
            name = found.id if isinstance(found, SourceFile) else found.path
            if name not in left_out:
                taken.add(name)
                yield found
        if brought := self._folder_of_brought:
            for found in scan(brought, max_bytes=max_bytes):
                yield _renamed(found, taken)

    @contextmanager
    def staying(self) -> Iterator[None]:
        """See `corpus.files.staying`: the folder, and that of what was brought.

        Raises:
            FolderError: one was replaced, is missing, or can't be listed.
        """
        with ExitStack() as stack:
            stack.enter_context(staying(self.folder))
            if brought := self._folder_of_brought:
                stack.enter_context(staying(brought))
            yield

    @property
    def _folder_of_brought(self) -> Path | None:
        """The folder of what was brought, if anything ever was."""
        brought = self._changes and self._changes / BROUGHT
        return brought if brought and is_folder(brought) else None

    @contextmanager
    def bringing(self, name: str, data: bytes) -> Iterator[str]:
        """Keep a file among those brought, unless the block ends with an error.

        Args:
            name: what its owner calls it; of a path only the last part.
            data: its bytes.

        Yields:
            the id of the article that it becomes.

        Raises:
            ChangesNotAllowed: nothing can be brought here.
            FolderError: the file can't be written.
            UnreadableFile: no article can have such a name (see `id_for`), or one has it already.
        """
        article_id = id_for(name)
        path = self.changes_folder() / article_id
        with self._changing():
            if path.exists() or (self.folder / article_id).exists():
                raise UnreadableFile(
                    article_id,
                    "has the name of a file that is here already: rename it, or delete that",
                )
            _write(path, data)
        try:
            yield article_id
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def take_out(self, article_id: str) -> None:
        """Leave an article out: one that was brought is deleted, one of the folder stays there.

        Raises:
            ChangesNotAllowed: nothing can be taken out here.
            FolderError: the change can't be written.
        """
        changes = self.changes_folder()
        if path := self._brought(article_id):
            try:
                path.unlink()
            except OSError as error:
                raise FolderError(f"{path} can't be deleted: {error.strerror}") from error
        elif not article_id.startswith(f"{BROUGHT}/") or (self.folder / article_id).exists():
            with self._changing():
                self._note(changes, {*self.taken_out, article_id})

    def put_back(self, article_id: str) -> None:
        """Undo `take_out` for an article of the folder.

        Raises:
            FolderError: the change can't be written.
        """
        with self._changing():
            self._note(self.changes_folder(), {*self.taken_out} - {article_id})

    def was_brought(self, article_id: str) -> bool:
        """Whether an article is one of those brought."""
        return self._brought(article_id) is not None

    def is_of_folder(self, article_id: str) -> bool:
        """Whether an article is one of the folder's own, or was, if its file is gone.

        Raises:
            FolderError: the system does not let that be known at this moment.
        """
        if not article_id.startswith(f"{BROUGHT}/") or not self._folder_of_brought:
            return True
        return (self.folder / article_id).exists()

    @property
    def bytes_brought(self) -> int:
        """The size of all files together that were brought.

        Raises:
            FolderError: their folder can't be listed.
        """
        folder = self._folder_of_brought
        if folder is None:
            return 0
        try:
            return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        except OSError as error:
            raise FolderError(f"{folder} can't be listed: {error.strerror}") from error

    def _brought(self, article_id: str) -> Path | None:
        folder, _, name = article_id.partition("/")
        if not self._changes or folder != BROUGHT or "/" in name or not name:
            return None
        path = self._changes / BROUGHT / name
        is_the_folders = (self.folder / article_id).exists()
        return path if path.is_file() and not is_the_folders else None

    def changes_folder(self) -> Path:
        """Where changes are kept.

        Raises:
            ChangesNotAllowed: none are.
        """
        if not self._changes:
            raise ChangesNotAllowed(
                "no articles can be brought or taken out here: CV_CHANGES is off, or the index is "
                "asked as it is (CV_INDEX without CV_ARTICLES)"
            )
        return self._changes

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Keeps other processes from changing the same for a moment.

        Raises:
            ChangesNotAllowed: nothing can be changed here.
            FolderError: nothing can be written here, or another process takes too long.
        """
        lock = FileLock(self.changes_folder() / "changes.lock", timeout=_PATIENCE)
        try:
            self.changes_folder().mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except OSError as error:  # a Timeout is one, too
            raise FolderError(
                f"{self.changes_folder()} can't be written: {error.strerror or error}"
            ) from error
        try:
            yield
        finally:
            lock.release()

    @staticmethod
    def _note(changes: Path, article_ids: set[str]) -> None:
        text = json.dumps(sorted(article_ids), ensure_ascii=False, indent=2)
        _write(changes / _TAKEN_OUT, f"{text}\n".encode())


def _renamed(found: SourceFile | UnreadableFile, taken: set[str]) -> SourceFile | UnreadableFile:
    """A file among those brought, with the id that it has in the library."""
    if isinstance(found, UnreadableFile):
        return type(found)(f"{BROUGHT}/{found.path}", found.reason)
    article_id = f"{BROUGHT}/{found.id}"
    if article_id in taken:
        return UnreadableFile(article_id, "was brought, but the folder has one of that name, too")
    return replace(found, id=article_id)


def id_for(name: str) -> str:
    """The id that a file of some name gets when it is brought.

    Raises:
        UnreadableFile: no article can have such a name.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(char for char in last if char.isprintable()).strip()
    if Path(plain).suffix.lower() not in READERS:
        kinds = ", ".join(sorted(READERS))
        raise UnreadableFile(plain or "a file without a name", f"is none of {kinds}")
    if plain.startswith(".") or len(plain.encode(errors="replace")) > _LONGEST_NAME:
        raise UnreadableFile(
            plain[:_SHOWN], "needs a shorter name, and one that does not begin with a dot"
        )
    return f"{BROUGHT}/{plain}"


def _names(data: bytes) -> list[str]:
    names = json.loads(data)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("it is no list of names")
    return names


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise FolderError(f"{path} can't be written: {error.strerror}") from error
