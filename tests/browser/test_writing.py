"""Answers that a language model writes, as a visitor sees them."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import SECONDS, ask, opened, running_app
from tests.browser.test_conversation import FERRIES, LAMP
from tests.llm_server import Behaviour, Double, failing, hanging, running, writing

pytestmark = pytest.mark.browser

COUNTED = ("Ada Lund counted eleven ferries on Tuesday.", "eleven ferries")
INVENTED = ("She also counted forty whales.", "eleven ferries")
MENDED = ("Tomas Brandt repaired the lamp with a lens made in Oslo.", "made in Oslo")
LASTED = ("The repair took seven weeks.", "seven weeks")


@dataclass(frozen=True)
class Written:
    """A page whose answers a language model writes, and that model."""

    address: str
    model: Double


@pytest.fixture(scope="module")
def written(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """One for all tests here: each tells the model how to behave."""
    with running() as model:
        settings = {"CV_LLM": "openai:scribe", "CV_LLM_URL": model.address, "CV_LLM_SECONDS": "8"}
        home = tmp_path_factory.mktemp("home")
        with running_app("--articles", str(folder), home=home, **settings) as address:
            yield Written(address, model)


@pytest.fixture
def page(browser: Browser, written: Written) -> Iterator[Page]:
    """A visitor of its own for each test."""
    with closing(browser.new_page()) as page:
        yield opened(page, written.address)


def first_asked(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def test_confirmed_sentences_come_one_by_one_and_what_is_false_is_withheld(
    page: Page, written: Written
) -> None:
    go_on = threading.Event()
    written.model.behaves(writing(COUNTED, INVENTED, go_on=go_on))
    first_asked(page, FERRIES)
    said = page.locator(".turn.pending .says")
    expect(said).to_contain_text("Ada Lund counted eleven ferries", timeout=60 * SECONDS)
    expect(page.locator(".turn.pending .waiting")).to_contain_text("checking it")
    expect(page.locator(".turn.pending .marker")).to_have_count(1)
    go_on.set()
    answer = page.locator(".turn:not(.pending) .answer")
    expect(answer).to_contain_text("Written by openai:scribe", timeout=20 * SECONDS)
    expect(answer).not_to_contain_text("whales")
    expect(answer.locator(".says")).to_contain_text("Ada Lund counted eleven ferries")
    answer.locator(".withheld summary").click()
    expect(answer.locator(".withheld")).to_contain_text("One sentence that the language model")
    expect(answer.locator(".withheld li")).to_contain_text("“40”, which does not stand")
    answer.locator(".marker").click()
    expect(page.locator("#passage")).to_contain_text("eleven ferries")
    address, question = f"{written.address}/api/v1/ask", {"question": FERRIES}
    reply = httpx.post(address, json=question, timeout=60).json()
    assert reply["text"] == "Ada Lund counted eleven ferries on Tuesday. [1]"
    assert reply["writer"] == "openai:scribe"
    assert len(reply["withheld"]) == 1
    with httpx.stream("POST", f"{address}/stream", json=question) as stream:
        events = [line for line in stream.iter_lines() if line.startswith("event:")]
    assert events[-2:] == ["event: confirmed", "event: answer"]


def test_who_stops_keeps_what_was_confirmed_and_the_model_is_hung_up_on(
    page: Page, written: Written
) -> None:
    told = written.model.behaves(writing(MENDED, *[LASTED] * 40, pause=0.5))
    first_asked(page, LAMP)
    said = page.locator(".turn.pending .says")
    expect(said).to_contain_text("a lens made in Oslo", timeout=60 * SECONDS)
    page.click("#stop")
    expect(page.locator(".turn:not(.pending) .answer")).to_contain_text("You stopped it.")
    expect(page.locator(".turn .says")).to_contain_text("a lens made in Oslo")
    assert told.hung_up.wait(10)


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        pytest.param(failing(429), "too many requests", id="rate limit"),
        pytest.param(
            hanging(60), "took longer than 8 seconds", id="silence", marks=pytest.mark.long
        ),
    ],
)
def test_where_no_model_writes_the_articles_answer(
    page: Page, written: Written, behaviour: Behaviour, told: str
) -> None:
    written.model.behaves(behaviour)
    ask(page, FERRIES)
    answer = page.locator(".turn .answer")
    expect(answer).to_contain_text(told, timeout=20 * SECONDS)
    expect(answer).to_contain_text("These are the articles’ own sentences.")
    expect(answer.locator(".says")).to_contain_text("counted eleven ferries in the northern")
