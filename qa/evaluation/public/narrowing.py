"""A few articles of an index as if there were no others."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Article, Sentence
from index import Searchable, SearchResult

_WIDEST = 100
"""As many passages as a search can give: only those of the few articles are kept of them."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An index of which searches see some articles only.

    It searches the whole index and leaves out what stands elsewhere, so scores are those of the
    whole: words count as much as they are rare there. What the search of the whole does not
    reach is not found here either; at `_WIDEST` passages that is little.

    Attributes:
        index: the whole.
        article_ids: the articles that are seen.
    """

    index: Searchable
    article_ids: frozenset[str]

    def search(self, question: str, k: int = 10) -> SearchResult:
        """See `index.Index.search`."""
        found = self.index.search(question, max(k, _WIDEST))
        hits = [hit for hit in found.hits if hit.article_id in self.article_ids]
        sentences = [hit for hit in found.sentences if hit.article.id in self.article_ids]
        return SearchResult(hits[:k], sentences)

    def respelled(self, question: str) -> str:
        """See `index.Index.respelled`; the spelling is that of the whole."""
        return self.index.respelled(question)

    def article(self, article_id: str) -> Article:
        """See `index.Index.article`."""
        return self.index.article(article_id)

    def sentences(self, article: str | Article) -> Sequence[Sentence]:
        """See `index.Index.sentences`."""
        return self.index.sentences(article)
