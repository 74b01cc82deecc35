"""REST, asked of the app as it really runs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import gradio
import httpx
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus import VERSION
from qa.model import Answer, Citation, Status
from qa.web.api.schema import AnswerModel
from tests.markup import Markup
from tests.serving import ARTICLES

pytestmark = pytest.mark.slow

LAMP = "Who repaired the lighthouse lamp?"
REPAIR = "How long did the repair of the lighthouse lamp take?"
BELL = "The bell of the northern dock was cast by Ines Rook in 1911. It weighs nine hundred pounds."


@pytest.fixture(scope="module")
def api(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", timeout=120) as client:
        client.post("/ask", json={"question": LAMP})  # waits until all is ready
        yield client


def asked(api: httpx.Client, **body: Any) -> Any:
    response = api.post("/ask", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def assert_problem(response: httpx.Response, status: int, error: str) -> str:
    """That an error is told as RFC 9457 has it; gives its words."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "error"}
    assert (problem["status"], problem["error"]) == (status, error)
    return str(problem["detail"])


def test_an_answer_has_its_citations_to_the_character(api: httpx.Client) -> None:
    reply = asked(api, question=LAMP)
    assert reply["status"] == "answered"
    assert AnswerModel.model_validate(reply).model_dump(mode="json") == reply
    (first, *_) = reply["citations"]
    text = api.get(f"/articles/{first['article_id']}").json()["text"]
    assert text[first["start"] : first["end"]] == first["quote"]
    assert "Tomas Brandt" in first["quote"]


def test_a_follow_up_goes_with_its_history(api: httpx.Client) -> None:
    first = asked(api, question=LAMP)
    history = [
        {"role": "user", "content": LAMP},
        {"role": "assistant", "content": first["text"]},
    ]
    assert LAMP in asked(api, question="How long did it take him?", history=history)["question"]


def test_some_of_the_articles_can_be_asked(api: httpx.Client) -> None:
    reply = asked(api, question=REPAIR, scope={"sources": ["The Mirror"]})
    assert [each["source"] for each in reply["citations"]] == ["The Mirror"]
    later = asked(api, question=REPAIR, scope={"since": "2032-01-01"})
    assert later["reason"] == "There are no articles published from 1 January 2032 on."


def test_the_stages_are_streamed_before_the_answer(api: httpx.Client) -> None:
    with api.stream("POST", "/ask/stream", json={"question": LAMP}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in response.iter_lines() if line]
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    told = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert events == ["stage", "stage", "stage", "answer"]
    assert [each["stage"] for each in told[:3]] == [
        "Understanding the question",
        "Searching the articles",
        "Reading what was found",
    ]
    assert told[3] == asked(api, question=LAMP)


def test_a_streamed_question_that_cannot_be_used_is_told_as_an_event(api: httpx.Client) -> None:
    streamed = api.post("/ask/stream", json={"question": " "}).text
    assert "event: problem" in streamed
    assert "the question is empty" in streamed


def test_passages_can_be_retrieved_alone(api: httpx.Client) -> None:
    response = api.post("/retrieve", json={"question": LAMP, "k": 2})
    hits = response.json()
    assert len(hits) == 2
    text = api.get(f"/articles/{hits[0]['article_id']}").json()["text"]
    assert text[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]


def test_every_passage_has_a_link_that_shows_it_in_its_article(
    api: httpx.Client, address: str
) -> None:
    refused = asked(api, question="What is the boiling point of tungsten?")
    assert refused["status"] == "not_in_articles"
    answered = asked(api, question=LAMP)
    hits = api.post("/retrieve", json={"question": LAMP, "k": 2}).json()
    told = [*answered["citations"], refused["nearest"], *hits, *answered["considered"]]
    for each in told:
        assert each["link"].startswith(f"/read/{each['article_id']}?")
        shown = Markup(httpx.get(f"{address}{each['link']}").text)
        assert "".join(shown.texts("mark")) == each.get("quote", each.get("text"))


def test_a_copy_has_a_link_as_well() -> None:
    fog = Citation(1, "fog.txt", "Fog", "", None, "", 0, 4, "Fog.")
    answer = Answer("?", "?", Status.ANSWERED, "", (), [replace(fog, copies=(fog,))], ())
    (citation,) = AnswerModel.of(answer).citations
    assert citation.copies[0].link == citation.link
    assert citation.link.startswith("/read/fog.txt?start=0&end=4&")


def test_the_articles_are_listed_and_read(api: httpx.Client) -> None:
    listed = {each["id"]: each for each in api.get("/articles").json()}
    assert listed.keys() == ARTICLES.keys()
    assert listed["lighthouse.md"]["source"] == "The Quay"
    assert listed["lighthouse.md"]["passages"] == 1
    assert not listed["lighthouse.md"]["brought"]
    assert api.get("/articles/ferries.txt").json()["text"] == ARTICLES["ferries.txt"]


