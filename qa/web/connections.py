"""Connections to the page: how many there may be, and how long one may stand by."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LARGEST_HEAD = 262_144
"""Bytes of a request without its body: the address of a passage has the words that it quotes."""

_SECONDS = 30
"""From when a connection is there, or the last answer was given, until something is asked."""

_ANSWERING = (h11.SEND_RESPONSE, h11.SEND_BODY)

_SHARE = 0.75
_MOST = 10_000
"""Where the system sets no limit."""


class Connection(H11Protocol):
    """A connection that is closed where nothing is asked on it in time, or there are too many.

    Others would take all the files that the system lets this process have open, and the index could
    not be read any more. The server has a limit of its own, but it counts only when something is
    asked, and then turns away everybody. Of the server's class only asyncio's methods, the set of
    connections and h11's states are relied upon.
    """

    _standing_by: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Close one too many; else something has to be asked from now on."""
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            transport.close()
        else:
            self._stand_by()

    def data_received(self, data: bytes) -> None:
        """Whether something is asked, or only begun, or left over from what was refused."""
        super().data_received(data)
        if self.conn.our_state in _ANSWERING:
            self._stop_standing_by()
        else:
            self._stand_by()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing has to be asked any more."""
        self._stop_standing_by()
        super().connection_lost(exc)

    def _stand_by(self) -> None:
        if not self._standing_by:
            self._standing_by = self.loop.call_later(_SECONDS, self.transport.close)

    def _stop_standing_by(self) -> None:
        if self._standing_by:
            self._standing_by.cancel()
            self._standing_by = None


def most_connections() -> int:
    """Three quarters of the files that this process may have open; the rest are the index's."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return _MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return int(_SHARE * files) if files != resource.RLIM_INFINITY else _MOST
