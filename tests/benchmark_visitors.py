"""How long visitors wait, alone and ten at once: ``python -m tests.benchmark_visitors``.

The app runs in a process of its own on the shipped articles, on loopback; the questions are the
shipped ones, and their number is fixed. Prints figures, judges none.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from playwright.sync_api import Page

from qa.evaluation import SHIPPED_QUESTIONS, load_questions
from tests.browser.running import chromium, opened, running_app, running_browser

VISITORS = 10
EACH = 8
TYPED = 40
CONVERSATION = 4
PATIENCE = 120.0

_FIRST_WORD = """question => new Promise(resolve => {
    const before = document.querySelectorAll(".turn").length;
    const box = document.querySelector("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => {
        const start = performance.now();
        new MutationObserver((_, observer) => {
            const turn = document.querySelectorAll(".turn")[before];
            if (!turn?.querySelector(".answer, .notice")) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve((performance.now() - start) / 1000));
        }).observe(document.body, { childList: true, subtree: true });
        box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
    }, 50);
})"""
"""Types a question and presses Enter; gives the seconds until an answer has been painted."""


def show(what: str, seconds: Sequence[float]) -> None:
    """One line of the result."""
    p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    figures = f"{1000 * p50:>7.0f} /{1000 * p95:>7.0f} ms"
    print(f"{what:<62}{figures}", flush=True)  # noqa: T201 - a command line


def asked(address: str, questions: Sequence[str]) -> list[float]:
    """The seconds that each question takes a program which asks one after the other."""
    times = []
    with httpx.Client(base_url=f"{address}/api/v1", timeout=PATIENCE) as client:
        for question in questions:
            start = time.perf_counter()
            client.post("/ask", json={"question": question}).raise_for_status()
            times.append(time.perf_counter() - start)
    return times


def measure_programs(address: str, questions: Sequence[str]) -> None:
    """Ask alone, and ten at once."""
    asked(address, questions[:3])
    start = time.perf_counter()
    show("alone, question to answer", asked(address, questions))
    alone = time.perf_counter() - start
    with ThreadPoolExecutor(VISITORS + 1) as pool:
        start = time.perf_counter()
        shares = [questions[number::VISITORS] for number in range(VISITORS)]
        waiting = [pool.submit(asked, address, share) for share in shares]
        quick = pool.submit(asked, address, ["hello"] * VISITORS)
        times = [seconds for each in waiting for seconds in each.result()]
        together = time.perf_counter() - start
    show(f"{VISITORS} at once, question to answer", times)
    show("small talk beside them", quick.result())
    ratio = together / alone
    print(f"{len(questions)} questions at once take {ratio:.2f} times as long as one by one")  # noqa: T201


def measure_page(page: Page, questions: Sequence[str]) -> None:
    """Type into the page, a new conversation after every few questions."""
    times = []
    for number, question in enumerate(questions):
        if number % CONVERSATION == 0:
            page.click("#restart")
            page.wait_for_function("!document.querySelector('.turn')")
        times.append(float(page.evaluate(_FIRST_WORD, question)))
    show("on the page, from Enter to the first word", times)


def main() -> None:
    """Measure everything."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    questions = [each.text for each in load_questions(SHIPPED_QUESTIONS) if not each.history]
    found = chromium()
    print(f"{'':<62}{'p50 /    p95':>17}")  # noqa: T201
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        running_app(home=Path(home)) as address,
    ):
        asked(address, questions[:1])  # waits until all is ready
        time.sleep(5)
        if found:
            with running_browser(found) as browser:
                measure_page(opened(browser.new_page(), address), questions[:TYPED])
        measure_programs(address, questions[: VISITORS * EACH])


if __name__ == "__main__":
    main()
