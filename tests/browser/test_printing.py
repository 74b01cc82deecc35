"""What is printed is what was asked, answered and cited, and the article that is open."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.running import ask
from tests.browser.test_conversation import FERRIES, LAMP, open_first_passage

pytestmark = pytest.mark.browser

TO_PRESS = ("Copy with sources", "Save as", "Did this help", "New conversation", "Back to", "Edit")


def printed(page: Page) -> str:
    """The words on the sheets, in their order."""
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def test_answers_are_printed_without_what_can_be_pressed(visitor: Page) -> None:
    ask(visitor, FERRIES)
    ask(visitor, LAMP)
    visitor.locator(".marker").last.hover()
    expect(visitor.locator("#card")).to_be_visible()
    words = printed(visitor)
    assert "Harbour master Ada Lund counted eleven ferries" in words
    assert "Keeper Tomas Brandt repaired the lighthouse lamp" in words
    assert [each for each in TO_PRESS if each in words] == []
    visitor.emulate_media(media="print")
    for part in ("#composer", "#card", "#top button", ".turn button", ".opinions"):
        expect(visitor.locator(part).filter(visible=True)).to_have_count(0)
    expect(visitor.locator(".says").last).to_be_visible()


def test_an_open_article_is_printed_below_the_answer(visitor: Page) -> None:
    ask(visitor, LAMP)
    passage = open_first_passage(visitor)
    words = printed(visitor)
    answer, article = words.rsplit("The lamp burns again", 1)
    assert LAMP in answer
    assert passage in answer
    assert passage in article
    assert "The lamp can be seen from thirty kilometres away." in article
    assert [each for each in TO_PRESS if each in words] == []


def test_a_passage_stands_out_on_paper(visitor: Page, address: str) -> None:
    ask(visitor, LAMP)
    link = visitor.locator(".marker").first.get_attribute("href")
    visitor.goto(f"{address}{link}")
    visitor.emulate_media(media="print")
    expect(visitor.locator("mark")).to_have_css("print-color-adjust", "exact")
    expect(visitor.locator("mark")).to_have_css("outline-style", "solid")
