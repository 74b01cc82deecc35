"""Settings of the index, and which index they mean."""

import logging
from pathlib import Path

import pytest

from corpus import DEFAULT_LIMITS, FolderError, Limits, ReadingRoom
from index import (
    SHIPPED_ARTICLES,
    Index,
    IndexSettings,
    IndexUnavailable,
    SettingError,
    configured_index,
    latest,
    remember,
)
from index.locations import beside, located
from tests.indexing import HARBOUR, ToyEmbedder, bring, filled, ids, own_home, write


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    own_home(monkeypatch, tmp_path / "home")
    return tmp_path / "home"


def configured(settings: IndexSettings) -> Index:
    return configured_index(settings, embedder=ToyEmbedder())


def test_every_wrong_setting_is_named_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CV_MAX_FILE_MB", "plenty")
    with pytest.raises(SettingError, match=r"a setting is wrong: CV_MAX_FILE_MB: .*number"):
        IndexSettings.load()
    with pytest.raises(SettingError, match=r"CV_INDEX: .*; CV_MAX_FILE_MB: .*greater than 0"):
        IndexSettings.load(index=7, max_file_mb=0)
    with pytest.raises(SettingError, match="CV_MAX_FILE_MB"):
        Index.open("anywhere")


def test_limits_of_files_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert IndexSettings.load().limits == DEFAULT_LIMITS
    for name, value in {
        "FILE_MB": "0.5",
        "FILE_SECONDS": "2.5",
        "FILE_MEMORY_MB": "300",
        "PAGES": "7",
        "CHARACTERS": "4000",
        "SENTENCES": "90",
    }.items():
        monkeypatch.setenv(f"CV_MAX_{name}", value)
    assert IndexSettings.load().limits == Limits(500_000, 7, 4_000, 90, 2.5, 300)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FILE_MB", "inf"),
        ("FILE_MB", "nan"),
        ("FILE_MB", "1000001"),
        ("FILE_SECONDS", "inf"),
        ("FILE_SECONDS", "1e12"),
        ("FILE_MEMORY_MB", "99999999999999"),
    ],
)
def test_a_limit_beyond_what_the_system_can_count_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CV_MAX_{name}", value)
    with pytest.raises(SettingError, match=rf"CV_MAX_{name}: Input should be"):
        IndexSettings.load()


def test_an_article_is_read_within_the_highest_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"MB": "1e6", "SECONDS": "86400", "MEMORY_MB": "1000000"}.items():
        monkeypatch.setenv(f"CV_MAX_FILE_{name}", value)
    with ReadingRoom(IndexSettings.load().limits) as room:
        assert room.parse("bell.txt", b"The bell rang.").article.text == "The bell rang."


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CV_INDEX", "harbour")
    monkeypatch.setenv("CV_ARTICLES", "")
    assert IndexSettings.load().index == "harbour"
    assert IndexSettings.load(index="mole").index == "mole"
    assert IndexSettings.load().articles == SHIPPED_ARTICLES


def test_each_folder_of_articles_has_an_index_of_its_own(tmp_path: Path, home: Path) -> None:
    north = IndexSettings(articles=tmp_path / "north" / "news").index_location
    south = IndexSettings(articles=tmp_path / "south" / "news").index_location
    assert north != south
    assert all(Path(place).name.startswith("news-") for place in (north, south))
    assert Path(north).is_relative_to(home)


def test_changes_of_readers_have_a_place_of_their_own_for_each_folder(
    tmp_path: Path, home: Path
) -> None:
    article = b"The bell rang over the bay."
    bring(IndexSettings(articles=tmp_path / "north" / "news").library, "bell.txt", article)
    assert [path.name for path in home.rglob("bell.txt")] == ["bell.txt"]
    south = write(tmp_path / "south" / "news")
    assert IndexSettings(articles=south).library.taken_out == ()
    assert ids(configured(IndexSettings(articles=south))) == list(HARBOUR)


def test_without_changes_it_is_another_index(tmp_path: Path) -> None:
    folder = write(tmp_path / "news")
    settings = IndexSettings(articles=folder)
    settings.library.take_out("mole.txt")
    assert ids(configured(settings)) == ["ferry.txt", "keeper.txt"]
    assert ids(configured(IndexSettings(articles=folder, changes="off"))) == list(HARBOUR)
    assert not IndexSettings(changes="off").library.may_change
    assert not IndexSettings(changes=" OFF").library.may_change
    mine = IndexSettings(articles=folder, changes=str(tmp_path / "mine"))
    assert mine.index_location != settings.index_location
    named = mine.library
    bring(named, "bell.txt", b"The bell rang.")
    assert (tmp_path / "mine" / "brought" / "bell.txt").is_file()


