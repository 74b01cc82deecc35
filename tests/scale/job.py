"""What a process of its own is told to do, and what it tells afterwards, as JSON between them.

Imports nothing but the standard library: what this costs would count for every system.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

K = 5
"""How many passages are asked for."""

SIZES = (8, 16, 32, 64)
"""Texts a batch, of which the fastest is taken."""


class Stage(StrEnum):
    """What a process is for."""

    BATCH = "batch"
    MAKE = "make"
    SEARCH = "search"
    ANSWER = "answer"
    AGAIN = "again"
    APP = "app"
    SERVED = "served"


@dataclass(frozen=True, slots=True)
class Job:
    """One stage of one system.

    Attributes:
        system: the name of its module in `tests.scale`.
        stage: what to do.
        articles: the folder of articles.
        index: the folder of the system's index.
        model: the folder of the embedding model, the same for all.
        questions: what to ask.
        batch: texts a batch, for who embeds in batches of a size.
        started: when the process was started, in seconds since the epoch.
    """

    system: str
    stage: Stage
    articles: str
    index: str
    model: str
    questions: tuple[str, ...] = ()
    batch: int = SIZES[0]
    started: float = 0.0

    def write(self, path: Path) -> None:
        """Keep it as a file."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Job":
        """What `write` kept."""
        values = json.loads(path.read_text(encoding="utf-8"))
        values |= {"stage": Stage(values["stage"]), "questions": tuple(values["questions"])}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage, as the system itself tells it.

    Attributes:
        article: the article's id.
        text: its characters.
        start: its first character in the article's text; None where the system does not say.
    """

    article: str
    text: str
    start: int | None


Ask = Callable[[str], Sequence[Chunk]]
"""What a system makes of a question: passages, or citations; best first."""


@dataclass(frozen=True, slots=True)
class Made:
    """An index that was made.

    Attributes:
        seconds: from the texts to the index on disk, with the model loaded before.
        passages: how many are in it.
        embedding: how many of the seconds the embedding takes, where it is known.
        disk: megabytes of the index; None where nothing is kept.
    """

    seconds: float
    passages: int
    embedding: float | None = None
    disk: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a process tells.

    Attributes:
        peak: the most memory that it had, in megabytes; for an app, that the app had. Of one that
            makes an index, what it started counts, too.
        made: what it made.
        batch: the fastest size of a batch.
        first: seconds from the start of the process, or of the app, to its first reply.
        times: seconds for each question.
        replies: for each question.
        again: seconds of each sync that finds nothing changed.
        server: the most memory that the server had which it asked, in megabytes.
    """

    peak: float
    made: Made | None = None
    batch: int | None = None
    first: float | None = None
    times: Sequence[float] = ()
    replies: Sequence[Sequence[Chunk]] = field(default_factory=tuple)
    again: Sequence[float] = ()
    server: float | None = None

    def write(self, path: Path) -> None:
        """Keep it as a file."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Told":
        """What `write` kept."""
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["made"] = values["made"] and Made(**values["made"])
        values["replies"] = [[Chunk(**chunk) for chunk in reply] for reply in values["replies"]]
        return cls(**values)
