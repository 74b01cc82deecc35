"""The list of articles: reading, bringing, taking out; and opinions on answers."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import CDPSession, Page, Route, expect

from tests.browser.running import ask, at_a_desk, on_a_phone, open_articles
from tests.browser.test_conversation import LAMP, REPAIR
from tests.serving import ARTICLES

pytestmark = pytest.mark.browser

BELL = "The bell of the northern dock was cast by Ines Rook in 1911.\n"


@pytest.fixture
def bell(address: str) -> Iterator[str]:
    """The id of an article that may be brought; it is gone afterwards."""
    yield "brought/bell.txt"
    httpx.delete(f"{address}/api/v1/articles/brought/bell.txt", timeout=60)


@pytest.fixture
def mirror(address: str) -> Iterator[str]:
    """The id of an article that may be taken out; it is back afterwards."""
    yield "mirror.md"
    httpx.delete(f"{address}/api/v1/taken-out/mirror.md", timeout=60)


@on_a_phone
def test_the_list_tells_what_is_there_and_opens_it(visitor: Page) -> None:
    open_articles(visitor)
    rows = visitor.locator("#narrow .articles li")
    expect(rows).to_have_count(len(ARTICLES))
    row = rows.filter(has_text="The lamp burns again")
    expect(row.locator(".about")).to_contain_text("The Quay, 4 May 2031")
    expect(row.locator(".about")).to_contain_text("1 passage")
    expect(row.locator(".about")).to_contain_text("added")
    row.locator("text=Read").click()
    expect(visitor.locator("#reader .article h2")).to_have_text("The lamp burns again")
    visitor.click("text=Back to the articles")
    expect(visitor.locator("#reader")).to_be_hidden()
    expect(row.locator("text=Read")).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(visitor.locator("#library")).to_be_hidden()
    expect(visitor.locator("#open-library")).to_be_focused()


def test_a_button_does_something_as_soon_as_it_is_there(visitor: Page) -> None:
    visitor.route("**/web/*.js", slowly)
    visitor.reload()
    open_articles(visitor)
    visitor.unroute_all(behavior="ignoreErrors")


def slowly(route: Route) -> None:
    """Let a script through that is long on its way."""
    response = route.fetch()
    time.sleep(0.3)
    route.fulfill(response=response)


@at_a_desk
def test_files_are_brought_and_each_says_what_became_of_it(
    visitor: Page, bell: str, tmp_path: Path
) -> None:
    (tmp_path / "bell.txt").write_text(BELL)
    (tmp_path / "void.txt").touch()
    (tmp_path / "again.txt").write_bytes(ARTICLES["ferries.txt"].encode())
    open_articles(visitor)
    names = ("void.txt", "bell.txt", "again.txt")
    visitor.set_input_files("#bring", [tmp_path / name for name in names])
    arrivals = visitor.locator("#arrivals li")
    expect(arrivals.nth(0)).to_have_text("void.txt: is empty")
    expect(arrivals.nth(1)).to_have_text(f"bell.txt: added as “{BELL.strip()}”, 1 passage")
    expect(arrivals.nth(2)).to_contain_text("is here already")
    expect(visitor.locator("#narrow .articles li")).to_have_count(len(ARTICLES) + 1)
    visitor.keyboard.press("Escape")
    ask(visitor, "Who cast the bell of the northern dock?")
    expect(visitor.locator(".sources")).to_contain_text("Ines Rook")
    open_articles(visitor)
    delete = visitor.locator(f"[data-take-out='{bell}']")
    delete.dblclick()
    expect(delete).to_have_text("Delete it for good?")
    visitor.locator("#shelves").focus()
    expect(delete).to_have_text("Delete")
    delete.click()
    delete.click()
    expect(visitor.locator("#narrow .articles li")).to_have_count(len(ARTICLES))


def test_a_file_can_be_dropped_on_the_page(visitor: Page, bell: str) -> None:
    drop = """text => {
        const carried = new DataTransfer();
        carried.items.add(new File([text], "bell.txt"));
        for (const type of ["dragover", "drop"])
            document.body.dispatchEvent(
                new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
    }"""
    visitor.evaluate(drop, BELL)
    expect(visitor.locator("#library")).to_be_visible()
    expect(visitor.locator("#arrivals li")).to_contain_text("bell.txt: added as")
    expect(visitor.locator(f"[value='{bell}']")).to_be_visible()


def test_an_article_is_taken_out_and_put_back(visitor: Page, mirror: str) -> None:
    open_articles(visitor)
    take_out = visitor.locator(f"[data-take-out='{mirror}']")
    expect(take_out).to_have_accessible_name("Take out Nine weeks of darkness")
    take_out.click()
    expect(take_out).to_have_accessible_name("Take out Nine weeks of darkness: Take it out?")
    take_out.click()
    expect(visitor.locator("text=Put back")).to_be_visible()
    ask(visitor, REPAIR)
    expect(visitor.locator(".versions")).to_have_count(0)
    visitor.click("text=Put back")
    expect(visitor.locator("text=Put back")).to_have_count(0)
    ask(visitor, REPAIR)
    expect(visitor.locator(".turn").last.locator(".versions")).to_be_visible()


def test_a_folder_that_is_dropped_is_called_one(visitor: Page, tmp_path: Path) -> None:
    (tmp_path / "fogs").mkdir()
    with closing_session(visitor) as browser:
        for kind in ("dragEnter", "dragOver", "drop"):
            carried = {"items": [], "files": [str(tmp_path / "fogs")], "dragOperationsMask": 1}
            event = {"type": kind, "x": 700, "y": 400, "data": carried}
            browser.send("Input.dispatchDragEvent", event)
    told = "fogs: is a folder: open it and drop its files"
    expect(visitor.locator("#arrivals li")).to_have_text(told)


@contextmanager
def closing_session(page: Page) -> Iterator[CDPSession]:
    """What the browser itself can be told to do: to drop a folder, which no script can."""
    session = page.context.new_cdp_session(page)
    try:
        yield session
    finally:
        session.detach()


def test_what_is_not_taken_out_is_told_beside_it_and_has_to_be_asked_for_anew(
    visitor: Page,
) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.method)
        problem = json.dumps({"detail": "Somebody else is changing the articles."})
        route.fulfill(status=503, content_type="application/problem+json", body=problem)

    open_articles(visitor)
    visitor.route("**/api/v1/articles/mirror.md", refuse)
    take_out = visitor.locator("[data-take-out='mirror.md']")
    take_out.click()
    expect(visitor.locator("#said")).to_have_text("Take out Nine weeks of darkness: Take it out?")
    take_out.click()
    why = "Somebody else is changing the articles."
    expect(visitor.locator(".doings .bad")).to_have_text(why)
    expect(visitor.locator("#said")).to_have_text(why)
    expect(take_out).to_have_text("Take out")
    expect(take_out).to_have_accessible_name("Take out Nine weeks of darkness")
    expect(take_out).to_be_focused()
    take_out.click()
    expect(take_out).to_have_text("Take it out?")
    assert asked == ["DELETE"]


def test_escape_first_leaves_an_article_where_it_is_and_then_closes_the_list(
    visitor: Page,
) -> None:
    open_articles(visitor)
    take_out = visitor.locator("[data-take-out='mirror.md']")
    take_out.click()
    expect(take_out).to_have_text("Take it out?")
    visitor.keyboard.press("Escape")
    expect(take_out).to_have_text("Take out")
    expect(take_out).to_be_focused()
    expect(visitor.locator("#library")).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(visitor.locator("#library")).to_be_hidden()


def test_enter_that_is_held_down_is_one_press(visitor: Page, mirror: str) -> None:
    open_articles(visitor)
    take_out = visitor.locator(f"[data-take-out='{mirror}']")
    take_out.focus()
    for _ in range(5):
        visitor.keyboard.down("Enter")
    visitor.keyboard.up("Enter")
    visitor.wait_for_timeout(300)  # in which a second press would have been heard
    expect(take_out).to_have_text("Take it out?")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("text=Put back")).to_be_visible()


@at_a_desk
def test_an_opinion_with_a_word_reaches_the_owners_file(visitor: Page, home: Path) -> None:
    ask(visitor, LAMP)
    expect(visitor.locator(".opinion")).to_be_hidden()
    visitor.click("[data-opinion=no]")
    expect(visitor.locator("#said")).to_have_text("Your opinion is kept")
    ask(visitor, REPAIR)
    first = visitor.locator(".turn").first
    expect(first.locator("[data-opinion=no]")).to_have_attribute("aria-pressed", "true")
    first.locator(".opinion input").fill("Which lens?")
    first.locator(".opinion input").press("Enter")
    expect(visitor.locator("#said")).to_have_text("Your word is kept")
    expect(first.locator(".opinion")).to_be_hidden()
    kept = home / "chapter-and-verse" / "feedback.jsonl"
    lines = map(json.loads, kept.read_text(encoding="utf-8").splitlines()[-2:])
    assert [(each["helpful"], each["word"], each["asked"]) for each in lines] == [
        (False, "", LAMP),
        (False, "Which lens?", LAMP),
    ]


def test_why_an_opinion_is_not_kept_is_told_once_and_no_longer_than_it_is_true(
    visitor: Page,
) -> None:
    told = "It could not be kept: the server does not answer"
    ask(visitor, LAMP)
    yes, word = visitor.locator("[data-opinion=yes]"), visitor.locator(".opinion input")
    visitor.route("**/api/v1/feedback", lambda route: route.abort())
    for _ in range(3):
        with visitor.expect_event("requestfailed"):
            yes.click()
        expect(visitor.locator(".turn").get_by_text(told)).to_have_count(1)
    expect(yes).to_have_attribute("aria-pressed", "false")
    ask(visitor, REPAIR)
    expect(visitor.locator(".turn").get_by_text(told)).to_have_count(1)
    visitor.unroute("**/api/v1/feedback")
    yes.first.click()
    expect(visitor.locator("#said")).to_have_text("Your opinion is kept")
    expect(visitor.locator(".turn").get_by_text(told)).to_have_count(0)
    visitor.route("**/api/v1/feedback", lambda route: route.abort())
    word.first.fill("It names him.")
    word.first.press("Enter")
    expect(visitor.locator(".turn").get_by_text(told)).to_have_count(1)
    expect(word.first).to_have_value("It names him.")
