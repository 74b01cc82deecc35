"""The browser's Back, which on a phone is how one leaves what covers everything."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import ask, both_widths, open_articles
from tests.browser.test_conversation import LAMP, REPAIR, open_first_passage

pytestmark = pytest.mark.browser


def entries(page: Page) -> int:
    """How many pages and states the browser's history has."""
    return int(page.evaluate("history.length"))


def expect_state(page: Page, panels: int) -> None:
    """Wait until the browser's history is where so many things are open."""
    page.wait_for_function("panels => (history.state?.open ?? 0) === panels", arg=panels)


@both_widths
def test_back_closes_the_article_and_keeps_the_conversation(visitor: Page) -> None:
    ask(visitor, LAMP)
    marker = visitor.locator(".marker").first
    open_first_passage(visitor)
    visitor.go_back()
    expect(visitor.locator("#reader")).to_be_hidden()
    expect(visitor.locator(".asked")).to_have_text([LAMP])
    expect(marker).to_be_focused()
    assert "Tomas Brandt" in open_first_passage(visitor)


def test_back_closes_an_article_first_and_then_the_list_it_was_opened_from(visitor: Page) -> None:
    ask(visitor, LAMP)
    open_articles(visitor)
    visitor.locator("#narrow .articles li").first.locator("text=Read").click()
    expect(visitor.locator("#reader")).to_be_visible()
    visitor.go_back()
    expect(visitor.locator("#reader")).to_be_hidden()
    expect(visitor.locator("#library")).to_be_visible()
    visitor.go_back()
    expect(visitor.locator("#library")).to_be_hidden()
    expect(visitor.locator(".asked")).to_have_text([LAMP])


@pytest.mark.parametrize("by", ["button", "Escape"])
def test_what_is_closed_otherwise_is_not_closed_again_by_back(
    visitor: Page, address: str, by: str
) -> None:
    visitor.goto(f"{address}/read/lighthouse.md")
    visitor.goto(address)
    ask(visitor, LAMP)
    for _ in range(2):
        open_first_passage(visitor)
        expect_state(visitor, 1)
        if by == "button":
            visitor.click("#back")
        else:
            visitor.keyboard.press("Escape")
        expect(visitor.locator("#reader")).to_be_hidden()
        expect_state(visitor, 0)
    visitor.go_back()
    expect(visitor).to_have_url(f"{address}/read/lighthouse.md")


def test_one_back_closes_the_article_however_many_passages_were_looked_at(visitor: Page) -> None:
    ask(visitor, REPAIR)
    before = entries(visitor)
    open_first_passage(visitor)
    visitor.click("#next")
    expect(visitor.locator("#place")).to_have_text("2 of 2")
    visitor.locator(".marker").first.click()
    expect(visitor.locator("#place")).to_have_text("1 of 2")
    assert entries(visitor) == before + 1
    visitor.go_back()
    expect(visitor.locator("#reader")).to_be_hidden()
    expect(visitor.locator(".asked")).to_have_text([REPAIR])


def test_the_list_that_takes_an_articles_place_is_closed_by_one_back(visitor: Page) -> None:
    ask(visitor, LAMP)
    open_first_passage(visitor)
    open_articles(visitor)
    expect(visitor.locator("#reader")).to_be_hidden()
    visitor.go_back()
    expect(visitor.locator("#library")).to_be_hidden()
    expect(visitor.locator(".asked")).to_have_text([LAMP])


def test_after_a_reload_back_closes_nothing_that_is_not_open(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/read/lighthouse.md")
    visitor.goto(address)
    ask(visitor, LAMP)
    open_first_passage(visitor)
    visitor.reload()
    expect(visitor.locator(".asked")).to_have_text([LAMP])
    expect_state(visitor, 0)
    visitor.go_back()
    expect(visitor).to_have_url(f"{address}/read/lighthouse.md")
