"""A real service on a small folder: getting ready, reading, and what goes wrong."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus import Span
from qa.anchors import Anchor
from qa.readiness import Phase
from qa.service import Service
from qa.settings import Settings
from qa.web.api import PREFIX, create_api
from qa.web.links import passage_link
from qa.web.listing import listing_routes
from qa.web.privacy import OwnHostOnly
from qa.web.reading import reading_routes
from qa.web.rendering import panels
from tests.markup import Markup, said

pytestmark = pytest.mark.usefixtures("loaded_once")

LAMP = "The keeper lit the lamp at dusk.\r\n\r\nIt burned for nine hours & more.\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    place = tmp_path_factory.mktemp("served")
    return service_on(place, {"lamp.txt": LAMP.encode(), "void.txt": b""})


def service_on(place: Path, files: Mapping[str, bytes]) -> Service:
    folder = place / "articles"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    index = str(place / "index")
    service = Service(Settings(articles=folder, index=index, changes="off", feedback="off"))
    service.start()
    deadline = time.monotonic() + 60
    while not service.state.settled and time.monotonic() < deadline:
        time.sleep(0.05)
    return service


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(reading_routes(service))
    app.include_router(listing_routes(service))
    app.mount(PREFIX, create_api(service))
    app.add_middleware(OwnHostOnly)
    with TestClient(app) as client:
        yield client


@pytest.mark.slow
def test_unreadable_files_are_reported_and_the_rest_is_there(service: Service) -> None:
    assert service.state.phase is Phase.READY
    assert [name for name, _ in service.state.report.failed] == ["void.txt"]
    assert [each.holding.article.id for each in service.curator.listed()] == ["lamp.txt"]


@pytest.mark.slow
def test_the_examples_are_made_of_the_articles_at_hand(tmp_path: Path) -> None:
    text = "The lamp of Skerry Point\n\nThe lamp of Skerry Point was lit at dusk."
    service = service_on(tmp_path, {"lamp.txt": text.encode()})
    assert service.examples() == ("What do the articles say about “The lamp of Skerry Point”?",)


def link_to(service: Service, words: str) -> str:
    start = LAMP.index(words)
    span = Span(start, start + len(words))
    return passage_link("lamp.txt", Anchor.of(service.article("lamp.txt"), span))


@pytest.mark.slow
def test_a_passage_can_be_read_in_its_article(service: Service, client: TestClient) -> None:
    response = client.get(link_to(service, "It burned for nine hours & more."))
    assert response.status_code == 200
    assert Markup(response.text).texts("mark") == ["It burned for nine hours & more."]
    assert Markup(response.text).texts(".article-text") == [LAMP]


@pytest.mark.slow
def test_the_panel_gets_the_article_without_a_page_around_it(
    service: Service, client: TestClient
) -> None:
    address = link_to(service, "The keeper lit the lamp at dusk.").replace("?", "?part=1&")
    shown = Markup(client.get(address).text)
    assert shown.texts("mark") == ["The keeper lit the lamp at dusk."]
    assert "html" not in shown.tags()


@pytest.mark.slow
@pytest.mark.parametrize("part", ["2", "", "%00"])
def test_who_asks_for_no_panel_gets_a_page(client: TestClient, part: str) -> None:
    response = client.get(f"/read/lamp.txt?part={part}")
    assert response.status_code == 200
    assert "html" in Markup(response.text).tags()


@pytest.mark.slow
def test_whether_a_link_still_leads_somewhere_can_be_asked_without_fetching_it(
    service: Service, client: TestClient
) -> None:
    alive, dead = link_to(service, "It burned"), "/read/none.txt"
    for address in (alive, dead, f"{PREFIX}/health"):
        asked, fetched = client.head(address), client.get(address)
        assert asked.status_code == fetched.status_code
        assert asked.headers["content-type"] == fetched.headers["content-type"]
    assert client.head(alive).status_code == 200
    assert client.head(dead).status_code == 404


@pytest.mark.slow
def test_what_else_the_answer_cites_is_seen_beside_the_passage(
    service: Service, client: TestClient
) -> None:
    address = link_to(service, "It burned").replace("?", "?also=0-10&also=46-49&")
    shown = Markup(client.get(address).text)
    assert shown.texts(".cited") == ["The keeper", "for"]
    assert shown.texts("mark") == ["It burned"]
    assert shown.texts(".article-text") == [LAMP]


@pytest.mark.slow
def test_an_edited_article_shows_the_passage_where_it_stands_now(
    service: Service, client: TestClient
) -> None:
    link = link_to(service, "It burned for nine hours & more.")
    digest = service.article("lamp.txt").sha256[:16]
    older = link.replace(digest, "0" * 16).replace("start=36&end=68", "start=9&end=41")
    assert older.count("start=9") == 1
    shown = client.get(older)
    assert Markup(shown.text).texts("mark") == ["It burned for nine hours & more."]
    assert "The article was edited after this link was made." in said(shown.text)
    assert "was edited" not in said(client.get(link).text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("/read/<b>none</b>.txt?start=0&end=4", 404, "No such article"),
        ("/read/lamp.txt?start=0&end=4", 400, "No such passage"),
        ("/read/lamp.txt?start=7&end=x&sha256=&exact=a&prefix=&suffix=", 400, "No such passage"),
        (
            "/read/lamp.txt?start=0&end=4&sha256=&exact=Two&prefix=&suffix=",
            410,
            "The passage is not in it",
        ),
    ],
)
def test_a_wrong_address_gets_a_page_that_says_so_and_no_highlight(
    client: TestClient, address: str, code: int, words: str
) -> None:
    response = client.get(address)
    assert response.status_code == code
    assert words in said(response.text)
    assert Markup(response.text).tags() & {"mark", "b"} == set()


@pytest.mark.slow
def test_what_else_was_cited_in_another_version_is_not_shown(
    service: Service, client: TestClient
) -> None:
    link = link_to(service, "It burned").replace("?", "?also=0-10&also=400-460&")
    older = link.replace(service.article("lamp.txt").sha256[:16], "0" * 16)
    shown = Markup(client.get(older).text)
    assert shown.texts("mark") == ["It burned"]
    assert shown.texts(".cited") == []


@pytest.mark.slow
def test_what_else_was_cited_is_not_shown_where_the_passage_moved_within_one_version(
    service: Service, client: TestClient
) -> None:
    moved = link_to(service, "It burned").replace("start=36&end=45", "start=0&end=9")
    shown = Markup(client.get(moved.replace("?", "?also=10-20&")).text)
    assert shown.texts("mark") == ["It burned"]
    assert shown.texts(".cited") == []


@pytest.mark.slow
def test_words_that_the_article_does_not_say_are_not_highlighted(
    service: Service, client: TestClient
) -> None:
    response = client.get(link_to(service, "It burned").replace("exact=It", "exact=He"))
    assert response.status_code == 410
    assert "The passage is not in it" in said(response.text)
    assert "mark" not in Markup(response.text).tags()


@pytest.mark.slow
def test_every_response_keeps_the_browser_with_its_host(client: TestClient) -> None:
    policy = client.get("/status").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http:" not in policy
    assert "https:" not in policy


@pytest.mark.slow
def test_a_page_that_nobody_may_change_takes_no_files_and_no_opinions(
    service: Service, client: TestClient
) -> None:
    listed = client.get("/articles").text
    assert "lamp" in said(listed)
    assert "Take out" not in said(listed)
    assert "Bring" not in said(panels(service.curator))
    for response in (
        client.put(f"{PREFIX}/articles/fog.txt", content=b"Fog lay on the bay."),
        client.delete(f"{PREFIX}/articles/lamp.txt"),
        client.delete(f"{PREFIX}/taken-out/lamp.txt"),
    ):
        assert response.status_code == 403
        assert response.json()["error"] == "ChangesNotAllowed"
    answer = client.post(f"{PREFIX}/ask", json={"question": "Who lit the lamp?"}).json()
    opinion = {"helpful": True, "answer": answer}
    assert client.post(f"{PREFIX}/feedback", json=opinion).status_code == 403
    assert [each["id"] for each in client.get(f"{PREFIX}/articles").json()] == ["lamp.txt"]
