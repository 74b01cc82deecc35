"""Two apps of one user, really running, with the same articles and the same folder of an index."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.running import ROOT, environment, running_app
from tests.indexing import write
from tests.serving import until_ready

pytestmark = [pytest.mark.slow, pytest.mark.long]

ARTICLES = {
    "lamp.txt": "The keeper lit the lamp at dusk.",
    "mole.txt": "The mole was mended in March. The town paid 11,000 crowns for it.",
}
BROUGHT = {
    "brought/bell.txt": "The bell of the northern dock was cast by Ruth Ode in 1911.",
    "brought/buoy.txt": "A buoy with a green light was laid off the mole by Ines Rook.",
    "brought/gong.txt": "The gong of the customs house was tuned by Ole Moe.",
}
TEXTS = {**ARTICLES, **BROUGHT}
QUESTIONS = {
    "lamp.txt": "Who lit the lamp at dusk?",
    "brought/bell.txt": "Who cast the bell of the northern dock?",
    "brought/buoy.txt": "Who laid a buoy off the mole?",
    "brought/gong.txt": "Who tuned the gong of the customs house?",
}
"""What each article answers, by its id."""


@dataclass(frozen=True)
class Site:
    """Two apps that are ready.

    Attributes:
        place: where the articles, the index and what belongs to the user are.
        apps: their interfaces.
    """

    place: Path
    apps: Sequence[httpx.Client]

    def command(self, *words: str) -> Any:
        """What a command of the index tells the same user, as JSON."""
        command = [sys.executable, "-m", "index", *words, "--index", str(self.place / "index")]
        done = subprocess.run(
            [*command, "--json"],
            cwd=ROOT,
            env=environment(self.place / "home"),
            check=True,
            capture_output=True,
            timeout=60,
        )
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both begin at the same time, and there is no index yet."""
    place = tmp_path_factory.mktemp("site")
    folder = write(place / "articles", ARTICLES)
    options = ("--index", str(place / "index"), "--articles", str(folder))
    home = place / "home"
    with (
        running_app(*options, home=home) as one,
        running_app(*options, home=home) as other,
        httpx.Client(base_url=f"{one}/api/v1", timeout=60) as at_one,
        httpx.Client(base_url=f"{other}/api/v1", timeout=60) as at_other,
    ):
        apps = at_one, at_other
        for api in apps:
            until_ready(api)
        yield Site(place, apps)


def bring(api: httpx.Client, article_id: str) -> None:
    name = article_id.removeprefix("brought/")
    api.put(f"/articles/{name}", content=TEXTS[article_id].encode()).raise_for_status()


def cited(api: httpx.Client, question: str) -> list[str]:
    """The articles that an answer cites, and each quotation stands where it says."""
    response = api.post("/ask", json={"question": question})
    assert response.status_code == 200, response.text
    citations = response.json()["citations"]
    for citation in citations:
        text = TEXTS[citation["article_id"]]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    return [citation["article_id"] for citation in citations]


def assert_told(site: Site, article_id: str) -> None:
    """That both answer with an article."""
    for api in site.apps:
        assert cited(api, QUESTIONS[article_id])[:1] == [article_id]


def test_apps_that_begin_at_once_without_an_index_both_answer(site: Site) -> None:
    assert_told(site, "lamp.txt")


def test_what_either_app_is_brought_the_other_cites_until_it_is_taken_out(site: Site) -> None:
    bell = "brought/bell.txt"
    for api in site.apps:
        bring(api, bell)
        assert_told(site, bell)
        api.delete(f"/articles/{bell}").raise_for_status()
        for asked in site.apps:
            assert bell not in cited(asked, QUESTIONS[bell])
            assert asked.get(f"/articles/{bell}").status_code == 404


def test_what_both_are_brought_at_once_is_all_there_and_the_index_is_sound(site: Site) -> None:
    with ThreadPoolExecutor() as pool:
        names = ["brought/buoy.txt", "brought/gong.txt"]
        for bringing in [pool.submit(bring, *each) for each in zip(site.apps, names, strict=True)]:
            bringing.result()
    for name in names:
        assert_told(site, name)
    there = sorted([*ARTICLES, *names])
    told = site.command("status")
    assert [article["id"] for article in told["articles"]] == there
    assert told["counts"]["articles"] == len(there)
    report = site.command("sync", str(site.place / "articles"))
    assert (report["unchanged"], report["failed"]) == (there, [])
    assert_told(site, "lamp.txt")
