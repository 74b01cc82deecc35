"""How much is taken from one address in a minute."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.api.problems import refusal

LOOKING = ("GET", "HEAD", "OPTIONS")
"""Methods that neither ask nor change anything."""

_MINUTE = 60.0
_MOST_ADDRESSES = 4096
_BITS_OF_A_HOST = 64


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
            what: counts once among the last that came from there; None counts each time.
        """
        came = self._came.setdefault(address, deque(maxlen=self._most))
        if what is None or all(what != other for _, other in came):
            came.append((self._clock(), what))
        self._came.move_to_end(address)
        if len(self._came) > _MOST_ADDRESSES:
            self._came.popitem(last=False)


class LimitedRate:
    """Takes so many questions and changes from one address in a minute.

    Whoever asks on this machine owns it, or is a proxy that does not say for whom it asks, and is
    not counted. Where one says so, the server has put that address in the place of the proxy's.

    Args:
        app: the application around which this stands.
        most: questions and changes.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._tally = Tally(most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on that does not come too fast."""
        if scope["type"] == "http" and scope["method"] not in LOOKING and not _is_local(scope):
            address = address_of(scope)
            if wait := self._tally.wait(address):
                what = "These are more questions and changes than are taken from one address"
                await too_fast(what, wait)(scope, receive, send)
                return
            self._tally.add(address)
        await self._app(scope, receive, send)


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
