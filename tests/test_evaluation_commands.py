"""``python -m qa evaluate --claims`` and ``--llm``: what checks, and what a language model adds."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.__main__ import main
from tests.indexing import own_home
from tests.llm_server import Double, running, writing
from tests.town import LAMP, TOWN

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loaded_once")]

MENDED = TOWN["lamp.txt"].splitlines()[0]
CLAIMS = [("Tomas Brandt repaired the lamp.", "true"), ("Ada Lund repaired the lamp.", "name")]


@pytest.fixture
def town(settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The harbour town's articles; no setting names them, and no test changes them."""
    own_home(monkeypatch, settled / "home")
    return settled / "articles"


def lines(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in objects), encoding="utf-8")
    return path


def claims(path: Path) -> Path:
    """A file of a true and a false claim about who repaired the lamp."""
    ground = {"doc": "lamp.txt", "quote": MENDED, "start": 0, "end": len(MENDED)}
    return lines(
        path, *({"claim": text, "kind": kind, "grounds": [ground]} for text, kind in CLAIMS)
    )


def test_claims_of_a_file_are_measured_beside_those_planted_in_the_articles(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(claims(tmp_path / "claims.jsonl"))
    assert main(["evaluate", "--claims", path, "--articles", str(town)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    planted, by_hand = printed.out.split("\n\n")
    assert planted.startswith("planted\n")
    assert by_hand.startswith("written by hand\n")
    assert "1.000 (1 of 1)" in by_hand, "the false one was caught"
    assert "0.000 (0 of 1)" in by_hand, "the true one was not withheld"


def test_of_other_articles_only_what_is_planted_there_is_measured(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--claims", "--articles", str(town), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert list(figures) == ["planted"]
    assert figures["planted"]["caught"]["total"] > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--claims", "nowhere.jsonl"], "qa: nowhere.jsonl can't be read"),
        (["--claims", "--llm", "openai:m"], "qa: --llm: not for claims"),
        (["--claims", "--thresholds"], "qa: --thresholds: not for claims"),
    ],
)
def test_what_makes_no_sense_beside_claims_is_one_line(
    town: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *arguments, "--articles", str(town)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(words)
    assert printed.err.count("\n") == 1


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    """A language model's server, which the settings name."""
    with running() as model:
        monkeypatch.setenv("CV_LLM_URL", model.address)
        yield model


def test_a_language_model_is_measured_beside_the_articles_own_words(
    town: Path, tmp_path: Path, model: Double, capsys: pytest.CaptureFixture[str]
) -> None:
    told = model.behaves(writing(("Tomas Brandt repaired the lamp.", "Tomas Brandt")))
    gold = {"doc": "lamp.txt", "quote": MENDED, "start": 0, "end": len(MENDED)}
    question = {
        **{"id": "t1", "type": "fact", "question": LAMP, "answerable": True},
        **{"answer_must": [["brandt"]], "gold_mode": "any", "gold": [gold]},
    }
    path = str(lines(tmp_path / "questions.jsonl", question))
    assert main(["evaluate", path, "--articles", str(town), "--llm", "openai:scribe"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert re.split(r" {2,}", head.strip()) == ["own words", "written"]
    touched = next(row for row in rows if "any citation touches gold" in row)
    assert touched.count("1.000 (1 of 1)") == 2
    assert told.bodies, "it was asked"
