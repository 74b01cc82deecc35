"""An article reads like one, and is still there character for character."""

import pytest
from playwright.sync_api import Page, expect

from tests.serving import ARTICLES

pytestmark = pytest.mark.browser


def test_a_heading_is_seen_without_its_sign_and_copied_with_it(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/read/lighthouse.md")
    heading = visitor.locator(".heading")
    expect(heading).to_have_text("## Repairs")
    sign = heading.locator(".sign").bounding_box()
    assert sign
    assert sign["width"] <= 1
    text = visitor.locator(".article-text")
    assert text.text_content() == ARTICLES["lighthouse.md"].split("---\n", 2)[2]
    text.select_text()
    assert "## Repairs\n" in visitor.evaluate("getSelection().toString()")
