"""Articles: what one is, how files become articles, and the table of their sentences."""

from corpus.edition import edition_of
from corpus.errors import (
    ChangesNotAllowed,
    ChapterVerseError,
    CorpusError,
    FolderError,
    LibraryFull,
    ReadingError,
    RefusedFile,
    SpanError,
    UnreachableFile,
    UnreadableFile,
)
from corpus.files import parse_article, scan
from corpus.library import Library, id_for
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.model import Article, Reading, Role, Sentence, SourceFile, Span
from corpus.readers import READERS
from corpus.room import ReadingRoom
from corpus.sentences import sentence_table
from corpus.version import VERSION

SUFFIXES = frozenset(READERS)
"""Endings of the file names that can be read, lower case."""

__all__ = [
    "DEFAULT_LIMITS",
    "SUFFIXES",
    "VERSION",
    "Article",
    "ChangesNotAllowed",
    "ChapterVerseError",
    "CorpusError",
    "FolderError",
    "Library",
    "LibraryFull",
    "Limits",
    "Reading",
    "ReadingError",
    "ReadingRoom",
    "RefusedFile",
    "Role",
    "Sentence",
    "SourceFile",
    "Span",
    "SpanError",
    "UnreachableFile",
    "UnreadableFile",
    "edition_of",
    "id_for",
    "parse_article",
    "scan",
    "sentence_table",
]
