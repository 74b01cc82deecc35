"""Which version this is: told by every command and by the page, and written in one place."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from corpus import VERSION

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("command", [["app.py"], ["-m", "qa"], ["-m", "index"]])
def test_every_command_tells_it_and_does_nothing_else(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *command, "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (f"Chapter & Verse {VERSION}\n", "")


def test_what_describes_the_project_takes_it_from_the_code() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in described["project"]
    assert "version" in described["project"]["dynamic"]
    module, _, name = described["tool"]["setuptools"]["dynamic"]["version"]["attr"].rpartition(".")
    assert getattr(import_module(module), name) == VERSION
