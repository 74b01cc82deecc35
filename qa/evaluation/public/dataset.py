"""Reading a public set: a folder with ``docs.jsonl`` and ``queries.jsonl``.

A line of the first has ``id``, ``text`` and, in most sets, ``title``. One of the second has
``id``, ``question``, ``answerable``, ``answers`` (texts to compare with) and ``gold``: each names a
document by ``doc_id`` and, where what answers is a span, ``start``, ``end`` and ``text``. Some
sets add ``history`` (messages of a ``role`` and a ``text``), ``rewrite`` (the question as people
completed it from the history), or ``para_id`` or ``passage_ids``: what the question is about.
Offsets are positions in Python strings, ends are exclusive.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from corpus import Span
from qa.asking import Message
from qa.evaluation.errors import QuestionFileError
from qa.evaluation.json_lines import Filled, Line, read_lines


@dataclass(frozen=True, slots=True)
class Document:
    """A text that questions are asked about.

    Attributes:
        id: unique in its set.
        title: or ``""``.
        text: what every span of this document refers to.
    """

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """What answers a question.

    Attributes:
        document_id: where it stands.
        span: its place in the document's text; None where only the document is known.
        quote: the characters there; ``""`` without a span.
    """

    document_id: str
    span: Span | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a public set.

    Attributes:
        id: unique in its set.
        text: what is asked.
        answerable: whether the documents that it is about give the answer.
        gold: what answers it; none exactly where nothing does.
        answers: texts of people to compare an answer with.
        given: ids of the documents that it is about, in sets that say so.
        history: the turns before it, as `qa.answer` takes them.
        rewrite: the question as people completed it from the history, or ``""``.
    """

    id: str
    text: str
    answerable: bool
    gold: tuple[Source, ...] = ()
    answers: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    history: tuple[Message, ...] = ()
    rewrite: str = ""

    @property
    def gold_documents(self) -> frozenset[str]:
        """The ids of the documents that answer it."""
        return frozenset(source.document_id for source in self.gold)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents and the questions about them, each in the order of its file."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def read_dataset(folder: Path) -> Dataset:
    """A set, every question of which fits its documents.

    Args:
        folder: holds ``docs.jsonl`` and ``queries.jsonl``.

    Raises:
        QuestionFileError: a file can't be read or holds nothing, a line has not what it needs, an
            id is taken twice, or a question names a document or characters that are not there;
            names the file and the line.
    """
    documents = read_documents(folder)
    texts = {document.id: document.text for document in documents}
    path = folder / "queries.jsonl"
    queries: dict[str, Query] = {}
    for place, line in read_lines(path, _QueryLine):
        query = line.query()
        _refuse_taken(query.id, queries, place)
        for problem in _misfits(query, texts):
            raise QuestionFileError(f"{place}: {problem}")
        queries[query.id] = query
    _refuse_empty(queries, path)
    return Dataset(documents, tuple(queries.values()))


def read_documents(folder: Path) -> tuple[Document, ...]:
    """The documents of a set.

    Args:
        folder: holds ``docs.jsonl``.

    Raises:
        QuestionFileError: as `read_dataset`.
    """
    path = folder / "docs.jsonl"
    documents: dict[str, Document] = {}
    for place, line in read_lines(path, _DocumentLine):
        _refuse_taken(line.id, documents, place)
        documents[line.id] = Document(line.id, line.title, line.text)
    _refuse_empty(documents, path)
    return tuple(documents.values())


class _DocumentLine(Line):
    id: Filled
    title: str = ""
    text: Filled


class _SourcePart(Line):
    doc_id: Filled
    start: int | None = None
    end: int | None = None
    text: str = ""

    @model_validator(mode="after")
    def _is_a_source(self) -> Self:
        self.source()
        return self

    def source(self) -> Source:
        if self.start is None and self.end is None:
            return Source(self.doc_id)
        if self.start is None or self.end is None:
            raise ValueError("start and end stand together or not at all")
        return Source(self.doc_id, Span(self.start, self.end), self.text)


class _Turn(Line):
    role: Literal["user", "assistant"]
    text: str


class _QueryLine(Line):
    id: Filled
    question: Filled
    answerable: bool
    answers: tuple[str, ...] = ()
    gold: tuple[_SourcePart, ...]
    para_id: str = ""
    passage_ids: tuple[str, ...] = ()
    history: tuple[_Turn, ...] = ()
    rewrite: str | None = None

    @model_validator(mode="after")
    def _gold_exactly_where_there_is_an_answer(self) -> Self:
        if self.answerable != bool(self.gold):
            raise ValueError("an answerable question needs gold, and one without an answer none")
        return self

    def query(self) -> Query:
        return Query(
            id=self.id,
            text=self.question,
            answerable=self.answerable,
            gold=tuple(part.source() for part in self.gold),
            answers=self.answers,
            given=(*([self.para_id] if self.para_id else []), *self.passage_ids),
            history=tuple({"role": turn.role, "content": turn.text} for turn in self.history),
            rewrite=self.rewrite or "",
        )


def _misfits(query: Query, texts: Mapping[str, str]) -> Iterator[str]:
    """What does not fit between a question and the documents, each a clause."""
    for document_id in (*(source.document_id for source in query.gold), *query.given):
        if document_id not in texts:
            yield f"there is no document {document_id!r} in docs.jsonl"
            return
    for source in query.gold:
        if source.span is None:
            continue
        found = texts[source.document_id][source.span.start : source.span.end]
        if found != source.quote:
            yield (
                f"the document {source.document_id!r} holds {found!r} at characters "
                f"{source.span.start} to {source.span.end}, not the gold {source.quote!r}"
            )


def _refuse_taken(key: str, taken: Collection[str], place: str) -> None:
    if key in taken:
        raise QuestionFileError(f"{place}, id: {key!r} is already taken by an earlier line")


def _refuse_empty(things: Collection[str], path: Path) -> None:
    if not things:
        raise QuestionFileError(f"{path} is empty; it needs one JSON object a line")
