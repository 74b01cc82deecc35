"""PDF: the text of its pages, with the lines of each paragraph joined again.

A PDF knows lines, not paragraphs. They are put together here, before the text becomes an
article's: afterwards nobody changes it.
"""

import io
import logging
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from corpus.blocks import Block, split_blocks
from corpus.errors import UnreadableFile
from corpus.limits import DEFAULT_LIMITS
from corpus.readers.draft import Draft
from corpus.readers.naming import title_of

if TYPE_CHECKING:
    from pypdf import PdfReader

_WIDTHS = range(20, 300)
"""Characters in a page's longest line, from narrow columns to small print."""

_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
"""What damaged fonts give and no database takes."""

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_NO_TITLE = re.compile(r"untitled|.*\.(?:docx?|pdf|indd|odt|rtf|html?)|microsoft word\b.*", re.I)
_LONGEST_WORD = 60
"""Characters of a word that is divided at a line's end; keeps long lines from costing time."""

_HYPHENATED = re.compile(r"(\w+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"\w+")
_WORD = re.compile(r"\w+(?:-\w+)*")


def read(data: bytes, name: str, *, max_pages: int = DEFAULT_LIMITS.max_pages) -> Draft:
    """Read a PDF that has a text layer; scripts and actions in it are passed over.

    Raises:
        UnreadableFile: it is empty, damaged, protected by a password, has no text or too many
            pages.
    """
    import pypdf  # noqa: PLC0415 - on use only
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415

    # What it would print, the errors below say in words.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if not data:
        raise UnreadableFile(name, "is empty")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(name, "is protected by a password; save it without one")
        _refuse_too_many(len(reader.pages), name, max_pages)
        return _draft(reader, name)
    except DependencyError as error:
        raise UnreadableFile(name, "is encrypted; save it without encryption") from error
    except (PyPdfError, *_ESCAPES) as error:
        raise UnreadableFile(name, f"is a damaged PDF: {error}") from error


_ESCAPES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What pypdf lets through on damaged files besides its own errors."""


def _refuse_too_many(pages: int, name: str, max_pages: int) -> None:
    if pages > max_pages:
        raise UnreadableFile(name, f"has {pages:,} pages, over the limit of {max_pages:,}")


def _draft(reader: "PdfReader", name: str) -> Draft:
    text = _text([page.extract_text() for page in reader.pages])
    if not text:
        raise UnreadableFile(name, "has no text (scanned pages?); run text recognition on it")
    about = reader.metadata
    title = " ".join(str((about and about.title) or "").split())
    return Draft(
        title=title if title and not _NO_TITLE.fullmatch(title) else title_of(text) or name,
        text=text,
        author=" ".join(str((about and about.author) or "").split()),
        published=_created(reader),
    )


def _created(reader: "PdfReader") -> date | None:
    try:
        created = reader.metadata and reader.metadata.creation_date
    except ValueError:  # a date in no known form says nothing
        return None
    return created.date() if created else None


def _text(pages: Sequence[str]) -> str:
    """The paragraphs of all pages, one to a line, a blank line between them."""
    lines = (line for page in pages for line in _without_number(page.splitlines()))
    raw = _UNSTORABLE.sub("\ufffd", "\n".join(lines))
    words = {word.casefold() for word in _WORD.findall(raw)}
    return "\n\n".join(_joined(block, words) for block in split_blocks(raw, widths=_WIDTHS))


def _without_number(lines: list[str]) -> list[str]:
    lines = [line for line in lines if line.strip()] and lines
    for place in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[place].strip()):
            del lines[place]
    return lines


def _joined(block: Block, words: set[str]) -> str:
    parts = [block.lines[0].text]
    for line in block.lines[1:]:
        broken = _HYPHENATED.search(parts[-1][-_LONGEST_WORD:])
        rest = _FIRST_WORD.match(line.text)
        if not (broken and rest and rest.group()[0].islower()):
            parts.append(" ")
        elif f"{broken.group(1)}-{rest.group()}".casefold() not in words:
            parts[-1] = parts[-1][:-1]
        parts.append(line.text)
    return "".join(parts).replace("\u00ad", "")
