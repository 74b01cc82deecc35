"""No reply names a place on the server, and no line of the log what was asked."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from mcp import Client
from starlette.testclient import TestClient

from corpus import ChapterVerseError
from qa.service import Service
from qa.settings import Settings
from qa.web.api import PREFIX, create_api
from qa.web.api.problems import MEANT_FOR_WHO_ASKS, problem_of
from qa.web.chat import Chat
from qa.web.listing import listing_routes
from qa.web.mcp import create_mcp
from qa.web.reading import reading_routes
from qa.workers import Workers
from tests.markup import said
from tests.serving import awaited

pytestmark = pytest.mark.usefixtures("loaded_once")

LAMP = "When was the lamp lit?"
PLACE = "/srv/secret/chroma.sqlite3"


def service_on(tmp_path: Path) -> Service:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "lamp.txt").write_text("The keeper lit the lamp at dusk.", encoding="utf-8")
    changes = str(tmp_path / "changes")
    service = Service(Settings(articles=folder, index=str(tmp_path / "index"), changes=changes))
    service.start()
    service.wait_until_ready(60)
    return service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return service_on(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with client_of(service) as client:
        yield client


def client_of(service: Service) -> TestClient:
    app = FastAPI()
    app.include_router(reading_routes(service))
    app.include_router(listing_routes(service))
    app.mount(PREFIX, create_api(service))
    return TestClient(app, raise_server_exceptions=False)


def shown(service: Service) -> str:
    """What the page shows a visitor who asks."""

    async def last() -> str:
        *_, (html, _, _) = [each async for each in Chat(service).ask(LAMP, "", "")]
        return str(html)

    return awaited(last())


def told_to_assistant(service: Service, tool: str = "ask") -> str:
    async def call() -> Any:
        async with Client(create_mcp(service)) as client:
            return await client.call_tool(tool, {"question": LAMP})

    return str(awaited(call()).content)


def ways(service: Service, client: TestClient) -> dict[str, Callable[[], str]]:
    """All ways of asking; each gives what is told."""
    asked = {"question": LAMP}
    return {
        "ask": lambda: client.post(f"{PREFIX}/ask", json=asked).text,
        "stream": lambda: client.post(f"{PREFIX}/ask/stream", json=asked).text,
        "retrieve": lambda: client.post(f"{PREFIX}/retrieve", json=asked).text,
        "tool ask": lambda: told_to_assistant(service),
        "tool retrieve": lambda: told_to_assistant(service, "retrieve"),
        "page": lambda: said(shown(service)),
    }


def replies(service: Service, client: TestClient) -> dict[str, str]:
    """All that anybody can be told of a question, by the way it is told."""
    return {way: ask() for way, ask in ways(service, client).items()}


def kinds_of(error: type[ChapterVerseError]) -> set[type[ChapterVerseError]]:
    return {error}.union(*map(kinds_of, error.__subclasses__()))


def test_whose_words_are_passed_on_is_decided_by_hand() -> None:
    assert {kind.__name__ for kind in MEANT_FOR_WHO_ASKS} == {
        *("QuestionError", "ScopeError", "SearchError", "UnreadableFile", "ChangesNotAllowed"),
        *(
            "LibraryFull",
            "FeedbackError",
            "FeedbackFull",
            "OpinionTooLong",
            "FeedbackUnavailable",
            "Unavailable",
            "Busy",
            "TookTooLong",
            "InternalError",
        ),
    }


def test_of_no_other_error_a_word_is_passed_on() -> None:
    others = [
        kind for kind in kinds_of(ChapterVerseError) if not issubclass(kind, MEANT_FOR_WHO_ASKS)
    ]
    names = {kind.__name__ for kind in others}
    assert names >= {"FolderError", "IndexUnavailable", "ModelError", "WriterError", "SettingError"}
    for kind in others:
        assert PLACE not in problem_of(kind(f"{PLACE} is damaged")).model_dump_json()


@pytest.mark.slow
@pytest.mark.parametrize(
    "error", [ChapterVerseError, RuntimeError, OSError, KeyError, TimeoutError]
)
def test_whatever_goes_wrong_is_told_without_a_place_and_logged_with_it(
    service: Service,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error(f"{PLACE} is damaged")

    monkeypatch.setattr("qa.service.answer", fail)
    monkeypatch.setattr("qa.service.retrieve", fail)
    for way, ask in ways(service, client).items():
        caplog.clear()
        reply = ask()
        assert PLACE not in reply, way
        assert "Traceback" not in reply, way
        assert "server's log says more" in reply.replace("’", "'"), (way, reply)
        assert PLACE in caplog.text, way


@pytest.mark.slow
def test_a_damaged_index_is_told_without_a_place_by_health_too(tmp_path: Path) -> None:
    service = service_on(tmp_path)
    with client_of(service) as client:
        before = client.get(f"{PREFIX}/health")
        assert before.status_code == 200
        assert (before.json()["articles"], before.json()["passages"]) == (1, 1)
        while service.state.phase != "Ready":
            time.sleep(0.05)
        database = tmp_path / "index" / "chroma.sqlite3"
        database.write_bytes(b"\xff" * database.stat().st_size)
        told = replies(service, client)
        for path in ("/articles", "/read/lamp.txt", f"{PREFIX}/articles", "/status", "/welcome"):
            told[path] = client.get(path).text
        told["bring"] = client.put(f"{PREFIX}/articles/fog.txt", content=b"Fog came.").text
        assert all(str(tmp_path) not in reply for reply in told.values())
        assert "can't be searched" in told["ask"]
        assert "can't be searched" in said(told["/articles"])
        health = wait_for_health(client, "failed")
        assert (health["index"], health["models"]) == ("failed", "ready")
        assert (health["articles"], health["passages"]) == (None, None)
        assert health["reason"].startswith("the index can't be used; the server's log says why")
        assert str(tmp_path) not in str(health)


@pytest.mark.slow
def test_an_index_that_was_deleted_is_told_by_health(tmp_path: Path) -> None:
    service = service_on(tmp_path)
    with client_of(service) as client:
        for path in sorted((tmp_path / "index").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        assert wait_for_health(client, "failed")["index"] == "failed"


def wait_for_health(client: TestClient, status: str) -> dict[str, Any]:
    """What health says, once what it saw last is no longer fresh."""
    for _ in range(200):
        response = client.get(f"{PREFIX}/health")
        if response.json()["status"] == status:
            assert response.status_code == (200 if status == "ready" else 503)
            return dict(response.json())
        time.sleep(0.05)
    return pytest.fail(f"health does not become {status}")


@pytest.mark.slow
def test_who_is_one_too_many_is_told_when_to_try_again(
    service: Service, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_answering", Workers("nobody", 0))
    for way, reply in replies(service, client).items():
        assert "try again in 5 seconds" in reply, way
    refused = client.post(f"{PREFIX}/ask", json={"question": LAMP})
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["error"] == "Busy"


@pytest.mark.slow
def test_a_question_is_in_no_line_of_the_log_at_any_level(
    service: Service, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="qa")
    caplog.set_level(logging.DEBUG, logger="index")
    caplog.set_level(logging.DEBUG, logger="corpus")
    assert "keeper" in replies(service, client)["ask"]
    ours = [each for each in caplog.records if each.name.split(".")[0] in ("qa", "index", "corpus")]
    ways = [(each.msg, each.__dict__["way"], each.__dict__["status"]) for each in ours]
    assert ways == [
        ("question", "rest", "answered"),
        ("question", "rest", "answered"),
        ("retrieve", "rest", "found"),
        ("question", "mcp", "answered"),
        ("retrieve", "mcp", "found"),
        ("question", "page", "answered"),
    ]
    for record in ours:
        assert "lamp" not in str(record.__dict__).replace("lamp.txt", "")
    first = ours[0].__dict__
    stages = [first[f"{stage}_ms"] for stage in ("understanding", "searching", "reading")]
    assert abs(sum(stages) - first["ms"]) <= 2
    assert first["citations"] == first["articles"] == 1
