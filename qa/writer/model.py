"""The port: what writes sentences about numbered sources, each with the numbers it rests on."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence may rest on.

    Attributes:
        number: names it, from 1.
        text: the words of an article.
        outlet: who published it, or ``""``.
        author: who wrote it, or ``""``.
        published: its day, where it states one.
    """

    number: int
    text: str
    outlet: str = ""
    author: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be written about.

    Attributes:
        question: the standalone question.
        sources: all that may be used.
    """

    question: str
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence that nobody has checked yet, and the numbers that it says it rests on."""

    text: str
    numbers: tuple[int, ...] = ()


class Writer(Protocol):
    """Writes answers; safe to use from several threads."""

    @property
    def name(self) -> str:
        """What readers see it called; ``""`` where nothing is written."""

    def load(self) -> None:
        """Get ready now rather than at the first use.

        Raises:
            WriterError: it can't be used.
        """

    def write(self, task: Task, go_on: Callable[[], None]) -> Generator[Drafted]:
        """Sentences as they are written; to close it ends the work.

        Args:
            task: what about.
            go_on: is called a few times a second; what it raises ends the work at once.

        Raises:
            WriterError: it can't be used.
            WritingFailed: nothing more comes, though it was not done.
        """
