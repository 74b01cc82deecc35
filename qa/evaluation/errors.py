"""What can go wrong before an evaluation starts; all derive from `corpus.ChapterVerseError`."""

from corpus import ChapterVerseError


class EvaluationError(ChapterVerseError):
    """The questions can't be used to measure anything."""


class QuestionFileError(EvaluationError):
    """A file of questions or their documents can't be read, or a line of it is wrong; says why."""


class GoldError(EvaluationError):
    """A gold passage is not where its question says; carries the question's id in its message."""
