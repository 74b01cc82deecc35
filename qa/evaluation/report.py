"""A report as plain text for people."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from qa.evaluation.failures import Failure
from qa.evaluation.figures import Figure, TypeFigures
from qa.evaluation.run import Report

_LABEL_WIDTH = 42
_COLUMN_WIDTH = 19
_MEASURE_WIDTH = 24


def render_figures(report: Report, beside: Report | None = None) -> str:
    """All the figures of a report, those by type last.

    Args:
        report: the report.
        beside: that of the articles' own words, whose figures stand in front of those of a
            language model's.
    """
    table = _two_columns(report, beside) if beside else render_table(report.figures)
    return f"{table}\n" + "\n".join(_type_table(report.by_type)) + "\n"


def _two_columns(report: Report, beside: Report) -> str:
    others = {(figure.group, figure.name): str(figure.measure) for figure in beside.figures}
    head = f"{'':<{_LABEL_WIDTH + 2}}{'own words':<{_MEASURE_WIDTH}}written"
    lines = [head]
    for group, rows in groupby(report.figures, key=lambda figure: figure.group):
        lines.append(group)
        for row in rows:
            other = others.get((group, row.name), "")
            lines.append(f"  {row.label:<{_LABEL_WIDTH}}{other:<{_MEASURE_WIDTH}}{row.measure}")
    return "\n".join(lines) + "\n"


def render_table(figures: Iterable[Figure]) -> str:
    """Figures by group: what was measured, its value, and what that was counted on."""
    return "\n".join(
        "\n".join([group, *(f"  {row.label:<{_LABEL_WIDTH}}{row.measure}" for row in rows)]) + "\n"
        for group, rows in groupby(figures, key=lambda figure: figure.group)
    )


def render_failures(report: Report) -> str:
    """What went wrong: each question with its answer, the gold and what was cited."""
    if not report.failures:
        return "Nothing went wrong.\n"
    return "\n".join("\n".join(_failure_lines(failure)) + "\n" for failure in report.failures)


def render_thresholds(report: Report) -> str:
    """What would be refused with another threshold."""
    lines = ["refused below   unanswerable        answerable"]
    lines += [
        f"  {row.threshold:<14.3f}{row.right!s:<20}{row.wrong}" for row in report.by_threshold
    ]
    return "\n".join(lines) + "\n"


def _type_table(rows: tuple[TypeFigures, ...]) -> Iterator[str]:
    heads = ("first citation", "any citation", "right answers")
    width = max([len("by type"), *(len(row.type) + 2 for row in rows)]) + 2
    yield _row("by type", width, heads)
    for row in rows:
        shares = (row.first_citation, row.any_citation, row.right_answers)
        yield _row(f"  {row.type}", width, tuple(str(share) for share in shares))


def _row(label: str, width: int, cells: tuple[str, ...]) -> str:
    return (f"{label:<{width}}" + "".join(f"{cell:<{_COLUMN_WIDTH}}" for cell in cells)).rstrip()


def _failure_lines(failure: Failure) -> Iterator[str]:
    question = failure.question
    yield f"{question.id} ({question.type})"
    for turn in question.history:
        yield f"  {turn['role']}: {_plain(turn['content'])}"
    yield f"  question: {_plain(question.text)}"
    for problem in failure.problems:
        yield f"  wrong: {_plain(problem)}"
    yield f"  answer: {_plain(failure.answer)}"
    for gold in question.gold:
        place = f"{gold.article_id} {gold.span.start}–{gold.span.end}"
        yield f"  gold: {_plain(place)} “{_plain(gold.quote)}”"
    for cited in failure.citations:
        place = f"{cited.article_id} {cited.start}–{cited.end}"
        yield f"  cited: [{cited.number}] {_plain(place)} “{_plain(cited.quote)}”"


def _plain(text: str) -> str:
    """One line that cannot steer a terminal, whatever an article or a model has written."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
