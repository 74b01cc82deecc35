"""Answers that a language model writes: it names numbered sources, code checks and cites them."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from corpus import Span
from index import Searchable
from qa.choosing import NEAREST, likelihoods
from qa.citing import Quoted, citation_of, quoted
from qa.composing import UNANSWERED, Inquiry, markdown_of
from qa.copies import is_copy
from qa.model import Answer, AnswerSentence, Citation, Status
from qa.quoting import span_of
from qa.reader import Candidate, Reader
from qa.reading import Evidence, Reading
from qa.stages import Confirmed, Follow, Stage
from qa.supporting import supported
from qa.verifier import Verdict, default_verifier
from qa.writer import Drafted, Source, Task, Writer, WritingFailed

MOST_SOURCES = 8
"""Quotations that a model is given."""

LONGEST_SOURCE = 1_200
"""In characters: a text without full stops is one sentence."""

MOST_TOLD = 6
MOST_DRAFTED = 16
"""Sentences; what comes after them is not waited for."""

LEAST_LOGIT = 0.0
"""What the reader must give a sentence: above 0 it more likely answers than not."""

MOST_NAMED = 3
"""Sources of one sentence: whoever names them all has looked at none."""

_OWN_WORDS = "These are the articles’ own sentences."


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of having an answer written.

    Attributes:
        answer: of what was confirmed; None where that is nothing.
        withheld: why sentences are not told, in words for a reader.
        note: what went wrong, or ``""``.
    """

    answer: Answer | None
    withheld: tuple[str, ...] = ()
    note: str = ""


def draft(
    inquiry: Inquiry,
    readings: Sequence[Reading],
    unanswered: Sequence[str],
    index: Searchable,
    *,
    reader: Reader,
    writer: Writer,
    follow: Follow,
) -> Draft:
    """Have an answer written from the best evidence, and check each sentence as it comes.

    Args:
        inquiry: what was asked and found.
        readings: what was read for each part that is answered.
        unanswered: the parts of the question that nothing was found for.
        index: where the sentences around the evidence stand.
        reader: says whether a sentence answers.
        writer: what writes.
        follow: is told of each sentence that is confirmed; what it raises ends the work.

    Raises:
        WriterError: the writer can't be used.
        ReaderError: what checks the sentences can't be loaded.
    """
    questions = [wording for reading in readings for wording in reading.asked.wordings]
    page = _Page(inquiry, unanswered, index, writer.name, _sources(readings, index))
    withheld: list[str] = []
    failure, drafted = "", 0
    with closing(writer.write(page.task, partial(follow, Stage.WRITING))) as sentences:
        try:
            for drafted, sentence in enumerate(sentences, start=1):
                rest_on, reason = page.checked(sentence)
                # What comes after an answer may add to it.
                if not (reason or page.told):
                    reason = _beside_the_point(sentence, questions, reader)
                if reason:
                    withheld.append(reason)
                else:
                    page.tell(sentence, rest_on)
                    follow(Confirmed(page.so_far()))
                if len(page.told) == MOST_TOLD or drafted == MOST_DRAFTED:
                    break
        except WritingFailed as error:
            failure = str(error)
    note = _note(failure, drafted=drafted, told=len(page.told))
    answer = page.whole(tuple(withheld), note) if page.told else None
    return Draft(answer, tuple(withheld), note)


def _beside_the_point(sentence: Drafted, questions: Sequence[str], reader: Reader) -> str:
    """Why a sentence is no answer, whether it is true or not; ``""`` if it may be one."""
    candidate = [Candidate(sentence.text, "")]
    best = max(float(reader.score(question, candidate)[0]) for question in questions)
    return "" if best >= LEAST_LOGIT else "It does not answer the question."


def _note(failure: str, *, drafted: int, told: int) -> str:
    if failure and told:
        return f"The language model {failure}. This is what it had written until then."
    if failure:
        return f"The language model {failure}. {_OWN_WORDS}"
    if not drafted:
        return f"The language model wrote nothing about it. {_OWN_WORDS}"
    return "" if told else f"Nothing that the language model wrote could be confirmed. {_OWN_WORDS}"


