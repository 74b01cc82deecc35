"""One app and one browser for all tests here; a visitor of its own for each."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.running import SECONDS, chromium, opened, running_app, running_browser

ARTICLES = {
    "ferries.txt": (
        "Ferries return to the northern dock\r\n\r\n"
        "Harbour master Ada Lund counted eleven ferries in the northern dock on Tuesday.\r\n\r\n"
        "The ferries carry about 4,000 passengers a day to the outer islands. "
        "A ticket to the islands costs nine crowns.\r\n"
    ),
    "lighthouse.md": (
        "---\ntitle: The lamp burns again\nsource: The Quay\ndate: 2031-05-04\n"
        "url: https://quay.example/lamp\n---\n\n"
        "## Repairs\n\nKeeper Tomas Brandt repaired the lighthouse lamp with a lens made in Oslo. "
        "The repair took him seven weeks.\n\n"
        "The lamp can be seen from thirty kilometres away.\n"
    ),
    "mirror.md": (
        "---\ntitle: Nine weeks of darkness\nsource: The Mirror\ndate: 2031-05-06\n---\n\n"
        "The repair of the lighthouse lamp took Tomas Brandt nine weeks. "
        "Sailors had complained since February.\n"
    ),
    "hostile.md": (
        '---\ntitle: "<img src=x onerror=alert(1)> Piracy"\nsource: "<b>The Sign</b>"\n'
        'url: "javascript:alert(2)"\n---\n\n'
        "The pirate flag over the bakery reads <script>alert(3)</script> in golden letters. "
        "{{ 7 * 7 }} ${alert(4)} <a href='javascript:alert(5)'>Bakers</a> sell the pirate flag.\n"
    ),
}
"""Small articles by file name; the last one tries to be more than text."""


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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as files."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture(scope="session")
def address(
    browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the app is served; only started where there is a browser."""
    assert browser.is_connected()
    index = tmp_path_factory.mktemp("index")
    with running_app("--articles", str(folder), "--index", str(index)) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Page]:
    """A visitor who has just opened the page; what the browser complains of fails the test."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(20 * SECONDS)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        yield opened(page, address)
        assert complaints == []
