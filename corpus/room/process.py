"""The reading process as the process that started it sees it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, cast

from corpus.errors import ReadingError
from corpus.limits import Limits
from corpus.room.messages import OUT_OF_MEMORY, receive, send

_WORKER = "corpus.room.worker"
_START_SECONDS = 60.0
"""A machine under load, or a disk that sleeps, takes its time."""

_PATIENCE = 10
"""Times as long by the clock as by the processor's time: on a busy machine the two differ."""

_OUT_OF_TIME = -getattr(signal, "SIGPROF", 0) or None
"""How the system ends a process whose processor time is used up; Windows does not."""

_INHERITED = ("SYSTEMROOT", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Of the environment only what Python and its libraries may need to start."""


class ReadingProcess:
    """A process that reads files, one at a time, until it is closed or a file ends it.

    Args:
        limits: the process keeps to them by itself; this side only sees to it that nobody
            waits for one that stands still.

    Raises:
        ReadingError: it does not start.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._patience = _PATIENCE * limits.max_seconds
        self._stood_still = False
        self.files_read = 0
        self._process = _started(limits)
        self._files = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        if self._within(_START_SECONDS, lambda: receive(self._answers)) is None:
            self.close()
            raise ReadingError(
                "articles can't be read: the process that reads them did not start "
                f"({sys.executable} -m {_WORKER} ended with {self._process.returncode})"
            )

    def read(self, article_id: str, data: bytes) -> bytes | None:
        """The answer to a file, or None when the file has ended the process."""

        def ask() -> bytes | None:
            send(self._files, article_id.encode(), data)
            return receive(self._answers)

        answer = self._within(self._patience, ask)
        self.files_read += 1
        if answer is None:
            self._process.wait()
        return answer

    @property
    def has_ended(self) -> bool:
        """Whether there is no more to be had from it."""
        return self._stood_still or self._process.returncode is not None

    @property
    def took_too_long(self) -> bool:
        """Whether it was ended because of the time that a file took."""
        return self._stood_still or self._process.returncode == _OUT_OF_TIME

    @property
    def was_over_a_limit(self) -> bool:
        """Whether the system ended it for what a file took, however busy the machine was."""
        ends = (_OUT_OF_TIME, OUT_OF_MEMORY)
        return not self._stood_still and self._process.returncode in ends

    def last_words(self) -> str:
        """Why it has ended, as a clause about the file that it was reading."""
        code = self._process.returncode
        if self._stood_still:
            return f"is not read after {self._patience:g} seconds"
        if code == _OUT_OF_TIME:
            return f"takes longer than {self._limits.max_seconds:g} seconds to read"
        if code == OUT_OF_MEMORY:
            return f"needs more than {self._limits.max_memory_mb:,} MB of memory to be read"
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"breaks the process that reads it ({how})"

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        with suppress(BrokenPipeError):  # a rest of the last file that nobody read
            self._files.close()
        self._answers.close()

    def _within(self, seconds: float, ask: Callable[[], bytes | None]) -> bytes | None:
        """What is answered in time; else the process is ended."""
        clock = threading.Timer(seconds, self._end)
        clock.daemon = True
        clock.start()
        try:
            return ask()
        except BrokenPipeError:
            return None
        finally:
            clock.cancel()
            clock.join()

    def _end(self) -> None:
        self._stood_still = True
        self._process.kill()


def _started(limits: Limits) -> "subprocess.Popen[bytes]":
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # It finds the packages where this process does, and none where it happens to be started.
    places = [place or str(Path.cwd()) for place in sys.path]
    environment["PYTHONPATH"] = os.pathsep.join(places)
    command = [sys.executable, "-P", "-m", _WORKER, json.dumps(asdict(limits))]
    try:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise ReadingError(
            f"articles can't be read: {sys.executable} can't be started: {error.strerror}"
        ) from error
