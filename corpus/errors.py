"""The errors of this package as one tree, and where the others are.

    ChapterVerseError
    ├── CorpusError
    │   ├── FolderError          the articles' folder is missing or not a folder
    │   │   └── ChangesNotAllowed    nobody may bring or take out articles
    │   ├── LibraryFull          readers brought as much as may be kept
    │   ├── UnreadableFile       one file can't become an article; carries path and reason
    │   │   ├── RefusedFile          its bytes make no article, whenever they are read
    │   │   └── UnreachableFile      the system does not let it be read at this moment
    │   ├── ReadingError         no file can be read: its process does not start
    │   └── SpanError            a span that does not fit its text
    ├── IndexingError … see index.errors
    ├── QuestionError … see qa.errors
    ├── ReaderError, WriterError … see qa.reader.errors, qa.writer.errors
    └── those of the page, the commands and the training, each beside what raises it

A message says what happened, to which file or setting, and what to do about it.
"""


class ChapterVerseError(Exception):
    """Base of every error this project raises on purpose."""


class CorpusError(ChapterVerseError):
    """Something is wrong with the articles or the place they are read from."""


class FolderError(CorpusError):
    """The folder of articles is missing, is not a folder, can't be listed, or was replaced."""


class ChangesNotAllowed(FolderError):
    """Articles are neither brought nor taken out here."""


class LibraryFull(CorpusError):
    """Readers brought as much as may be kept here."""


class SpanError(CorpusError, ValueError):
    """A span is empty, reversed, negative or longer than the text it is used on."""


class UnreadableFile(CorpusError):
    """One file can't become an article; the other files are unaffected.

    Attributes:
        path: the file, relative to its folder where that is known.
        reason: a short clause a person understands ("is empty", "is not UTF-8 at byte 12").
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class RefusedFile(UnreadableFile):
    """A file's bytes make no article, and never will, read alike and within the same limits.

    Attributes:
        sha256: of the bytes, in hexadecimal.
    """

    def __init__(self, path: str, reason: str, sha256: str) -> None:
        super().__init__(path, reason)
        self.sha256 = sha256


class UnreachableFile(UnreadableFile):
    """The system does not let a file or folder be read now: nobody knows what is in it."""


class ReadingError(CorpusError):
    """No file can be read: the process that reads files does not start."""
