"""What programs make of a link to the page: its name, and what it is."""

from urllib.parse import urljoin

import httpx
import pytest

from tests.markup import Markup, preview

pytestmark = pytest.mark.slow


def test_a_link_to_the_page_is_previewed_as_what_it_is(address: str) -> None:
    page = Markup(httpx.get(address).text)
    what = "Ask a set of news articles; every answer quotes the exact passage it rests on."
    assert preview(page) == {
        "description": what,
        "og:description": what,
        "og:title": "Chapter & Verse",
        "og:type": "website",
    }
    assert page.texts("title") == ["Chapter & Verse"]


def test_the_page_names_no_file_that_is_not_there(address: str) -> None:
    page = Markup(httpx.get(address).text)
    named = [*page.attributes("link", "href"), *page.attributes("script", "src")]
    assert len(named) > 1
    found = {path: httpx.get(urljoin(f"{address}/", path)).status_code for path in named}
    assert set(found.values()) == {200}
