"""The command measures public sets, and says in one line what makes no sense."""

import json
from pathlib import Path

import pytest

from qa.__main__ import main
from qa.evaluation.public import run
from tests.indexing import ToyEmbedder
from tests.public_sets import LAMP, LEFT, asked, gold, stand_alone, town, write_set, write_squad2


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_alone(monkeypatch, tmp_path / "home")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_configured_embedder", ToyEmbedder)


def legal(folder: Path) -> Path:
    queries = [asked("left", LEFT, gold("Ferry", "noon")), asked("l", LAMP, gold("Keeper", "dusk"))]
    write_set(folder, "legalbenchrag_privacy_qa", town(), queries)
    return folder


@pytest.mark.usefixtures("toy")
def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--public", str(legal(tmp_path))]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("legalbenchrag_privacy_qa, answers\n  cited characters")
    assert "\n  refused, of the answerable                0.000 (0 of 2)\n\n" in printed.out
    assert printed.err == ""


@pytest.mark.usefixtures("toy")
def test_the_command_prints_json_of_a_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_squad2(legal(tmp_path))
    named = ["--set", "legalbenchrag_privacy_qa", "--sample", "1", "--json"]
    assert main(["evaluate", "--public", str(tmp_path), *named]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert list(figures) == [f"legalbenchrag_privacy_qa, {what}" for what in ("answers", "search")]
    assert figures["legalbenchrag_privacy_qa, answers"]["wrong"] == {
        **{"value": 0, "count": 0, "total": 1}
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--public", "."], "holds none of the folders squad2_half, xquad_en"),
        (["--public", ".", "--set", "owls"], "there is no set 'owls'; there are squad2_half"),
        (["--public", ".", "--set", "clapnq"], "docs.jsonl can't be read"),
        (["--public", ".", "--sample", "0"], "0 questions measure nothing"),
        (["--public", ".", "--articles", "a", "--failures"], "--articles, --failures: not for"),
        (["--sample", "0"], "--sample: only for public sets"),
    ],
)
@pytest.mark.usefixtures("toy")
def test_what_makes_no_sense_is_one_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 2
    printed = capsys.readouterr().err
    assert words in printed
    assert printed.count("\n") == 1
