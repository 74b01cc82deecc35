"""An app that is given an index and no folder of articles: it asks, and changes nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa.service import Service
from qa.settings import Settings
from qa.unanswered import Unavailable
from qa.web.api import create_api
from tests.faults import another_word
from tests.indexing import ToyEmbedder, filled, ids, open_toy, own_home, write

FOG = {"fog.txt": "The fog horn blew."}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_home(monkeypatch, tmp_path / "home")


@contextmanager
def only_reading(index: Path) -> Iterator[tuple[Service, TestClient]]:
    service = Service(Settings(index=str(index), reranker_model="none"), embedder=ToyEmbedder())
    service.start()
    service.wait_until_ready(20)
    with TestClient(create_api(service)) as client:
        yield service, client


def health_is(client: TestClient, status: str) -> str:
    """Wait until health says so; gives the reason."""
    for _ in range(200):
        health = client.get("/health").json()
        if health["status"] == status:
            return str(health["reason"])
        time.sleep(0.05)
    return pytest.fail(f"health does not become {status}")


def reason_of(client: TestClient) -> str:
    """What health tells as soon as it has a reason."""
    for _ in range(200):
        if reason := str(client.get("/health").json()["reason"]):
            return reason
        time.sleep(0.05)
    return pytest.fail("health tells no reason")


def test_the_index_stays_as_it_is(tmp_path: Path) -> None:
    index = filled(tmp_path, FOG)
    (tmp_path / "articles" / "fog.txt").unlink()
    with only_reading(tmp_path / "index") as (service, client):
        assert health_is(client, "ready") == ""
        assert [each["id"] for each in client.get("/articles").json()] == ["fog.txt"]
        hits = client.post("/retrieve", json={"question": "Did the fog horn blow?"}).json()
        assert hits[0]["article_id"] == "fog.txt"
        for refused in (
            client.put("/articles/bell.txt", content=b"The bell rang."),
            client.delete("/articles/fog.txt"),
            client.delete("/taken-out/fog.txt"),
        ):
            assert (refused.status_code, refused.json()["error"]) == (403, "ChangesNotAllowed")
            assert "CV_INDEX without CV_ARTICLES" in refused.json()["detail"]
        assert client.get("/taken-out").json() == []
        assert service.state.report.removed == ()
    assert ids(index) == ["fog.txt"]


def test_an_index_that_is_still_empty_is_told_until_another_app_fills_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with only_reading(tmp_path / "index") as (_, client):
        assert health_is(client, "failed") == (
            "the index can't be used; the server's log says why, and what to do"
        )
        assert f"index sync FOLDER --index {tmp_path / 'index'}" in caplog.text
        reply = client.post("/ask", json={"question": "Did the fog horn blow?"}).json()
        assert reply["reason"] == "There are no articles to look in yet."
        open_toy(tmp_path).sync(write(tmp_path / "articles", FOG))
        assert health_is(client, "ready") == ""
        assert [each["id"] for each in client.get("/articles").json()] == ["fog.txt"]


def test_an_index_made_with_another_model_ends_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled(tmp_path, FOG)
    service = Service(
        Settings(index=str(tmp_path / "index"), reranker_model="none"),
        embedder=ToyEmbedder("other"),
    )
    service.start()
    with pytest.raises(Unavailable, match="the server's log says why"):
        service.wait_until_ready(20)
    assert "was made with embedding_model 'toy'" in caplog.text


def test_an_index_that_is_still_being_made_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    another_word(tmp_path / "index")
    with monkeypatch.context() as broken_off:
        broken_off.setattr(ToyEmbedder, "encode_texts", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_toy(tmp_path).sync(tmp_path / "articles", rebuild=True)
    chosen = Settings(index=str(tmp_path / "index"), reranker_model="none")
    service = Service(chosen, embedder=ToyEmbedder())
    service.start()
    with TestClient(create_api(service)) as client:
        assert reason_of(client).startswith("another process has the index")
        open_toy(tmp_path).sync(tmp_path / "articles")
        health_is(client, "ready")
        assert len(client.get("/articles").json()) == 3
