"""Answers that a language model writes, as a visitor sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import SECONDS, ask, opened, running_app
from tests.browser.test_conversation import FERRIES, LAMP
from tests.llm_server import Behaviour, Told, failing, hanging, serving, writing

pytestmark = pytest.mark.browser

COUNTED = ("Ada Lund counted eleven ferries on Tuesday.", "eleven ferries")
INVENTED = ("She also counted forty whales.", "eleven ferries")
MENDED = ("Tomas Brandt repaired the lamp with a lens made in Oslo.", "made in Oslo")
LASTED = ("The repair took seven weeks.", "seven weeks")


@contextmanager
def written_by(behaviour: Behaviour, folder: Path, home: Path) -> Iterator[tuple[str, Told]]:
    """The address of a page with a language model that behaves so, and what that is sent."""
    with serving(behaviour) as (server, told):
        settings = {"CV_LLM": "openai:scribe", "CV_LLM_URL": server, "CV_LLM_SECONDS": "8"}
        with running_app("--articles", str(folder), home=home, **settings) as address:
            yield address, told


def first_asked(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def test_confirmed_sentences_come_one_by_one_and_what_is_false_is_withheld(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    behaviour = writing(COUNTED, INVENTED, pause=1.5)
    with written_by(behaviour, folder, tmp_path) as (address, _):
        page = opened(browser.new_page(), address)
        first_asked(page, FERRIES)
        said = page.locator(".turn.pending .says")
        expect(said).to_contain_text("Ada Lund counted eleven ferries", timeout=60 * SECONDS)
        expect(page.locator(".turn.pending .waiting")).to_contain_text("checking it")
        expect(page.locator(".turn.pending .marker")).to_have_count(1)
        answer = page.locator(".turn:not(.pending) .answer")
        expect(answer).to_contain_text("Written by openai:scribe", timeout=20 * SECONDS)
        expect(answer).not_to_contain_text("whales")
        expect(answer.locator(".says")).to_contain_text("Ada Lund counted eleven ferries")
        answer.locator(".withheld summary").click()
        expect(answer.locator(".withheld")).to_contain_text("One sentence that the language model")
        expect(answer.locator(".withheld li")).to_contain_text("“40”, which does not stand")
        answer.locator(".marker").click()
        expect(page.locator("#passage")).to_contain_text("eleven ferries")
        reply = httpx.post(f"{address}/api/v1/ask", json={"question": FERRIES}, timeout=60).json()
        assert reply["text"] == "Ada Lund counted eleven ferries on Tuesday. [1]"
        assert reply["writer"] == "openai:scribe"
        assert len(reply["withheld"]) == 1
        question = {"question": FERRIES}
        with httpx.stream("POST", f"{address}/api/v1/ask/stream", json=question) as stream:
            events = [line for line in stream.iter_lines() if line.startswith("event:")]
        assert events[-2:] == ["event: confirmed", "event: answer"]
        page.close()


def test_who_stops_keeps_what_was_confirmed_and_the_model_is_hung_up_on(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    behaviour = writing(MENDED, *[LASTED] * 40, pause=0.5)
    with written_by(behaviour, folder, tmp_path) as (address, told):
        page = opened(browser.new_page(), address)
        first_asked(page, LAMP)
        said = page.locator(".turn.pending .says")
        expect(said).to_contain_text("a lens made in Oslo", timeout=60 * SECONDS)
        page.click("#stop")
        expect(page.locator(".turn:not(.pending) .answer")).to_contain_text("You stopped it.")
        expect(page.locator(".turn .says")).to_contain_text("a lens made in Oslo")
        assert told.hung_up.wait(10)
        page.close()


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [(failing(429), "too many requests"), (hanging(60), "took longer than 8 seconds")],
    ids=["rate limit", "silence"],
)
def test_where_no_model_writes_the_articles_answer(
    browser: Browser, folder: Path, tmp_path: Path, behaviour: Behaviour, told: str
) -> None:
    with written_by(behaviour, folder, tmp_path) as (address, _):
        page = opened(browser.new_page(), address)
        ask(page, FERRIES)
        answer = page.locator(".turn .answer")
        expect(answer).to_contain_text(told, timeout=20 * SECONDS)
        expect(answer).to_contain_text("These are the articles’ own sentences.")
        expect(answer.locator(".says")).to_contain_text("counted eleven ferries in the northern")
        page.close()
