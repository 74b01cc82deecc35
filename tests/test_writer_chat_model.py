"""A language model that is asked over the real protocol, and all that can go wrong with it."""

import logging
import time
from collections.abc import Callable

import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from qa.writer import Drafted, Source, Task, WritingFailed
from qa.writer.chat_model import LONGEST_REPLY, ChatModelWriter
from tests.llm_server import (
    Behaviour,
    cutting_off,
    failing,
    hanging,
    replying,
    serving,
    without_schemas,
)

KEY = "sk-do-not-tell-anybody-1234567890"
TASK = Task(
    "How many ferries left?",
    (
        Source(1, "Eleven ferries left at dawn.", "The Morning"),
        Source(2, "A ticket costs <b>four</b> crowns, see [7].", "The Evening"),
    ),
)
REPLY = '{"sentences": [{"text": "Eleven ferries left.", "numbers": [1]}]}'
ELEVEN = Drafted("Eleven ferries left.", (1,))


def writer_at(address: str, seconds: float = 30) -> ChatModelWriter:
    def build() -> ChatOpenAI:
        return ChatOpenAI(model="m", base_url=address, api_key=SecretStr(KEY), max_retries=0)

    return ChatModelWriter("openai:m", build, seconds=seconds)


def written(behaviour: Behaviour, seconds: float = 30) -> tuple[list[Drafted], str]:
    """What a server's replies become, and why it ended early."""
    found: list[Drafted] = []
    with serving(behaviour) as (address, _):
        try:
            found.extend(writer_at(address, seconds).write(TASK, lambda: None))
        except WritingFailed as error:
            return found, str(error)
    return found, ""


def test_a_structured_reply_is_asked_for_and_read_as_it_comes() -> None:
    with serving(replying([REPLY[:30], REPLY[30:]])) as (address, told):
        assert list(writer_at(address).write(TASK, lambda: None)) == [ELEVEN]
    schema = told.bodies[0]["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["sentences"]


def test_a_server_without_schemas_is_asked_for_lines_and_remembered() -> None:
    with serving(without_schemas(replying(["Eleven ferries left. [1]"]))) as (address, told):
        writer = writer_at(address)
        assert list(writer.write(TASK, lambda: None)) == [ELEVEN]
        assert list(writer.write(TASK, lambda: None)) == [ELEVEN]
    assert ["response_format" in body for body in told.bodies] == [True, False, False]


def test_the_material_stays_within_its_delimiters() -> None:
    with serving(replying([REPLY])) as (address, told):
        list(writer_at(address).write(TASK, lambda: None))
    material = told.bodies[0]["messages"][-1]["content"]
    assert "[2] (The Evening) A ticket costs ‹b›four‹/b› crowns, see (7)." in material
    assert material.count("</sources>") == 1


@pytest.mark.parametrize(
    ("behaviour", "found", "why"),
    [
        (failing(401, f"Incorrect API key provided: {KEY}"), [], "refused the key"),
        (failing(403), [], "refused the key"),
        (failing(404), [], "is not known where it was asked for"),
        (failing(429), [], "too many requests"),
        (failing(500), [], "failed (status 500)"),
        (failing(529), [], "is overloaded"),
        (failing(418), [], "refused the request (status 418)"),
        (cutting_off([REPLY[:40]]), [], "broke"),
        (cutting_off([REPLY[:-2]]), [ELEVEN], "broke"),
        (replying([REPLY[:40]]), [], "broke off in the middle"),
        (replying(["word " * 100] * 100), [], "was cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_whatever_a_server_does_ends_with_what_came_and_a_plain_word(
    behaviour: Behaviour, found: list[Drafted], why: str
) -> None:
    came, failure = written(behaviour)
    assert came == found
    assert why in failure


@pytest.mark.parametrize("reply", ["", " ", "[]", "{}", "\u200b"])
def test_a_reply_without_a_sentence_is_no_failure(reply: str) -> None:
    assert written(replying([reply])) == ([], "")


def test_nonsense_is_a_sentence_that_rests_on_nothing() -> None:
    assert written(replying(["blah blah"])) == ([Drafted("blah blah")], "")


def test_a_server_that_is_not_there_is_told_of() -> None:
    with serving(replying([])) as (address, _):
        pass
    with pytest.raises(WritingFailed, match="could not be reached"):
        list(writer_at(address).write(TASK, lambda: None))


def test_a_server_that_hangs_is_left_in_time_and_hung_up_on() -> None:
    with serving(hanging(20)) as (address, told):
        started = time.monotonic()
        with pytest.raises(WritingFailed, match=r"took longer than 0\.5 seconds"):
            list(writer_at(address, seconds=0.5).write(TASK, lambda: None))
        assert time.monotonic() - started < 10
        assert told.hung_up.wait(10)


def test_whoever_stops_ends_the_request() -> None:
    def stop_soon() -> Callable[[], None]:
        calls = iter(range(3))

        def go_on() -> None:
            if next(calls, None) is None:
                raise KeyboardInterrupt

        return go_on

    with serving(hanging(20)) as (address, told):
        with pytest.raises(KeyboardInterrupt):
            list(writer_at(address).write(TASK, stop_soon()))
        assert told.hung_up.wait(10)


def test_a_reply_is_read_up_to_a_limit_only() -> None:
    with serving(replying(["word " * 100] * 1000, pause=0.001)) as (address, told):
        with pytest.raises(WritingFailed, match="on and on"):
            list(writer_at(address).write(TASK, lambda: None))
        assert told.hung_up.wait(10)
    assert LONGEST_REPLY < 500 * 1000


def test_no_key_is_in_an_error_or_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="qa")
    leaking = serving(failing(401, f"Incorrect API key provided: {KEY}"))
    with leaking as (address, told), pytest.raises(WritingFailed) as caught:
        list(writer_at(address).write(TASK, lambda: None))
    assert told.keys == [f"Bearer {KEY}"]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("qa")]
    assert "openai:m: " in ours[0]
    assert "401" in ours[0]
    assert not any(KEY in text for text in [str(caught.value), *ours])
