"""Answers to be kept or passed on, as Markdown."""

from collections.abc import Iterator
from urllib.parse import quote

from corpus.days import in_words
from qa.composing import COPY, NEAREST, escaped, remarks_on
from qa.model import Answer, Citation

_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""What stays as it is in the address of an article; ``>`` would end it."""


def as_markdown(answer: Answer) -> str:
    """A question, its answer and the sources with their quotations."""
    return "\n\n".join(_paragraphs(answer)) + "\n"


def _paragraphs(answer: Answer) -> Iterator[str]:
    yield f"## {escaped(_on_one_line(answer.asked))}"
    if answer.question != answer.asked:
        yield f"*Understood as: {escaped(_on_one_line(answer.question))}*"
    yield answer.text
    if answer.writer:
        yield f"*Written by {escaped(answer.writer)}, each sentence checked against what it cites.*"
    if told := " ".join(remarks_on(answer)):
        yield f"*{escaped(told)}*"
    for citation in answer.citations:
        yield f"\\[{citation.number}\\] {_source(citation)}\n{_quotation(citation)}"
        for copy in citation.copies:
            yield f"{COPY} {_source(copy)}"
    if nearest := answer.nearest:
        yield f"{NEAREST}: {_source(nearest)}\n{_quotation(nearest)}"


def _source(citation: Citation) -> str:
    """Title, outlet, day, address and place, as far as they are known."""
    day = citation.published
    known = [
        f"**{escaped(citation.title)}**",
        escaped(citation.source),
        in_words(day) if day else "",
        f"<{quote(citation.url, _IN_ADDRESSES)}>" if citation.url else "",
        f"{escaped(citation.article_id)}, characters {citation.start}–{citation.end}",
    ]
    return ", ".join(filter(None, known))


def _quotation(citation: Citation) -> str:
    return f"> {escaped(_on_one_line(citation.quote))}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
