"""Connections on which nothing is asked, or there is no end to it: on a server that listens."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from qa.web import connections
from qa.web.connections import LARGEST_HEAD, Connection, most_connections

PATIENCE = 1.0
"""Seconds for which a connection may stand by here."""

SOON = 10.0
"""Seconds in which a machine that is busy does what it does at once."""

BEGUN = b"GET / HTTP/1.1\r\nHost: x\r\n"
LEFT_OVER = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{"
LONG = 12_000_000
ASK_LONG = b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def answer(scope: Any, receive: Any, send: Any) -> None:
    """Say how long the query is, or something long; nobody waits for a body."""
    assert scope["type"] == "http"
    said = "y" * LONG if scope["path"] == "/long" else str(len(scope["query_string"]))
    await PlainTextResponse(said)(scope, receive, send)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> uvicorn.Server:
    monkeypatch.setattr(connections, "_SECONDS", PATIENCE)
    config = uvicorn.Config(
        answer,
        http=Connection,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        lifespan="off",
        log_config=None,
    )
    return uvicorn.Server(config)


@pytest.fixture
def port(server: uvicorn.Server) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield int(listener.getsockname()[1])
        server.should_exit = True
        thread.join(SOON)


@contextmanager
def connected(port: int, *says: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=SOON) as connection:
        for part in says:
            connection.sendall(part)
        yield connection


@contextmanager
def connected_to_read_little(port: int) -> Iterator[socket.socket]:
    """A connection of which this side's system takes no more at once than has to be."""
    with connected(port) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        yield connection


def heard(connection: socket.socket) -> bytes:
    """All that is said on a connection until it is closed."""
    said = b""
    try:
        while part := connection.recv(65_536):
            said += part
    except ConnectionResetError:
        pass  # something that was sent was not read any more
    return said


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < end, "it never is"
        time.sleep(0.05)


def send_without_end(connection: socket.socket, part: bytes, pause: float = 0.0) -> None:
    """Send the same a hundred times."""
    for _ in range(100):
        connection.sendall(part)
        time.sleep(pause)


@pytest.mark.parametrize("said", [b"", b"G", BEGUN], ids=["nothing", "a letter", "half of it"])
def test_a_connection_on_which_nothing_is_asked_is_closed(port: int, said: bytes) -> None:
    begun = time.monotonic()
    with connected(port, said) as connection:
        assert heard(connection) == b""
    assert time.monotonic() - begun >= PATIENCE - 0.1


def test_who_goes_on_sending_what_was_answered_already_is_not_listened_to_for_ever(
    port: int,
) -> None:
    with connected(port, LEFT_OVER) as connection, pytest.raises(ConnectionError):
        send_without_end(connection, b" ", PATIENCE / 4)


def test_who_asks_one_thing_after_the_other_keeps_the_connection(port: int) -> None:
    with connected(port) as connection:
        for _ in range(6):
            connection.sendall(BEGUN)
            time.sleep(PATIENCE / 4)
            connection.sendall(b"\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("then", [b"close", b"keep-alive"])
def test_who_reads_nothing_of_an_answer_does_not_keep_the_connection(
    server: uvicorn.Server, port: int, monkeypatch: pytest.MonkeyPatch, then: bytes
) -> None:
    monkeypatch.setattr(connections, "_SECONDS_UNREAD", PATIENCE)
    there = server.server_state.connections
    with connected_to_read_little(port) as connection:
        until(lambda: len(there) == 1)
        connection.sendall(ASK_LONG.replace(b"close", then))
        until(lambda: not there)
        assert len(heard(connection)) < LONG


def test_who_reads_slowly_gets_the_whole_answer(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_SECONDS_UNREAD", 2 * PATIENCE)
    with connected_to_read_little(port) as connection:
        connection.sendall(ASK_LONG)
        read = 0
        for _ in range(100):
            read += len(connection.recv(16_384))
            time.sleep(PATIENCE / 20)
        assert read + len(heard(connection)) > LONG


def test_an_address_may_be_as_long_as_a_passage_and_no_longer(port: int) -> None:
    query, end = b"y" * 200_000, b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with connected(port, b"GET /?", query, end) as connection:
        assert heard(connection).endswith(b"\r\n\r\n200000")
    with connected(port, b"GET /?") as connection, pytest.raises(ConnectionError):
        send_without_end(connection, query)


def test_of_more_connections_than_there_may_be_the_last_ones_are_closed(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_SECONDS", 60)
    monkeypatch.setattr(connections, "most_connections", lambda: 2)
    with connected(port) as first, connected(port) as second:
        time.sleep(0.1)
        with connected(port) as third:
            assert heard(third) == b""
        for connection in (first, second):
            connection.sendall(BEGUN + b"Connection: close\r\n\r\n")
            assert heard(connection).startswith(b"HTTP/1.1 200")


def test_some_of_the_files_that_may_be_open_are_left_to_the_index() -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (400, hard))
    try:
        assert most_connections() == 300
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.slow
def test_the_page_listens_to_no_head_without_end(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    assert host == "127.0.0.1"
    with connected(int(port), b"GET /?") as connection, pytest.raises(ConnectionError):
        send_without_end(connection, b"y" * 1_000_000)
