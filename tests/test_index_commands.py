"""The command line of the index, and what the commands of all packages share."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus import ChapterVerseError
from index import DEFAULT_MODEL, SyncProgress, latest, remember
from index.__main__ import main
from index.commandline import plain, print_json, progress_bar, run
from tests.indexing import HARBOUR, ToyEmbedder, open_toy, own_home, write

ROOT = Path(__file__).parent.parent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    own_home(monkeypatch, tmp_path / "home")
    return tmp_path / "home"


def made_with_default_model(tmp_path: Path) -> list[str]:
    """Fill an index that says it has the default model; gives the options that name it.

    A sync of files that are all known or unreadable needs no model, so none is loaded.
    """
    index = open_toy(tmp_path, ToyEmbedder(DEFAULT_MODEL))
    index.sync(write(tmp_path / "articles"))
    return ["--index", str(tmp_path / "index")]


def command(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "index", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def answered(*options: str) -> Any:
    """The JSON that a command prints when all is well."""
    done = command(*options, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_sync_tells_what_it_did_and_is_remembered(tmp_path: Path) -> None:
    options = made_with_default_model(tmp_path)
    (tmp_path / "articles" / "ferry.txt").unlink()
    done = command("sync", str(tmp_path / "articles"), *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "removed    ferry.txt",
        "0 added, 0 updated, 1 removed, 2 unchanged, 0 failed: " + options[1],
    ]
    assert latest() == options[1]


def test_sync_goes_on_when_a_file_cannot_be_read_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = made_with_default_model(tmp_path)
    write(tmp_path / "articles", {"void\x1b[2J\n.txt": "", "menu.txt": "Menu"})
    assert main(["sync", str(tmp_path / "articles"), *options]) == 1
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "failed     menu.txt: has no sentence that could be cited",
        "failed     void [2J .txt: is empty",
    ]


def test_sync_as_json_holds_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = made_with_default_model(tmp_path)
    write(tmp_path / "articles", {"void.txt": ""})
    assert main(["sync", str(tmp_path / "articles"), *options, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "location": options[1],
        "added": [],
        "updated": [],
        "removed": [],
        "unchanged": sorted(HARBOUR),
        "failed": [{"id": "void.txt", "reason": "is empty"}],
    }


def test_status_tells_what_there_is(tmp_path: Path) -> None:
    about = '---\ntitle: "The \\e[31mLamp"\nsource: Gazette\ndate: 2024-05-03\n---\n'
    write(tmp_path / "articles", {"lamp.md": f"{about}The keeper lit the lamp at dusk."})
    options = made_with_default_model(tmp_path)
    remember(options[1])
    done = command("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"index      {options[1]}",
        "model      all-MiniLM-L6-v2",
        "scheme     sentences-4x500.3",
        "articles   4",
        "passages   4",
        "sentences  7",
        "ferry.txt  The ferry left the harbour at noon.",
        "keeper.txt  The keeper lit the lamp at dusk.",
        "lamp.md  The [31mLamp  Gazette  2024-05-03",
        "mole.txt  Waves broke the mole in March.",
    ]
    told = answered("status", *options)
    assert told["location"] == options[1]
    assert told["counts"] == {"articles": 4, "passages": 4, "sentences": 7}
    assert told["articles"][2] == {
        "id": "lamp.md",
        "title": "The \x1b[31mLamp",
        "source": "Gazette",
        "published": "2024-05-03",
    }


def test_status_of_an_index_that_is_not_there_makes_none(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "nowhere")
    assert main(["status", "--index", place]) == 1
    assert f"there is no index at {place}" in capsys.readouterr().out
    assert main(["status", "--index", place, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"location": place, "exists": False}
    assert main(["status", "--articles", str(write(tmp_path / "articles"))]) == 1
    assert f"{home}" in capsys.readouterr().out
    assert not Path(place).exists()
    assert not home.exists()


def test_an_error_is_one_line_and_exit_code_2(tmp_path: Path, home: Path) -> None:
    done = command("sync", str(tmp_path / "no\nwhere"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("index: the articles' folder")
    assert done.stderr.count("\n") == 1
    assert not home.exists()


def test_a_mismatch_names_the_command_that_mends_it(tmp_path: Path) -> None:
    open_toy(tmp_path).sync(write(tmp_path / "articles"))
    done = command("status", "--index", str(tmp_path / "index"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "`python -m index sync FOLDER --rebuild`" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_line_from_a_file_cannot_steer_a_terminal() -> None:
    assert plain("red \x1b[31m\x07 \x9b2J\r\nnext\u2028line\u202eflip\ud800") == (
        "red [31m 2J next line flip"
    )
    assert plain("Zürich – “灯台” ⚓ 👩‍🚀") == "Zürich – “灯台” ⚓ 👩‍🚀"


def test_json_is_ascii_and_has_dates_but_no_guesses(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"title": "Zürich \x9b"})
    assert capsys.readouterr().out == '{\n  "title": "Z\\u00fcrich \\u009b"\n}\n'
    with pytest.raises(TypeError, match="Path"):
        print_json({"place": Path()})


def test_errors_and_warnings_of_a_command_are_single_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def troubled() -> int:
        logging.getLogger("harbour").warning("the %s leaks", "mole\n\x1b[31m")
        logging.getLogger("harbour").info("nothing to see")
        raise ChapterVerseError("the harbour is\nclosed")

    assert run("harbour", troubled) == 2
    assert capsys.readouterr() == (
        "",
        "harbour: warning: the mole [31m leaks\nharbour: the harbour is closed\n",
    )


def test_an_interrupted_command_ends_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert run("harbour", interrupted) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_has_enough_is_no_error() -> None:
    script = "import sys; from index.commandline import run\n"
    script += "sys.exit(run('harbour', lambda: print('fog ' * 100_000) or 0))"
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(4)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.commandline._SECONDS_WITHOUT_BAR", 0)
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress_bar() as progress:
            for done in range(4):
                progress(SyncProgress(done, 3, "mole\x1b.txt"))
        assert ("3/3" in stream.getvalue()) is shown
        assert ("mole .txt" in stream.getvalue()) is shown
        assert "mole\x1b" not in stream.getvalue()
