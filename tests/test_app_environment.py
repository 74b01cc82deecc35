"""The app as a service runs it: all settings in the environment, the index on a server.

The server is not there yet when the app is started.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import app
from qa import Settings
from tests.browser.running import ROOT
from tests.chroma_server import ChromaServer
from tests.indexing import HARBOUR, write
from tests.serving import until_ready
from tests.test_readme import README
from tests.watching import Watch

LAMP = {"question": "Who lit the lamp at dusk?"}
RATE = 2


@dataclass(frozen=True)
class Service:
    """An app that had to wait for its server.

    Attributes:
        page: what a visitor got who came too early.
        health: what it told then.
        reply: the answer to what was asked then.
        api: its interface.
        log: its stderr.
        watch: whom it turned to.
        server: the address of the index.
    """

    page: httpx.Response
    health: httpx.Response
    reply: httpx.Response
    api: httpx.Client
    log: Path
    watch: Watch
    server: str


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    place = tmp_path_factory.mktemp("service")
    server, watch = ChromaServer(place / "server"), Watch(place / "watch")
    environment = watch.environment(
        place / "home",
        CV_ARTICLES=str(write(place / "articles")),
        CV_INDEX=server.url,
        CV_PORT="0",
        CV_LOG="json",
        CV_RATE=str(RATE),
        CV_RERANKER_MODEL="none",
    )
    with (
        started(environment, place / "log") as address,
        httpx.Client(base_url=f"{address}/api/v1", timeout=120) as api,
        ThreadPoolExecutor(1) as pool,
    ):
        try:
            page, health = httpx.get(address, timeout=60), waiting(api)
            asked = pool.submit(api.post, "/ask", json=LAMP)
            server.start()
            until_ready(api)
            reply = asked.result()
            yield Service(page, health, reply, api, place / "log", watch, server.url)
        finally:
            server.kill()


@contextmanager
def started(environment: dict[str, str], log: Path) -> Iterator[str]:
    """The address of an app that has no options."""
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address, log.read_text()
            yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()  # or leaving the block would wait for it for ever
                raise
    assert code == 0, f"after Ctrl-C the app ended with {code}"


def waiting(api: httpx.Client) -> httpx.Response:
    """What health tells as soon as it has a reason."""
    for _ in range(600):
        health = api.get("/health")
        if health.json()["reason"]:
            return health
        time.sleep(0.1)
    return pytest.fail("health tells no reason")


@pytest.mark.slow
def test_an_app_that_finds_no_server_says_so_and_answers_once_it_is_there(service: Service) -> None:
    assert service.page.status_code == 200
    assert service.health.status_code == 503
    told = service.health.json()
    assert (told["status"], told["index"]) == ("starting", "starting")
    assert told["reason"] == "another process has the index, or its server is not there yet"
    assert service.server not in service.health.text
    reply = service.reply.json()
    assert (service.reply.status_code, reply["status"]) == (200, "answered")
    (citation,) = reply["citations"]
    text = HARBOUR[citation["article_id"]]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "lit the lamp" in citation["quote"]


@pytest.mark.slow
def test_all_that_it_logs_is_json_and_a_question_leaves_the_line_that_the_readme_shows(
    service: Service,
) -> None:
    lines: list[dict[str, Any]] = list(map(json.loads, service.log.read_text().splitlines()))
    (warning,) = [line for line in lines if line["level"] == "warning"]
    assert "no Chroma server answers" in warning["event"]
    assert "tried again" in warning["event"]
    shown = re.search(r'^\{"event": "question".*\}$', README, re.MULTILINE)
    assert shown
    (line,) = [line for line in lines if line.get("status") == "answered"]
    assert line.keys() == json.loads(shown[0]).keys()
    assert (line["event"], line["way"], line["citations"]) == ("question", "rest", 1)
    assert "dusk" not in service.log.read_text()


@pytest.mark.slow
def test_it_turns_to_nobody_but_its_server(service: Service) -> None:
    assert service.watch.contacts == {service.server.removeprefix("http://")}


@pytest.mark.slow
def test_as_many_are_taken_from_one_address_as_are_set(service: Service) -> None:
    # As a proxy on this machine passes on what comes from somebody's address.
    visitor, another = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in (7, 8))
    question = {"question": ""}
    statuses = [
        service.api.post("/ask", json=question, headers=visitor).status_code
        for _ in range(RATE + 1)
    ]
    assert statuses == [400] * RATE + [429]
    assert service.api.post("/ask", json=question, headers=another).status_code == 400
    here = [service.api.post("/ask", json=question).status_code for _ in range(RATE + 1)]
    assert here == [400] * (RATE + 1), "who asks on this machine is not counted"


VISITOR, FORGED = "203.0.113.7", "198.51.100.1"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "host"),
    [
        (None, VISITOR, VISITOR),
        (None, f"{FORGED}, {VISITOR}", VISITOR),
        ("192.0.2.9", VISITOR, "127.0.0.1"),
        ("192.0.2.9,127.0.0.1", VISITOR, VISITOR),
    ],
    ids=["a proxy here", "what the visitor sent before it", "a proxy elsewhere", "both"],
)
def test_only_a_proxy_that_is_named_is_believed_for_whom_it_asks(
    monkeypatch: pytest.MonkeyPatch, trusted: str | None, forwarded: str, host: str
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if trusted:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", trusted)
    monkeypatch.setattr("qa.web.create_app", lambda _: telling_who_asks())
    monkeypatch.setattr("qa.logs.set_up", lambda *_, **__: None)
    with serving(monkeypatch) as address:
        told = httpx.get(address, headers={"X-Forwarded-For": forwarded})
    assert told.text == host


def telling_who_asks() -> Starlette:
    """An application that tells who it takes for the one who asks."""

    def tell(request: Request) -> Response:
        assert request.client
        return PlainTextResponse(request.client.host)

    return Starlette(routes=[Route("/", tell)])


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the command line serves in this process."""
    listening = threading.Event()
    servers: list[uvicorn.Server] = []
    addresses: list[str] = []

    class Kept(uvicorn.Server):
        def run(self, sockets: Any = None) -> None:
            servers.append(self)
            addresses.append(f"http://127.0.0.1:{sockets[0].getsockname()[1]}")
            listening.set()
            super().run(sockets)

    monkeypatch.setattr(uvicorn, "Server", Kept)
    for name in filter(re.compile("CV_").match, list(os.environ)):
        monkeypatch.delenv(name)
    thread = threading.Thread(target=app._serve, args=[Settings(port=0)], daemon=True)
    thread.start()
    try:
        assert listening.wait(30)
        yield addresses[0]
    finally:
        servers[0].should_exit = True
        thread.join(30)
