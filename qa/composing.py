"""Composing: from chosen evidence to an answer with numbered citations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from corpus import Article, Span
from index import Hit, Scope, Searchable
from qa.anchors import Anchor
from qa.choosing import Choice
from qa.model import Answer, AnswerSentence, Citation, Status, Support
from qa.quoting import quoted_rows, span_of
from qa.reading import Evidence

REFUSAL = "The articles don’t say."
NEAREST = "What comes nearest"
DIFFERENCE = "The articles differ."
UNANSWERED = "The articles don’t say:"
COPY = "In nearly the same words:"

_LONGEST_TITLE = 120
"""Characters of a title that stands for an outlet."""

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What an answer tells whatever it is; see `qa.Answer` for the attributes."""

    question: str
    asked: str
    considered: Sequence[Hit]
    confidence: float
    scope: Scope = field(default_factory=Scope)


def compose(
    inquiry: Inquiry, choice: Choice, unanswered: Sequence[str], index: Searchable
) -> Answer:
    """An answer that quotes the chosen evidence.

    Args:
        inquiry: what was asked and found.
        choice: the evidence.
        unanswered: the parts of the question that nothing was found for.
        index: where the sentences around the evidence stand.
    """
    decisive = _decisive(choice.evidence, index)
    citations = [
        _citation(number, quoted, decisive, index)
        for number, quoted in enumerate(_quoted(choice.evidence, index), start=1)
    ]
    sentences = list(_told(citations, choice.differs))
    sentences += [AnswerSentence(f"{UNANSWERED} {part}") for part in unanswered]
    return Answer(
        question=inquiry.question,
        asked=inquiry.asked,
        status=Status.ANSWERED,
        text=_markdown(sentences, choice.differs),
        sentences=tuple(sentences),
        citations=tuple(citations),
        considered=tuple(inquiry.considered),
        differs=choice.differs,
        confidence=inquiry.confidence,
        scope=inquiry.scope,
    )


def refuse(inquiry: Inquiry, reason: str, closest: Sequence[Evidence], index: Searchable) -> Answer:
    """The answer that the articles don't say.

    Args:
        inquiry: what was asked and found.
        reason: why, in words for a reader.
        closest: what was found, strongest first.
        index: where the sentences around the evidence stand.
    """
    quoted = _quoted(closest[:1], index)
    return Answer(
        question=inquiry.question,
        asked=inquiry.asked,
        status=Status.NOT_IN_ARTICLES,
        text=f"{REFUSAL} {escaped(reason)}",
        sentences=(AnswerSentence(REFUSAL), AnswerSentence(reason)),
        citations=(),
        considered=tuple(inquiry.considered),
        reason=reason,
        confidence=inquiry.confidence,
        nearest=_citation(0, quoted[0], (), index) if quoted else None,
        scope=inquiry.scope,
    )


def chat(message: str, reply: str) -> Answer:
    """A friendly line for small talk, which cites nothing and claims nothing.

    Args:
        message: what the user typed.
        reply: what is said to it.
    """
    return Answer(
        question=message,
        asked=message,
        status=Status.SMALL_TALK,
        text=reply,
        sentences=(AnswerSentence(reply),),
        citations=(),
        considered=(),
    )


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Rows of an article that are quoted, and those of others that say the same."""

    article: Article
    rows: range
    support: Support | None = None
    copies: tuple[Evidence, ...] = ()


def _quoted(evidence: Sequence[Evidence], index: Searchable) -> list[_Quoted]:
    """What to quote, in the order of the evidence; quotations that overlap become one."""
    quoted: dict[tuple[str, int], _Quoted] = {}
    for found in evidence:
        rows = quoted_rows(found.article, index.sentences(found.article), found.row)
        support, copies = found.support, found.copies
        met = [quoted[key] for row in rows if (key := (found.article.id, row)) in quoted]
        # That of the strongest, which came first.
        support = next((each.support for each in quoted.values() if each in met), support)
        for other in met:
            rows = range(min(rows[0], other.rows[0]), max(rows[-1], other.rows[-1]) + 1)
            copies = tuple({copy.place: copy for copy in (*other.copies, *copies)}.values())
        whole = _Quoted(found.article, rows, support, copies)
        quoted |= {(found.article.id, row): whole for row in rows}
    return list(dict.fromkeys(quoted.values()))


def _decisive(evidence: Sequence[Evidence], index: Searchable) -> Sequence[tuple[str, Span]]:
    """The decisive words of the evidence, as articles and places in their texts."""
    places = []
    for found in evidence:
        if found.decisive:
            start = index.sentences(found.article)[found.row].span.start
            span = Span(start + found.decisive.start, start + found.decisive.end)
            places.append((found.article.id, span))
    return places


def _citation(
    number: int, quoted: _Quoted, decisive: Sequence[tuple[str, Span]], index: Searchable
) -> Citation:
    article, span = quoted.article, span_of(index.sentences(quoted.article), quoted.rows)
    within = (words for id_, words in decisive if id_ == article.id and span.touches(words))
    anchor = Anchor.of(article, span)
    copies = (_Quoted(copy.article, range(copy.row, copy.row + 1)) for copy in quoted.copies)
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        published=article.published,
        url=article.url,
        start=span.start,
        end=span.end,
        quote=anchor.exact,
        sha256=anchor.sha256,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        decisive=next(within, None),
        copies=tuple(_citation(number, copy, (), index) for copy in copies),
        support=quoted.support,
    )


def _told(citations: Sequence[Citation], differs: bool) -> Iterator[AnswerSentence]:
    """The quotations as parts of an answer, each on one line; who says it only once in a row."""
    last, last_frame = "", ""
    for citation in citations:
        words = " ".join(citation.quote.split())
        frame = ""
        if differs:
            frame = _version(citation)
        elif citation.article_id != last and (citation.source or last_frame):
            # After another's words, silence would make these that other's, too.
            frame = f"According to {_outlet(citation)}"
        yield AnswerSentence(words, (citation.number,), frame)
        last, last_frame = citation.article_id, frame or last_frame


def _version(citation: Citation) -> str:
    """Whose version of a thing it is, and of which day."""
    day = citation.published
    return f"{_outlet(citation)}, {day.day} {day:%B %Y}" if day else _outlet(citation)


def _outlet(citation: Citation) -> str:
    """Where something was published, the title for want of more."""
    return citation.source or f"“{shorten(citation.title, _LONGEST_TITLE, placeholder='…')}”"


def escaped(text: str) -> str:
    """A text in which Markdown finds no markup."""
    return _MARKDOWN.sub(r"\\\1", text)


def _markdown(sentences: Sequence[AnswerSentence], differs: bool) -> str:
    told = [
        escaped(sentence.framed) + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in sentences
    ]
    if not differs:
        return " ".join(told)
    versions = [f"- {line}" for line, part in zip(told, sentences, strict=True) if part.citations]
    rest = [line for line, part in zip(told, sentences, strict=True) if not part.citations]
    return "\n".join([DIFFERENCE, "", *versions, *([""] if rest else []), *rest])