def test_an_index_stays_where_it_is_when_the_working_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    index = Index.open("index", embedder=ToyEmbedder())
    write(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path / "elsewhere")
    index.sync(tmp_path / "elsewhere")
    assert index.location == str(tmp_path / "index")
    assert len(ids(index)) == 3


@pytest.mark.parametrize(
    "url", ["http://127.0.1.1", "http://0.0.0.0:8000", "http://[::1]:8000", "http://localhost."]
)
def test_who_calls_the_server_of_this_machine_by_another_name_waits_at_the_same_lock(
    url: str,
) -> None:
    assert beside(located(url)) == beside("http://localhost:8000")
    assert beside(located(url)) != beside("http://quay:8000")
    assert beside(located(url)) != beside("https://localhost")


def test_a_server_is_the_same_however_its_address_is_written() -> None:
    assert {located(url) for url in ("HTTP://Quay:8000/", "http://quay:8000")} == {
        "http://quay:8000"
    }
    with pytest.raises(SettingError, match=r"without '/chroma' behind it"):
        located("http://quay:8000/chroma")


def test_the_home_folder_is_known_where_no_shell_is(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("CV_ARTICLES", "~/news")
    assert IndexSettings.load().articles == home / "news"


def test_the_index_filled_last_is_remembered(tmp_path: Path) -> None:
    assert latest() is None
    for name in ("one", "zwei – ⚓"):
        index = filled(tmp_path / name)
        remember(index.location)
        assert latest() == index.location
    remember("http://127.0.0.1:8000")
    assert latest() == "http://127.0.0.1:8000"


def test_an_index_that_is_gone_is_not_remembered(tmp_path: Path, home: Path) -> None:
    index = filled(tmp_path)
    remember(index.location)
    (tmp_path / "index").rename(tmp_path / "moved")
    assert latest() is None
    assert [path.name for path in (home / "chapter-and-verse").iterdir()] == ["latest"]


def test_what_cannot_be_remembered_is_warned_about(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home.write_text("a file where a folder should be", encoding="utf-8")
    remember("http://127.0.0.1:8000")
    assert "can't be noted down" in caplog.text
    with pytest.raises(IndexUnavailable, match=r"latest, which names .* CV_INDEX"):
        latest()


def test_articles_that_are_named_are_synchronised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    remember(filled(tmp_path / "other").location)
    articles = write(tmp_path / "articles", {**HARBOUR, "void.txt": ""})
    assert ids(configured(IndexSettings(articles=articles))) == sorted(HARBOUR)
    monkeypatch.setenv("CV_ARTICLES", str(articles))
    (articles / "ferry.txt").unlink()
    assert ids(configured(IndexSettings())) == ["keeper.txt", "mole.txt"]
    warnings = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert warnings == ["void.txt was left out: it is empty"] * 2


def test_an_index_that_is_named_is_used_as_it_is(tmp_path: Path) -> None:
    remember(filled(tmp_path / "other").location)
    index = filled(tmp_path, {"fog.txt": "The fog horn blew."})
    (tmp_path / "articles" / "fog.txt").unlink()
    assert ids(configured(IndexSettings(index=index.location))) == ["fog.txt"]


def test_an_index_that_is_named_alone_is_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CV_INDEX", "http://127.0.0.1:8000")
    monkeypatch.setenv("CV_ARTICLES", "")
    alone = IndexSettings.load()
    assert alone.only_reads
    assert not alone.library.may_change
    for with_articles in (IndexSettings(articles=tmp_path), IndexSettings.load(index="")):
        assert not with_articles.only_reads
        assert with_articles.library.may_change
    monkeypatch.setenv("CV_ARTICLES", str(tmp_path))
    assert not IndexSettings.load().only_reads


def test_else_the_index_filled_last_is_used_as_it_is(tmp_path: Path) -> None:
    remember(filled(tmp_path, {"fog.txt": "The fog horn blew."}).location)
    (tmp_path / "articles" / "fog.txt").unlink()
    assert ids(configured(IndexSettings())) == ["fog.txt"]


def test_else_the_articles_that_come_with_the_project_are(home: Path) -> None:
    index = configured(IndexSettings())
    assert len(ids(index)) >= 5
    assert Path(index.location).is_relative_to(home)
    assert latest() is None


def test_no_index_is_made_for_articles_that_are_not_there(tmp_path: Path, home: Path) -> None:
    with pytest.raises(FolderError, match="nowhere"):
        configured(IndexSettings(articles=tmp_path / "nowhere"))
    assert not home.exists()
