"""What can go wrong in training."""

from corpus import ChapterVerseError


class TrainingError(ChapterVerseError):
    """The reader can't be trained."""


class BundleError(TrainingError):
    """A bundle of articles and questions is not in its format."""


class CheckpointError(TrainingError):
    """Checkpoints are of another training, or damaged."""


class DataError(TrainingError):
    """A public data set is missing or not in its format."""
