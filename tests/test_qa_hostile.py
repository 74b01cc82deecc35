"""Whatever is asked, there is an answer with exact quotations or a word on why there is none."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index, MiniLM, Scope, ScopeError, SearchError
from qa import Answer, QuestionError, answer, retrieve
from qa.asking import LONGEST_QUESTION, MOST_MESSAGES, checked_history
from qa.followups import understand
from qa.kinds import Kind, wanted
from qa.model import Citation
from qa.parts import split_parts
from qa.reader import SearchAlone, TrainedReader
from qa.readiness import Phase, ServiceState
from qa.values import all_values, values_in
from qa.web import rendering
from qa.web.turns import Turn, Visit
from qa.writer import QUOTES
from tests import hostile
from tests.indexing import filled
from tests.markup import Markup, said
from tests.serving import ARTICLES

bounded = hostile.examples(60)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return filled(tmp_path_factory.mktemp("town"), ARTICLES)


@pytest.fixture(scope="module")
def read_by_models(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Index:
    """The same, embedded by the default model."""
    return filled(tmp_path_factory.mktemp("read"), ARTICLES, minilm)


@pytest.fixture(scope="module")
def trained() -> TrainedReader:
    """The reader that ships, whatever the environment names."""
    return TrainedReader()


def asked(question: str, index: Any, history: Sequence[Any] = ()) -> Answer:
    """An answer without a model: it is the code between the models that is tried here."""
    return answer(question, history=history, index=index, reader=SearchAlone(), writer=QUOTES)


def quotations(reply: Answer) -> Iterator[Citation]:
    for citation in (*reply.citations, *filter(None, [reply.nearest])):
        yield from (citation, *citation.copies)


def assert_exact(reply: Answer, index: Index) -> None:
    for citation in quotations(reply):
        text = index.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
        if citation.decisive:
            assert citation.start <= citation.decisive.start < citation.decisive.end <= citation.end
    for hit in reply.considered:
        assert index.article(hit.article_id).text[hit.start : hit.end] == hit.text


def assert_answered_or_refused(question: str, ask: Callable[[Index], Answer], index: Index) -> bool:
    """Whether it was a question at all; of what is none that is said, and nothing else."""
    try:
        reply = ask(index)
    except QuestionError:
        assert not question.split() or len(question) > LONGEST_QUESTION
        return False
    assert reply.text
    assert bool(reply.reason) == (reply.status == "not_in_articles")
    assert_exact(reply, index)
    told = json.dumps(reply.to_dict(), allow_nan=False)
    assert json.loads(told.encode()) == reply.to_dict()
    return True


@bounded
@given(hostile.questions(), hostile.conversations())
def test_any_question_is_answered_exactly_or_refused_with_a_reason(
    town: Index, question: str, history: list[dict[str, str]]
) -> None:
    ask = partial(asked, question, history=history)
    if assert_answered_or_refused(question, ask, town):
        assert_exact(asked(question, town.within(Scope(sources=["The Sign", question]))), town)


def test_every_script_can_be_asked_in(town: Index) -> None:
    questions = list(hostile.in_each_script())
    assert len(questions) > 150  # how many there are depends on the version of Python
    for question in questions:
        assert assert_answered_or_refused(question, partial(asked, question), town)


@pytest.mark.long
def test_the_models_can_be_asked_in_every_script(
    read_by_models: Index, trained: TrainedReader
) -> None:
    for question in hostile.in_each_script():
        assert assert_answered_or_refused(
            question, partial(read, question, trained), read_by_models
        )


def read(question: str, reader: TrainedReader, index: Index) -> Answer:
    return answer(question, index=index, reader=reader, writer=QUOTES)


@pytest.mark.long
@hostile.examples(100)
@given(hostile.questions(), hostile.conversations())
def test_the_models_take_any_question(
    read_by_models: Index, trained: TrainedReader, question: str, history: list[dict[str, str]]
) -> None:
    """As above, with the tokenizers, the embedding model and the reader that ship."""
    ask = partial(answer, question, history=history, reader=trained, writer=QUOTES)
    assert_answered_or_refused(question, lambda index: ask(index=index), read_by_models)


@bounded
@given(hostile.questions(), hostile.conversations())
def test_a_hostile_question_is_shown_as_text(
    town: Index, question: str, history: list[dict[str, str]]
) -> None:
    typed = " ".join(question.split())[:LONGEST_QUESTION].strip()
    if not typed:
        return
    turn = Turn(typed, asked(typed, town, history))
    html = rendering.conversation(Visit((turn,)), (), ServiceState(Phase.READY))
    plain = rendering.conversation(
        Visit((Turn("Who?", turn.answer),)), (), ServiceState(Phase.READY)
    )
    assert Markup(html).tags() == Markup(plain).tags()
    assert not Markup(html).tags() & {"script", "img", "textarea", "b"}
    assert " ".join(typed.replace("\0", "").split()) in said(html.replace("\0", ""))


@bounded
@given(
    hostile.questions(),
    st.integers() | st.floats() | st.booleans() | st.text(max_size=3) | st.none(),
    hostile.conversations(),
)
def test_any_number_of_passages_is_given_or_refused(
    town: Index, question: str, k: Any, history: list[dict[str, str]]
) -> None:
    try:
        hits = retrieve(question, k, history=history, index=town)
    except (QuestionError, SearchError):
        return
    assert len(hits) <= k
    for hit in hits:
        assert town.article(hit.article_id).text[hit.start : hit.end] == hit.text


@bounded
@given(hostile.wrong_conversations())
def test_a_conversation_of_the_wrong_form_is_refused(town: Index, history: Any) -> None:
    with pytest.raises(QuestionError, match="history"):
        asked(hostile.PLAIN[0], town, history)


names = st.sampled_from([*ARTICLES, "The Quay", "The Mirror", ""]) | hostile.fragments()
days = st.none() | st.dates() | st.sampled_from([date(2031, 5, 4), date.min, date.max])
several = st.none() | st.lists(names, max_size=4)


@bounded
@given(st.tuples(several, several, days, days), hostile.questions())
def test_however_it_is_narrowed_nothing_else_is_found(
    town: Index, conditions: tuple[Any, Any, Any, Any], question: str
) -> None:
    *_, since, until = conditions
    try:
        scope = Scope(*conditions)
    except ScopeError:
        assert (since or date.min) > (until or date.max)
        return
    found = town.search(question, scope=scope)
    assert all(hit.article in scope for hit in found.hits)
    assert all(sentence.article in scope for sentence in found.sentences)


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        ({"articles": 5}, "give a list of names"),
        ({"articles": ["ferries.txt", 5]}, "articles has 5 in it"),
        ({"sources": [["The Quay"]]}, "which is no name"),
        ({"sources": "The Quay"}, "give a list of names, also for one"),
        ({"since": "2031-05-04"}, "since is '2031-05-04'"),
        ({"until": datetime(2031, 5, 4)}, "until is datetime"),
        ({"since": 0}, "since is 0"),
    ],
)
def test_what_is_no_scope_is_told_when_it_is_made(condition: Any, word: str) -> None:
    with pytest.raises(ScopeError, match=word):
        Scope(**condition)


def test_of_thousands_of_names_a_few_are_told_on_one_line(town: Index) -> None:
    many = [f"{number:05}.txt" for number in range(10_000)]
    reply = asked(hostile.PLAIN[0], town.within(Scope(articles=many)))
    assert reply.reason.startswith("There are no articles named 00000.txt, 00001.txt")
    assert reply.reason.endswith("00007.txt or one of 9,992 others.")
    long = str(Scope(sources=["The\n\n# Quay " * 50]))
    assert long.startswith("from The # Quay The # Quay")
    assert len(long) < 100


def seconds(work: Callable[[], object]) -> float:
    """The processor's time for some work, the least of three: others may be at work, too."""
    return min(_timed(work) for _ in range(3))


