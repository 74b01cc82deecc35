"""One reader for each kind of file, by the file name's ending."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from corpus.limits import Limits
from corpus.readers import html, markdown, pdf, text
from corpus.readers.draft import Draft, Reader

READERS: Mapping[str, Reader] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
}


def reader_for(name: str, limits: Limits) -> Reader:
    """The reader for a file's name, held to the limits of its kind."""
    reader = READERS[Path(name).suffix.lower()]
    return partial(pdf.read, max_pages=limits.max_pages) if reader is pdf.read else reader


__all__ = ["READERS", "Draft", "Reader", "reader_for"]
