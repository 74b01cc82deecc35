"""Everybody can use the page: by keyboard, with a screen reader, on a phone, in the dark."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import DESK, PHONE, SECONDS, ask, at_a_desk, open_articles, opened
from tests.browser.test_conversation import LAMP, NOT_THERE, REPAIR, open_first_passage

pytestmark = pytest.mark.browser

GRAVE = ("serious", "critical")


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.long)])
def preferring(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """An empty page of a visitor who prefers light or dark ones."""
    with browser.new_context(color_scheme=request.param, viewport=DESK) as context:
        context.set_default_timeout(20 * SECONDS)
        yield context.new_page()


@pytest.fixture
def looking(preferring: Page, address: str) -> Page:
    """That visitor, who has opened the page."""
    return opened(preferring, address)


def violations(page: Page) -> list[str]:
    """What axe-core finds that keeps people from using the page as it is now."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def smallest_text(page: Page) -> float:
    """The size of the smallest text that can be seen, in pixels."""
    return float(
        page.evaluate(
            """() => Math.min(...[...document.querySelectorAll("body *")]
                .filter(each => each.checkVisibility() && [...each.childNodes].some(
                    node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
                .map(each => parseFloat(getComputedStyle(each).fontSize)))"""
        )
    )


def assert_accessible(page: Page) -> None:
    assert violations(page) == []
    assert smallest_text(page) >= 14
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


# By day it is tried with the long ones: what is on a phone (below) is light, too.
@pytest.mark.parametrize(
    "preferring", [pytest.param("light", marks=pytest.mark.long), "dark"], indirect=True
)
def test_every_state_of_the_page_can_be_used_by_everybody(looking: Page) -> None:
    assert_accessible(looking)
    ask(looking, REPAIR)
    open_first_passage(looking)
    assert_accessible(looking)
    looking.keyboard.press("Escape")
    ask(looking, NOT_THERE)
    ask(looking, LAMP)
    looking.locator(".why summary").last.click()
    looking.locator("[data-opinion=yes]").last.click()
    assert_accessible(looking)
    looking.click("[data-edit]")
    open_articles(looking)
    looking.get_by_label("from The Mirror").check()
    assert_accessible(looking)


def test_every_state_fits_a_phone(visitor: Page) -> None:
    visitor.set_viewport_size(PHONE)
    ask(visitor, REPAIR)
    assert_accessible(visitor)
    open_first_passage(visitor)
    assert_accessible(visitor)
    expect(visitor.locator("#composer")).to_be_hidden()
    visitor.click("#back")
    expect(visitor.locator("#composer")).to_be_visible()
    open_articles(visitor)
    assert_accessible(visitor)


def test_an_article_on_a_page_of_its_own_can_be_used_by_everybody(
    preferring: Page, address: str
) -> None:
    preferring.goto(f"{address}/read/lighthouse.md")
    assert_accessible(preferring)


def press_until(page: Page, key: str, is_there: Callable[[], bool]) -> None:
    """Press a key until something has the focus."""
    for _ in range(40):
        if is_there():
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} does not lead there")


@at_a_desk
def test_tab_and_enter_lead_from_the_question_to_the_passage_and_back(visitor: Page) -> None:
    visitor.keyboard.type(LAMP)  # the box has the focus from the start
    visitor.keyboard.press("Enter")
    marker = visitor.locator(".marker").first
    expect(marker).to_be_visible(timeout=60 * SECONDS)

    def is_on_marker() -> bool:
        return bool(marker.evaluate("marker => marker === document.activeElement"))

    press_until(visitor, "Shift+Tab", is_on_marker)
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#passage")).to_be_focused()
    back = visitor.locator("#back")
    press_until(
        visitor,
        "Shift+Tab",
        lambda: bool(back.evaluate("back => back === document.activeElement")),
    )
    visitor.keyboard.press("Enter")
    expect(marker).to_be_focused()


def test_what_happens_is_told_to_who_cannot_see_it(visitor: Page) -> None:
    expect(visitor.locator("#status")).to_have_attribute("aria-live", "polite")
    ask(visitor, LAMP)
    expect(visitor.get_by_role("log", name="Conversation")).to_contain_text("Tomas Brandt")
    visitor.click("text=Copy with sources")
    expect(visitor.locator("#said")).to_have_text("Copied")
