"""Small articles for the page and its interfaces to be tried on, and ways to wait for them."""

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx
import pytest

_T = TypeVar("_T")


def awaited(work: Coroutine[Any, Any, _T]) -> _T:
    """What a coroutine gives; in a thread of its own, as the browser has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def until_ready(api: httpx.Client) -> None:
    """Wait until health says that questions can be answered."""
    for _ in range(600):
        if api.get("/health").status_code == 200:
            return
        time.sleep(0.1)
    pytest.fail("the page does not get ready")


ARTICLES = {
    "ferries.txt": (
        "Ferries return to the northern dock\r\n\r\n"
        "Harbour master Ada Lund counted eleven ferries in the northern dock on Tuesday.\r\n\r\n"
        "The ferries carry about 4,000 passengers a day to the outer islands. "
        "A ticket to the islands costs nine crowns.\r\n"
    ),
    "lighthouse.md": (
        "---\ntitle: The lamp burns again\nsource: The Quay\ndate: 2031-05-04\n"
        "url: https://quay.example/lamp\n---\n\n"
        "## Repairs\n\nKeeper Tomas Brandt repaired the lighthouse lamp with a lens made in Oslo. "
        "The repair took him seven weeks.\n\n"
        "The lamp can be seen from thirty kilometres away.\n"
    ),
    "mirror.md": (
        "---\ntitle: Nine weeks of darkness\nsource: The Mirror\ndate: 2031-05-06\n---\n\n"
        "The repair of the lighthouse lamp took Tomas Brandt nine weeks. "
        "Sailors had complained since February.\n"
    ),
    "hostile.md": (
        '---\ntitle: "<img src=x onerror=alert(1)> Piracy"\nsource: "<b>The Sign</b>"\n'
        'url: "javascript:alert(2)"\n---\n\n'
        "The pirate flag over the bakery reads <script>alert(3)</script> in golden letters. "
        "{{ 7 * 7 }} ${alert(4)} <a href='javascript:alert(5)'>Bakers</a> sell the pirate flag.\n"
    ),
    "endless.md": (
        f"---\ntitle: {'Endless ' * 1250}\n---\n\nThe endless title was set by Ole Moe.\n"
    ),
}
"""Small articles by file name; the last two try to be more than text."""

BROKEN = b"The foghorn sounded twice. \xff\xfe\x80 It was heard by Ada Lund.\n"
"""A file that is no UTF-8."""
