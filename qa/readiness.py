"""How far a service is with getting ready."""

from dataclasses import dataclass, field
from enum import StrEnum

from index import SyncReport


class Phase(StrEnum):
    """How far the service is; the value is what a person reads."""

    STARTING = "Opening the index"
    SYNCING = "Reading the articles"
    LOADING = "Loading the models"
    SUGGESTING = "Looking for questions to begin with"
    READY = "Ready"
    OUTDATED = "The articles could not be read anew"
    FAILED = "The articles can’t be searched"


_ANSWERING = (Phase.SUGGESTING, Phase.READY, Phase.OUTDATED)


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One moment of a service's life.

    Attributes:
        phase: see `Phase`.
        done: articles read so far, while synchronising.
        total: articles to read.
        message: the file at hand, or what went wrong and what to do about it.
        seconds_left: about how long that still takes; None while nothing tells.
        report: what the synchronisation did; ``report.failed`` names the unreadable files.
        answers_meanwhile: whether questions are answered from what was read before, while what is
            new is still being read.
        suggests: whether questions to begin with are still looked for, although what is new could
            not be read.
    """

    phase: Phase = Phase.STARTING
    done: int = 0
    total: int = 0
    message: str = ""
    seconds_left: float | None = None
    report: SyncReport = field(default_factory=SyncReport)
    answers_meanwhile: bool = False
    suggests: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing will change any more, unless somebody changes the articles."""
        return self.phase in (Phase.READY, Phase.OUTDATED, Phase.FAILED) and not self.suggests

    @property
    def answers(self) -> bool:
        """Whether a question is answered at once."""
        return self.answers_meanwhile or self.phase in _ANSWERING

    @property
    def up_to_date(self) -> bool:
        """Whether the articles' folder was read by this program, if it has one to read."""
        return self.phase in (Phase.SUGGESTING, Phase.READY)
