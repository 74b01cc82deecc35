"""The page talks to its own host only, and an article is never more than text."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.running import DESK, PHONE, SECONDS, ask, open_articles, opened, running_app
from tests.serving import ARTICLES

pytestmark = pytest.mark.browser

TELL_OF_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
  console.log(`violation: ${event.effectiveDirective}`);
})"""

INJECT = """
const script = document.createElement("script");
script.textContent = "window.injected = 'by a script'";
document.body.append(script);
const box = document.body.appendChild(document.createElement("div"));
box.innerHTML = "<img src='data:,' onerror='window.injected = \\"by a handler\\"'>";
const link = document.body.appendChild(document.createElement("a"));
link.href = "javascript:window.injected = 'by a link'";
link.click();
"""


def test_every_request_goes_to_the_pages_own_host(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        hosts: set[str] = set()
        context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        said: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(TELL_OF_VIOLATIONS)
        opened(page, address)
        ask(page, "Who repaired the lighthouse lamp?")
        page.locator(".marker").first.click()
        page.locator("#passage").wait_for()
        page.click("#back")
        open_articles(page)
        page.goto(f"{address}/read/lighthouse.md")
        page.wait_for_load_state("networkidle")
    assert hosts == {urlsplit(address).netloc}
    refused = [text for text in said if "violation" in text or "Content Security Policy" in text]
    assert refused == []


def test_a_script_that_is_not_the_pages_own_does_not_run(visitor: Page) -> None:
    said: list[str] = []
    visitor.on("console", lambda message: said.append(message.text))
    visitor.evaluate(TELL_OF_VIOLATIONS)
    visitor.evaluate(INJECT)
    visitor.wait_for_timeout(300)
    assert visitor.evaluate("window.injected") is None
    violations = [text for text in said if text.startswith("violation")]
    assert violations.count("violation: script-src-elem") == 2
    assert violations.count("violation: script-src-attr") == 1


@pytest.mark.parametrize(
    "size", [pytest.param(DESK, marks=pytest.mark.long), PHONE], ids=["desk", "phone"]
)
def test_who_asks_too_fast_is_told_so_and_keeps_the_question(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    # As a proxy on this machine passes on what comes from somebody's address.
    far = {"X-Forwarded-For": f"203.0.113.{size['width'] % 250}"}
    with browser.new_context(extra_http_headers=far, viewport=size) as context:
        page = opened(context.new_page(), address)
        with httpx.Client(base_url=f"{address}/api/v1", headers=far) as program:
            statuses = [program.post("/feedback", json={}).status_code for _ in range(120)]
        assert (statuses[0], statuses[-1]) == (422, 429)
        page.fill("#question textarea", "Who repaired the lighthouse lamp?")
        page.press("#question textarea", "Enter")
        told = page.get_by_text("than are taken from one address: try again in")
        expect(told).to_be_in_viewport(timeout=20_000)  # the two cores may be busy
        assert page.input_value("#question textarea") == "Who repaired the lighthouse lamp?"


@pytest.mark.slow
def test_with_a_password_the_page_opens_and_without_nothing_does(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    options = ("--articles", str(folder), "--host", "0.0.0.0")
    with running_app(*options, home=tmp_path, CV_AUTH="reader:sea-mist") as served:
        address = served.replace("0.0.0.0", "127.0.0.1")
        for path in ("/", "/web/page.js", "/theme.css", "/api/v1/openapi.json", "/articles"):
            refused = httpx.get(f"{address}{path}")
            assert refused.status_code == 401, path
            assert refused.json()["error"] == "PasswordNeeded"
        assert httpx.get(f"{address}/api/v1/health").json()["status"] in ("starting", "ready")
        of_another_site = {"Host": "articles.example", "Origin": "https://elsewhere.example"}
        page = httpx.get(address, auth=("reader", "sea-mist"), headers=of_another_site)
        assert page.status_code == 200
        assert "access-control-allow-origin" not in page.headers
        with browser.new_context(
            http_credentials={"username": "reader", "password": "sea-mist"}
        ) as context:
            visitor = opened(context.new_page(), address)
            expect(visitor.locator("#question textarea")).to_be_visible()


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
