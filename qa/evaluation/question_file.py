"""Reading question files; see `qa.evaluation.json_lines` for how they are written."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from corpus import Span
from qa.evaluation.errors import QuestionFileError
from qa.evaluation.json_lines import Filled, Line, read_lines
from qa.evaluation.questions import FOLLOW_UP, Gold, GoldMode, Question


class _Turn(Line):
    role: Literal["user", "assistant"]
    content: str


class GoldPassage(Line):
    """A passage with its place, as a file has it."""

    doc: Filled
    quote: Filled
    start: Annotated[int, Field(ge=0)]
    end: int

    @model_validator(mode="after")
    def _offsets_fit_the_quote(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(
                f"start {self.start} and end {self.end} are {self.end - self.start} characters "
                f"apart, but the quote has {len(self.quote)}"
            )
        return self

    def gold(self) -> Gold:
        """The same for the engine."""
        return Gold(self.doc, Span(self.start, self.end), self.quote)


class _QuestionLine(Line):
    id: Filled
    type: Filled
    question: Filled
    history: tuple[_Turn, ...] = ()
    articles: Annotated[tuple[Filled, ...], Field(min_length=1)] = ()
    answerable: bool
    answer_must: tuple[Annotated[tuple[Filled, ...], Field(min_length=1)], ...]
    answer_must_not: tuple[Filled, ...] = ()
    gold: tuple[GoldPassage, ...]
    gold_mode: Literal["any", "all"]
    note: str = ""

    @model_validator(mode="after")
    def _gold_exactly_where_there_is_an_answer(self) -> Self:
        if self.answerable and not self.gold:
            raise ValueError("an answerable question needs at least one gold passage")
        if not self.answerable and (self.gold or self.answer_must):
            raise ValueError("a question without an answer has neither gold nor answer_must")
        return self

    @model_validator(mode="after")
    def _follow_ups_follow_something(self) -> Self:
        if self.type == FOLLOW_UP and not self.history:
            raise ValueError("a follow-up question needs a history")
        return self

    @model_validator(mode="after")
    def _gold_among_what_is_asked(self) -> Self:
        if self.articles and (beside := {gold.doc for gold in self.gold} - set(self.articles)):
            raise ValueError(f"gold stands in {min(beside)}, which is not among its articles")
        return self

    def as_question(self) -> Question:
        return Question(
            id=self.id,
            type=self.type,
            text=self.question,
            answerable=self.answerable,
            history=tuple({"role": turn.role, "content": turn.content} for turn in self.history),
            articles=self.articles,
            must=self.answer_must,
            must_not=self.answer_must_not,
            gold=tuple(passage.gold() for passage in self.gold),
            gold_mode=GoldMode(self.gold_mode),
            note=self.note,
        )


def load_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file, in its order; empty lines are skipped.

    Args:
        path: a file of JSON lines in UTF-8.

    Raises:
        QuestionFileError: the file can't be read, holds no question, or a line is not one; names
            the file, the line, the field and what was expected there.
    """
    questions: dict[str, Question] = {}
    for place, line in read_lines(path, _QuestionLine):
        question = line.as_question()
        if question.id in questions:
            raise QuestionFileError(
                f"{place}, id: {question.id!r} is already taken by an earlier line"
            )
        questions[question.id] = question
    if not questions:
        raise QuestionFileError(f"{path} holds no question; it needs one JSON object a line")
    return tuple(questions.values())
