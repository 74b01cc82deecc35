"""One reader for each kind of file, by the file name's ending."""

from collections.abc import Mapping

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

__all__ = ["READERS", "Draft", "Reader"]
