"""Requests that make no sense, never end, or break something, most of them to the whole page."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.settings import Settings
from qa.web import create_app
from qa.web.joining import EVENTS, JOIN
from qa.web.mishaps import NoMishapUntold
from qa.web.patience import BodyInTime
from qa.web.privacy import OwnHostOnly
from tests.serving import awaited
from tests.test_web_access import assert_problem

pytestmark = pytest.mark.usefixtures("loaded_once")

LAMP = "The keeper lit the lamp at dusk."
MAYOR = "Did the mayor take the money?"
SECONDS = 5.0


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "lamp.txt").write_text(LAMP, encoding="utf-8")
    index = str(tmp_path_factory.mktemp("index"))
    settings = Settings(
        articles=folder, index=index, changes="off", feedback="off", seconds=SECONDS
    )

    async def made() -> FastAPI:
        return create_app(settings)

    return awaited(made())  # without a loop around it Gradio would make one, and leave it open


@pytest.fixture(scope="module")
def page(app: FastAPI) -> Iterator[TestClient]:
    """A visitor's browser; what breaks on its way out of the application fails the test."""
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        until = time.monotonic() + 120
        while client.get("/api/v1/health").status_code != 200 and time.monotonic() < until:
            time.sleep(0.1)
        yield client


def functions(page: TestClient) -> dict[int, int]:
    """How many inputs each function has, as the page itself is told."""
    found = re.search(r"window\.gradio_config = (\{.*?\});\s*</script>", page.get("/").text, re.S)
    assert found
    return {each["id"]: len(each["inputs"]) for each in json.loads(found[1])["dependencies"]}


def asking(page: TestClient, question: Any, session: str = "x") -> dict[str, Any]:
    """What the page sends when somebody asks, and a question is a text."""
    values = [question, *[None] * (functions(page)[0] - 1)]
    return {
        "data": values,
        "event_data": None,
        "fn_index": 0,
        "trigger_id": 11,
        "session_hash": session,
    }


@pytest.mark.slow
def test_what_the_page_sends_is_answered(page: TestClient) -> None:
    joined = page.post(JOIN, json=asking(page, "Who lit the lamp?", "h1eogby5j4d"))
    assert joined.status_code == 200, joined.text
    told = page.get(EVENTS, params={"session_hash": "h1eogby5j4d"}).text
    assert "The keeper lit the lamp" in told


@pytest.mark.slow
def test_every_button_of_the_page_can_be_pressed(page: TestClient) -> None:
    for number, inputs in functions(page).items():
        body = {"data": [None] * inputs, "fn_index": number, "session_hash": f"button{number}"}
        assert page.post(JOIN, json=body).status_code == 200
        told = page.get(EVENTS, params={"session_hash": f"button{number}"})
        assert told.status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("query", ["session_hash=unknown", "session_hash=", ""])
def test_who_listens_without_having_asked_is_told_so_and_logged_in_one_line(
    page: TestClient, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    caplog.set_level(logging.INFO, logger="qa")
    refused = page.get(f"{EVENTS}?{query}")
    assert "Nothing was asked here" in assert_problem(refused, 404, "NotFound")
    (told,) = [record for record in caplog.records if record.name.startswith("qa")]
    assert told.exc_info is None
    assert "unknown" not in told.getMessage()


FILE = {"path": "https://elsewhere.example/10GB.bin", "meta": {"_type": "gradio.FileData"}}
"""What the framework takes for a file that it has to fetch."""

WRONG: list[dict[str, Any]] = [
    {"data": [MAYOR]},
    {"data": [MAYOR, *[None] * 20]},
    {"data": MAYOR},
    {"data": None},
    {"fn_index": 77},
    {"fn_index": -1},
    {"fn_index": "0"},
    {"fn_index": False},
    {"fn_index": None},
    {"session_hash": None},
    {"session_hash": ""},
    {"session_hash": "x" * 33},
    {"session_hash": "../x"},
    {"session_hash": "x\n"},
]


@pytest.mark.slow
@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: json.dumps(wrong)[:50])
def test_what_the_page_never_sends_reaches_neither_the_framework_nor_stderr(
    page: TestClient, capfd: pytest.CaptureFixture[str], wrong: dict[str, Any]
) -> None:
    refused = page.post(JOIN, json=asking(page, MAYOR) | wrong)
    assert "open it anew" in assert_problem(refused, 400, "InvalidRequest")
    assert "mayor" not in refused.text
    assert capfd.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.parametrize("question", [FILE, [FILE], {"who": MAYOR}, [MAYOR], 7, True])
def test_what_is_no_text_is_neither_fetched_nor_shown(
    page: TestClient, capfd: pytest.CaptureFixture[str], question: Any
) -> None:
    refused = page.post(JOIN, json=asking(page, question))
    assert_problem(refused, 400, "InvalidRequest")
    assert capfd.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff"])
def test_what_is_no_such_json_is_refused(page: TestClient, body: bytes) -> None:
    assert_problem(page.post(JOIN, content=body), 400, "InvalidRequest")


@pytest.mark.slow
def test_half_a_character_is_refused(page: TestClient) -> None:
    body = json.dumps(asking(page, "Who lit it? \ud800"))
    assert_problem(page.post(JOIN, content=body), 400, "InvalidRequest")


@pytest.mark.slow
@pytest.mark.parametrize("declared", [True, False])
def test_too_much_at_once_is_refused_however_it_comes(page: TestClient, declared: bool) -> None:
    body = json.dumps(asking(page, "lamp " * 100_000)).encode()
    refused = page.post(JOIN, content=body if declared else iter([body[:1000], body[1000:]]))
    assert "400,000 bytes" in assert_problem(refused, 413, "ContentTooLarge")


