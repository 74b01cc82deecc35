"""Connections to the page: how many there may be, and how long one may stand by or read nothing."""

import asyncio
import socket

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LARGEST_HEAD = 262_144
"""Bytes of a request without its body: the address of a passage has the words that it quotes."""

_SECONDS = 30
"""From when a connection is there, or the last answer was given, until something is asked."""

_SECONDS_UNREAD = 60
"""From when some of an answer was read, or it had to wait, until more of it is."""

_ON_THE_WAY = 131_072
"""Bytes that the system takes before they are read. By itself it takes megabytes, and who reads
slowly would not be told from who reads nothing: it takes more when a good part has gone."""

_ANSWERING = (h11.SEND_RESPONSE, h11.SEND_BODY)

_SHARE = 0.75
_MOST = 10_000
"""Where the system sets no limit."""


class Connection(H11Protocol):
    """A connection that ends where nothing is asked or read on it in time, or there are too many.

    Others would take all the files that the system lets this process have open, and the index could
    not be read any more. The server has a limit of its own, but it counts only when something is
    asked, and then turns away everybody. Of the server's class only asyncio's methods, the set of
    connections and h11's states are relied upon.
    """

    _standing_by: asyncio.TimerHandle | None = None
    _being_read: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Close one too many; else something has to be asked from now on."""
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDBUF, _ON_THE_WAY
        )
        transport.set_write_buffer_limits(0)  # writing pauses whenever something has to wait
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
        """Nothing has to be asked or read any more."""
        self._stop_standing_by()
        self._stop_being_read()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Some of what waits has to be read from now on."""
        super().pause_writing()
        self._await_reading()

    def resume_writing(self) -> None:
        """All of it was read."""
        self._stop_being_read()
        super().resume_writing()

    def _stand_by(self) -> None:
        if not self._standing_by:
            self._standing_by = self.loop.call_later(_SECONDS, self.transport.close)

    def _stop_standing_by(self) -> None:
        if self._standing_by:
            self._standing_by.cancel()
            self._standing_by = None

    def _await_reading(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._being_read = self.loop.call_later(_SECONDS_UNREAD, self._look_at_reading, waiting)

    def _look_at_reading(self, waiting: int) -> None:
        """Go on with who reads slowly; closing would wait for ever for who reads nothing."""
        if self.transport.get_write_buffer_size() < waiting:
            self._await_reading()
        else:
            self.transport.abort()

    def _stop_being_read(self) -> None:
        if self._being_read:
            self._being_read.cancel()
            self._being_read = None


def most_connections() -> int:
    """Three quarters of the files that this process may have open; the rest are the index's."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return _MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return int(_SHARE * files) if files != resource.RLIM_INFINITY else _MOST
