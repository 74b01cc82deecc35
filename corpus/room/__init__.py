"""Reading files where a hostile one can do no harm: in another process, within limits.

A PDF or a page can be made so that reading it takes hours or all memory there is, and no
reader can promise otherwise. So files are read by a process of its own, which is ended when
one of them takes too much; the next file gets a new one.
"""

import hashlib
from types import TracebackType
from typing import Self

from corpus.errors import RefusedFile, UnreadableFile
from corpus.files import read_bytes, too_large
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.model import Reading, SourceFile
from corpus.room.messages import reading_of
from corpus.room.process import ReadingProcess


class ReadingRoom:
    """Reads files within limits. A context manager; for one thread at a time.

    Its process starts with the first file and reads all the others, too, unless one ends it.

    Args:
        limits: what a file may take.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: ReadingProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, file: SourceFile) -> Reading:
        """Read a file that `corpus.scan` found.

        The article's ``sha256`` is that of the bytes it was made from: should the file have changed
        since the scan, it differs from ``file.sha256``.

        Raises:
            UnreadableFile: with the reason; other files are unaffected.
            ReadingError: no process can be started to read it.
        """
        return self.parse(file.id, read_bytes(file, max_bytes=self._limits.max_bytes))

    def parse(self, article_id: str, data: bytes) -> Reading:
        """The article that a file's bytes make, and its sentences; see `corpus.parse_article`.

        Raises:
            UnreadableFile: with the reason; other files are unaffected. `RefusedFile` where the
                same bytes would be refused again.
            ReadingError: no process can be started to read it.
        """
        if len(data) > self._limits.max_bytes:
            raise UnreadableFile(article_id, too_large(len(data), self._limits.max_bytes))
        return reading_of(article_id, data, self._answer(article_id, data))

    def close(self) -> None:
        """End the process; another one starts if there is more to read."""
        if self._process:
            self._process.close()
            self._process = None

    def _answer(self, article_id: str, data: bytes) -> bytes:
        while True:
            process = self._process = self._process or ReadingProcess(self._limits)
            answer = process.read(article_id, data)
            if process.has_ended:
                self.close()
            if answer is not None:
                return answer
            # What earlier files left in its memory is not this file's fault: once more, alone.
            if process.took_too_long or process.files_read == 1:
                if process.was_over_a_limit:
                    digest = hashlib.sha256(data).hexdigest()
                    raise RefusedFile(article_id, process.last_words(), digest)
                raise UnreadableFile(article_id, process.last_words())
