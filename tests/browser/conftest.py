"""A visitor of its own for each test here."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.running import DESK, SECONDS, opened


@pytest.fixture(scope="session")
def regular(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: it need not fetch Gradio's scripts again."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        context.set_default_timeout(20 * SECONDS)
        yield context


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest, regular: BrowserContext, address: str
) -> Iterator[Page]:
    """A visitor who has just opened the page; what the browser complains of fails the test.

    At a desk, unless the test is one for both (`tests.browser.running`).
    """
    with closing(regular.new_page()) as page:
        page.set_viewport_size(getattr(request, "param", DESK))
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        yield opened(page, address)
        assert complaints == []
