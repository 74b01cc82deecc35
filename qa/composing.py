"""Composing: from chosen evidence to an answer with numbered citations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from corpus.days import in_words
from index import Hit, Scope, Searchable
from qa.choosing import Choice
from qa.citing import citation_of, quoted
from qa.model import REFUSAL, Answer, AnswerSentence, Citation, Status, in_percent
from qa.reading import Evidence

NEAREST = "What comes nearest"
DIFFERENCE = "The articles differ."
MAY_DIFFER = "These figures or times may differ, or be of different things."
MAY_CONTRADICT = "These may contradict each other: one denies something where another does not."
UNANSWERED = "The articles don’t say:"
COPY = "In nearly the same words:"

DOUBTFUL = 0.5
"""Where what is quoted is less likely than this to answer, a line says so."""

_LONGEST_TITLE = 120
"""Characters of a title that stands for an outlet."""

_MARKUP = re.compile(r"[\\`*_\[\]<>#|~]|&(?=\w)")
_BEFORE_A_LIST = re.compile(r"^ *(?=[-+=])|^ *\d{1,9}(?=[.)](?:\s|$))", re.MULTILINE)
"""What stands in a line before that which makes it an item of a list, or the last one a heading."""


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
    citations = [
        citation_of(number, each, index)
        for number, each in enumerate(quoted(choice.evidence, index), start=1)
    ]
    sentences = list(_told(citations, choice.differs))
    sentences += [AnswerSentence(f"{UNANSWERED} {part}") for part in unanswered]
    return Answer(
        question=inquiry.question,
        asked=inquiry.asked,
        status=Status.ANSWERED,
        text=markdown_of(sentences, differs=choice.differs),
        sentences=tuple(sentences),
        citations=tuple(citations),
        considered=tuple(inquiry.considered),
        differs=choice.differs,
        may_differ=choice.may_differ,
        may_contradict=choice.may_contradict,
        confidence=inquiry.confidence,
        chance=choice.chance,
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
    nearest = [citation_of(0, each, index) for each in quoted(closest[:1], index)]
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
        nearest=next(iter(nearest), None),
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
    return f"{_outlet(citation)}, {in_words(day)}" if day else _outlet(citation)


def _outlet(citation: Citation) -> str:
    """Where something was published, the title for want of more."""
    return citation.source or f"“{shorten(citation.title, _LONGEST_TITLE, placeholder='…')}”"


def doubt_in(answer: Answer) -> str:
    """That what is quoted likely does not answer all that was asked; ``""`` where it does.

    Versions that differ vouch for each other.
    """
    if answer.chance is None or answer.differs or answer.chance >= DOUBTFUL:
        return ""
    chance = in_percent(answer.chance)
    return f"Unsure: this answers what was asked with a probability of only {chance}."


def remarks_on(answer: Answer) -> Iterator[str]:
    """What else a reader should know of an answer, each in words."""
    yield from possible_differences_in(answer)
    yield from filter(None, (doubt_in(answer), answer.note, withheld_in(answer)))
    yield from answer.withheld


def possible_differences_in(answer: Answer) -> Iterator[str]:
    """In what the articles quoted may differ, where that is not told as versions."""
    if answer.may_differ:
        yield MAY_DIFFER
    if answer.may_contradict:
        yield MAY_CONTRADICT


def withheld_in(answer: Answer) -> str:
    """How much of what a language model wrote is not told; ``""`` for all of it is."""
    count = len(answer.withheld)
    if not count:
        return ""
    what = "One sentence" if count == 1 else f"{count} sentences"
    return f"{what} that the language model wrote {'was' if count == 1 else 'were'} withheld."


def escaped(text: str) -> str:
    """A text in which Markdown finds no markup."""
    return _BEFORE_A_LIST.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", text))


def markdown_of(sentences: Sequence[AnswerSentence], *, differs: bool = False) -> str:
    """The parts of an answer as Markdown, each with its markers; versions as a list."""
    told = [
        escaped(sentence.framed) + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in sentences
    ]
    if not differs:
        return " ".join(told)
    versions = [f"- {line}" for line, part in zip(told, sentences, strict=True) if part.citations]
    rest = [line for line, part in zip(told, sentences, strict=True) if not part.citations]
    return "\n".join([DIFFERENCE, "", *versions, *([""] if rest else []), *rest])
