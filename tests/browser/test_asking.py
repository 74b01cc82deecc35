"""Asking: lines, stopping, editing, and only some of the articles."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import (
    SECONDS,
    app_that_waits,
    ask,
    at_a_desk,
    on_a_phone,
    open_articles,
    opened,
)
from tests.browser.test_conversation import (
    FERRIES,
    LAMP,
    NOT_THERE,
    REPAIR,
    open_first_passage,
)

pytestmark = pytest.mark.browser


def test_enter_sends_and_shift_enter_breaks_the_line(visitor: Page) -> None:
    box = visitor.locator("#question textarea")
    box.press_sequentially("Who repaired")
    box.press("Shift+Enter")
    box.press_sequentially("the lighthouse lamp?")
    expect(box).to_have_value("Who repaired\nthe lighthouse lamp?")
    box.press("Enter")
    expect(visitor.locator(".asked")).to_have_text("Who repaired\nthe lighthouse lamp?")
    sources = visitor.locator(".sources")
    expect(sources).to_contain_text("Tomas Brandt", timeout=60 * SECONDS)


@on_a_phone
def test_the_last_question_can_be_edited(visitor: Page) -> None:
    ask(visitor, LAMP)
    ask(visitor, FERRIES)
    expect(visitor.locator("[data-edit]")).to_have_count(1)
    visitor.click("[data-edit]")
    box = visitor.locator("#question textarea")
    expect(box).to_have_value(FERRIES)
    expect(box).to_be_focused()
    expect(visitor.locator("#hint")).to_contain_text("takes the place of the last one")
    box.fill(REPAIR)
    box.press("Enter")
    expect(visitor.locator(".asked")).to_have_text([LAMP, REPAIR])
    expect(visitor.locator(".differs")).to_be_visible()
    expect(visitor.locator("#hint p")).to_have_count(0)


def test_who_edits_can_keep_the_last_question_after_all(visitor: Page) -> None:
    ask(visitor, LAMP)
    visitor.click("[data-edit]")
    visitor.click("text=Keep the last one")
    expect(visitor.locator("#question textarea")).to_have_value("")
    expect(visitor.locator("#hint p")).to_have_count(0)
    ask(visitor, FERRIES)
    expect(visitor.locator(".asked")).to_have_text([LAMP, FERRIES])


def test_a_question_can_be_stopped_and_edited(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    with app_that_waits(folder, tmp_path) as (address, others):
        page = opened(browser.new_page(), address)
        page.fill("#question textarea", LAMP)
        page.press("#question textarea", "Enter")
        expect(page.locator(".turn.pending .waiting")).to_contain_text("first; the answer follows")
        expect(page.locator("#send")).to_be_hidden()
        page.press("#question textarea", "Enter")
        expect(page.locator("#hint")).to_contain_text("still being answered")
        page.click("#stop")
        expect(page.locator(".turn .notice")).to_contain_text("You stopped it.")
        expect(page.locator("#send")).to_be_visible()
        page.click("[data-edit]")
        expect(page.locator("#question textarea")).to_have_value(LAMP)
        others.release()
        page.locator("#status [data-settled]").wait_for(state="attached", timeout=60 * SECONDS)
        page.wait_for_timeout(1000)  # in which an answer that nobody wants any more would come
        expect(page.locator(".turn .notice")).to_contain_text("You stopped it.")
        expect(page.locator(".turn .answer")).to_have_count(0)
        page.close()


def test_what_was_opened_stays_open_when_the_next_question_is_asked(visitor: Page) -> None:
    ask(visitor, LAMP)
    open_first_passage(visitor)
    first = visitor.locator(".turn").first
    first.locator(".why summary").first.click()
    expect(first.locator(".why p").first).to_be_visible()
    ask(visitor, FERRIES)
    expect(first.locator(".why p").first).to_be_visible()
    expect(first.locator(".marker").first).to_have_attribute("aria-current", "true")


def test_a_hint_about_the_next_question_outlives_another_one(visitor: Page) -> None:
    ask(visitor, LAMP)
    visitor.click("[data-edit]")
    expect(visitor.locator("#question textarea")).to_have_value(LAMP)
    visitor.fill("#question textarea", "")
    visitor.press("#question textarea", "Enter")
    expect(visitor.locator("#hint")).to_contain_text("Type a question first.")
    expect(visitor.locator("#hint")).to_contain_text("takes the place of the last one")
    visitor.click("#restart")
    expect(visitor.locator("#hint p")).to_have_count(0)
    expect(visitor.locator("#question textarea")).to_have_value("")
    expect(visitor.locator("#question textarea")).to_be_focused()


@on_a_phone
def test_only_one_outlet_is_asked_until_its_chip_is_removed(visitor: Page) -> None:
    open_articles(visitor)
    visitor.get_by_label("from The Mirror").check()
    chip = visitor.locator("#chips button")
    expect(chip).to_have_text("The Mirror")
    visitor.keyboard.press("Escape")
    ask(visitor, REPAIR)
    turn = visitor.locator(".turn").last
    expect(turn.locator(".understood")).to_have_text("Asked only of the articles from The Mirror")
    expect(turn.locator(".sources li")).to_have_count(1)
    chip.click()
    expect(chip).to_have_count(0)
    expect(visitor.locator("#question textarea")).to_be_focused()
    ask(visitor, REPAIR)
    expect(visitor.locator(".turn").last.locator(".versions tbody tr")).to_have_count(2)
    open_articles(visitor)
    expect(visitor.get_by_label("from The Mirror")).not_to_be_checked()


def test_some_articles_are_asked_by_name_and_by_day(visitor: Page) -> None:
    open_articles(visitor)
    visitor.get_by_label("Ferries return to the northern dock", exact=True).check()
    visitor.locator("[name=since]").fill("2031-05-05")
    expect(visitor.locator("#chips button")).to_have_text(
        ["from 5 May 2031", "Ferries return to the northern dock"]
    )
    ask(visitor, FERRIES)
    expect(visitor.locator(".reason")).to_contain_text(
        "There are no articles named ferries.txt, published from 5 May 2031 on."
    )
    visitor.get_by_label("No longer only from 5 May 2031").click()
    expect(visitor.locator("[name=since]")).to_have_value("")
    ask(visitor, FERRIES)
    expect(visitor.locator(".turn").last.locator(".sources")).to_contain_text("eleven ferries")


def test_what_the_asked_articles_do_not_say_can_be_asked_of_all(visitor: Page) -> None:
    open_articles(visitor)
    visitor.get_by_label("from The Mirror").check()
    ask(visitor, FERRIES)
    expect(visitor.locator(".reason")).to_contain_text("Only the articles from The Mirror")
    visitor.click("text=Ask all articles")
    expect(visitor.locator(".turn").last.locator(".sources")).to_contain_text("eleven ferries")
    expect(visitor.locator("#chips")).to_be_hidden()
    ask(visitor, NOT_THERE)
    expect(visitor.get_by_text("Ask all articles")).to_have_count(0)


def test_days_in_the_wrong_order_are_told_before_anything_is_asked(visitor: Page) -> None:
    open_articles(visitor)
    visitor.locator("[name=since]").fill("2031-05-05")
    visitor.locator("[name=until]").fill("2031-05-04")
    visitor.fill("#question textarea", FERRIES)
    visitor.press("#question textarea", "Enter")
    expect(visitor.locator("#hint")).to_contain_text("exchange them")
    expect(visitor.locator(".turn")).to_have_count(0)
    expect(visitor.locator("#question textarea")).to_have_value(FERRIES)


@at_a_desk
def test_why_a_passage_was_chosen_is_told_in_words(visitor: Page) -> None:
    ask(visitor, LAMP)
    why = visitor.locator(".why").first
    expect(why.locator("p")).to_be_hidden()
    why.locator("summary").click()
    expect(why.locator("p")).to_have_text(
        re.compile(r"Number \d+ of what search found; has .*lamp.* probability of \d+ %\.$")
    )