@pytest.mark.slow
@pytest.mark.parametrize("query", ["?page=nothing", "?deep_link=nothing", "?__theme=dark"])
def test_whatever_the_page_is_asked_with_it_is_the_page(page: TestClient, query: str) -> None:
    assert "Chapter &amp; Verse" in page.get(f"/{query}").text


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT"])
def test_nobody_listens_to_tools_without_end(page: TestClient, method: str) -> None:
    refused = page.request(method, "/mcp", headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


async def unsent(app: FastAPI, path: str) -> tuple[int, bytes]:
    """What is said to who announces a body and never sends it: the status, and the words."""
    headers = {
        b"host": b"127.0.0.1:7860",
        b"content-type": b"application/json",
        b"content-length": b"100",
        b"accept": b"application/json, text/event-stream",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": list(headers.items()),
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 7860),
        "state": {},
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async with asyncio.timeout(4 * SECONDS):
        await app(scope, asyncio.Event().wait, send)  # type: ignore[arg-type]
    start, *rest = sent
    return start["status"], b"".join(each.get("body", b"") for each in rest)


@pytest.mark.slow
def test_nobody_waits_for_a_body_that_never_comes(app: FastAPI, page: TestClient) -> None:
    paths = ["/api/v1/ask", "/api/v1/retrieve", "/api/v1/feedback", "/mcp", JOIN]

    async def all_unsent() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*[unsent(app, path) for path in paths])

    assert page.portal
    for path, (status, told) in zip(paths, page.portal.call(all_unsent), strict=True):
        assert status == 503, path
        problem = json.loads(told)
        assert problem["error"] == "TookTooLong", path
        assert "longer than 5 seconds; send it again" in problem["detail"]


def slow_parts(*parts: bytes) -> Any:
    """A body whose parts come one after the other, 50 ms apart."""

    async def receive() -> Any:
        await asyncio.sleep(0.05)
        *_, last = parts
        part, rest[:] = rest[0], rest[1:]
        return {"type": "http.request", "body": part, "more_body": part is not last}

    rest = list(parts)
    return receive


def received(app: Any, receive: Any, method: str = "POST") -> list[Any]:
    """All that an application sends to who asks it this way."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": "/", "headers": [], "query_string": b""}
    awaited(app(scope, receive, send))
    return sent


async def echo_slowly(scope: Any, receive: Any, send: Any) -> None:
    body = await Request(scope, receive).body()
    await asyncio.sleep(0.3)
    await PlainTextResponse(body)(scope, receive, send)


def test_what_is_done_with_a_body_may_take_longer_than_the_body() -> None:
    app = BodyInTime(echo_slowly, seconds=0.2)
    assert received(app, slow_parts(b"a ", b"lamp"))[1]["body"] == b"a lamp"


def test_a_body_that_comes_in_parts_is_waited_for_no_longer_than_another() -> None:
    app = BodyInTime(echo_slowly, seconds=0.2)
    start, body = received(app, slow_parts(*[bytes([65 + n]) for n in range(20)]))
    assert (start["status"], json.loads(body["body"])["error"]) == (503, "TookTooLong")


def test_who_only_listens_may_do_so_for_long() -> None:
    async def stream(scope: Any, receive: Any, send: Any) -> None:
        async def parts() -> Any:
            for _ in range(4):
                await asyncio.sleep(0.1)
                yield b"x"

        await StreamingResponse(parts())(scope, receive, send)

    async def nothing_more() -> Any:
        if first:
            return first.pop()
        return await asyncio.Event().wait()

    first = [{"type": "http.request", "body": b"", "more_body": False}]
    sent = received(BodyInTime(stream, seconds=0.2), nothing_more, "GET")
    assert b"".join(each.get("body", b"") for each in sent) == b"xxxx"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("qa.web.rendering.conversation", "/welcome"),
        ("qa.curating.Curator.taken_out", "/api/v1/taken-out"),
        ("gradio.route_utils.update_root_in_config", "/"),
    ],
)
def test_what_nobody_thought_of_is_a_problem_and_logged_once(
    page: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    place: str,
    path: str,
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("the oil is gone")

    monkeypatch.setattr(place, fail)
    response = page.get(path)
    assert "server's log says more" in assert_problem(response, 500, "InternalError")
    assert "oil" not in response.text
    assert response.headers["x-frame-options"] == "DENY"
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [str(record.exc_info[1]) for record in failures if record.exc_info] == [
        "the oil is gone"
    ]


def breaking(error: Exception, *, begun: bool) -> Starlette:
    """An application in which something breaks before or after its response has begun."""

    async def parts() -> Any:
        yield b"first"
        raise error

    def fail(_: Request) -> Response:
        if begun:
            return StreamingResponse(parts())
        raise error

    return Starlette(
        routes=[Route("/", fail)], middleware=[Middleware(OwnHostOnly), Middleware(NoMishapUntold)]
    )


def test_a_response_that_has_begun_is_broken_off_and_left_to_the_server_to_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with (
        TestClient(breaking(RuntimeError("the oil is gone"), begun=True)) as client,
        pytest.raises(RuntimeError, match="the oil is gone"),
    ):
        client.get("/")
    assert caplog.records == []


def test_that_somebody_hung_up_is_no_mishap(caplog: pytest.LogCaptureFixture) -> None:
    app = NoMishapUntold(BodyInTime(echo_slowly, seconds=1))

    async def hang_up() -> Any:
        return {"type": "http.disconnect"}

    assert received(app, hang_up) == []
    assert caplog.records == []
    with pytest.raises(ClientDisconnect):
        received(echo_slowly, hang_up)
