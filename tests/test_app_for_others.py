"""The app as the README lets others use it, by its settings: really running, and asked by programs.

One is served to other machines and keeps opinions in a file of the owner's; the other is served to
this machine only, where a proxy asks it as Caddy does with the `Caddyfile` of the README.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.browser.running import running_app
from tests.indexing import HARBOUR, write
from tests.serving import until_ready

pytestmark = pytest.mark.slow

LAMP = {"question": "Who lit the lamp at dusk?"}
READER, OWNER = ("reader", "sea-mist"), ("owner", "a:colon")
SITE = "articles.example.org"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the articles are, and what the two apps keep."""
    place = tmp_path_factory.mktemp("others")
    write(place / "articles", HARBOUR)
    return place


@contextmanager
def asking(home: Path, **settings: str) -> Iterator[httpx.Client]:
    """A program that asks an app without options."""
    settings |= {"CV_ARTICLES": str(home.parent / "articles"), "CV_RERANKER_MODEL": "none"}
    with (
        running_app(home=home, **settings) as address,
        httpx.Client(base_url=f"{address}/api/v1", timeout=120) as api,
    ):
        until_ready(api)
        yield api


@pytest.fixture(scope="module")
def open_to_others(place: Path) -> Iterator[httpx.Client]:
    """A program that asks the app which is served to other machines."""
    with asking(
        place / "open",
        CV_HOST="0.0.0.0",
        CV_AUTH=" ".join(":".join(login) for login in (READER, OWNER)),
        CV_FEEDBACK=str(place / "kept" / "opinions.jsonl"),
    ) as api:
        yield api


@pytest.fixture(scope="module")
def behind_a_proxy(place: Path) -> Iterator[httpx.Client]:
    """A proxy that asks the app which is served to this machine only."""
    with asking(
        place / "behind", CV_AUTH=":".join(READER), CV_FEEDBACK="off", CV_CHANGES="off"
    ) as api:
        forwarded = {"For": "203.0.113.7", "Host": SITE, "Proto": "https"}
        api.headers.update({f"X-Forwarded-{name}": value for name, value in forwarded.items()})
        yield api


def error(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


@pytest.mark.parametrize("path", ["/", "/articles", "/web/page.js", "/mcp", "/api/v1/articles"])
def test_without_a_password_others_are_served_nothing(
    open_to_others: httpx.Client, path: str
) -> None:
    url = open_to_others.base_url.join(path)
    assert error(open_to_others.get(url)) == (401, "PasswordNeeded")
    wrong = (READER[0], OWNER[1])
    assert error(open_to_others.get(url, auth=wrong)) == (401, "PasswordNeeded")


@pytest.mark.parametrize("login", [READER, OWNER])
def test_each_who_has_a_password_is_answered(
    open_to_others: httpx.Client, login: tuple[str, str]
) -> None:
    reply = open_to_others.post("/ask", json=LAMP, auth=login).json()
    assert "lit the lamp" in reply["citations"][0]["quote"]


def test_whether_it_is_healthy_is_told_without_a_password(open_to_others: httpx.Client) -> None:
    assert open_to_others.get("/health").json()["status"] == "ready"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has one such address")
def test_the_address_that_is_set_decides_who_reaches_it(
    open_to_others: httpx.Client, behind_a_proxy: httpx.Client
) -> None:
    def at_another_address(api: httpx.Client) -> httpx.URL:
        return api.base_url.copy_with(host="127.0.0.2", path="/api/v1/health")

    assert httpx.get(at_another_address(open_to_others)).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(at_another_address(behind_a_proxy))


def test_an_opinion_is_kept_in_the_file_that_is_set_and_nowhere_else(
    open_to_others: httpx.Client, place: Path
) -> None:
    reply = open_to_others.post("/ask", json=LAMP, auth=READER).json()
    opinion = {"helpful": True, "word": "at last", "answer": reply}
    assert open_to_others.post("/feedback", json=opinion, auth=READER).status_code == 204
    kept = place / "kept" / "opinions.jsonl"
    (line,) = kept.read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["helpful"], told["word"], told["asked"]) == (True, "at last", LAMP["question"])
    assert list((place / "open").rglob("feedback.jsonl")) == []


def test_where_opinions_are_off_none_is_kept(behind_a_proxy: httpx.Client, place: Path) -> None:
    reply = behind_a_proxy.post("/ask", json=LAMP, auth=READER).json()
    refused = behind_a_proxy.post("/feedback", json={"helpful": True, "answer": reply}, auth=READER)
    assert error(refused) == (403, "FeedbackError")
    assert "CV_FEEDBACK is off" in refused.json()["detail"]
    assert list((place / "behind").rglob("feedback.jsonl")) == []


def test_who_asks_by_a_proxy_needs_the_password_and_gets_the_page_and_its_answers(
    behind_a_proxy: httpx.Client,
) -> None:
    page = behind_a_proxy.base_url.join("/")
    assert error(behind_a_proxy.get(page)) == (401, "PasswordNeeded")
    assert behind_a_proxy.get(page, auth=READER).status_code == 200
    # As a browser sends it that has the page by the proxy's name.
    by_its_page = {"Origin": f"https://{SITE}"}
    reply = behind_a_proxy.post("/ask", json=LAMP, headers=by_its_page, auth=READER).json()
    assert "lit the lamp" in reply["citations"][0]["quote"]
    of_another = {"Origin": "https://elsewhere.example"}
    refused = behind_a_proxy.post("/ask", json=LAMP, headers=of_another, auth=READER)
    assert error(refused) == (403, "OtherSite")


def test_a_proxy_that_passes_on_its_own_name_is_refused(behind_a_proxy: httpx.Client) -> None:
    named = behind_a_proxy.get("/articles", headers={"Host": SITE}, auth=READER)
    assert named.status_code == 400
    own = urlsplit(str(behind_a_proxy.base_url)).netloc
    assert behind_a_proxy.get("/articles", headers={"Host": own}, auth=READER).status_code == 200


def test_where_changes_are_off_who_has_the_password_changes_nothing(
    behind_a_proxy: httpx.Client,
) -> None:
    brought = behind_a_proxy.put("/articles/fog.txt", content=b"Fog lay on it.", auth=READER)
    assert error(brought) == (403, "ChangesNotAllowed")
    taken = behind_a_proxy.delete("/articles/keeper.txt", auth=READER)
    assert error(taken) == (403, "ChangesNotAllowed")
    listed = behind_a_proxy.get("/articles", auth=READER).json()
    assert {each["id"] for each in listed} == set(HARBOUR)
