"""Reading question files: UTF-8, one JSON object a line.

pydantic checks each line, so that a mistake is named by line and field. Fields that are not
listed here are ignored: a file may carry remarks of its own.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus import Span
from qa.evaluation.errors import QuestionFileError
from qa.evaluation.questions import FOLLOW_UP, Gold, GoldMode, Question

_Filled = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Turn(_Strict):
    role: Literal["user", "assistant"]
    content: str


class _GoldPassage(_Strict):
    doc: _Filled
    quote: _Filled
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
        return Gold(self.doc, Span(self.start, self.end), self.quote)


class _Line(_Strict):
    id: _Filled
    type: _Filled
    question: _Filled
    history: tuple[_Turn, ...] = ()
    answerable: bool
    answer_must: tuple[Annotated[tuple[_Filled, ...], Field(min_length=1)], ...]
    answer_must_not: tuple[_Filled, ...] = ()
    gold: tuple[_GoldPassage, ...]
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

    def as_question(self) -> Question:
        return Question(
            id=self.id,
            type=self.type,
            text=self.question,
            answerable=self.answerable,
            history=tuple({"role": turn.role, "content": turn.content} for turn in self.history),
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
    # Not splitlines: a JSON string may hold U+2028 and its like as they are.
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        question = _question(line, f"{path}, line {number}")
        if question.id in questions:
            raise QuestionFileError(
                f"{path}, line {number}, id: {question.id!r} is already taken by an earlier line"
            )
        questions[question.id] = question
    if not questions:
        raise QuestionFileError(f"{path} holds no question; it needs one JSON object a line")
    return tuple(questions.values())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionFileError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path} is not UTF-8 at byte {error.start}; save it so") from error


def _question(line: str, where: str) -> Question:
    try:
        return _Line.model_validate_json(line).as_question()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        place = f"{where}, {field}" if field else where
        raise QuestionFileError(f"{place}: {first['msg'].removeprefix('Value error, ')}") from error
