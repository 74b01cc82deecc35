"""Some articles of an index as if there were no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Article, Sentence
from index.model import SearchResult
from index.scope import Scope

if TYPE_CHECKING:
    from index.core import Index


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An index of which searches see some articles only; see `Index.within`.

    What counts is only what these articles say, but how rare a word is, and how it is spelt, is
    learnt from all of them.

    Attributes:
        index: the whole.
        scope: which articles are seen.
    """

    index: "Index"
    scope: Scope

    def search(self, question: str, k: int = 10) -> SearchResult:
        """See `Index.search`."""
        return self.index.search(question, k, scope=self.scope)

    def respelled(self, question: str) -> str:
        """See `Index.respelled`."""
        return self.index.respelled(question)

    def articles(self) -> Sequence[Article]:
        """The articles that are seen, in the order of their ids."""
        return [article for article in self.index.articles() if article in self.scope]

    def outlets(self) -> Sequence[str]:
        """See `Index.outlets`; also those of which nothing is seen."""
        return self.index.outlets()

    def article(self, article_id: str) -> Article:
        """See `Index.article`; what is not seen can still be read."""
        return self.index.article(article_id)

    def sentences(self, article: str | Article) -> Sequence[Sentence]:
        """See `Index.sentences`."""
        return self.index.sentences(article)
