"""A writer that replays what was recorded: to test a program that uses one without any model."""

from collections.abc import Callable, Generator, Sequence

from qa.writer.errors import WritingFailed
from qa.writer.model import Drafted, Task
from qa.writer.parsing import ReplyParser


class RecordedWriter:
    """Writes the same reply to everything.

    Args:
        pieces: the reply as it came, piece by piece, or as a whole.
        fails: how it broke off after the last piece, as a clause ("took too long"); ``""`` when it
            ended well.
        name: what it is called.

    Attributes:
        tasks: what it was asked to write about, oldest first.

    ``RecordedWriter("Eleven boats came in. [1]")`` says that the first source says so.
    """

    def __init__(
        self, pieces: str | Sequence[str] = "", *, fails: str = "", name: str = "recorded"
    ) -> None:
        self.name = name
        self.tasks: list[Task] = []
        self._pieces = [pieces] if isinstance(pieces, str) else list(pieces)
        self._fails = fails

    def load(self) -> None:
        """See `Writer.load`."""

    def write(self, task: Task, go_on: Callable[[], None]) -> Generator[Drafted]:
        """See `Writer.write`."""
        self.tasks.append(task)
        parser = ReplyParser()
        for piece in self._pieces:
            go_on()
            yield from parser.feed(piece)
        if self._fails:
            raise WritingFailed(self._fails)
        yield from parser.close()
        if parser.broke_off:
            raise WritingFailed("broke off in the middle")
