"""One app, really running, for all tests that ask it over the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.running import running_app
from tests.serving import ARTICLES, BROKEN


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as files."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_bytes(text.encode())
    (folder / "broken.txt").write_bytes(BROKEN)
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app keeps what belongs to its user."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def address(folder: Path, home: Path) -> Iterator[str]:
    """Where the app is served."""
    with running_app("--articles", str(folder), home=home) as address:
        yield address
