"""A visitor asks, reads, and goes back, in a real browser."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.running import (
    ROOT,
    ask,
    at_a_desk,
    both_widths,
    environment,
    on_a_phone,
    open_articles,
    opened,
)
from tests.serving import ARTICLES

pytestmark = pytest.mark.browser

FERRIES = "How many ferries did the harbour master count?"
LAMP = "Who repaired the lighthouse lamp?"
REPAIR = "How long did the repair of the lighthouse lamp take?"
NOT_THERE = "What is the boiling point of tungsten?"


def open_first_passage(page: Page) -> str:
    """The highlighted text after a click on the first marker of the last answer."""
    page.locator(".turn").last.locator(".marker").first.click()
    passage = page.locator("#passage")
    expect(passage).to_be_in_viewport()
    return passage.text_content() or ""


def test_the_first_marker_opens_the_exact_passage_beside_the_chat(visitor: Page) -> None:
    ask(visitor, FERRIES)
    highlighted = open_first_passage(visitor)
    assert highlighted == visitor.locator(".sources blockquote").first.text_content()
    assert "eleven ferries" in highlighted
    assert highlighted in ARTICLES["ferries.txt"]
    assert visitor.locator(".article-text").text_content() == ARTICLES["ferries.txt"]
    expect(visitor.locator(".turn")).to_be_visible()


def test_a_second_question_of_the_same_visitor_is_answered_below_the_first(visitor: Page) -> None:
    ask(visitor, FERRIES)
    ask(visitor, LAMP)
    assert visitor.locator(".asked").all_text_contents() == [FERRIES, LAMP]
    assert "Tomas Brandt" in open_first_passage(visitor)
    expect(visitor.locator("#question textarea")).to_have_value("")


def test_another_visitor_sees_nothing_of_the_first(
    visitor: Page, browser: Browser, address: str
) -> None:
    ask(visitor, FERRIES)
    with browser.new_context() as context:
        other = opened(context.new_page(), address)
        expect(other.locator(".turn")).to_have_count(0)
        ask(other, LAMP)
        assert other.locator(".asked").all_text_contents() == [LAMP]
    assert visitor.locator(".asked").all_text_contents() == [FERRIES]


def test_a_marker_works_as_a_plain_link_without_javascript(
    visitor: Page, browser: Browser, address: str
) -> None:
    ask(visitor, LAMP)
    link = visitor.locator(".marker").first.get_attribute("href")
    quote = visitor.locator(".sources blockquote").first.text_content()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{link}")
        assert page.locator("mark").text_content() == quote
        expect(page.locator("mark")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("status", "kind", "body", "told"),
    [
        pytest.param(
            *(401, "application/problem+json", '{"detail": "A name is needed."}'),
            "A name is needed.",
            marks=pytest.mark.long,
        ),
        (429, "application/problem+json", '{"detail": "Try <i>again."}', "Try <i>again."),
        (502, "text/html", "<p>nginx</p>", "The server does not answer. Check that it still runs"),
    ],
)
def test_what_is_no_page_of_ours_is_not_shown_as_an_article(
    visitor: Page, status: int, kind: str, body: str, told: str
) -> None:
    ask(visitor, LAMP)
    visitor.route(
        "**/read/**", lambda route: route.fulfill(status=status, content_type=kind, body=body)
    )
    visitor.locator(".marker").first.click()
    expect(visitor.locator("#reading h2")).to_have_text("The article can’t be fetched")
    expect(visitor.locator("#reading p")).to_contain_text(told)


def test_the_keyboard_alone_is_enough(visitor: Page) -> None:
    ask(visitor, FERRIES)
    marker = visitor.locator(".marker").first
    marker.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#passage")).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(visitor.locator("#reader")).to_be_hidden()
    expect(marker).to_be_focused()


ORGAN = (
    "Organ builder Mia Falk repaired the great organ of the harbour church"
    + ", while the people of the northern dock sang for her and brought bread and tea" * 20
)
"""A sentence longer than a phone, or a low window, is high."""


@on_a_phone
def test_a_passage_that_is_longer_than_the_panel_is_read_from_its_beginning(
    visitor: Page, address: str
) -> None:
    organ = f"{address}/api/v1/articles"
    httpx.put(f"{organ}/organ.txt", content=f"{ORGAN}.\n".encode(), timeout=60)
    assert visitor.viewport_size
    visitor.set_viewport_size(ViewportSize(width=visitor.viewport_size["width"], height=600))
    try:
        ask(visitor, "Who repaired the great organ of the harbour church?")
        open_first_passage(visitor)
        top = visitor.locator("#reading").bounding_box()
        passage = visitor.locator("#passage").bounding_box()
        assert top
        assert passage
        assert passage["height"] > top["height"]
        assert passage["y"] >= top["y"]
    finally:
        httpx.delete(f"{organ}/brought/organ.txt", timeout=60)


@both_widths
def test_back_to_the_answer_returns_to_the_marker(visitor: Page) -> None:
    ask(visitor, FERRIES)
    open_first_passage(visitor)
    visitor.click("text=Back to the answer")
    expect(visitor.locator("#reader")).to_be_hidden()
    expect(visitor.locator(".marker").first).to_be_focused()


@on_a_phone
def test_articles_that_differ_stand_beside_each_other(visitor: Page) -> None:
    ask(visitor, REPAIR)
    expect(visitor.locator(".differs")).to_contain_text("The articles differ.")
    rows = visitor.locator(".versions tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("The Quay, 4 May 2031")
    expect(rows.nth(1).locator(".value")).to_have_text("nine weeks")


@on_a_phone
def test_next_and_previous_lead_from_passage_to_passage_and_back(visitor: Page) -> None:
    ask(visitor, REPAIR)
    first = open_first_passage(visitor)
    expect(visitor.locator("#place")).to_have_text("1 of 2")
    expect(visitor.locator("#previous")).to_be_disabled()
    visitor.click("#next")
    expect(visitor.locator("#place")).to_have_text("2 of 2")
    expect(visitor.locator("#passage")).to_contain_text("nine weeks")
    visitor.click("#previous")
    expect(visitor.locator("#passage")).to_have_text(first)
    expect(visitor.locator("#next")).to_be_enabled()
    visitor.click("#next")
    expect(visitor.locator("#place")).to_have_text("2 of 2")
    expect(visitor.locator("#back")).to_be_focused()
    visitor.click("#back")
    expect(visitor.locator(".marker").nth(1)).to_be_focused()


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_marker_shows_its_quotation_while_it_is_pointed_at(visitor: Page, by: str) -> None:
    ask(visitor, LAMP)
    marker, card = visitor.locator(".marker").first, visitor.locator("#card")
    expect(card).to_be_hidden()
    if by == "pointer":
        marker.hover()
    else:
        visitor.focus("#question textarea")
        visitor.keyboard.press("Shift+Tab")
        while not marker.evaluate("marker => marker === document.activeElement"):
            visitor.keyboard.press("Shift+Tab")
    expect(card).to_be_visible()
    quote = visitor.locator(".sources blockquote").first.text_content() or ""
    expect(card.locator("blockquote")).to_have_text(quote)
    expect(card.locator(".meta")).to_have_text(
        visitor.locator(".sources .meta").first.text_content() or ""
    )
    title = visitor.locator(".sources a").first.text_content() or ""
    assert (card.text_content() or "").startswith(f"{title} ")
    if by == "pointer":
        card.hover()
        visitor.wait_for_timeout(500)
        expect(card).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(card).to_be_hidden()


@at_a_desk
def test_the_link_to_a_passage_can_be_copied_and_opens_it_again(
    visitor: Page, browser: Browser
) -> None:
    ask(visitor, LAMP)
    highlighted = open_first_passage(visitor)
    visitor.click("#copy")
    expect(visitor.locator("#copy")).to_have_text("Copied")
    with browser.new_context() as context:
        later = context.new_page()
        later.goto(visitor.evaluate("navigator.clipboard.readText()"))
        assert later.locator("mark").text_content() == highlighted


@at_a_desk
def test_an_answer_can_be_copied_with_its_sources(visitor: Page) -> None:
    ask(visitor, LAMP)
    visitor.click("text=Copy with sources")
    expect(visitor.locator("[data-copy-answer]")).to_have_text("Copied")
    copied = visitor.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"## {LAMP}\n")
    assert "> Keeper Tomas Brandt repaired the lighthouse lamp" in copied


COPIED_HTML = """async () => {
    const [copied] = await navigator.clipboard.read();
    const box = document.createElement("template");
    box.innerHTML = await (await copied.getType("text/html")).text();
    return [
        box.content.textContent.replace(/\\s+/g, " ").trim(),
        [...box.content.querySelectorAll("a")].map(link => link.getAttribute("href")),
        box.content.querySelectorAll("button, details, form, img, script, .kept").length,
    ];
}"""


def test_what_is_copied_into_a_mail_reads_as_it_does_on_the_page(
    visitor: Page, address: str
) -> None:
    ask(visitor, LAMP)
    visitor.click("text=Copy with sources")
    expect(visitor.locator("[data-copy-answer]")).to_have_text("Copied")
    text, links, parts_of_the_page = visitor.evaluate(COPIED_HTML)
    assert text.startswith(f"{LAMP} According to The Quay: Keeper Tomas Brandt repaired")
    assert "in Oslo. [1]" in text
    assert "Sources The lamp burns again The Quay, 4 May 2031 Keeper" in text
    assert "##" not in text
    assert "Why this passage" not in text
    assert links[0].startswith(f"{address}/read/lighthouse.md?")
    assert all(link.startswith(address) for link in links)
    assert parts_of_the_page == 0


def test_a_hostile_article_is_copied_into_a_mail_as_text(visitor: Page) -> None:
    ask(visitor, "What does the pirate flag over the bakery read?")
    visitor.click("text=Copy with sources")
    expect(visitor.locator("[data-copy-answer]")).to_have_text("Copied")
    text, _, parts = visitor.evaluate(COPIED_HTML)
    assert "<script>alert(3)</script>" in text
    assert parts == 0


def test_a_saved_conversation_can_be_checked(
    visitor: Page, folder: Path, home: Path, tmp_path: Path
) -> None:
    open_articles(visitor)
    visitor.get_by_label("from The Mirror").check()
    ask(visitor, FERRIES)
    visitor.click("text=Ask all articles")
    expect(visitor.locator(".sources")).to_contain_text("eleven ferries")
    ask(visitor, LAMP)
    with visitor.expect_download() as saving:
        visitor.click("text=Save as JSON")
    saving.value.save_as(tmp_path / "saved.json")
    command = [sys.executable, "-m", "qa", "check", str(tmp_path / "saved.json")]
    checked = subprocess.run(
        [*command, "--articles", str(folder)],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "as quoted        ferries.txt" in checked.stdout
    with visitor.expect_download() as saving:
        visitor.click("text=Save as Markdown")
    assert saving.value.suggested_filename.endswith(".md")
    saving.value.save_as(tmp_path / "saved.md")
    text = (tmp_path / "saved.md").read_text(encoding="utf-8")
    asked = [line for line in text.splitlines() if line.startswith("## ")]
    assert asked == [f"## {FERRIES}", f"## {FERRIES}", f"## {LAMP}"]


@at_a_desk
def test_what_the_articles_do_not_say_is_refused_with_the_nearest_passages(visitor: Page) -> None:
    ask(visitor, NOT_THERE)
    expect(visitor.locator(".says")).to_have_text("The articles don’t say.")
    nearest = visitor.locator(".nearest a").first
    nearest.click()
    quoted = visitor.locator(".nearest blockquote").first.text_content()
    assert visitor.locator("#passage").text_content() == quoted


@on_a_phone
def test_an_example_asks_itself(visitor: Page) -> None:
    example = visitor.locator(".examples button").first
    question = example.text_content()
    example.click()
    expect(visitor.locator(".asked")).to_have_text(question or "")
    expect(visitor.locator(".answer")).to_be_visible()


def test_a_new_conversation_begins_empty(visitor: Page) -> None:
    ask(visitor, FERRIES)
    visitor.click("text=New conversation")
    expect(visitor.locator(".turn")).to_have_count(0)
    expect(visitor.locator(".welcome")).to_be_visible()
    ask(visitor, LAMP)
    expect(visitor.locator(".understood")).to_have_count(0)


def test_an_empty_question_is_not_asked(visitor: Page) -> None:
    visitor.press("#question textarea", "Enter")
    expect(visitor.locator("#hint")).to_have_text("Type a question first.")
    expect(visitor.locator(".turn")).to_have_count(0)


def test_a_question_that_is_too_long_stays_to_be_shortened(visitor: Page) -> None:
    visitor.fill("#question textarea", "lamp " * 500)
    visitor.press("#question textarea", "Enter")
    expect(visitor.locator("#hint")).to_contain_text("up to 2,000")
    expect(visitor.locator("#question textarea")).to_have_value(re.compile("^lamp "))


def test_a_phone_shows_everything_without_scrolling_sideways(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 390, "height": 844})
    ask(visitor, FERRIES)
    sideways = "document.documentElement.scrollWidth - window.innerWidth"
    assert visitor.evaluate(sideways) <= 0
    open_first_passage(visitor)
    assert visitor.evaluate(sideways) <= 0
    reader = visitor.locator("#reader").bounding_box()
    assert reader
    assert reader["width"] == 390
