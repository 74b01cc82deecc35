"""The command line of the page."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import app

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