def test_an_article_is_brought_asked_and_taken_out(api: httpx.Client, home: Path) -> None:
    brought = api.put("/articles/bell.txt", content=BELL.encode())
    assert brought.status_code == 201
    assert brought.json()["id"] == "brought/bell.txt"
    assert brought.json()["brought"]
    reply = asked(api, question="Who cast the bell of the northern dock?")
    assert "Ines Rook" in reply["citations"][0]["quote"]
    assert [path.read_text() for path in home.rglob("bell.txt")] == [BELL]
    assert api.delete("/articles/brought/bell.txt").status_code == 204
    assert_problem(api.get("/articles/brought/bell.txt"), 404, "UnknownArticle")
    assert [*home.rglob("bell.txt")] == []


def as_pdf(text: str) -> bytes:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 700, text)
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("gong.md", b"---\ntitle: The gong\n---\n\nThe gong of the mole was tuned by Ruth Ode."),
        (
            "gong.html",
            b"<html><body><p>The gong of the mole was tuned by Ruth Ode.</p></body></html>",
        ),
        ("gong.pdf", as_pdf("The gong of the mole was tuned by Ruth Ode.")),
    ],
)
def test_every_kind_of_file_can_be_brought(api: httpx.Client, name: str, data: bytes) -> None:
    brought = api.put(f"/articles/{name}", content=data)
    assert brought.status_code == 201, brought.text
    reply = asked(api, question="Who tuned the gong of the mole?")
    assert reply["citations"][0]["article_id"] == f"brought/{name}"
    assert "Ruth Ode" in reply["citations"][0]["quote"]
    assert api.delete(f"/articles/brought/{name}").status_code == 204


def test_an_article_of_the_folder_is_taken_out_and_put_back(
    api: httpx.Client, folder: Path
) -> None:
    assert api.delete("/articles/mirror.md").status_code == 204
    assert api.get("/taken-out").json() == ["mirror.md"]
    assert not asked(api, question=REPAIR)["differs"]
    assert (folder / "mirror.md").is_file()
    assert api.delete("/taken-out/mirror.md").status_code == 204
    assert_problem(api.delete("/taken-out/mirror.md"), 404, "UnknownArticle")
    assert asked(api, question=REPAIR)["differs"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("void.txt", b"", "is empty"),
        ("bell.exe", b"MZ", "is none of .htm"),
        ("torn.pdf", b"not a PDF at all", "torn.pdf"),
        ("again.txt", ARTICLES["ferries.txt"].encode(), "is here already, as “Ferries return"),
        ("large.txt", b"a lamp " * 3_000_000, "over the limit of 20.0 MB"),
        ("larger.txt", b"a lamp " * 5_000_000, "over the limit of 20.0 MB"),
    ],
    # Of the files themselves pytest would make names as long.
    ids=["empty", "no article", "torn", "there already", "large", "larger"],
)
def test_a_file_that_is_refused_says_why_and_leaves_nothing(
    api: httpx.Client, home: Path, name: str, data: bytes, reason: str
) -> None:
    detail = assert_problem(api.put(f"/articles/{name}", content=data), 422, "UnreadableFile")
    assert reason in detail
    assert str(home) not in detail
    assert [*home.rglob(name)] == []
    assert len(api.get("/articles").json()) == len(ARTICLES)


def test_a_file_does_not_take_the_place_of_another_of_its_name(api: httpx.Client) -> None:
    api.put("/articles/bell.txt", content=BELL.encode())
    again = api.put("/articles/bell.txt", content=b"The bell is gone. Nobody hears it.")
    assert "rename it" in assert_problem(again, 422, "UnreadableFile")
    assert api.get("/articles/brought/bell.txt").json()["text"] == BELL
    api.delete("/articles/brought/bell.txt")


@pytest.mark.parametrize(
    ("body", "status", "error", "words"),
    [
        ({"question": " "}, 400, "QuestionError", "the question is empty"),
        ({"question": "x" * 2001}, 400, "QuestionError", "at most 2,000"),
        ({}, 422, "InvalidRequest", "body.question: Field required"),
        ({"question": "Who?", "model": 7}, 422, "InvalidRequest", "body.model"),
        ({"question": "Who?", "history": "none"}, 422, "InvalidRequest", "body.history"),
        (
            {"question": "Who?", "scope": {"since": "2031-05-02", "until": "2031-05-01"}},
            *(400, "ScopeError", "exchange them"),
        ),
        ({"question": "Who?", "scope": {"outlet": "Q"}}, 422, "InvalidRequest", "scope.outlet"),
    ],
)
def test_a_question_that_cannot_be_used_says_why(
    api: httpx.Client, body: dict[str, Any], status: int, error: str, words: str
) -> None:
    assert words in assert_problem(api.post("/ask", json=body), status, error)


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/nowhere", 404, "NotFound"),
        ("GET", "/articles/nowhere.txt", 404, "UnknownArticle"),
        ("GET", "/articles/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404, "UnknownArticle"),
        ("DELETE", "/articles/nowhere.txt", 404, "UnknownArticle"),
        ("GET", "/ask", 405, "MethodNotAllowed"),
    ],
)
def test_an_address_that_is_none_is_a_problem_too(
    api: httpx.Client, method: str, path: str, status: int, error: str
) -> None:
    assert_problem(api.request(method, path), status, error)


