"""The README's picture: ``python -m tests.screenshot OUT.png``."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.browser.running import ask, chromium, opened, running_app, running_browser

QUESTION = "Are the North Koreans cannon fodder?"


def take(path: str, question: str, *, width: int, height: int, dark: bool) -> None:
    """Ask the app on the shipped articles, open the first passage and save what is seen.

    Args:
        path: the PNG to write.
        question: what to ask.
        width: of the window, in pixels.
        height: of the window, in pixels.
        dark: as somebody sees it who prefers dark pages.
    """
    found = chromium()
    if not found:
        sys.exit("no chromium here: install one or set CV_CHROMIUM")
    with (
        tempfile.TemporaryDirectory() as home,
        running_app(home=Path(home)) as address,
        running_browser(found) as browser,
    ):
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
        )
        ask(opened(page, address), question)
        page.locator(".marker").first.click()
        page.locator("#passage").wait_for()
        page.locator("#status [data-settled]").wait_for(state="attached")
        page.screenshot(path=path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", metavar="OUT.png")
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--dark", action="store_true")
    options = parser.parse_args()
    take(
        options.path,
        options.question,
        width=options.width,
        height=options.height,
        dark=options.dark,
    )
