"""`answer`: from a question to what the articles say about it."""

from collections.abc import Sequence

from index import Searchable
from qa.asking import Message, checked_history, checked_question
from qa.choosing import choose
from qa.composing import Inquiry, chat, compose, refuse
from qa.decisive import mark
from qa.default import default_index, default_reader
from qa.investigating import investigate
from qa.model import Answer
from qa.reader import Reader
from qa.refusing import PART_THRESHOLD, THRESHOLD, judge, nearest_in, reason_within
from qa.smalltalk import reply_to
from qa.stages import Follow, Stage, ignore


def answer(
    question: str,
    *,
    history: Sequence[Message] = (),
    index: Searchable | None = None,
    reader: Reader | None = None,
    follow: Follow = ignore,
) -> Answer:
    """What the articles say to a question, in their own words, or that they don't say.

    Safe to call from several threads.

    Args:
        question: at most 2,000 characters.
        history: the conversation before it, oldest first, each message as
            ``{"role": "user" or "assistant", "content": …}``.
        index: usually an `index.Index`, or a part of one (`index.Index.within`); None for the
            configured one, see `qa.default_index`.
        reader: None for the configured one, see `qa.default_reader`.
        follow: is told of each stage as it begins, and now and then while it goes on; what it
            raises ends the work and comes through.

    Returns:
        an answer whose every quotation is ``index.article(article_id).text[start:end]``.

    Raises:
        QuestionError: the question or the history can't be used.
        IndexingError: the index can't be opened or searched.
        ReaderError: the reader can't be loaded.
    """
    asked, before = checked_question(question), checked_history(history)
    if reply := reply_to(asked):
        return chat(asked, reply)
    index, reader = index or default_index(), reader or default_reader()
    found = investigate(asked, before, index, reader, follow)
    judged = [judge(reading) for reading in found.readings]
    closest = max(judged, key=lambda each: each.confidence)
    inquiry = Inquiry(
        found.understood.question, asked, found.search.hits, closest.confidence, index.scope
    )
    if closest.confidence < THRESHOLD:
        return refuse(inquiry, reason_within(closest, index), nearest_in(closest), index)
    threshold = THRESHOLD if len(judged) == 1 else PART_THRESHOLD
    answered = [each.reading for each in judged if each.confidence >= threshold]
    unanswered = [each.reading.part for each in judged if each.confidence < threshold]
    follow(Stage.READING)
    choice = mark(choose(answered), answered, reader, index.sentences)
    return compose(inquiry, choice, unanswered, index)
