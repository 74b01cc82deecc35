"""What can go wrong before an evaluation starts; all derive from `corpus.ChapterVerseError`."""

from corpus import ChapterVerseError


class EvaluationError(ChapterVerseError):
    """The questions can't be used to measure anything."""


class QuestionFileError(EvaluationError):
    """A question file can't be read, or a line of it is not a question; says which and why."""


class GoldError(EvaluationError):
    """A gold passage is not where its question says; carries the question's id in its message."""
