"""What a folder's files hold, noted down, so that damage to them is noticed before they are read.

Chroma reads them without any check.
"""

import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from corpus.writing import replacing
from index.errors import IndexOccupied, IndexUnavailable, excerpt
from index.pages import SUMS, read_only, sum_of, sum_of_database

DATABASE = "chroma.sqlite3"
_WRITTEN = "index_metadata.pickle"
_SEAL = "seal"
_TRY_AGAIN = "Try again; if it stays so, delete that folder: a sync makes it anew."

_OF_DATABASE = ("-journal", "-wal", "-shm", "")
"""What the names of SQLite's files end with. The database is the last to be deleted: a journal that
outlives it would be taken for that of the next one.
"""

_OF_VECTORS = {"header.bin", "data_level0.bin", "length.bin", "link_lists.bin", _WRITTEN}
_NOT_CHECKED = "unable to validate"

_OTHERS = """
SELECT name FROM collections NOT INDEXED
WHERE substr(name, 1, length(:ours)) != :ours OR database_id IS NOT
    (SELECT id FROM databases NOT INDEXED WHERE tenant_id = :tenant AND name = :database)
"""
"""By the tables themselves: what may be damaged beside them hides nothing."""


class Seal:
    """A file beside Chroma's: the mark that a sync left last, who noted it down, and the sums.

    Nothing is known, and nothing is said, while a sync is under way, after one that was killed,
    and where another version of Chroma was here last (it may have changed the files) or of this
    program that sums otherwise.

    Args:
        folder: that of the index.
        chroma: the version of Chroma.
    """

    def __init__(self, folder: Path, chroma: str) -> None:
        self._folder = folder
        self._path = folder / _SEAL
        self._maker = f"chroma-{chroma}-{SUMS}"  # what the sums of the same content depend on

    def write(self, mark: str) -> None:
        """Note down what the files hold, now that a sync has left its last mark in them."""
        noted = f"{mark} {self._maker} {_sum(self._folder)}"
        with replacing(self._path) as file:
            file.write(noted.encode())

    def remove(self) -> None:
        """Forget what was noted down."""
        self._path.unlink(missing_ok=True)

    def is_missing(self) -> bool:
        """Whether nothing is noted down, or by another version of Chroma, or of this program."""
        try:
            _, made_by, _ = _parts(self._read())
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            return False
        return made_by != self._maker

    def held(self, mark: str) -> str:
        """What is noted down, if the files hold that; nothing if they seem not to.

        Others may write meanwhile: who reads through all of a large index keeps nobody waiting.

        Args:
            mark: the one that is in the files.
        """
        with suppress(OSError, ValueError, sqlite3.Error):
            noted = self._read()
            if not self._differs(noted, mark):
                return noted
        return ""

    def is_broken(self, mark: str, held: str = "") -> bool:
        """Whether the files hold something else than what is noted down.

        Args:
            mark: the one that is in the files.
            held: what `held` gave; if nothing else was noted down since, that is believed.

        Raises:
            IndexOccupied: the system does not let them be read at this moment.
        """

        def look() -> bool:
            noted = self._read()
            return noted != held and self._differs(noted, mark)

        return self._told(look)

    def is_nonsense(self) -> bool:
        """Whether SQLite can't make sense of the database, of which nothing may be noted down.

        Raises:
            IndexOccupied: the system does not let it be read at this moment.
        """
        return self._told(lambda: not _makes_sense(self._folder / DATABASE))

    def is_shared(self, ours: str, tenant: str, database: str) -> bool:
        """Whether others have collections here; not where that can't be told any more.

        Chroma itself names those of one tenant and one of its databases only.

        Args:
            ours: what the names of all our collections begin with.
            tenant: whose they are.
            database: in which of that tenant's they are.

        Raises:
            IndexOccupied: the system does not let them be read at this moment.
        """
        own = {"ours": ours, "tenant": tenant, "database": database}

        def is_ours() -> bool:
            with read_only(self._folder / DATABASE) as opened:
                # Or SQLite would read nothing of a file that was cut; here it can't write.
                opened.execute("PRAGMA writable_schema = ON")
                return opened.execute(_OTHERS, own).fetchone() is None

        return not self._told(is_ours, "End the programs that use it, and try again.")

    def _told(self, look: Callable[[], bool], advice: str = _TRY_AGAIN) -> bool:
        """What a look at the files tells; that they are damaged, where they can't be understood."""
        try:
            return look()
        except FileNotFoundError:
            return False
        except (OSError, sqlite3.OperationalError) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
                return True  # a table is not there
            raise IndexOccupied(
                f"the index {self._folder} can't be checked: {excerpt(error)}. {advice}"
            ) from error
        except (ValueError, sqlite3.Error):
            return True

    def _differs(self, noted: str, mark: str) -> bool:
        marked, made_by, sums = _parts(noted)
        if mark not in ("", marked):  # where no mark is found at all, the database was emptied
            return False
        return made_by == self._maker and sums != _sum(self._folder)

    def _read(self) -> str:
        return self._path.read_text(encoding="ascii")


def delete_files(folder: Path) -> None:
    """Delete what Chroma keeps in a folder, and nothing else.

    Raises:
        IndexUnavailable: the system does not let it be deleted.
    """
    try:
        for end in _OF_DATABASE:
            (folder / f"{DATABASE}{end}").unlink(missing_ok=True)
        for path in list(folder.iterdir()):
            if _is_of_vectors(path):
                shutil.rmtree(path)
    except OSError as error:
        raise IndexUnavailable(
            f"the index {folder} is damaged, and can't be deleted: {excerpt(error)}. End the "
            "programs that use it, and delete that folder: a sync makes it anew."
        ) from error


def _is_of_vectors(path: Path) -> bool:
    """Whether a folder has such a name as Chroma gives, and nothing but Chroma's files in it."""
    try:
        is_named = str(uuid.UUID(path.name)) == path.name
    except ValueError:
        return False
    if not is_named or path.is_symlink() or not path.is_dir():
        return False
    return {each.name for each in path.iterdir()} <= _OF_VECTORS


def _makes_sense(database: Path) -> bool:
    # Some versions of SQLite check an index of words only where they may write.
    found = {each for each in _quick_check(database) if not each.startswith(_NOT_CHECKED)}
    return found <= {"ok"}


def _quick_check(path: Path) -> list[str]:
    with read_only(path) as database:
        return [told for (told,) in database.execute("PRAGMA quick_check")]


def _parts(noted: str) -> tuple[str, str, str]:
    """The mark, who noted it down, and the sums."""
    mark, made_by, sums = noted.split(" ", 2)
    return mark, made_by, sums


def _sum(folder: Path) -> str:
    """Of all that Chroma's files hold: against accidents, who means harm can write the seal too."""
    parts = [f"{sum_of_database(folder / DATABASE):08x}"]
    # Where this file is not yet, the others have nothing in them but what memory held.
    for written in sorted(folder.glob(f"*/{_WRITTEN}")):
        for path in sorted(written.parent.iterdir()):
            parts.append(f"{path.parent.name}/{path.name} {sum_of(path):08x}")
    return " ".join(parts)
