"""Answers and hits as plain text for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import fill, shorten

from corpus import Article
from index import Hit
from index.commandline import plain
from qa.checking import Checked
from qa.composing import COPY, DIFFERENCE, NEAREST, remarks_on
from qa.model import Answer, Citation

_WIDTH = 96
_NEAREST = 3
_EXCERPT = 60


def render_answer(answer: Answer) -> str:
    """An answer with its sources, or a refusal with the nearest passages."""
    return "\n".join(_answer_lines(answer)) + "\n"


def render_hits(hits: Sequence[Hit]) -> str:
    """Passages, best first, each with its score and place."""
    return "\n\n".join("\n".join(_hit_lines(hit)) for hit in hits) + "\n" if hits else ""


def render_checked(checked: Sequence[Checked]) -> str:
    """What became of each citation, and how many hold."""
    lines = [f"{each.verdict:<15}  {_where(each)}" for each in checked]
    held = sum(each.holds for each in checked)
    return "\n".join([*lines, f"{held} of {len(checked)} citations hold."]) + "\n"


def _where(checked: Checked) -> str:
    words = shorten(plain(checked.quote), _EXCERPT, placeholder=" …")
    at = f", characters {checked.span.start}–{checked.span.end}" if checked.span else ""
    return f"{plain(checked.article_id)}{at}: {words}"


def _answer_lines(answer: Answer) -> Iterator[str]:
    if answer.question != answer.asked:
        yield from [_wrapped(plain(f"Understood as: {answer.question}")), ""]
    told = [
        plain(sentence.framed) + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in answer.sentences
    ]
    if answer.differs:
        yield from [DIFFERENCE, "", *map(_wrapped, told)]
    else:
        yield _wrapped(" ".join(told))
    if answer.writer:
        yield _wrapped(
            f"(Written by {plain(answer.writer)}, each sentence checked against what it cites.)"
        )
    for word in remarks_on(answer):
        yield _wrapped(plain(word))
    for citation in answer.citations:
        yield f"\n[{citation.number}] {_source(citation)}"
        yield f"    {plain(citation.article_id)}, characters {citation.start}–{citation.end}"
        for copy in citation.copies:
            yield f"    {COPY} {_source(copy)}"
    if nearest := answer.nearest:
        yield f"\n{NEAREST}: {_source(nearest)}"
        yield f"    {plain(nearest.article_id)}, characters {nearest.start}–{nearest.end}"
        yield _wrapped(plain(nearest.quote), indent="    ")
    if not answer.citations and answer.considered:
        yield "\nThe nearest passages:"
        for hit in answer.considered[:_NEAREST]:
            yield from ["", *_hit_lines(hit)]


def _hit_lines(hit: Hit) -> list[str]:
    return [
        f"{hit.score:.2f}  {_source(hit.article)}",
        f"      {plain(hit.article_id)}, characters {hit.start}–{hit.end}",
        _wrapped(plain(hit.text), indent="      "),
    ]


def _source(thing: Article | Citation) -> str:
    """Title, outlet and date, as far as they are known."""
    day = thing.published.isoformat() if thing.published else ""
    return " – ".join(plain(part) for part in (thing.title, thing.source, day) if part)


def _wrapped(text: str, indent: str = "") -> str:
    return fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
