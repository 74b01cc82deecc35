"""The project itself as an engine to be evaluated."""

from collections.abc import Mapping, Sequence

from index import Hit, Index
from qa.answering import answer
from qa.model import Answer
from qa.retrieval import retrieve
from qa.stages import Follow, ignore
from qa.writer import QUOTES, Writer


class IndexEngine:
    """`qa.retrieve` and `qa.answer` on one index.

    Args:
        index: what is searched and read.
        writer: what writes the answers.
    """

    def __init__(self, index: Index, writer: Writer = QUOTES) -> None:
        self._index = index
        self._writer = writer

    def retrieve(
        self, question: str, *, k: int, history: Sequence[Mapping[str, str]]
    ) -> Sequence[Hit]:
        """See `qa.retrieve`."""
        return retrieve(question, k, history=history, index=self._index)

    def answer(
        self, question: str, *, history: Sequence[Mapping[str, str]], follow: Follow = ignore
    ) -> Answer:
        """See `qa.answer`."""
        return answer(
            question, history=history, index=self._index, writer=self._writer, follow=follow
        )
