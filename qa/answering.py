"""`answer`: from a question to what the articles say about it."""

from collections.abc import Sequence
from dataclasses import replace

from index import Searchable
from qa.asking import Message, check_parts, checked_history, checked_question
from qa.choosing import choose, nearest_in
from qa.composing import Inquiry, chat, compose, refuse
from qa.decisive import mark
from qa.default import default_index, default_reader, default_writer
from qa.investigating import investigate
from qa.model import Answer
from qa.reader import Reader
from qa.refusing import THRESHOLD, closest_of, judge, parted, reason_within
from qa.smalltalk import reply_to
from qa.stages import Follow, Stage, ignore
from qa.writer import QUOTES, Writer


def answer(
    question: str,
    *,
    history: Sequence[Message] = (),
    index: Searchable | None = None,
    reader: Reader | None = None,
    writer: Writer | None = None,
    follow: Follow = ignore,
) -> Answer:
    """What the articles say to a question, or that they don't say.

    In their own words; or in those of a language model where one is configured, of which each
    sentence is checked against what it cites.

    Safe to call from several threads.

    Args:
        question: at most 2,000 characters.
        history: the conversation before it, oldest first, each message as
            ``{"role": "user" or "assistant", "content": …}``; the last hundred are looked at.
        index: usually an `index.Index`, or a part of one (`index.Index.within`); None for the
            configured one, see `qa.default_index`.
        reader: None for the configured one, see `qa.default.default_reader`.
        writer: None for the configured one, see `qa.default.default_writer`;
            `qa.writer.QUOTES` for the articles' own words whatever is configured.
        follow: is told of each stage as it begins, and now and then while it goes on; what it
            raises ends the work and comes through.

    Returns:
        an answer whose every quotation is ``index.article(article_id).text[start:end]``.

    Raises:
        QuestionError: the question, the history, or what stands for index, reader or writer, can't
            be used.
        IndexingError: the index can't be opened or searched.
        ReaderError: the reader can't be loaded.
        WriterError: the writer can't be used.
    """
    check_parts(index=index, reader=reader, writer=writer)
    asked, before = checked_question(question), checked_history(history)
    if reply := reply_to(asked):
        return chat(asked, reply)
    index, reader = index or default_index(), reader or default_reader()
    writer = writer or default_writer()
    found = investigate(asked, before, index, reader, follow)
    judged = [judge(reading) for reading in found.readings]
    closest = closest_of(judged)
    inquiry = Inquiry(
        found.understood.question, asked, found.search.hits, closest.confidence, index.scope
    )
    if closest.confidence < THRESHOLD:
        return refuse(inquiry, reason_within(closest, index), nearest_in(closest.whole), index)
    answered, unanswered = parted(judged)
    choice, drafted = choose(answered), None
    # Where the articles differ their versions are told as they stand: nobody merges them.
    if writer is not QUOTES and not choice.differs:
        from qa.drafting import draft  # noqa: PLC0415 - imports pydantic

        follow(Stage.WRITING)
        drafted = draft(
            inquiry, answered, unanswered, index, reader=reader, writer=writer, follow=follow
        )
        if drafted.answer:
            return drafted.answer
    follow(Stage.READING)
    composed = compose(inquiry, mark(choice, answered, reader, index.sentences), unanswered, index)
    if drafted:
        return replace(composed, withheld=drafted.withheld, note=drafted.note)
    return composed
