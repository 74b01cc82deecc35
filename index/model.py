"""The nouns of the index."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from corpus import Article, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: the unit of search.

    Attributes:
        article_id: the article it belongs to.
        span: from its first sentence's start to its last sentence's end.
        sentences: the rows of the article's sentence table, without gaps.
    """

    article_id: str
    span: Span
    sentences: range


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found, and how it came about.

    Attributes:
        passage: where it stands.
        article: the article it stands in.
        score: comparable within one search, at most 1; that of its best sentence.
        dense: cosine of the vectors of question and passage, in -1..1.
        lexical: BM25 of its best sentence as a share of the best in the index, in 0..1.
    """

    passage: Passage
    article: Article
    score: float
    dense: float
    lexical: float

    @property
    def article_id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def start(self) -> int:
        """First character of the passage in the article's text."""
        return self.passage.span.start

    @property
    def end(self) -> int:
        """One past the passage's last character in the article's text."""
        return self.passage.span.end

    @property
    def text(self) -> str:
        """The passage's characters."""
        return self.passage.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence that search found.

    Attributes:
        article: the article it stands in.
        row: its row in the article's sentence table.
        span: its place in the article's text.
        score: comparable within one search, at most 1.
        lexical: BM25 as a share of the best in the index, in 0..1.
    """

    article: Article
    row: int
    span: Span
    score: float
    lexical: float

    @property
    def text(self) -> str:
        """The sentence's characters."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What one search found, best first: passages, and the sentences within reach of it."""

    hits: Sequence[Hit]
    sentences: Sequence[SentenceHit] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Holding:
    """An article of an index.

    Attributes:
        article: the article.
        passages: how many passages it has.
        added: when this version of it was added; None where an older index does not tell.
    """

    article: Article
    passages: int
    added: datetime | None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one ``sync`` did: article ids in alphabetical order.

    ``failed`` holds a pair for each file that could not be read: its id and the reason.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a sync is with the files that are new or have changed.

    Attributes:
        done: how many are done.
        total: of how many.
        article_id: the one that it turns to, or wrote last; empty at the end.
        seconds_left: about how long the rest takes; None while nothing tells.
    """

    done: int
    total: int
    article_id: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds and how it was made."""

    location: str
    embedding_model: str
    scheme: str
    articles: int
    passages: int
    sentences: int
