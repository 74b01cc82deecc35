"""What can be wrong with a question; all derive from `corpus.ChapterVerseError`."""

from corpus import ChapterVerseError


class QuestionError(ChapterVerseError, ValueError):
    """The question, its history or another argument can't be used; says what to give instead."""
