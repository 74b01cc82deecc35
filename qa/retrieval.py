"""`retrieve`: the passages that bear on a question."""

from collections.abc import Sequence

from index import Hit, Searchable
from qa.asking import Message, check_parts, checked_history, checked_question
from qa.default import default_index
from qa.followups import understand
from qa.stages import Follow, Stage, ignore


def retrieve(
    question: str,
    k: int = 5,
    *,
    history: Sequence[Message] = (),
    index: Searchable | None = None,
    follow: Follow = ignore,
) -> list[Hit]:
    """The passages of the articles that bear on a question, best first.

    Safe to call from several threads.

    Args:
        question: at most 2,000 characters.
        k: how many passages, 1 to 100; fewer come where the articles have fewer.
        history: the conversation before it, as for `qa.answer`.
        index: usually an `index.Index`, or a part of one (`index.Index.within`); None for the
            configured one, see `qa.default_index`.
        follow: is told of each stage as it begins; what it raises ends the work.

    Returns:
        hits with ``article_id``, ``start``, ``end``, ``text`` and ``score``, where
        ``text == index.article(article_id).text[start:end]``.

    Raises:
        QuestionError: the question, the history, or what stands for the index, can't be used.
        SearchError: ``k`` is out of range.
        IndexingError: the index can't be opened or searched.
    """
    check_parts(index=index)
    asked, before = checked_question(question), checked_history(history)
    follow(Stage.UNDERSTANDING)
    index = index or default_index()
    understood = index.respelled(understand(asked, before).question)
    follow(Stage.SEARCHING)
    return list(index.search(understood, k).hits)
