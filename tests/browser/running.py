"""The page really served and a real browser to look at it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
SECONDS = 1000.0
"""Playwright counts in milliseconds."""

DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)

both_widths = pytest.mark.parametrize(
    "visitor", [DESK, PHONE], indirect=True, ids=["desk", "phone"]
)
"""For tests of what is laid out otherwise on a phone, where one thing covers the other."""

at_a_desk = pytest.mark.parametrize(
    "visitor",
    [DESK, pytest.param(PHONE, marks=pytest.mark.long)],
    indirect=True,
    ids=["desk", "phone"],
)
"""For tests of what does not depend on the width; on a phone it is tried with the long ones."""

on_a_phone = pytest.mark.parametrize(
    "visitor",
    [pytest.param(DESK, marks=pytest.mark.long), PHONE],
    indirect=True,
    ids=["desk", "phone"],
)
"""The same the other way round, so that of each part of the page something is tried on a phone."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The browser's path: ``CV_CHROMIUM``, or what is installed, or None."""
    found = (shutil.which(name) for name in _NAMES)
    return os.environ.get("CV_CHROMIUM") or next(filter(None, found), None)


@contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    """A browser that does nothing of its own accord."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def running_app(*options: str, home: Path, **settings: str) -> Iterator[str]:
    """The address of ``python app.py`` in a process of its own; at the end it gets a Ctrl-C.

    Args:
        options: of its command line.
        home: where it keeps what belongs to its user.
        settings: others of its environment.
    """
    command = [sys.executable, "app.py", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(home) | settings, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address, "the page did not start; its error is above"
            yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=20)
    assert code == 0, f"after Ctrl-C the page ended with {code}"


@contextmanager
def app_that_waits(folder: Path, place: Path) -> Iterator[tuple[str, FileLock]]:
    """The address of an app that answers nothing yet, and a lock to be released so that it does.

    As long as somebody else writes its index, the articles are not read: whoever asks has to wait.
    """
    index = place / "index"
    index.mkdir()
    others = FileLock(index / "write.lock")
    options = ("--articles", str(folder))
    with others, running_app(*options, home=place, CV_INDEX=str(index)) as address:
        yield address, others


def environment(home: Path) -> dict[str, str]:
    """That of this process without settings of ours, for a user who lives there."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CV_")}
    return ours | {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)}


def opened(page: Page, address: str) -> Page:
    """The page, once a question can be typed."""
    page.goto(address)
    page.wait_for_selector(".welcome")
    return page


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, and wait until it has been answered (or not)."""
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    turn = page.locator(".turn").nth(before)
    turn.locator(".answer, .notice").wait_for(timeout=120 * SECONDS)


def open_articles(page: Page) -> None:
    """Have the list of articles beside the chat."""
    page.click("#open-library")
    expect(page.locator("#narrow")).to_be_visible(timeout=60 * SECONDS)
