"""The command line of the page."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

import app
from qa import Settings

ROOT = Path(__file__).parent.parent


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, app\n"
        "try: app.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print('\\nloaded:', sorted({'gradio', 'torch', 'chromadb', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--articles FOLDER" in done.stdout
    assert done.stdout.endswith("loaded: []\n")


def test_a_missing_folder_ends_it_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--port", "0", "--index", str(tmp_path), "--articles", str(tmp_path / "nowhere")]
    assert app.main(options) == 2
    error = capsys.readouterr().err
    assert "nowhere" in error
    assert error.count("\n") == 1


def test_a_port_that_is_taken_ends_it_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert app.main(["--port", port]) == 2
    error = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in error
    assert "--port" in error
    assert error.count("\n") == 1


def test_what_others_can_reach_does_not_start_without_a_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CV_AUTH", raising=False)
    assert app.main(["--host", "0.0.0.0", "--port", "0"]) == 2
    told = capsys.readouterr()
    assert "CV_AUTH=NAME:PASSWORD" in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


@pytest.mark.parametrize(
    ("auth", "words"), [("reader:sea-mist", "with a password"), ("off", "asked for no password")]
)
def test_what_others_can_reach_is_said_at_the_start(auth: str, words: str) -> None:
    told = app._told_of_others(Settings(host="0.0.0.0", auth=SecretStr(auth)))
    assert words in told
    assert "sea-mist" not in told


def test_a_port_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        app.main(["--port", "70000"])
    assert "70000 is not in 0..65535" in capsys.readouterr().err


def test_a_setting_of_the_environment_that_makes_no_sense_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CV_PORT", "harbour")
    assert app.main([]) == 2
    assert "CV_PORT" in capsys.readouterr().err
