"""Several apps, really running, on one Chroma server: one fills the index, others ask it.

Each has a user's folder of its own, as on machines of their own.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from index.opening import Connection
from tests.browser.running import ROOT, SECONDS, ask, environment, opened, running_app
from tests.chroma_server import ChromaServer, chroma_server
from tests.indexing import write
from tests.serving import until_ready

pytestmark = [pytest.mark.slow, pytest.mark.long]

LIMIT = 8.0
"""Seconds that a question may take here."""

SLACK = 5.0
"""Seconds more in which a machine that is busy may say so."""

ARTICLES = {
    "lamp.txt": "The keeper lit the lamp at dusk.",
    "mole.txt": "The mole was mended in March. The town paid 11,000 crowns for it.",
}
BUOY = "A buoy with a green light was laid off the mole by Ines Rook."
BELL = "The bell of the northern dock was cast by Ruth Ode in 1911."
GONG = "The gong of the customs house was tuned by Ole Moe."
TEXTS = {**ARTICLES, "brought/buoy.txt": BUOY, "brought/bell.txt": BELL, "gong.txt": GONG}
"""Every article that is there at any time, by its id."""

WHO_LIT = "Who lit the lamp at dusk?"
WHO_CAST = "Who cast the bell of the northern dock?"
WHO_TUNED = "Who tuned the gong of the customs house?"
WHO_LAID = "Who laid a buoy off the mole?"


@dataclass(frozen=True)
class Site:
    """Two apps on a server.

    Attributes:
        server: where the index is.
        folder: the folder of articles that the index follows.
        home: where the user of the app lives that has it do so.
        page: the address of the other app, which only asks.
        filling: the interface of the first.
        asking: that of the second.
    """

    server: ChromaServer
    folder: Path
    home: Path
    page: str
    filling: httpx.Client
    asking: httpx.Client

    @property
    def both(self) -> Sequence[httpx.Client]:
        """The interfaces of both apps."""
        return self.filling, self.asking


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    place = tmp_path_factory.mktemp("site")
    folder = write(place / "articles", ARTICLES)
    app = partial(running_app, CV_SECONDS=f"{LIMIT:g}")
    with (
        chroma_server(place / "server") as server,
        app(*("--index", server.url, "--articles", str(folder)), home=place / "filling") as filling,
        interface(filling) as at_filling,
    ):
        until_ready(at_filling)
        at_filling.put("/articles/buoy.txt", content=BUOY.encode()).raise_for_status()
        with (
            app("--index", server.url, home=place / "asking") as asking,
            interface(asking) as at_asking,
        ):
            until_ready(at_asking)
            yield Site(server, folder, place / "filling", asking, at_filling, at_asking)


@contextmanager
def interface(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        yield client


def asked(api: httpx.Client, question: str) -> Any:
    """The answer, whose quotations all stand where it says."""
    response = api.post("/ask", json={"question": question})
    assert response.status_code == 200, response.text
    reply = response.json()
    for citation in reply["citations"]:
        text = TEXTS[citation["article_id"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    return reply


def cited(api: httpx.Client, question: str) -> list[str]:
    """The articles that an answer cites, the most telling first."""
    return [citation["article_id"] for citation in asked(api, question)["citations"]]


def assert_told_by(article_id: str, api: httpx.Client, question: str) -> None:
    assert cited(api, question)[:1] == [article_id]


def listed(api: httpx.Client) -> list[str]:
    return [article["id"] for article in api.get("/articles").json()]


def synchronise(site: Site) -> None:
    """Have a command bring the index up to date, as the user of the app that fills it would."""
    command = [sys.executable, "-m", "index", "sync", str(site.folder), "--index", site.server.url]
    subprocess.run(
        command, cwd=ROOT, env=environment(site.home), check=True, capture_output=True, timeout=60
    )


def assert_health(api: httpx.Client, reason: str, url: str) -> None:
    """That health says that there is no index, and why, without its place."""
    health = until_failed(api)
    told = health.json()
    assert (told["status"], told["index"], told["models"]) == ("failed", "failed", "ready")
    assert told["reason"] == reason
    assert url not in health.text


def until_failed(api: httpx.Client) -> httpx.Response:
    """Wait until health says so: what was seen a moment ago is still told."""
    for _ in range(100):
        if (health := api.get("/health")).status_code == 503:
            return health
        time.sleep(0.1)
    pytest.fail("health calls an index well of which nothing is left")


def test_an_app_without_a_folder_asks_what_there_is_and_leaves_it_so(site: Site) -> None:
    there = listed(site.filling)
    assert listed(site.asking) == there
    for api in site.both:
        assert_told_by("lamp.txt", api, WHO_LIT)
        assert_told_by("brought/buoy.txt", api, WHO_LAID)
    refused = site.asking.put("/articles/bell.txt", content=BELL.encode())
    assert (refused.status_code, refused.json()["error"]) == (403, "ChangesNotAllowed")
    assert "CV_INDEX without CV_ARTICLES" in refused.json()["detail"]
    assert site.asking.delete("/articles/lamp.txt").status_code == 403
    assert listed(site.filling) == there


def test_what_one_app_is_brought_the_other_cites_until_it_is_taken_out(site: Site) -> None:
    assert "brought/bell.txt" not in cited(site.asking, WHO_CAST)
    site.filling.put("/articles/bell.txt", content=BELL.encode()).raise_for_status()
    for api in site.both:
        assert_told_by("brought/bell.txt", api, WHO_CAST)
    site.filling.delete("/articles/brought/bell.txt").raise_for_status()
    for api in site.both:
        assert "brought/bell.txt" not in cited(api, WHO_CAST)
        assert api.get("/articles/brought/bell.txt").status_code == 404


def test_what_a_command_synchronises_both_apps_see(site: Site) -> None:
    write(site.folder, {"gong.txt": GONG})
    (site.folder / "mole.txt").unlink()
    synchronise(site)
    for api in site.both:
        assert_told_by("gong.txt", api, WHO_TUNED)
        assert listed(api) == ["brought/buoy.txt", "gong.txt", "lamp.txt"]


def test_both_give_whole_answers_while_articles_come_and_go(site: Site) -> None:
    is_done = threading.Event()

    def keep_asking(api: httpx.Client) -> int:
        count = 0
        while not is_done.is_set() or not count:
            assert_told_by("lamp.txt", api, WHO_LIT)
            assert asked(api, WHO_CAST)["status"] in ("answered", "not_in_articles")
            count += 1
        return count

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(keep_asking, api) for api in site.both]
        try:
            for _ in range(4):
                site.filling.put("/articles/bell.txt", content=BELL.encode()).raise_for_status()
                site.filling.delete("/articles/brought/bell.txt").raise_for_status()
        finally:
            is_done.set()
        assert all(each.result() for each in asking)


def test_a_server_killed_in_mid_question_is_told_and_asked_again_when_it_is_back(
    site: Site,
) -> None:
    kill = threading.Barrier(2, action=site.server.kill)
    with site.server.stopped(), ThreadPoolExecutor() as pool:
        for each in [pool.submit(end_of_question, api, kill) for api in site.both]:
            problem = each.result()
            assert (problem["status"], problem["error"]) == (503, "IndexUnavailable")
            assert "their index can't be reached or read. Try again soon" in problem["detail"]
            assert site.server.url not in str(problem)
    for api in site.both:
        response = api.post("/ask", json={"question": WHO_LIT})
        assert (response.status_code, response.json()["error"]) == (503, "IndexUnavailable")
        assert response.headers["content-type"] == "application/problem+json"
        assert response.elapsed.total_seconds() < LIMIT
        reason = "the index can't be used; the server's log says why, and what to do"
        assert_health(api, reason, site.server.url)
    refused = site.filling.put("/articles/bell.txt", content=BELL.encode())
    assert (refused.status_code, refused.json()["error"]) == (503, "IndexUnavailable")

    site.server.start()
    for api in site.both:
        until_ready(api)
        assert_told_by("lamp.txt", api, WHO_LIT)
    site.filling.put("/articles/bell.txt", content=BELL.encode()).raise_for_status()
    assert_told_by("brought/bell.txt", site.asking, WHO_CAST)
    site.filling.delete("/articles/brought/bell.txt").raise_for_status()


def test_a_server_that_came_back_empty_is_told_until_its_index_is_filled_again(site: Site) -> None:
    connection = Connection(site.server.url)
    for collection in connection.client.list_collections():
        connection.client.delete_collection(collection.name)
    for api in site.both:
        reason = "the index can't be used; the server's log says why, and what to do"
        assert_health(api, reason, site.server.url)
        assert api.post("/ask", json={"question": WHO_LIT}).status_code == 503
    synchronise(site)
    for api in site.both:
        until_ready(api)
        assert_told_by("lamp.txt", api, WHO_LIT)


def end_of_question(api: httpx.Client, under_way: threading.Barrier) -> Any:
    """The problem with which a question ends that waits at a barrier once it is worked on."""
    with api.stream("POST", "/ask/stream", json={"question": WHO_LIT}) as events:
        lines = filter(None, events.iter_lines())
        assert next(lines) == "event: stage"
        under_way.wait(20)
        *_, event, data = lines
    assert event == "event: problem"
    return json.loads(data.removeprefix("data: "))


def test_a_server_that_hangs_is_told_within_the_limit_and_asked_again_when_it_goes_on(
    site: Site,
) -> None:
    with site.server.stopped(), ThreadPoolExecutor() as pool:
        question = {"question": WHO_LIT}
        for each in [pool.submit(api.post, "/ask", json=question) for api in site.both]:
            response = each.result()
            assert (response.status_code, response.json()["error"]) == (503, "TookTooLong")
            assert f"longer than {LIMIT:g} seconds" in response.json()["detail"]
            assert response.elapsed.total_seconds() < LIMIT + SLACK
        for api in site.both:
            assert_health(api, "the index does not answer within 3 seconds", site.server.url)
    for api in site.both:
        until_ready(api)
        assert_told_by("lamp.txt", api, WHO_LIT)


@pytest.mark.browser
def test_who_asks_on_the_page_is_told_and_answered_when_the_server_is_back(
    site: Site, browser: Browser
) -> None:
    with closing(browser.new_page()) as page:
        page.set_default_timeout(20 * SECONDS)
        ask(opened(page, site.page), WHO_LIT)
        last = page.locator(".turn").last
        expect(last.locator(".sources")).to_contain_text("The keeper lit the lamp")
        with site.server.stopped():
            page.fill("#question textarea", WHO_LAID)
            page.press("#question textarea", "Enter")
            page.locator(".turn.pending").wait_for()
            site.server.kill()
            last.locator(".notice").wait_for()
        expect(last.locator(".notice")).to_contain_text(
            "The articles can't be searched at the moment: their index can't be reached or read."
        )
        site.server.start()
        ask(page, WHO_LAID)
        expect(last.locator(".sources")).to_contain_text("Ines Rook")
        expect(page.locator(".turn")).to_have_count(3)
