"""The default: nothing is written, and the articles answer in their own words."""

from collections.abc import Callable, Generator

from qa.writer.model import Drafted, Task


class _Quotes:
    """Writes nothing."""

    name = ""

    def load(self) -> None:
        """See `Writer.load`."""

    def write(self, task: Task, go_on: Callable[[], None]) -> Generator[Drafted]:  # noqa: ARG002
        """See `Writer.write`."""
        yield from ()


QUOTES = _Quotes()
"""Where no language model is wanted."""
