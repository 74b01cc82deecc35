"""Files of JSON lines: UTF-8, one JSON object a line, empty lines skipped.

pydantic checks each line, so that a mistake is named by file, line and field. Fields that a
shape does not list are ignored: a file may carry remarks of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.evaluation.errors import QuestionFileError

Filled = Annotated[str, Field(min_length=1)]
"""A text that is not empty."""


class Line(BaseModel):
    """The shape of a line, or of something in it; types are not converted."""

    model_config = ConfigDict(strict=True, frozen=True)


Shape = TypeVar("Shape", bound=Line)


def read_lines(path: Path, shape: type[Shape]) -> Iterator[tuple[str, Shape]]:
    """Each line of a file with its place, in order.

    Args:
        path: the file.
        shape: what every line must be.

    Yields:
        pairs of a place for messages, such as ``questions.jsonl, line 3``, and the line.

    Raises:
        QuestionFileError: the file can't be read or a line does not have the shape; names the
            file, the line, the field and what was expected there.
    """
    # Not splitlines: a JSON string may hold U+2028 and its like as they are.
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            place = f"{path}, line {number}"
            yield place, _parsed(line, place, shape)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionFileError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path} is not UTF-8 at byte {error.start}; save it so") from error


def _parsed(line: str, where: str, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        place = f"{where}, {field}" if field else where
        raise QuestionFileError(f"{place}: {first['msg'].removeprefix('Value error, ')}") from error
