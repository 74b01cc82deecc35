"""The page talks to its own host only, and an article is never more than text."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.running import SECONDS, ask, open_articles, opened
from tests.serving import ARTICLES

pytestmark = pytest.mark.browser


def test_every_request_goes_to_the_pages_own_host(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        hosts: set[str] = set()
        context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        refused: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: refused.append(message.text))
        opened(page, address)
        ask(page, "Who repaired the lighthouse lamp?")
        page.locator(".marker").first.click()
        page.locator("#passage").wait_for()
        page.goto(f"{address}/read/lighthouse.md")
        page.wait_for_load_state("networkidle")
    assert hosts == {urlsplit(address).netloc}
    assert [text for text in refused if "Content Security Policy" in text] == []


def test_a_hostile_article_is_shown_as_text(visitor: Page) -> None:
    ask(visitor, "What does the pirate flag over the bakery read?")
    expect(visitor.locator(".sources")).to_contain_text("<script>alert(3)</script>")
    visitor.locator(".sources a", has_text="Piracy").first.click()
    shown = visitor.locator(".article-text")
    expect(shown).to_contain_text("{{ 7 * 7 }} ${alert(4)}")
    assert shown.text_content() == ARTICLES["hostile.md"].split("---\n", 2)[2]
    ours = visitor.locator(":is(#conversation, #reader) :is(img, script, b)")
    expect(ours).to_have_count(0)
    addresses = visitor.eval_on_selector_all(
        ":is(#conversation, #reader) a", "links => links.map(link => link.protocol)"
    )
    assert set(addresses) == {"http:"}


def height(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["height"]


def test_a_title_without_end_bursts_nothing(visitor: Page) -> None:
    sideways = "document.documentElement.scrollWidth - window.innerWidth"
    ask(visitor, "Who set the endless title?")
    expect(visitor.locator(".sources")).to_contain_text("set by Ole Moe")
    assert height(visitor.locator(".says").first) < 200
    assert height(visitor.locator(".sources li").first) < 400
    visitor.locator(".marker").first.hover()
    assert height(visitor.locator("#card")) < 400
    visitor.locator(".marker").first.click()
    expect(visitor.locator("#passage")).to_be_in_viewport()
    assert height(visitor.locator("#reading header")) < 600
    visitor.keyboard.press("Escape")
    open_articles(visitor)
    visitor.locator("#narrow [value='endless.md']").check()
    assert height(visitor.locator("#narrow .articles li").first) < 400
    assert height(visitor.locator("#chips")) < 100
    assert visitor.evaluate(sideways) <= 0


def test_a_file_that_is_no_text_is_named_with_the_reason(visitor: Page) -> None:
    left_out = visitor.locator("#startup details")
    said = "1 file could not be read and is left out"
    expect(left_out).to_contain_text(said, timeout=60 * SECONDS)
    left_out.locator("summary").click()
    expect(left_out).to_contain_text("broken.txt is not")
