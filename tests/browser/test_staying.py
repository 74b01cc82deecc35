"""What a visitor asked outlives the page: a lost network, a reload, a look at something else."""

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import SECONDS, app_that_waits, ask, open_articles, opened
from tests.browser.test_conversation import FERRIES, LAMP, REPAIR, open_first_passage

pytestmark = pytest.mark.browser

FOLLOW_UP = "How long did it take him?"


def expect_conversation(page: Page, *questions: str) -> None:
    """What is in sight after the page was loaded anew."""
    expect(page.locator(".asked")).to_have_text(list(questions), timeout=60 * SECONDS)


def expect_understood(page: Page) -> None:
    """The follow-up as one that goes on with what was asked before it."""
    turn = page.locator(".turn").filter(has=page.locator(".asked", has_text=FOLLOW_UP))
    expect(turn.locator(".understood")).to_contain_text(LAMP)
    expect(turn.locator(".answer blockquote").first).to_contain_text("seven weeks")


def test_a_second_without_a_network_costs_neither_the_conversation_nor_the_question(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        page = opened(context.new_page(), address)
        ask(page, LAMP)
        context.set_offline(True)
        page.fill("#question textarea", FOLLOW_UP)
        with page.expect_event("load", timeout=60 * SECONDS):
            page.press("#question textarea", "Enter")
            page.wait_for_timeout(1000)
            context.set_offline(False)
        expect_conversation(page, LAMP)
        expect(page.locator("#question textarea")).to_have_value(FOLLOW_UP)
        page.press("#question textarea", "Enter")
        expect_conversation(page, LAMP, FOLLOW_UP)
        expect_understood(page)


def test_a_conversation_goes_on_after_a_reload(visitor: Page) -> None:
    ask(visitor, FERRIES)
    ask(visitor, LAMP)
    visitor.reload()
    expect_conversation(visitor, FERRIES, LAMP)
    ask(visitor, FOLLOW_UP)
    expect_conversation(visitor, FERRIES, LAMP, FOLLOW_UP)
    expect_understood(visitor)
    visitor.reload()
    visitor.click("[data-edit]")
    expect(visitor.locator("#question textarea")).to_have_value(FOLLOW_UP)
    visitor.fill("#question textarea", REPAIR)
    visitor.press("#question textarea", "Enter")
    expect_conversation(visitor, FERRIES, LAMP, REPAIR)


def test_who_copies_the_page_copies_no_key_to_the_conversation(visitor: Page) -> None:
    ask(visitor, LAMP)
    visitor.locator(".asked").click()  # out of the box, so that all of the page is selected
    visitor.keyboard.press("Control+a")
    visitor.keyboard.press("Control+c")
    copied = visitor.evaluate(
        """async () => {
            const [copied] = await navigator.clipboard.read();
            return (await copied.getType("text/html")).text();
        }"""
    )
    assert LAMP in copied
    key = visitor.locator("[data-key]").get_attribute("data-key")
    assert key
    assert key not in copied


def test_who_was_editing_a_question_is_told_so_after_a_reload(visitor: Page) -> None:
    ask(visitor, LAMP)
    visitor.click("[data-edit]")
    visitor.reload()
    expect_conversation(visitor, LAMP)
    visitor.click("[data-keep]")
    expect(visitor.locator("#hint p")).to_have_count(0)
    ask(visitor, FERRIES)
    expect_conversation(visitor, LAMP, FERRIES)


def test_only_the_articles_that_were_ticked_are_asked_after_a_reload_as_well(
    visitor: Page,
) -> None:
    open_articles(visitor)
    visitor.locator("#narrow [name=source][value='The Mirror']").check()
    visitor.locator("#narrow [name=article]").first.check()
    visitor.keyboard.press("Escape")
    chips = visitor.locator("#chips button")
    labels = chips.all_text_contents()
    assert len(labels) == 2
    visitor.reload()
    expect(chips).to_have_text(labels)
    chips.last.click()
    ask(visitor, REPAIR)
    expect(visitor.locator(".understood")).to_contain_text(
        "Asked only of the articles from The Mir"
    )
    open_articles(visitor)
    expect(visitor.locator("#narrow [name=source]:checked")).to_have_value("The Mirror")


def test_a_conversation_that_the_server_does_not_know_can_be_read_and_is_not_followed(
    visitor: Page,
) -> None:
    ask(visitor, LAMP)
    visitor.evaluate("document.querySelector('[data-key]').dataset.key = 'of-another-server'")
    visitor.reload()
    expect_conversation(visitor, LAMP)
    visitor.fill("#question textarea", FOLLOW_UP)
    visitor.press("#question textarea", "Enter")
    expect(visitor.locator("#hint")).to_contain_text("This conversation is no longer kept here")
    expect_conversation(visitor, LAMP)
    expect(visitor.locator("#question textarea")).to_have_value(FOLLOW_UP)
    visitor.click("[data-edit]")
    expect(visitor.locator("#hint")).to_contain_text("This conversation is no longer kept here")
    visitor.click("#restart")
    expect(visitor.locator(".welcome")).to_be_visible()
    expect(visitor.locator("#hint p")).to_have_count(0)
    expect(visitor.locator("#question textarea")).to_have_value(FOLLOW_UP)
    ask(visitor, REPAIR)
    expect(visitor.locator(".asked")).to_have_text([REPAIR])


def test_what_a_reload_put_back_can_be_read_and_saved(visitor: Page, tmp_path: Path) -> None:
    ask(visitor, FERRIES)
    ask(visitor, LAMP)
    kept = "all => all.map(each => [each.dataset.json, each.dataset.markdown])"
    before = visitor.eval_on_selector_all(".kept", kept)
    open_first_passage(visitor)
    for _ in range(2):
        visitor.reload()
        expect_conversation(visitor, FERRIES, LAMP)
    assert visitor.eval_on_selector_all(".kept", kept) == before
    expect(visitor.locator("[aria-current]")).to_have_count(0)
    assert "Tomas Brandt" in open_first_passage(visitor)
    with visitor.expect_download() as saving:
        visitor.click("text=Save as JSON")
    saving.value.save_as(tmp_path / "saved.json")
    saved = json.loads((tmp_path / "saved.json").read_text(encoding="utf-8"))
    assert [answer["asked"] for answer in saved["answers"]] == [FERRIES, LAMP]


def test_a_new_conversation_is_new_after_a_reload_as_well(visitor: Page) -> None:
    ask(visitor, LAMP)
    visitor.reload()
    expect_conversation(visitor, LAMP)
    visitor.click("#restart")
    expect(visitor.locator(".welcome")).to_be_visible()
    visitor.reload()
    visitor.wait_for_selector(".welcome")
    expect(visitor.locator(".turn")).to_have_count(0)
    ask(visitor, FERRIES)
    expect(visitor.locator(".asked")).to_have_text([FERRIES])


def test_who_comes_back_from_another_page_finds_the_conversation(
    visitor: Page, address: str
) -> None:
    ask(visitor, LAMP)
    visitor.goto(f"{address}/read/lighthouse.md")
    visitor.go_back()
    expect_conversation(visitor, LAMP)


def test_who_opens_the_page_by_its_address_begins_anew(visitor: Page, address: str) -> None:
    ask(visitor, LAMP)
    visitor.goto(f"{address}/read/lighthouse.md")
    opened(visitor, address)
    expect(visitor.locator(".turn")).to_have_count(0)
    assert visitor.evaluate("sessionStorage.length") == 0


@pytest.mark.long
def test_a_question_that_was_being_answered_is_in_the_box_again_after_a_reload(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    with app_that_waits(folder, tmp_path) as (address, others):
        page = opened(browser.new_page(), address)
        page.fill("#question textarea", LAMP)
        page.press("#question textarea", "Enter")
        expect(page.locator(".turn.pending")).to_be_visible()
        page.reload()
        expect_conversation(page, LAMP)
        expect(page.locator(".turn .notice")).to_have_role("alert")
        expect(page.locator(".turn .notice")).to_have_text(
            "No answer this time: The connection broke off before there was an answer. Ask again."
        )
        expect(page.locator(".turn.pending, .turn .waiting")).to_have_count(0)
        expect(page.locator("#question textarea")).to_have_value(LAMP)
        expect(page.locator("#send")).to_be_visible()
        page.press("#question textarea", "Enter")
        expect_conversation(page, LAMP, LAMP)
        others.release()
        expect(page.locator(".turn .answer")).to_have_count(1, timeout=60 * SECONDS)
        page.close()


def test_a_conversation_for_which_the_browser_has_no_room_is_as_in_a_new_tab(
    visitor: Page,
) -> None:
    ask(visitor, LAMP)
    visitor.evaluate(
        """() => {
            let filling = "x".repeat(2 ** 22);
            for (let number = 0; filling; number += 1) {
                try { sessionStorage.setItem(`other-${number}`, filling); }
                catch { filling = filling.slice(filling.length / 2 + 1); }
            }
        }"""
    )
    visitor.reload()
    visitor.wait_for_selector(".welcome")
    expect(visitor.locator(".turn")).to_have_count(0)
    visitor.evaluate("sessionStorage.clear()")
    ask(visitor, FERRIES)


def test_what_a_hostile_article_said_is_text_after_a_reload_as_well(visitor: Page) -> None:
    question = "What does the pirate flag over the bakery read?"
    ask(visitor, question)
    said = visitor.locator(".turn").text_content()
    visitor.reload()
    expect_conversation(visitor, question)
    assert visitor.locator(".turn").text_content() == said
    expect(visitor.locator("#conversation :is(img, script, b)")).to_have_count(0)


def test_a_quotation_has_its_line_ends_after_a_reload_as_well(visitor: Page, address: str) -> None:
    name = "brought/anchor.txt"
    sentence = (
        "The anchor of the Grey Heron, which lay in the mud of the northern dock,\r\n"
        "weighs nine tons, said the diver Ute Falk, who had found it there."
    )
    text = f"An old anchor\r\n\r\n{sentence}\r\n"
    try:
        httpx.put(f"{address}/api/v1/articles/anchor.txt", content=text.encode(), timeout=60)
        ask(visitor, "How much does the anchor of the Grey Heron weigh?")
        visitor.reload()
        quotation = visitor.locator(".sources blockquote").first
        expect(quotation).to_be_visible()
        assert quotation.text_content() == sentence
    finally:
        httpx.delete(f"{address}/api/v1/articles/{name}", timeout=60)
