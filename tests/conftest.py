"""What all tests share: an app, really running, a browser, and the default model, loaded once."""

import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from index import MiniLM
from tests.browser.running import chromium, running_app, running_browser
from tests.indexing import write
from tests.serving import ARTICLES, BROKEN
from tests.town import TOWN

# How long an example takes says more of the machine than of what is tested.
settings.register_profile("untimed", deadline=None)
settings.register_profile(
    "others", deadline=None, derandomize=False, suppress_health_check=list(HealthCheck)
)
settings.load_profile("untimed")


MEMORY = Path("/dev/shm")
"""Where there is one: SQLite waits for a disk at each change, and a test makes an index often."""

ROOM = 4 * 2**30


def pytest_configure() -> None:
    """Spare the many programs that tests start what each of them would do anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real chromium; without one the test is skipped, and in CI it fails."""
    path = chromium()
    if path is None and "CI" in os.environ:
        pytest.fail("CI must run the browser tests: install chromium or set CV_CHROMIUM")
    if path is None:
        pytest.skip("no chromium here: install one or set CV_CHROMIUM to run the browser tests")
    with running_browser(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The default embedding model, which takes a second to be loaded."""
    return MiniLM()


@pytest.fixture(scope="module")
def loaded_once(minilm: MiniLM) -> Iterator[None]:
    """Every index that is opened with the default model gets the one that is loaded already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.core.embedder_named", {minilm.name: minilm}.__getitem__)
        yield


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with the harbour town's articles, whose index the first test makes for all."""
    place = tmp_path_factory.mktemp("settled")
    write(place / "articles", TOWN)
    return place


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """What a test sets up for its log is no other's."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hook = threading.excepthook
    yield
    threading.excepthook = hook
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("app", "corpus", "index", "qa"):
        logging.getLogger(name).setLevel(logging.NOTSET)
