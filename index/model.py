"""The nouns of the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: the unit of search.

    Attributes:
        article_id: the article it belongs to.
        span: from its first sentence's start to its last sentence's end.
        sentences: the rows of the article's sentence table, in order, without gaps.
    """

    article_id: str
    span: Span
    sentences: range


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found, and how it came about.

    Attributes:
        passage: where it stands.
        text: its characters, ``article.text[start:end]``.
        title, source, published, url: of the article.
        score: in 0..1, comparable within one search.
        dense: cosine of question and passage in -1..1.
        lexical: BM25 share of the best passage of this search, in 0..1.
    """

    passage: Passage
    text: str
    title: str
    source: str
    published: date | None
    url: str
    score: float
    dense: float
    lexical: float

    @property
    def article_id(self) -> str:
        return self.passage.article_id

    @property
    def start(self) -> int:
        return self.passage.span.start

    @property
    def end(self) -> int:
        return self.passage.span.end


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one ``sync`` did: article ids in alphabetical order.

    ``failed`` holds a pair for each file that could not be read: its path and the reason.
    """

    added: Sequence[str] = ()
    updated: Sequence[str] = ()
    removed: Sequence[str] = ()
    unchanged: Sequence[str] = ()
    failed: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far a sync is: ``done`` of ``total`` articles, the one at hand last."""

    done: int
    total: int
    article_id: str
