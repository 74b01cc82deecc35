"""How much is taken from one address in a minute."""

import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.api.problems import refusal

LOOKING = ("GET", "HEAD", "OPTIONS")
"""Methods that neither ask nor change anything."""

_MINUTE = 60.0
_MOST_ADDRESSES = 4096
_BITS_OF_A_HOST = 64

_LOOKS = 10
_FREE = ("/assets/", "/static/", "/web/", "/status", "/welcome")
"""What costs next to nothing: the page's own files, and what it asks until all is ready."""

_OF_A_PROXY = ("via", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""Headers of which a browser sends none."""

_logger = logging.getLogger(__name__)


class Tally:
    """What came from each address in the last minute, for one thread.

    What is the same as something before it may count only once: see `add`.

    It remembers so many addresses and no more: in the place of another one the address goes that
    was heard of least recently. Libraries for this (`limits`) keep a list for every address that
    was ever seen, or start a thread for each request.

    Args:
        most: that come in any minute.
        clock: counts seconds.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._came: OrderedDict[str, deque[tuple[float, object]]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds until the next one may come from an address; 0 when it may now."""
        came = self._came.get(address)
        if came is None or len(came) < self._most:
            return 0.0
        return max(0.0, came[0][0] + _MINUTE - self._clock())

    def add(self, address: str, what: object = None) -> None:
        """Count one that came from an address.

        Args:
            address: the address.
            what: counts once among those of the last minute; None counts each time.
        """
        now = self._clock()
        came = self._came.setdefault(address, deque(maxlen=self._most))
        while came and came[0][0] <= now - _MINUTE:
            came.popleft()
        if what is None or all(what != other for _, other in came):
            came.append((now, what))
        self._came.move_to_end(address)
        self._forget(now)

    def _forget(self, now: float) -> None:
        """The addresses that nothing came from in the last minute, and the first of too many."""
        while len(self._came) > _MOST_ADDRESSES or self._first()[-1][0] <= now - _MINUTE:
            self._came.popitem(last=False)

    def _first(self) -> deque[tuple[float, object]]:
        """What came from the address that was heard of least recently."""
        return next(iter(self._came.values()))


class LimitedRate:
    """Takes so many questions and changes from one address in a minute, and ten times the looks.

    Looks are at pages, articles and lists, not at the files of the page itself. Whoever asks on
    this machine is not counted: that is its owner, or a proxy that does not say for whom it asks.
    Where one says so, the server has put that address in the place of the proxy's.

    Args:
        app: the application around which this stands.
        most: questions and changes.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._changes = Tally(most)
        self._looks = Tally(_LOOKS * most)
        self._was_told = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on that does not come too fast."""
        if scope["type"] == "http" and not scope["path"].startswith(_FREE):
            if _is_local(scope):
                self._tell_of_proxy(scope)
            elif wait := self._wait(scope):
                what = "These are more requests than are taken from one address"
                await too_fast(what, wait)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        """Seconds until a request may come again; it is counted if it may come now."""
        address = address_of(scope)
        tally = self._looks if scope["method"] in LOOKING else self._changes
        if not (wait := tally.wait(address)):
            tally.add(address)
        return wait

    def _tell_of_proxy(self, scope: Scope) -> None:
        """Say once that visitors can't be told apart."""
        headers = Headers(scope=scope)
        is_named = "x-forwarded-for" in headers
        if not self._was_told and not is_named and any(name in headers for name in _OF_A_PROXY):
            self._was_told = True
            _logger.warning(
                "a proxy on this machine does not say for whom it asks (X-Forwarded-For): CV_RATE "
                "limits nobody who comes through it"
            )


def too_fast(what: str, wait: float) -> ASGIApp:
    """The response to what comes too fast.

    Args:
        what: comes too fast, as the beginning of a sentence.
        wait: seconds until it may come again.
    """
    seconds = math.ceil(wait)
    return refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"{what}: try again in {seconds} second{'s' if seconds != 1 else ''}.",
        "TooManyRequests",
        {"Retry-After": str(seconds)},
    )


def address_of(scope: Scope) -> str:
    """What a request's sender is counted by: an IPv4 address, or the /64 network of an IPv6 one.

    Of the latter a visitor has so many addresses that counting each would count nobody.
    """
    sender = _sender(scope)
    if isinstance(sender, IPv6Address):
        return str(IPv6Address(int(sender) >> _BITS_OF_A_HOST << _BITS_OF_A_HOST))
    return str(sender)


def _is_local(scope: Scope) -> bool:
    sender = _sender(scope)
    return not isinstance(sender, str) and sender.is_loopback


def _sender(scope: Scope) -> IPv4Address | IPv6Address | str:
    """Who sends a request; as it stands there where a proxy says what is no address."""
    host: str = scope["client"][0]
    try:
        address = ip_address(host)
    except ValueError:
        return host
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
