"""How much is taken from one address in a minute."""

import pytest
from starlette.middleware import Middleware

from qa.web.rates import LimitedRate, Tally, address_of
from tests.test_web_access import ANOTHER, VISITOR, assert_problem, served, visiting


class Clock:
    """Stands still until it is moved on."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_no_minute_has_more_than_the_most() -> None:
    clock = Clock()
    tally = Tally(2, clock)
    tally.add(VISITOR)
    clock.now += 40
    tally.add(VISITOR)
    assert tally.wait(VISITOR) == 20
    assert tally.wait(ANOTHER) == 0
    clock.now += 20
    assert tally.wait(VISITOR) == 0
    tally.add(VISITOR)
    assert tally.wait(VISITOR) == 40


def test_addresses_without_end_do_not_fill_the_memory() -> None:
    tally = Tally(1)
    for number in range(10_000):
        tally.add(f"host {number}")
    assert len(tally._came) == 4096
    assert tally.wait("host 9999") > 0
    assert tally.wait("host 0") == 0


def test_what_came_more_than_a_minute_ago_fills_no_memory() -> None:
    clock = Clock()
    tally = Tally(100, clock)
    for number in range(1_000):
        clock.now += 1
        tally.add(VISITOR)
        tally.add(f"host {number}")
    assert len(tally._came) == 61
    assert len(tally._came[VISITOR]) == 60


@pytest.mark.parametrize(
    ("host", "counted_by"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::9%eth0", "fe80::"),
        ("unknown", "unknown"),
    ],
)
def test_an_ipv6_visitor_is_counted_by_network(host: str, counted_by: str) -> None:
    assert address_of({"type": "http", "client": (host, 0)}) == counted_by


def test_who_asks_too_fast_is_told_when_to_come_again() -> None:
    app = served(Middleware(LimitedRate, most=2))
    with visiting(app, VISITOR) as visitor, visiting(app, ANOTHER) as another:
        assert [visitor.post("/ask").status_code for _ in range(2)] == [200, 200]
        refused = visitor.post("/ask")
        told = assert_problem(refused, 429, "TooManyRequests")
        seconds = int(refused.headers["retry-after"])
        assert 50 < seconds <= 60
        assert f"try again in {seconds} seconds" in told
        assert visitor.get("/read").status_code == 200
        assert another.post("/ask").status_code == 200


def test_who_looks_at_too_much_is_told_so_but_the_pages_own_files_are_not_counted() -> None:
    with visiting(served(Middleware(LimitedRate, most=2)), VISITOR) as visitor:
        assert {visitor.get("/articles").status_code for _ in range(20)} == {200}
        assert_problem(visitor.get("/articles"), 429, "TooManyRequests")
        assert visitor.head("/read").status_code == 429
        for free in ("/web/page.js", "/assets/index.js", "/status", "/welcome"):
            assert visitor.get(free).status_code == 200
        assert visitor.post("/ask").status_code == 200


@pytest.mark.parametrize("header", ["Via", "Forwarded", "X-Forwarded-Host", "X-Real-IP"])
def test_a_proxy_here_that_does_not_say_for_whom_it_asks_is_told_of_once(
    header: str, caplog: pytest.LogCaptureFixture
) -> None:
    with visiting(served(Middleware(LimitedRate, most=1)), "127.0.0.1") as proxy:
        assert proxy.get("/read").status_code == 200
        named = {header: "somebody", "X-Forwarded-For": "127.0.0.1"}
        assert proxy.get("/read", headers=named).status_code == 200
        assert caplog.messages == [], "its owner, without a proxy and with one that says so"
        for _ in range(3):
            assert proxy.get("/read", headers={header: "somebody"}).status_code == 200
    (said,) = caplog.messages
    assert "X-Forwarded-For" in said


@pytest.mark.parametrize("owner", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_who_asks_on_this_machine_is_not_counted(owner: str) -> None:
    with visiting(served(Middleware(LimitedRate, most=1)), owner) as client:
        assert [client.post("/ask").status_code for _ in range(3)] == [200, 200, 200]
