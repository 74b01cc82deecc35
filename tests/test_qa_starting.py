"""Getting ready: what is asked while the articles are read, and what goes wrong."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from starlette.testclient import TestClient

from corpus import FolderError
from index import Index, MiniLM, ModelError
from index.embedding import Vectors
from qa.health import Part
from qa.model import Status
from qa.readiness import Phase, ServiceState
from qa.service import Service
from qa.settings import Settings
from qa.unanswered import Unavailable
from qa.web import rendering
from qa.web.api import create_api
from tests.serving import awaited

pytestmark = pytest.mark.usefixtures("loaded_once")

MEANWHILE = "questions are answered from what was read before"


class Slow(MiniLM):
    """The default model, which takes its time with new articles."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        assert self.may_go_on.wait(60)
        return super().encode_texts(texts)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of an index that has an article less than the folder."""
    monkeypatch.setattr("qa.starting._AGAIN", 0.05)
    monkeypatch.setattr("qa.starting._PATIENCE", 0.2)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "lamp.txt").write_text("The keeper lit the lamp.", encoding="utf-8")
    Index.open(tmp_path / "index").sync(articles)
    (articles / "bell.txt").write_text("Ada Lund rang the bell.", encoding="utf-8")
    changes = str(tmp_path / "changes")
    return Settings(articles=articles, index=str(tmp_path / "index"), changes=changes)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[FileLock]:
    """That another process fills the index."""
    (tmp_path / "index").mkdir(exist_ok=True)
    with FileLock(tmp_path / "index" / "write.lock") as lock:
        yield lock


def comes(is_so: Callable[[], bool]) -> bool:
    """Whether something is so within a minute."""
    until = time.monotonic() + 60
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)
    return is_so()


def found_for(question: str, service: Service) -> list[str]:
    """The ids of the articles that have the passages nearest to a question, nearest first."""
    return [hit.article_id for hit in awaited(service.retrieve(question))]


@pytest.mark.slow
def test_what_was_read_before_is_asked_while_it_takes_long_to_read_what_is_new(
    settings: Settings,
) -> None:
    slow = Slow()
    service = Service(settings, embedder=slow)
    service.start()
    assert found_for("Who rang the bell?", service) == ["lamp.txt"]
    assert awaited(service.ask("Who lit the lamp?")).status is Status.ANSWERED
    health = service.health()
    assert (health.index, health.models, health.articles) == (Part.READY, Part.READY, 1)
    assert not service.state.settled
    assert not service.state.up_to_date
    assert MEANWHILE in rendering.status(service.state)
    slow.may_go_on.set()
    assert comes(lambda: service.state.phase is Phase.READY)
    assert service.state.up_to_date
    assert MEANWHILE not in rendering.status(service.state)
    assert found_for("Who rang the bell?", service) == ["bell.txt", "lamp.txt"]


@pytest.mark.slow
def test_nothing_can_be_changed_meanwhile(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.service.PATIENCE", 0.2)
    slow = Slow()
    service = Service(settings, embedder=slow)
    service.start()
    assert awaited(service.ask("Who lit the lamp?")).status is Status.ANSWERED
    with pytest.raises(Unavailable, match="Reading the articles takes longer"):
        service.curator.take_out("lamp.txt")
    assert not settings.library.taken_out
    slow.may_go_on.set()
    assert comes(lambda: service.state.phase is Phase.READY)
    service.curator.take_out("lamp.txt")
    assert found_for("Who rang the bell?", service) == ["bell.txt"]


@pytest.mark.slow
def test_what_was_read_before_is_asked_while_another_process_fills_the_index(
    settings: Settings, elsewhere: FileLock
) -> None:
    service = Service(settings)
    service.start()
    assert awaited(service.ask("Who lit the lamp?")).status is Status.ANSWERED
    assert comes(lambda: "another process" in service.state.message)
    assert MEANWHILE in rendering.status(service.state)
    elsewhere.release()
    assert comes(lambda: service.state.phase is Phase.READY)
    assert found_for("Who rang the bell?", service) == ["bell.txt", "lamp.txt"]


@pytest.mark.slow
def test_it_stays_asked_where_what_is_new_can_not_be_read_until_it_is_changed_here(
    settings: Settings, elsewhere: FileLock
) -> None:
    service = Service(settings)
    service.start()
    service.wait_until_ready(60)
    shutil.rmtree(settings.articles)
    elsewhere.release()
    assert comes(lambda: service.state.phase is Phase.OUTDATED)
    assert awaited(service.ask("Who lit the lamp?")).status is Status.ANSWERED
    assert comes(lambda: service.state.settled)
    assert service.examples(), "who follows the start until it is settled finds them"
    assert "could not be read anew" in rendering.status(service.state)
    with TestClient(create_api(service)) as api:
        health = api.get("/health").json()
    assert (health["status"], health["up_to_date"]) == ("ready", False)
    settings.articles.mkdir()
    (settings.articles / "fog.txt").write_text("Fog lay on the bay.", encoding="utf-8")
    brought = b"A storm broke the mole."
    awaited(service.changed(lambda: service.curator.bring("mole.txt", brought)))
    assert comes(lambda: service.state.phase is Phase.READY)
    assert "read" not in rendering.status(service.state)
    assert set(found_for("Where did fog lie?", service)) == {"fog.txt", "brought/mole.txt"}


@pytest.mark.slow
def test_a_model_that_is_none_is_told_though_another_process_fills_the_index(
    settings: Settings, elsewhere: FileLock
) -> None:
    assert elsewhere.is_locked

    class Broken(MiniLM):
        def load(self) -> None:
            raise ModelError("there is no such model")

    service = Service(settings, embedder=Broken())
    service.start()
    assert comes(lambda: service.state.phase is Phase.FAILED)
    with pytest.raises(Unavailable):
        service.wait_until_ready(60)


@pytest.mark.slow
def test_who_starts_while_another_process_has_the_index_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.starting._AGAIN", 0.05)
    (tmp_path / "lamp.txt").write_text("The keeper lit the lamp.", encoding="utf-8")
    (tmp_path / "index").mkdir()
    service = Service(Settings(articles=tmp_path, index=str(tmp_path / "index"), changes="off"))
    with FileLock(tmp_path / "index" / "write.lock"):
        service.start()
        until = time.monotonic() + 30
        while not service.state.message.startswith("another process") and time.monotonic() < until:
            time.sleep(0.02)
        health = service.health()
        assert (health.index, health.reason) == (Part.STARTING, service.state.message)
    service.wait_until_ready(60)
    assert awaited(service.ask("Who lit the lamp?")).status is Status.ANSWERED


@pytest.mark.slow
def test_a_start_that_fails_is_told_to_who_asks_and_the_place_to_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "lamp.txt").write_text("The keeper lit the lamp.", encoding="utf-8")
    (tmp_path / "taken").write_text("not a folder", encoding="utf-8")
    service = Service(Settings(articles=tmp_path, index=str(tmp_path / "taken")))
    service.start()
    with pytest.raises(Unavailable, match="the server's log says why"):
        awaited(service.ask("Who lit the lamp?"))
    assert service.state.phase is Phase.FAILED
    assert str(tmp_path / "taken") in caplog.text
    with TestClient(create_api(service)) as api:
        health = api.get("/health").json()
        assert (health["status"], health["index"], health["models"]) == ("failed",) * 3
        assert "the server's log says why" in health["reason"]
        refused = api.post("/ask", json={"question": "Who lit the lamp?"})
        assert refused.status_code == 503
        assert str(tmp_path) not in refused.text


def test_programs_are_told_how_long_it_takes_only_while_it_does(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ServiceState(Phase.SYNCING, 3, 8, seconds_left=90.0)
    with TestClient(create_api(Service(settings))) as api:
        for phase, left in ((Phase.SYNCING, 90.0), (Phase.READY, None)):
            monkeypatch.setattr(Service, "state", replace(state, phase=phase))
            health = api.get("/health").json()
            assert (health["done"], health["total"], health["seconds_left"]) == (3, 8, left)


def test_a_missing_folder_is_told_at_once(tmp_path: Path) -> None:
    service = Service(Settings(articles=tmp_path / "nowhere", index=str(tmp_path / "index")))
    with pytest.raises(FolderError, match="nowhere"):
        service.start()


def test_who_does_not_want_to_wait_is_told_so(tmp_path: Path) -> None:
    never_started = Service(Settings(articles=tmp_path, index=str(tmp_path / "index")))
    with pytest.raises(Unavailable, match="takes longer"):
        never_started.wait_until_ready(0.01)
