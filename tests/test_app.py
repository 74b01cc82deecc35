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

pytestmark = pytest.mark.usefixtures("logging_as_before")


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


@pytest.mark.parametrize(
    ("options", "environment"), [(["--host", "0.0.0.0"], {}), ([], {"CV_HOST": "0.0.0.0"})]
)
def test_what_others_can_reach_does_not_start_without_a_password(
    options: list[str],
    environment: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CV_AUTH", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert app.main([*options, "--port", "0"]) == 2
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


@pytest.mark.parametrize(
    ("host", "others"), [("0.0.0.0", True), ("::", True), ("192.0.2.7", True), ("127.0.0.1", False)]
)
def test_every_address_that_is_printed_can_be_opened(
    monkeypatch: pytest.MonkeyPatch, host: str, others: bool
) -> None:
    monkeypatch.setattr(app, "_name_elsewhere", lambda: "192.0.2.7")
    first, *rest = app._greeting(Settings(host=host, auth=SecretStr("off")), host, 7860)
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    assert first == f"Chapter & Verse: http://{here}:7860  (Ctrl-C ends it)"
    assert bool(rest) == others
    assert ("From another machine: http://192.0.2.7:7860" in rest) == (here != host)


def test_others_are_told_the_address_that_they_see_or_else_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "_ANYWHERE", ("127.0.0.1", 9))
    assert app._name_elsewhere() == "127.0.0.1"
    monkeypatch.setattr(app, "_ANYWHERE", ("255.255.255.255", 9))  # which the system refuses
    assert app._name_elsewhere() == socket.gethostname()


with_ipv6 = pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")


@with_ipv6
@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_ipv6_address_may_be_written_as_within_others(host: str) -> None:
    with app._listener(host, 0) as listener:
        name, port = listener.getsockname()[:2]
        socket.create_connection((name, port)).close()
    assert name == "::1"


@with_ipv6
def test_all_addresses_are_those_of_ipv4_too() -> None:
    with app._listener("::", 0) as listener:
        port = listener.getsockname()[1]
        for host in ("127.0.0.1", "::1"):
            socket.create_connection((host, port)).close()


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
