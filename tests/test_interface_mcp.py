"""The tools for assistants, used by a real client of the protocol."""

from typing import Any

import pytest
from mcp import Client

from corpus import Article
from qa.web.api.schema import NamedArticles
from tests.serving import ARTICLES, awaited

pytestmark = pytest.mark.slow

LAMP = "Who repaired the lighthouse lamp?"


def called(address: str, tool: str, **arguments: Any) -> Any:
    async def call() -> Any:
        async with Client(f"{address}/mcp") as client:
            return await client.call_tool(tool, arguments)

    return awaited(call())


def test_three_tools_are_offered_which_change_nothing(address: str) -> None:
    async def tools() -> Any:
        async with Client(f"{address}/mcp") as client:
            return (await client.list_tools()).tools

    offered = awaited(tools())
    assert [tool.name for tool in offered] == ["ask", "retrieve", "articles"]
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


def test_what_a_scope_can_name_is_listed_and_taken(address: str) -> None:
    listed = called(address, "articles").structured_content
    assert (len(listed["articles"]), listed["left_out"]) == (len(ARTICLES), 0)
    (quay,) = called(address, "articles", containing="quay").structured_content["articles"]
    assert quay == {
        "id": "lighthouse.md",
        "title": "The lamp burns again",
        "source": "The Quay",
        "published": "2031-05-04",
    }
    for scope in ({"sources": [quay["source"]]}, {"articles": [quay["id"]]}):
        answer = called(address, "ask", question=LAMP, scope=scope).structured_content
        assert {each["article_id"] for each in answer["citations"]} == {quay["id"]}


def test_of_thousands_of_articles_no_more_are_listed_than_can_be_kept_in_mind() -> None:
    many = [
        Article(f"{number:04}.txt", "Ferries", "Fog.", "The Quay", "", None, "", "")
        for number in range(3_000)
    ]
    listed = NamedArticles.of(many, "the quay")
    assert (len(listed.articles), listed.left_out) == (200, 2_800)
    assert [each.id for each in NamedArticles.of(many, "2999").articles] == ["2999.txt"]


def test_an_outlet_that_there_is_not_is_told_with_those_that_there_are(address: str) -> None:
    refused = called(address, "ask", question=LAMP, scope={"sources": ["quay"]})
    assert refused.structured_content["reason"] == (
        "There are no articles from quay. Some are from The Quay."
    )


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
        ("articles", {"containing": "x" * 1_001}, "containing"),
        ("articles", {"containing": ["The Quay"]}, "containing"),
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
