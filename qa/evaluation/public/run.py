"""Measuring on some public sets, or on all of a folder."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Embedder, embedder_named
from qa.evaluation.errors import EvaluationError
from qa.evaluation.figures import Figure, numbers
from qa.evaluation.measures import Measure
from qa.evaluation.public import clapnq, legalbench, mtrag, squad2, xquad
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.library import Progress

SETS: Mapping[str, Callable[[Bench], Iterable[Figure]]] = {
    squad2.NAME: squad2.squad2_figures,
    xquad.NAME: xquad.xquad_figures,
    clapnq.NAME: clapnq.clapnq_figures,
    mtrag.NAME: mtrag.mtrag_figures,
    legalbench.NAME: legalbench.legalbench_figures,
}
"""What is measured on each set, by its name, which is also that of its folder."""


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What was measured on public sets.

    Attributes:
        figures: in reading order; a group is a set and what was asked of it.
    """

    figures: tuple[Figure, ...]

    def measure(self, group: str, name: str) -> Measure:
        """One figure's number, such as ``report.measure("clapnq, passage given", "rouge_l")``.

        Raises:
            KeyError: there is no such figure.
        """
        return {(figure.group, figure.name): figure.measure for figure in self.figures}[group, name]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON types: ``figures`` are by group and name."""
        return {"figures": numbers(self.figures)}


def evaluate_public(
    folder: Path,
    names: Sequence[str] = (),
    *,
    sample: int | None = None,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> PublicReport:
    """Measure on public sets.

    Args:
        folder: holds a folder for each set.
        names: of the sets, see `SETS`; none for all that the folder holds.
        sample: how many questions of a set are asked at most, evenly spaced; None for all.
        embedder: another embedding model than the configured one.
        progress: follows the making of indexes.

    Raises:
        EvaluationError: there is no such set, a file of it is wrong (see `read_dataset`), or
            fewer than one question is to be asked.
        IndexingError: an index can't be made or searched.
    """
    if sample is not None and sample < 1:
        raise EvaluationError(f"{sample} questions measure nothing: ask at least 1 of each set")
    chosen = _chosen(folder, names)
    bench = Bench(folder, embedder or _configured_embedder(), sample, progress)
    return PublicReport(tuple(figure for name in chosen for figure in SETS[name](bench)))


def _chosen(folder: Path, names: Sequence[str]) -> list[str]:
    """The sets to measure on, in the order of `SETS`."""
    for name in names:
        if name not in SETS:
            raise EvaluationError(f"there is no set {name!r}; there are {', '.join(SETS)}")
    wanted = names or [name for name in SETS if (folder / name).is_dir()]
    if not wanted:
        raise EvaluationError(f"{folder} holds none of the folders {', '.join(SETS)}")
    return [name for name in SETS if name in wanted]


def _configured_embedder() -> Embedder:
    from index import IndexSettings  # noqa: PLC0415 - a fifth of a second

    return embedder_named(IndexSettings.load().embedding_model)
