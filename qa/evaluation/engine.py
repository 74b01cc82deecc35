"""The project itself as an engine to be evaluated."""

from collections.abc import Collection, Mapping, Sequence

from index import Hit, Index, Scope, Searchable
from qa.answering import answer
from qa.model import Answer
from qa.retrieval import retrieve
from qa.stages import Follow, ignore
from qa.writer import QUOTES, Writer

_ALL = Scope()


class IndexEngine:
    """`qa.retrieve` and `qa.answer` on one index.

    Args:
        index: what is searched and read.
        writer: what writes the answers.
        scope: which of its articles are asked.
    """

    def __init__(self, index: Index, writer: Writer = QUOTES, scope: Scope = _ALL) -> None:
        self._index = index
        self._writer = writer
        self._asked: Searchable = index.within(scope) if scope else index

    def within(self, articles: Collection[str]) -> "IndexEngine":
        """See `Engine.within`."""
        return IndexEngine(self._index, self._writer, Scope(articles=articles))

    def retrieve(
        self, question: str, *, k: int, history: Sequence[Mapping[str, str]]
    ) -> Sequence[Hit]:
        """See `qa.retrieve`."""
        return retrieve(question, k, history=history, index=self._asked)

    def answer(
        self, question: str, *, history: Sequence[Mapping[str, str]], follow: Follow = ignore
    ) -> Answer:
        """See `qa.answer`."""
        return answer(
            question, history=history, index=self._asked, writer=self._writer, follow=follow
        )