def takes_less(work: Callable[[], object], limit: float) -> bool:
    """Whether the least of three is less than so many seconds."""
    return any(_timed(work) < limit for _ in range(3))


def _timed(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def test_no_question_takes_far_longer_than_a_plain_one(town: Index) -> None:
    plain = median(seconds(partial(asked, question, town)) for question in hostile.PLAIN)
    for fragment in hostile.GRINDING:
        question = f"How many {hostile.ground(fragment, LONGEST_QUESTION - 30)} cost?"
        assert takes_less(partial(asked, question, town), 100 * plain), fragment


def test_a_thousand_turns_before_a_question_cost_what_the_last_ones_do(town: Index) -> None:
    turn = [
        {"role": "user", "content": hostile.ground("Who repaired the lamp? ", LONGEST_QUESTION)},
        {"role": "assistant", "content": hostile.ground("Aa Bb, x", LONGEST_QUESTION)},
    ]
    assert checked_history(turn * 1000) == checked_history(turn * (MOST_MESSAGES // 2))
    plain = median(seconds(partial(asked, question, town)) for question in hostile.PLAIN)
    assert takes_less(partial(asked, "And what did he say?", town, turn * 1000), 100 * plain)
    with pytest.raises(QuestionError, match="message 1 of"):
        asked("And what did he say?", town, [{"role": "user"}, *turn * 1000])


@pytest.mark.parametrize(
    ("read", "fragment"),
    [
        (lambda text: values_in.__wrapped__(text, Kind.NUMBER, "How many lamps?"), "$1"),
        (lambda text: values_in.__wrapped__(text, Kind.NUMBER, "How many lamps?"), "12.30 "),
        (lambda text: values_in.__wrapped__(text, Kind.TIME, "Which year?"), "x"),
        (all_values, "sq"),
        (wanted, "how much is "),
        (split_parts, "and who "),
        (
            lambda text: understand(
                "What did he say?",
                [
                    {"role": "user", "content": "Who?"},
                    {"role": "assistant", "content": text},
                ],
            ),
            "Aa Bb",
        ),
    ],
)
def test_a_text_eight_times_as_long_is_no_square_of_the_work(
    read: Callable[[str], object], fragment: str
) -> None:
    short, long = hostile.ground(fragment, 2_000), hostile.ground(fragment, 16_000)
    read(short)
    assert takes_less(partial(read, long), 24 * seconds(partial(read, short)) + 0.02)


def test_others_are_tried_each_time_where_that_is_asked_for() -> None:
    before = settings.get_current_profile_name()
    settings.load_profile("untimed")
    few = hostile.examples(60)
    settings.load_profile("others")
    many = hostile.examples(60)
    settings.load_profile(before)
    assert (few.max_examples, few.derandomize) == (60, True)
    assert (many.max_examples, many.derandomize) == (6_000, False)
