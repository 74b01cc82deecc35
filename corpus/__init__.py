"""Articles: what one is, how files become articles, and the table of their sentences."""

from corpus.errors import ChapterVerseError, CorpusError, FolderError, SpanError, UnreadableFile
from corpus.model import Article, Role, Sentence, Span

__all__ = [
    "Article",
    "ChapterVerseError",
    "CorpusError",
    "FolderError",
    "Role",
    "Sentence",
    "Span",
    "SpanError",
    "UnreadableFile",
]
