"""`answer`: from a question to what the articles say about it."""

from collections.abc import Sequence

from index import Searchable, SearchResult
from qa.asking import Message, checked_history, checked_question
from qa.choosing import choose
from qa.composing import Inquiry, compose, refuse
from qa.default import default_index
from qa.followups import Understood, answers_in, needs_context, understand
from qa.model import Answer
from qa.parts import split_parts
from qa.reading import Reading, read
from qa.refusing import FOLLOW_UP_THRESHOLD, THRESHOLD, closeness, reason_for

_CONSIDERED = 5


def answer(
    question: str, *, history: Sequence[Message] = (), index: Searchable | None = None
) -> Answer:
    """What the articles say to a question, in their own words, or that they don't say.

    Safe to call from several threads.

    Args:
        question: at most 2,000 characters.
        history: the conversation before it, oldest first, each message as
            ``{"role": "user" or "assistant", "content": …}``.
        index: None for the configured one, see `qa.default_index`.

    Returns:
        an answer whose every quotation is ``index.article(article_id).text[start:end]``.

    Raises:
        QuestionError: the question or the history can't be used.
        IndexingError: the index can't be opened or searched.
    """
    asked, before = checked_question(question), checked_history(history)
    understood = understand(asked, before)
    is_follow_up = understood.question != asked
    index = index or default_index()
    whole = index.search(understood.question, k=_CONSIDERED)
    readings = _readings(understood, whole, index, answers_in(before) if is_follow_up else "")
    inquiry = Inquiry(understood.question, asked, whole.hits, max(map(closeness, readings)))
    threshold = FOLLOW_UP_THRESHOLD if is_follow_up else THRESHOLD
    answered = [reading for reading in readings if closeness(reading) >= threshold]
    if not answered:
        return refuse(inquiry, reason_for(readings, threshold))
    unanswered = [reading.part for reading in readings if reading not in answered]
    return compose(inquiry, choose(answered), unanswered, index)


def _readings(
    understood: Understood, whole: SearchResult, index: Searchable, told: str
) -> Sequence[Reading]:
    readings = []
    for part in split_parts(understood.focus):
        alone = whole if part == understood.question else index.search(part)
        complete = not needs_context(part)
        readings.append(read(part, whole, alone, stands_alone=complete, told=told))
    return readings
