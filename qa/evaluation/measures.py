"""The kinds of numbers an evaluation gives; each knows what it was counted on."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Thing = TypeVar("Thing")
JsonNumbers = dict[str, int | float | None]


class Measure(Protocol):
    """A number with its base; ``str()`` gives both, such as ``0.712 (37 of 52)``."""

    @property
    def value(self) -> float | None:
        """The number itself; None where there was nothing to measure."""

    def to_dict(self) -> JsonNumbers:
        """The number and its base as JSON types."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    total: int

    @classmethod
    def among(cls, things: Iterable[Thing], holds: Callable[[Thing], bool]) -> "Share":
        """How many of the things the condition holds for."""
        verdicts = [holds(thing) for thing in things]
        return cls(sum(verdicts), len(verdicts))

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None of nothing, which is neither."""
        return self.count / self.total if self.total else None

    def to_dict(self) -> JsonNumbers:
        """``value``, ``count`` and ``total``."""
        return {"value": self.value, "count": self.count, "total": self.total}

    def __str__(self) -> str:
        return f"{_decimal(self.value)} ({self.count} of {self.total})"


@dataclass(frozen=True, slots=True)
class Mean:
    """The arithmetic mean of so many numbers."""

    value: float | None
    total: int

    @classmethod
    def over(cls, numbers: Sequence[float]) -> "Mean":
        """The mean of the numbers."""
        return cls(math.fsum(numbers) / len(numbers) if numbers else None, len(numbers))

    def to_dict(self) -> JsonNumbers:
        """``value`` and ``total``."""
        return {"value": self.value, "total": self.total}

    def __str__(self) -> str:
        return f"{_decimal(self.value)} (mean of {self.total})"


@dataclass(frozen=True, slots=True)
class F1:
    """The harmonic mean of a precision and a recall."""

    precision: Share
    recall: Share

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where there was nothing to be found."""
        precision, recall = self.precision.value or 0.0, self.recall.value
        if recall is None:
            return None
        return harmonic_mean(precision, recall)

    def to_dict(self) -> JsonNumbers:
        """``value``, ``precision`` and ``recall``."""
        precision, recall = self.precision.value, self.recall.value
        return {"value": self.value, "precision": precision, "recall": recall}

    def __str__(self) -> str:
        precision, recall = _decimal(self.precision.value), _decimal(self.recall.value)
        return f"{_decimal(self.value)} (of {precision} and {recall})"


def harmonic_mean(precision: float, recall: float) -> float:
    """2pr / (p + r); 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Seconds:
    """A quantile of measured times."""

    value: float | None
    total: int

    @classmethod
    def quantile(cls, share: float, times: Sequence[float]) -> "Seconds":
        """The shortest measured time that at least a share of all the times do not exceed.

        Args:
            share: above 0, at most 1: 0.5 for the median, 0.95 for "nearly all".
            times: in seconds.
        """
        rank = math.ceil(share * len(times))
        return cls(sorted(times)[rank - 1] if times else None, len(times))

    def to_dict(self) -> JsonNumbers:
        """``value`` in seconds and ``total``."""
        return {"value": self.value, "total": self.total}

    def __str__(self) -> str:
        return f"{_decimal(self.value)} s ({self.total} calls)"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
