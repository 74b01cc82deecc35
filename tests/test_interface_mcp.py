"""The tools for assistants, used by a real client of the protocol."""

from typing import Any

import pytest
from mcp import Client

from tests.serving import awaited

pytestmark = pytest.mark.slow

LAMP = "Who repaired the lighthouse lamp?"


def called(address: str, tool: str, **arguments: Any) -> Any:
    async def call() -> Any:
        async with Client(f"{address}/mcp") as client:
            return await client.call_tool(tool, arguments)

    return awaited(call())


def test_two_tools_are_offered_which_change_nothing(address: str) -> None:
    async def tools() -> Any:
        async with Client(f"{address}/mcp") as client:
            return (await client.list_tools()).tools

    offered = awaited(tools())
    assert [tool.name for tool in offered] == ["ask", "retrieve"]
    assert all(tool.annotations.read_only_hint for tool in offered)
    assert all(tool.description for tool in offered)


def test_ask_gives_the_answer_with_its_citations(address: str) -> None:
    result = called(address, "ask", question=LAMP)
    assert not result.is_error
    answer = result.structured_content
    assert answer["status"] == "answered"
    assert "Tomas Brandt" in answer["citations"][0]["quote"]
    refused = called(address, "ask", question=LAMP, scope={"sources": ["The Sign"]})
    assert refused.structured_content["status"] == "not_in_articles"


def test_retrieve_gives_passages(address: str) -> None:
    result = called(address, "retrieve", question=LAMP, k=1)
    (hit,) = result.structured_content["result"]
    assert hit["article_id"] in ("lighthouse.md", "mirror.md")


def test_a_question_that_cannot_be_used_is_an_error_in_words(address: str) -> None:
    result = called(address, "ask", question=" ")
    assert result.is_error
    assert "the question is empty" in result.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("retrieve", {"question": LAMP, "k": 0}, "ask for 1 to 100"),
        ("retrieve", {"question": LAMP, "k": 10**9}, "ask for 1 to 100"),
        ("retrieve", {"question": LAMP, "k": 1.5}, "k"),
        ("retrieve", {"k": 1}, "question"),
        ("ask", {"question": "x" * 100_000}, "shorten it to at most 2,000"),
        ("ask", {"question": ["Who?"]}, "question"),
        ("ask", {"question": LAMP, "history": [{"role": "judge", "content": "?"}]}, "role"),
        ("ask", {"question": LAMP, "history": "none"}, "history"),
        ("ask", {"question": LAMP, "scope": {"outlet": "The Quay"}}, "outlet"),
        ("ask", {"question": LAMP, "scope": {"since": 0}}, "2024-10-31"),
        (
            *("ask", {"question": LAMP, "scope": {"since": "2031-05-02", "until": "2031-05-01"}}),
            "exchange them",
        ),
    ],
)
def test_odd_arguments_are_told_in_words(
    address: str, tool: str, arguments: dict[str, Any], words: str
) -> None:
    result = called(address, tool, **arguments)
    assert result.is_error
    assert words in result.content[0].text
    assert "Traceback" not in result.content[0].text
