"""Pictures of the page's main states: ``python -m tests.screenshot FOLDER``.

The README shows two of them, in ``.github``.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.running import (
    DESK,
    PHONE,
    ask,
    chromium,
    opened,
    running_app,
    running_browser,
)

FACT = "Are the North Koreans cannon fodder?"
DIFFERENCE = "How many containers of arms has North Korea shipped to Russia?"
NOT_THERE = "How do I get red wine out of a carpet?"


def answer(page: Page) -> None:
    """An answer, and the passage that it quotes."""
    ask(page, FACT)
    page.locator(".marker").first.click()
    page.locator("#passage").wait_for()


def difference(page: Page) -> None:
    """Versions of one thing."""
    ask(page, DIFFERENCE)


def refusal(page: Page) -> None:
    """What the articles don't say."""
    ask(page, NOT_THERE)


def narrowed(page: Page) -> None:
    """The list of articles, and one outlet that is asked."""
    page.click("#open-library")
    page.locator("#narrow [name=source]").first.check()
    ask(page, FACT)


@dataclass(frozen=True, slots=True)
class State:
    """A state of the page and how it is looked at."""

    reach: Callable[[Page], None]
    size: ViewportSize
    dark: bool = False


STATES: Mapping[str, State] = {
    "answer": State(answer, DESK),
    "difference": State(difference, DESK),
    "refusal": State(refusal, DESK),
    "narrowed": State(narrowed, DESK),
    "dark": State(answer, DESK, dark=True),
    "phone": State(difference, PHONE),
    "phone-passage": State(answer, PHONE, dark=True),
}


def take(browser: Browser, address: str, state: State, path: Path) -> None:
    """Bring a new visitor's page into a state and save what is seen."""
    with browser.new_context(
        viewport=state.size, color_scheme="dark" if state.dark else "light"
    ) as context:
        page = opened(context.new_page(), address)
        page.locator("#status [data-settled]").wait_for(state="attached")
        state.reach(page)
        page.wait_for_timeout(500)  # until what is focused has come to rest
        page.screenshot(path=path)


def main() -> None:
    """Take all pictures, or some."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("states", nargs="*", choices=[*STATES, []], help="only these")
    options = parser.parse_args()
    found = chromium()
    if not found:
        sys.exit("no chromium here: install one or set CV_CHROMIUM")
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        running_app(home=Path(home)) as address,
        running_browser(found) as browser,
    ):
        for name in options.states or STATES:
            take(browser, address, STATES[name], options.folder / f"{name}.png")


if __name__ == "__main__":
    main()
