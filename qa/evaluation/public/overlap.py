"""Figures of cited or found characters, against the gold characters of a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.evaluation.figures import Figure
from qa.evaluation.measures import Mean, harmonic_mean
from qa.evaluation.places import Place, characters


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many characters of one question are named, gold and both; each counts once.

    Attributes:
        shared: those both named and gold.
        named: those cited or found.
        gold: those that answer; at least one.
    """

    shared: int
    named: int
    gold: int

    @classmethod
    def between(cls, named: Iterable[Place], gold: Iterable[Place]) -> "Overlap":
        """Of the characters that an engine named and those that answer."""
        those, right = characters(named), characters(gold)
        return cls(len(those & right), len(those), len(right))

    @property
    def precision(self) -> float:
        """Share of the named characters that are gold; 0 where none are named."""
        return self.shared / self.named if self.named else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold characters that are named."""
        return self.shared / self.gold

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return harmonic_mean(self.precision, self.recall)


def citation_figures(group: str, overlaps: Sequence[Overlap]) -> list[Figure]:
    """Precision, recall and F1 of what answers cite, each averaged over the questions.

    Args:
        group: of the figures.
        overlaps: one for each question; one without a citation scores 0.
    """
    precision, recall, f1 = _means(overlaps)
    return [
        Figure(group, "precision", "cited characters that are gold", precision),
        Figure(group, "recall", "gold characters that are cited", recall),
        Figure(group, "f1", "F1 of the cited characters", f1),
    ]


def search_figures(group: str, k: int, overlaps: Sequence[Overlap]) -> list[Figure]:
    """Precision and recall of the first ``k`` passages, each averaged over the questions.

    Args:
        group: of the figures.
        k: how many passages the overlaps are of.
        overlaps: one for each question; one for which nothing was found scores 0.
    """
    precision, recall, _ = _means(overlaps)
    return [
        Figure(group, f"precision@{k}", f"character precision@{k}", precision),
        Figure(group, f"recall@{k}", f"character recall@{k}", recall),
    ]


def _means(overlaps: Sequence[Overlap]) -> tuple[Mean, Mean, Mean]:
    return (
        Mean.over([overlap.precision for overlap in overlaps]),
        Mean.over([overlap.recall for overlap in overlaps]),
        Mean.over([overlap.f1 for overlap in overlaps]),
    )