def _sources(readings: Sequence[Reading], index: Searchable) -> list[Quoted]:
    """The strongest evidence of each part in turn, as it would be quoted; no copy of another."""
    evidence: list[Evidence] = []
    chances = [likelihoods(reading) for reading in readings]
    for rank in range(NEAREST):
        for reading, likely in zip(readings, chances, strict=True):
            if rank < len(reading.evidence):
                evidence.append(supported(reading.evidence[rank], reading, likely[rank]))
    alone = [
        each
        for at, each in enumerate(evidence)
        if not any(_prints_again(each, other) for other in evidence[:at])
    ]
    copies = {
        each.place: tuple(other for other in evidence if _prints_again(other, each))
        for each in alone
    }
    told = [replace(each, copies=copies[each.place]) for each in alone]
    spans = ((each, _span(each, index)) for each in quoted(told, index))
    whole = [each for each, span in spans if span.end - span.start <= LONGEST_SOURCE]
    return whole[:MOST_SOURCES]


def _prints_again(one: Evidence, other: Evidence) -> bool:
    """Whether another article says the same in nearly the same words."""
    return one.article.id != other.article.id and is_copy(one.text, other.text)


def _span(source: Quoted, index: Searchable) -> Span:
    return span_of(index.sentences(source.article), source.rows)


class _Page:
    """What is confirmed so far, and its citations in the order in which they are named."""

    def __init__(
        self,
        inquiry: Inquiry,
        unanswered: Sequence[str],
        index: Searchable,
        writer: str,
        sources: Sequence[Quoted],
    ) -> None:
        self.told: list[AnswerSentence] = []
        self._inquiry = inquiry
        self._unanswered = unanswered
        self._index = index
        self._writer = writer
        self._quoted = dict(enumerate(sources, start=1))
        self._sources = {number: self._source(number) for number in self._quoted}
        self._citations: dict[int, Citation] = {}

    @property
    def task(self) -> Task:
        """What is to be written about."""
        return Task(self._inquiry.question, tuple(self._sources.values()))

    def checked(self, drafted: Drafted) -> tuple[Sequence[int], str]:
        """The sources that say a sentence; or why it can't be told, in words for a reader."""
        named = [number for number in drafted.numbers if number in self._sources][:MOST_NAMED]
        if not named:
            return (), "It names no passage that it rests on."
        rest_on, verdict = self._confirmed(drafted.text, named)
        return rest_on, verdict.reason

    def tell(self, drafted: Drafted, rest_on: Sequence[int]) -> None:
        """Tell a sentence that is confirmed, once."""
        if all(drafted.text != each.text for each in self.told):
            numbers = tuple(self._cited(number) for number in rest_on)
            self.told.append(AnswerSentence(drafted.text, numbers))

    def so_far(self) -> Answer:
        """The answer as far as it is confirmed."""
        return self._answer(self.told)

    def whole(self, withheld: Sequence[str], note: str) -> Answer:
        """The answer once it is whole, with what is not told, and what nothing was found for."""
        unanswered = [AnswerSentence(f"{UNANSWERED} {part}") for part in self._unanswered]
        answer = self._answer([*self.told, *unanswered])
        return replace(answer, withheld=tuple(withheld), note=note)

    def _answer(self, sentences: Sequence[AnswerSentence]) -> Answer:
        return Answer(
            question=self._inquiry.question,
            asked=self._inquiry.asked,
            status=Status.ANSWERED,
            text=markdown_of(sentences),
            sentences=tuple(sentences),
            citations=tuple(self._citations.values()),
            considered=tuple(self._inquiry.considered),
            confidence=self._inquiry.confidence,
            scope=self._inquiry.scope,
            writer=self._writer,
        )

    def _confirmed(self, text: str, named: Sequence[int]) -> tuple[Sequence[int], Verdict]:
        """Which of the named sources say it: each of them that does alone, else all together."""
        verify = default_verifier().verify
        verdict = verify(text, [self._sources[number] for number in named])
        if len(named) == 1 or not verdict.holds:
            return named, verdict
        alone = [number for number in named if verify(text, [self._sources[number]]).holds]
        return alone or named, verdict

    def _source(self, number: int) -> Source:
        source = self._quoted[number]
        article = source.article
        text = " ".join(_span(source, self._index).of(article.text).split())
        return Source(number, text, article.source, article.author, article.published)

    def _cited(self, number: int) -> int:
        """The marker of a source; it gets the next one where it is cited for the first time."""
        if number not in self._citations:
            marker = len(self._citations) + 1
            self._citations[number] = citation_of(marker, self._quoted[number], self._index)
        return self._citations[number].number
