"""What the README shows is what happens."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa import Settings
from tests.browser.running import running_app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    *(path for folder in ("index", "qa") for path in (ROOT / folder).rglob("README.md")),
]
DECIMALS = re.compile(r"\d+\.\d+")
"""Scores may differ in their last places from processor to processor."""


def blocks(language: str) -> list[str]:
    """The README's code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def sessions(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what it prints."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], (output.strip() for output in parts[1::2]), strict=True))


PAGE = "http://127.0.0.1:7860"
SESSIONS_IN_PYTHON = blocks("pycon")
SESSIONS = [session for block in blocks("console") for session in sessions(block)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a new user's data would be."""
    return tmp_path_factory.mktemp("home")


@pytest.mark.slow
@pytest.mark.parametrize(("command", "output"), SESSIONS)
def test_a_command_prints_what_the_readme_shows(command: str, output: str, home: Path) -> None:
    python, *rest = shlex.split(command)
    assert python == "python"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CV_")}
    done = subprocess.run(
        [sys.executable, *rest],
        cwd=ROOT,
        env=ours | {"XDG_DATA_HOME": str(home), "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert DECIMALS.sub("#", done.stdout.strip()) == DECIMALS.sub("#", output)


@pytest.fixture(scope="module")
def page(home: Path) -> Iterator[str]:
    """Where the page of the shipped articles is served, from the index that the commands made."""
    with running_app(home=home) as address:
        yield address


@pytest.mark.slow
@pytest.mark.parametrize("block", [each for each in SESSIONS_IN_PYTHON if PAGE not in each])
def test_the_python_session_runs_as_shown(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    assert_runs_as_shown(block)


@pytest.mark.slow
@pytest.mark.parametrize("block", [each for each in SESSIONS_IN_PYTHON if PAGE in each])
def test_the_interfaces_answer_as_shown(block: str, page: str) -> None:
    assert_runs_as_shown(block.replace(PAGE, page))


def assert_runs_as_shown(block: str) -> None:
    session = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    # In a thread of its own: the browser's tests have an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        results = pool.submit(doctest.DocTestRunner(optionflags=flags).run, session).result()
    assert results.attempted > 0
    assert results.failed == 0


def test_every_setting_stands_in_the_table() -> None:
    rows = dict(re.findall(r"^\| `CV_(\w+)` \| (.*?) \|", README, re.MULTILINE))
    fields = {name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert rows == fields


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_place_a_document_points_to_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        path, _, heading = target.partition("#")
        there = document.parent / path if path else document
        assert there.exists(), target
        assert not heading or heading in headings(there), target


def headings(document: Path) -> list[str]:
    """The headings of a Markdown file as links name them."""
    titles = re.findall(r"(?m)^#+ (.*)$", document.read_text(encoding="utf-8"))
    return [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]
