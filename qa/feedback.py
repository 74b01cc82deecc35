"""What readers think of answers, in a file that the owner of the page can read."""

import errno
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus import ChapterVerseError

LONGEST_WORD = 500
"""Characters of what a reader says to an answer."""

_MOST_BYTES = 20_000_000
_LONGEST_LINE = 32_000
"""Bytes of one opinion. One on an answer of ours is shorter; and were it much more, a single
visitor could fill the file in a minute, and nobody else's would be kept."""


class FeedbackError(ChapterVerseError):
    """An opinion can't be kept: none are, or one of the reasons below."""


class OpinionTooLong(FeedbackError):
    """An opinion is longer than any on an answer of ours."""


class FeedbackFull(FeedbackError):
    """There is no room for more opinions."""


class FeedbackUnavailable(FeedbackError):
    """The file of opinions can't be written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation of the answer stands."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader thinks of an answer.

    Attributes:
        helpful: whether it helped.
        word: why, in the reader's words; may be empty.
        asked: what was typed.
        question: how it was understood.
        status: a `qa.Status`.
        text: the answer.
        places: what it quotes.
    """

    helpful: bool
    word: str
    asked: str
    question: str
    status: str
    text: str
    places: Sequence[Place]


class FeedbackFile:
    """A file of opinions, one JSON object a line with its time. Safe for several threads.

    Args:
        path: the file, made when there is a first opinion; None to keep none.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._writing = threading.Lock()

    @property
    def is_kept(self) -> bool:
        """Whether readers are asked at all."""
        return self._path is not None

    def keep(self, opinion: Opinion) -> None:
        """Add an opinion at the end.

        Raises:
            FeedbackError: none are kept.
            OpinionTooLong: it is too long.
            FeedbackFull: the file is full.
            FeedbackUnavailable: the file can't be written.
        """
        if not self._path:
            raise FeedbackError("opinions are not kept here: CV_FEEDBACK is off")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = json.dumps({"time": now, **asdict(opinion)}, ensure_ascii=False)
        # Half a character, which is no UTF-8, becomes the escape that JSON has for it.
        line = f"{told}\n".encode(errors="backslashreplace")
        if len(line) > _LONGEST_LINE:
            raise OpinionTooLong(
                f"the opinion with its answer is {len(line):,} bytes long; up to "
                f"{_LONGEST_LINE:,} are kept"
            )
        try:
            with self._writing:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("ab", buffering=0) as file:
                    end = file.tell()
                    if end > _MOST_BYTES:
                        raise FeedbackFull(f"{self._path.name} is full: the owner can empty it")
                    if file.write(line) < len(line):
                        file.truncate(end)  # or the next opinion would be part of this one's line
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise FeedbackUnavailable(
                f"{self._path.name} can't be written: {error.strerror}"
            ) from error
