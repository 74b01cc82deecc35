"""The reading process: ``python -m corpus.room.worker LIMITS``, for `corpus.room` alone.

It reads files from stdin and writes answers to stdout, one after another, until stdin ends.
"""

import json
import os
import re
import signal
import sys
from typing import BinaryIO

from corpus.errors import UnreadableFile
from corpus.files import parse_article
from corpus.limits import Limits
from corpus.model import Reading
from corpus.room.messages import OUT_OF_MEMORY, answer, mishap, receive, refusal, send
from corpus.sentences import sentence_table

_MB = 1_000_000
_SHOWN = 200
"""Characters of what an unexpected error says."""

_PLACE = re.compile(r"(?<![\w.])(?:[A-Za-z]:)?(?:[\\/][^\s'\"\\/:,;()]+){2,}")
"""A file with its folders; a single name behind a stroke is something in a PDF."""


def main() -> None:
    """Read files until there are no more."""
    limits = Limits(**json.loads(sys.argv[1]))
    files, answers = _pipes()
    # Ctrl-C is for the process that started this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(limits.max_memory_mb * _MB)
    send(answers, b"ready")
    try:
        _read_all(files, answers, limits)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # anything else might need memory


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """stdin and stdout, out of reach of whatever prints or asks."""
    files, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return os.fdopen(files, "rb"), os.fdopen(answers, "wb")


def _limit_memory(size: int) -> None:
    if sys.platform == "linux":  # elsewhere the limit is missing, or accepted and not kept
        import resource  # noqa: PLC0415 - not on every platform

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        size = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def _read_all(files: BinaryIO, answers: BinaryIO, limits: Limits) -> None:
    while (name := receive(files)) is not None and (data := receive(files)) is not None:
        _limit_time(limits.max_seconds)
        reply = _read(name.decode(), data, limits)
        _limit_time(0)  # none, to the system
        send(answers, reply)


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        # The system ends this process by a signal then, even in the midst of a C function.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _read(article_id: str, data: bytes, limits: Limits) -> bytes:
    try:
        return answer(_reading(article_id, data, limits))
    except UnreadableFile as failure:
        return refusal(_placeless(failure.reason))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's, which no one foresaw for such a file
        return mishap(f"can't be read: {_placeless(f'{type(error).__name__}: {error}')}"[:_SHOWN])


def _placeless(reason: str) -> str:
    """A reason without places on this machine, which is told to visitors, too."""
    return _PLACE.sub("…", reason)


def _reading(article_id: str, data: bytes, limits: Limits) -> Reading:
    article = parse_article(article_id, data, limits)
    table = sentence_table(article.text)
    if len(table) > limits.max_sentences:
        raise UnreadableFile(
            article_id,
            f"makes {len(table):,} sentences, over the limit of {limits.max_sentences:,}",
        )
    return Reading(article, table)


if __name__ == "__main__":
    main()
