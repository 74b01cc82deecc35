"""Nobody waits longer than the limit, whatever hangs: tried on a Chroma server that is stopped."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import ClientDisconnect, Request

from index import SettingError
from qa.service import Service
from qa.settings import Settings
from qa.web.api.connected import while_connected
from tests.browser.running import running_app
from tests.chroma_server import chroma_server
from tests.serving import awaited, until_ready

LAMP = {"question": "Who lit the lamp at dusk?"}
LIMIT = 3.0
SLACK = 5.0
"""Seconds more in which a machine that is busy may say so."""


def test_a_language_model_may_not_take_as_long_as_a_question(tmp_path: Path) -> None:
    settings = Settings(articles=tmp_path, llm="ollama:llama3.2", llm_seconds=60, seconds=60)
    with pytest.raises(SettingError, match=r"CV_LLM_SECONDS \(60\) must be less than CV_SECONDS"):
        Service(settings)


def test_work_for_who_hangs_up_is_called_off() -> None:
    async def hang_up() -> list[str]:
        told: list[str] = []
        left = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await left.wait()
            return {"type": "http.disconnect"}

        async def work() -> None:
            told.append("begun")
            left.set()
            try:
                await asyncio.sleep(60)
            finally:
                told.append("called off")

        with pytest.raises(ClientDisconnect):
            await while_connected(Request({"type": "http"}, receive), work())
        return told

    assert awaited(hang_up()) == ["begun", "called off"]


def test_work_for_who_stays_gives_what_comes_of_it() -> None:
    async def stay() -> int:
        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        return await while_connected(Request({"type": "http"}, receive), asyncio.sleep(0, 42))

    assert awaited(stay()) == 42


def assert_too_long(response: httpx.Response) -> None:
    assert (response.status_code, response.json()["error"]) == (503, "TookTooLong")
    assert "longer than 3 seconds" in response.json()["detail"]
    assert LIMIT - 0.5 < response.elapsed.total_seconds() < LIMIT + SLACK


def statuses(address: str, count: int) -> list[tuple[int, str | None]]:
    """What becomes of so many questions at the same time: the status, and when to try again."""

    async def ask() -> list[tuple[int, str | None]]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
            asked = [client.post("/api/v1/ask", json=LAMP) for _ in range(count)]
            responses = await asyncio.gather(*asked)
        return [(each.status_code, each.headers.get("retry-after")) for each in responses]

    return awaited(ask())


@pytest.mark.long
@pytest.mark.slow
def test_nobody_waits_for_an_index_that_hangs_and_it_comes_back(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "lamp.txt").write_text("The keeper lit the lamp at dusk.", encoding="utf-8")
    with (
        chroma_server(tmp_path / "server") as server,
        running_app(
            *("--articles", str(articles), "--index", server.url), home=tmp_path, CV_SECONDS="3"
        ) as address,
        httpx.Client(base_url=f"{address}/api/v1", timeout=60) as api,
    ):
        until_ready(api)
        assert api.post("/ask", json=LAMP).json()["status"] == "answered"

        with server.stopped():
            with ThreadPoolExecutor() as pool:
                asked = pool.submit(api.post, "/ask", json=LAMP)
                listed = pool.submit(api.get, "/articles")
                assert_too_long(asked.result())
                assert_too_long(listed.result())
            health = api.get("/health")
            assert (health.status_code, health.json()["index"]) == (503, "failed")
            told = statuses(address, 80)
            assert sum(each == (503, "5") for each in told) >= 80 - 64
            assert {status for status, _ in told} == {503}

        until_ready(api)
        assert api.post("/ask", json=LAMP).json()["status"] == "answered"

        # What hangs when the app is ended does not keep it: see `running_app`.
        server.stop()
        assert_too_long(api.post("/ask", json=LAMP))
