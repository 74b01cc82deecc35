"""The figures of all systems at one size as a table in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.scale.figures import Figures
from tests.scale.systems import MODEL, OURS, SYSTEMS

_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Attributes:
        label: what is counted.
        names: of the figures that stand in it, one or two.
        pattern: how each is written.
        compared: whether the others' first figure is told as so many times ours, too.
    """

    label: str
    names: Sequence[str]
    pattern: str
    compared: bool = False

    def cell(self, figures: Figures, ours: Figures | None) -> str:
        """What stands under a system.

        Args:
            figures: of the system.
            ours: to compare them with; None for ours.
        """
        values = [figures.get(name) for name in self.names]
        written = " / ".join(
            _NONE if value is None else format(value, self.pattern) for value in values
        )
        base = ours.get(self.names[0]) if ours and self.compared else None
        if base and values[0] is not None:
            written += f" ({values[0] / base:.2g}×)"
        return written if any(value is not None for value in values) else _NONE


_ROWS = (
    Row("passages (under “the model alone”: our sentences)", ["passages"], ",.0f"),
    Row("from texts to index, model loaded: s", ["make"], ".1f", True),
    Row("text a second: MB", ["throughput"], ".3f"),
    Row("time as a multiple of what the model alone takes", ["multiple"], ".2f"),
    Row("share of that time in which texts are embedded", ["embedding"], ".2f"),
    Row("most memory of that process, and of what it starts: MB", ["make_memory"], ",.0f", True),
    Row("index on disk: MB", ["disk"], ",.1f", True),
    Row("from the start of a process to its first passages: s", ["search_first"], ".1f", True),
    Row("question to passages, p50 / p95: ms", ["search_p50", "search_p95"], ",.0f", True),
    Row("most memory of that process: MB", ["search_memory"], ",.0f", True),
    Row("gold touched by the first passage / the first five", ["recall_1", "recall_k"], ".2f"),
    Row("their characters that are gold", ["precision_1", "precision_k"], ".3f"),
    Row("characters of a passage that is found, mean", ["length"], ",.0f"),
    Row("passages that stand where the system says", ["placed"], ".2f"),
    Row("from the start of a process to its first answer: s", ["answer_first"], ".1f"),
    Row("question to answer, p50 / p95: ms", ["answer_p50", "answer_p95"], ",.0f"),
    Row("most memory of that process: MB", ["answer_memory"], ",.0f"),
    Row("gold touched by the first citation", ["cited_first"], ".2f"),
    Row("cited characters that are gold", ["cited"], ".3f"),
    Row(
        "sync when nothing changed, in a new process / once more: s",
        ["again_first", "again_next"],
        ".2f",
    ),
    Row("from the start of `python app.py` to its first answer: s", ["app_first"], ".1f"),
    Row("most memory of that process: MB", ["app_memory"], ",.0f"),
    Row(
        "on a Chroma server: question to answer, p50 / p95: ms",
        ["served_p50", "served_p95"],
        ",.0f",
    ),
    Row("most memory of who asks / of the server: MB", ["served_memory", "server_memory"], ",.0f"),
)


def table(results: Mapping[str, Figures]) -> str:
    """Every line, with a heading.

    Args:
        results: the figures of each system; ours among them.
    """
    ours, alone = results[OURS], results.get(MODEL, {}).get("make")
    for figures in results.values():
        taken = figures.get("make")
        figures["multiple"] = taken / alone if taken and alone else None
    lines = [["", *(SYSTEMS[name].title for name in results)], ["---", *("--:" for _ in results)]]
    for row in _ROWS:
        cells = [row.cell(each, None if each is ours else ours) for each in results.values()]
        lines.append([row.label, *cells])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
