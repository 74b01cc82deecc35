"""``python -m qa`` on a small folder."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.__main__ import main
from qa.default import default_reader
from tests.indexing import own_home, write
from tests.town import LAMP, TICKET, TOWN

pytestmark = pytest.mark.usefixtures("loaded_once")

GOLD = "Keeper Tomas Brandt"


@pytest.fixture
def town(settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The harbour town's articles, which the environment names; no test changes them."""
    return named(settled, monkeypatch)


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, for a test that changes them."""
    write(tmp_path / "articles", TOWN)
    return named(tmp_path, monkeypatch)


@pytest.fixture
def kept(changing: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The file of an answer about those articles, as `ask --json` printed it."""
    assert main(["ask", "--json", LAMP]) == 0
    file = changing.with_name("kept.json")
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def named(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The articles of a place, which from now on the environment names."""
    own_home(monkeypatch, place / "home")
    monkeypatch.setenv("CV_ARTICLES", str(place / "articles"))
    return place / "articles"


def questions(folder: Path) -> Path:
    """A file of two questions: one with an answer, one without."""
    keeper = {
        **{"id": "t1", "type": "fact", "question": LAMP, "answerable": True},
        **{"answer_must": [["brandt"]], "gold_mode": "any"},
        "gold": [{"doc": "lamp.txt", "quote": GOLD, "start": 0, "end": len(GOLD)}],
    }
    tungsten = {
        **{"id": "t2", "type": "unanswerable", "question": "Where is tungsten mined?"},
        **{"answerable": False, "answer_must": [], "gold": [], "gold_mode": "any"},
    }
    path = folder / "questions.jsonl"
    path.write_text(f"{json.dumps(keeper)}\n{json.dumps(tungsten)}\n", encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_ask_prints_the_answer_and_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", LAMP]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("Keeper Tomas Brandt repaired the lighthouse lamp")
    assert "lamp.txt, characters 0–74" in printed.out
    assert printed.err == ""


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_ask_prints_versions_and_refusals_too(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", TICKET])
    assert "Evening Post: A ticket to the outer islands now costs" in capsys.readouterr().out
    main(["ask", "Where is tungsten mined?"])
    refused = capsys.readouterr().out
    assert "What comes nearest: " in refused
    assert "The nearest passages:" in refused


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_some_of_the_articles_can_be_asked(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", TICKET, "--source", "The Quay", "--source", "The Mirror"])
    assert "nine crowns" in (told := capsys.readouterr().out)
    assert "twelve" not in told
    main(["ask", TICKET, "--since", "2031-05-05"])
    assert "There are no articles published from 5 May 2031 on." in capsys.readouterr().out
    main(["retrieve", TICKET, "--article", "lamp.txt", "--json"])
    assert {hit["article_id"] for hit in json.loads(capsys.readouterr().out)} == {"lamp.txt"}


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["ask", TICKET, "--until", "May"])
    assert "May is no day, as 2024-10-31 is one" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["20241031", "2024-W44-4"])
def test_a_day_is_written_as_for_rest(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["ask", TICKET, "--since", day])
    assert f"{day} is no day, as 2024-10-31 is one" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("town")
def test_json_is_the_same_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", LAMP, "--json"])
    assert json.loads(capsys.readouterr().out)["citations"][0]["article_id"] == "lamp.txt"
    main(["retrieve", LAMP, "-k", "1", "--json"])
    (hit,) = json.loads(capsys.readouterr().out)
    assert hit["article_id"] == "lamp.txt"


@pytest.mark.slow
def test_evaluate_measures_a_question_file(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(questions(tmp_path))
    assert main(["evaluate", path, "--failures", "--thresholds"]) == 0
    printed = capsys.readouterr().out
    assert "any citation touches gold                 1.000 (1 of 1)" in printed
    assert "refused, of the unanswerable questions    1.000 (1 of 1)" in printed
    assert "refused below" in printed
    assert "Nothing went wrong." in printed
    main(["evaluate", path, "--articles", str(town), "--json"])
    report = json.loads(capsys.readouterr().out)
    assert report["figures"]["answers"]["misquotations"]["count"] == 0
    assert report["failures"] == []


@pytest.mark.slow
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", " "], "qa: the question is empty"),
        (["retrieve", "lamp", "-k", "0"], "qa: 0 passages"),
        (["evaluate", "nowhere.jsonl"], "qa: nowhere.jsonl can't be read"),
        (["ask", "Who?", "--articles", "nowhere"], "qa: the articles' folder nowhere"),
    ],
)
def test_what_goes_wrong_is_one_line_that_says_what_to_do(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(words)
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("command", ["ask", "evaluate"])
def test_a_language_model_that_is_none_is_told_before_an_article_is_read(
    command: str,
    town: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(*_: object, **__: object) -> None:
        pytest.fail("the articles are read first")

    monkeypatch.setattr("index.configured_index", read)
    asked = LAMP if command == "ask" else str(questions(tmp_path))
    assert main([command, asked, "--articles", str(town), "--llm", "nosuch"]) == 2
    assert capsys.readouterr().err.startswith("qa: CV_LLM is not provider:model")


@pytest.fixture
def without_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No reader is configured, whatever another test has had configured before."""
    monkeypatch.setenv("CV_RERANKER_MODEL", "none")
    default_reader.cache_clear()
    yield
    default_reader.cache_clear()


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.usefixtures("without_reader")  # it reads a hundred questions slowly
def test_evaluate_alone_measures_the_shipped_articles_and_leaves_other_indexes_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("CV_INDEX", str(tmp_path / "mine"))
    assert main(["evaluate", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures["refusals"]["right"]["total"] == 12
    assert not (tmp_path / "mine").exists()


@pytest.mark.slow
def test_check_tells_by_its_exit_code_whether_everything_still_stands(
    changing: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(kept)]) == 0
    (changing / "lamp.txt").write_text("Nobody repaired anything.", encoding="utf-8")
    assert main(["check", str(kept)]) == 1
    assert "not there" in capsys.readouterr().out


@pytest.mark.slow
def test_check_tells_machines_what_became_of_each_citation_and_where_it_stands_now(
    changing: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = json.loads(kept.read_text(encoding="utf-8"))["citations"]

    def checked() -> tuple[int, dict[str, Any]]:
        """The exit code, and what is told of the first citation."""
        code = main(["check", str(kept), "--json"])
        printed = capsys.readouterr()
        told = json.loads(printed.out)
        assert (len(told), printed.err) == (1 + len(others), "")
        return code, told[0]

    cited = {"article_id": "lamp.txt", "quote": first["quote"]}
    place = {"start": first["start"], "end": first["end"]}
    assert checked() == (0, {**cited, "verdict": "as quoted", "place": place})

    lamp, before = changing / "lamp.txt", "A correction, Öresund: "
    lamp.write_bytes(f"{before}{TOWN['lamp.txt']}".encode())
    moved = {name: at + len(before) for name, at in place.items()}
    assert checked() == (0, {**cited, "verdict": "moved", "place": moved})

    lamp.write_text("Nobody repaired anything.", encoding="utf-8")
    assert checked() == (1, {**cited, "verdict": "not there", "place": None})

    lamp.unlink()
    assert checked() == (1, {**cited, "verdict": "no such article", "place": None})
