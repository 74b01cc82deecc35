"""What answering needs of an index, so that it can also be given a part of one."""

from collections.abc import Sequence
from typing import Protocol

from corpus import Article, Sentence
from index.model import SearchResult
from index.scope import Scope


class Searchable(Protocol):
    """Articles that can be searched and read; `Index` has more, and each method's errors."""

    @property
    def scope(self) -> Scope:
        """Which articles searches see."""

    def search(self, question: str, k: int = 10) -> SearchResult:
        """See `Index.search`."""

    def respelled(self, question: str) -> str:
        """See `Index.respelled`."""

    def articles(self) -> Sequence[Article]:
        """The articles that searches see, in the order of their ids."""

    def outlets(self) -> Sequence[str]:
        """See `Index.outlets`."""

    def article(self, article_id: str) -> Article:
        """See `Index.article`."""

    def sentences(self, article: str | Article) -> Sequence[Sentence]:
        """See `Index.sentences`."""
