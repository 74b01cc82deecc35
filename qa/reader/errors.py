"""What can go wrong in reading."""

from corpus import ChapterVerseError


class ReaderError(ChapterVerseError):
    """The model that reads can't be loaded."""
