"""However much is ticked, and whatever it is called, the chips above the box can be used."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import both_widths, on_a_phone, open_articles

pytestmark = pytest.mark.browser


@both_widths
def test_many_chips_leave_room_for_answers_and_each_can_be_removed(visitor: Page) -> None:
    open_articles(visitor)
    boxes = visitor.locator("#narrow [type=checkbox]")
    for box in boxes.all():
        box.check()
    for name, day in (("since", "2031-05-01"), ("until", "2031-05-30")):
        visitor.locator(f"#narrow [name={name}]").fill(day)
    visitor.keyboard.press("Escape")
    chips = visitor.locator("#chips button")
    expect(chips).to_have_count(boxes.count() + 2)
    bar = visitor.locator("#bottom").bounding_box()
    window = visitor.viewport_size
    assert bar
    assert window
    assert bar["height"] < window["height"] / 3
    chips.last.click()
    expect(chips).to_have_count(boxes.count() + 1)


@on_a_phone
def test_a_chip_with_a_long_title_has_its_sign(visitor: Page) -> None:
    open_articles(visitor)
    visitor.locator("#narrow [value='endless.md']").check()
    visitor.keyboard.press("Escape")
    chip = visitor.locator("#chips button")
    with_sign = end_of(chip)
    visitor.add_style_tag(content="#chips button::after { color: transparent }")
    assert end_of(chip) != with_sign


def end_of(chip: Locator) -> bytes:
    """A picture of the last characters of a chip."""
    box = chip.bounding_box()
    assert box
    there = {"x": box["x"] + box["width"] - 30, "y": box["y"], "width": 30, "height": box["height"]}
    return chip.page.screenshot(clip=there)  # type: ignore[arg-type]
