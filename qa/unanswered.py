"""Why there is no answer although nothing is wrong with the question.

What these say is for whoever asked, anywhere: it names no place on the server. The log says more.
"""

from corpus import ChapterVerseError

LOOK_IN_LOG = "the server's log says why, and what to do"


class Unavailable(ChapterVerseError):
    """The service is not ready in time, or could not get ready at all."""


class Busy(ChapterVerseError):
    """So much is being asked that this is not begun.

    Attributes:
        retry_after: seconds after which it is worth trying again.
    """

    retry_after = 5

    def __init__(self) -> None:
        super().__init__(
            f"too much is being asked at the moment; try again in {self.retry_after} seconds"
        )


class TookTooLong(ChapterVerseError):
    """It took longer than anything may take.

    Args:
        seconds: how long that is.
        advice: what to do.
    """

    def __init__(self, seconds: float, advice: str) -> None:
        super().__init__(f"it takes longer than {seconds:g} seconds; {advice}")


class InternalError(ChapterVerseError):
    """Something broke that nobody thought of; the log has it with its traceback."""

    def __init__(self) -> None:
        super().__init__("something broke here; the server's log says more")


class Stopped(Exception):
    """Nobody wants the answer any more."""
