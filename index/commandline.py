"""What the commands of all packages share: errors, warnings, JSON, progress, safe lines."""

import io
import json
import logging
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from corpus import ChapterVerseError
from index.model import SyncProgress

FAILED = 2
"""The exit code of a command that could not do what it was asked for."""

_INTERRUPTED = 130  # after Ctrl-C and a closed pipe, as shells have it
_UNHEARD = 141
_SECONDS_WITHOUT_BAR = 0.5
_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def run(name: str, main: Callable[[], int]) -> int:
    """Run a command; its errors and all warnings become single lines on stderr.

    Args:
        name: what such a line begins with: ``index: …``.
        main: does the work and gives the exit code.

    Returns:
        the exit code: main's, `FAILED` after a `ChapterVerseError`, 130 after Ctrl-C.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal has every letter
    with _warnings_on_stderr(name):
        try:
            code = main()
            sys.stdout.flush()
        except ChapterVerseError as error:
            sys.stderr.write(f"{name}: {plain(str(error))}\n")
            return FAILED
        except KeyboardInterrupt:
            return _INTERRUPTED
        except BrokenPipeError:
            # Who read the output has enough; Python would complain once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _UNHEARD
    return code


def plain(text: str) -> str:
    """One line that is safe to show: nothing in it steers a terminal or turns its order."""
    shown = (" " if _is_unsafe(character) else character for character in text)
    return " ".join("".join(shown).split())


def print_json(value: object) -> None:
    """Print a value to stdout as JSON, in ASCII; dates as ``2024-10-05``."""
    sys.stdout.write(json.dumps(value, indent=2, default=_as_json) + "\n")


@contextmanager
def progress_bar() -> Iterator[Callable[[SyncProgress], None]]:
    """Shows on stderr how far a sync is, where that is a terminal and it takes long enough.

    Yields:
        what `Index.sync` takes as ``progress``.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from tqdm import tqdm  # type: ignore[import-untyped]  # noqa: PLC0415 - a terminal only

    with tqdm(unit=" articles", leave=False, delay=_SECONDS_WITHOUT_BAR) as bar:

        def show(progress: SyncProgress) -> None:
            bar.total, bar.n = progress.total, progress.done
            bar.set_postfix_str(plain(progress.article_id))

        yield show


def tell_of_waiting(name: str) -> Callable[[], None]:
    """Has a command that would seem to hang say on stderr that it waits.

    Args:
        name: as in `run`.

    Returns:
        what `Index.sync` takes as ``waiting``.
    """

    def tell() -> None:
        sys.stderr.write(f"{name}: waiting for another sync of this index\n")

    return tell


@contextmanager
def _warnings_on_stderr(name: str) -> Iterator[None]:
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_OneLine(name))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


class _OneLine(logging.Formatter):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def format(self, record: logging.LogRecord) -> str:
        return f"{self._name}: {record.levelname.lower()}: {plain(record.getMessage())}"


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _STEERING or character in _TURNING


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