def test_k_is_bounded(api: httpx.Client) -> None:
    response = api.post("/retrieve", json={"question": LAMP, "k": 101})
    assert "body.k" in assert_problem(response, 422, "InvalidRequest")


def test_health_says_that_questions_are_answered(api: httpx.Client) -> None:
    response = api.get("/health")
    assert response.status_code == 200
    told = response.json()
    assert (told["status"], told["reason"], told["up_to_date"]) == ("ready", "", True)
    assert told["seconds_left"] is None
    assert told["version"] == VERSION


def test_an_opinion_is_kept_in_a_file_of_lines(api: httpx.Client, home: Path) -> None:
    reply = asked(api, question=LAMP)
    opinion = {"helpful": False, "word": "too short", "answer": reply}
    assert api.post("/feedback", json=opinion).status_code == 204
    kept = home / "chapter-and-verse" / "feedback.jsonl"
    last = json.loads(kept.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["helpful"], last["word"], last["asked"]) == (False, "too short", LAMP)
    (place, *_) = last["places"]
    assert place["article_id"] == reply["citations"][0]["article_id"]
    too_long = {**opinion, "word": "x" * 501}
    assert_problem(api.post("/feedback", json=too_long), 422, "InvalidRequest")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_another_site_can_change_nothing(
    api: httpx.Client, headers: dict[str, str]
) -> None:
    response = api.put("/articles/bell.txt", content=BELL.encode(), headers=headers)
    assert_problem(response, 403, "OtherSite")
    assert len(api.get("/articles").json()) == len(ARTICLES)


def test_another_name_that_leads_here_is_refused(api: httpx.Client) -> None:
    headers = {"Host": "elsewhere.example:7860", "Origin": "http://elsewhere.example:7860"}
    assert api.get("/articles", headers=headers).status_code == 400
    assert api.delete("/articles/mirror.md", headers=headers).status_code == 400


def test_no_other_site_may_show_the_page_within_its_own(address: str) -> None:
    policy = httpx.get(address).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy


def test_no_reply_names_a_place_on_the_server(address: str, folder: Path, home: Path) -> None:
    join = f"{address}/gradio_api/queue/join"
    replies = [
        httpx.get(address),
        httpx.get(f"{address}/gradio_api/info"),
        httpx.get(f"{address}/web/%2e%2e/application.py"),
        httpx.post(join, json={"data": [], "session_hash": "x"}),
        httpx.post(join, json={"data": [], "session_hash": "x", "fn_index": 99}),
        httpx.post(join, content=b"x" * 1_000_001),
        httpx.post(f"{address}/mcp", content=b"{"),
    ]
    for reply in replies:
        assert "server" not in reply.headers
        for place in (folder, home, Path(gradio.__file__).parent.parent):
            assert str(place) not in reply.text
        assert "Traceback" not in reply.text


def test_a_body_without_end_is_refused(api: httpx.Client) -> None:
    response = api.post("/ask", content=b'{"question": "' + b"lamp " * 600_000 + b'"}')
    assert_problem(response, 413, "ContentTooLarge")


def test_a_word_without_end_keeps_nobody_waiting(api: httpx.Client) -> None:
    text = f"The bell rang. {'A' * 200_000} says nothing at all."
    assert api.put("/articles/endless.txt", content=text.encode()).status_code == 201
    assert "Tomas Brandt" in asked(api, question=LAMP)["citations"][0]["quote"]
    assert api.delete("/articles/brought/endless.txt").status_code == 204


def test_the_description_names_every_path_and_how_errors_look(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/ask",
        "/ask/stream",
        "/retrieve",
        "/articles",
        "/articles/{article_id}",
        "/articles/{name}",
        "/taken-out",
        "/taken-out/{article_id}",
        "/health",
        "/feedback",
    }
    places = [described["components"]["schemas"][name] for name in ("CitationModel", "HitModel")]
    assert all("highlighted" in place["properties"]["link"]["description"] for place in places)
    ask = described["paths"]["/ask"]["post"]["responses"]
    assert ask["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/AnswerModel")
    assert ask["400"]["content"]["application/problem+json"]
    bring = described["paths"]["/articles/{name}"]["put"]
    assert "application/octet-stream" in bring["requestBody"]["content"]
    assert described["servers"] == [{"url": "/api/v1"}]
