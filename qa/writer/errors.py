"""What can go wrong with a language model; all derive from `corpus.ChapterVerseError`."""

from corpus import ChapterVerseError


class WriterError(ChapterVerseError):
    """The language model can't be used: its setting, a package or its file; says what to do."""


class WritingFailed(ChapterVerseError):
    """It did not write, or not to the end; the message is a clause for the reader of an answer."""
