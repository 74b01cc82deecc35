"""A server that speaks OpenAI's protocol on loopback and replies as it is told, or fails."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]

_LONGEST = 60
"""Seconds that a server waits for a test that has failed meanwhile."""


@dataclass
class Told:
    """What a server was sent while it behaved in one way."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """One request; the behaviour replies."""

    protocol_version = "HTTP/1.1"
    behaviour: Behaviour
    told: Told

    def do_POST(self) -> None:
        # Kept for this request: meanwhile the server may be told to behave in another way.
        self.told, behaviour = type(self).told, type(self).behaviour
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.bodies.append(json.loads(body))
        self.told.keys.append(self.headers.get("Authorization", ""))
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.told.hung_up.set()

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def send_piece(self, text: str) -> None:
        delta = {"role": "assistant", "content": text}
        self.send_event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})

    def send_event(self, event: dict[str, Any]) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", **event}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def end_stream(self) -> None:
        self.send_event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


def replying(pieces: Sequence[str], *, pause: float = 0.0) -> Behaviour:
    """Streams a reply, piece by piece."""

    def behaviour(handler: Handler) -> None:
        handler.begin_stream()
        for piece in pieces:
            handler.send_piece(piece)
            time.sleep(pause)
        handler.end_stream()

    return behaviour


def writing(
    *sentences: tuple[str, str], pause: float = 0.0, go_on: threading.Event | None = None
) -> Behaviour:
    """Streams sentences, each resting on the source that holds some words.

    Args:
        sentences: the sentence, and words of its source.
        pause: seconds after each.
        go_on: is waited for after each, too.
    """

    def behaviour(handler: Handler) -> None:
        sources = handler.told.bodies[-1]["messages"][-1]["content"]
        handler.begin_stream()
        handler.send_piece('{"sentences": [')
        for at, (text, words) in enumerate(sentences):
            found = re.search(rf"^\[(\d+)\].*{re.escape(words)}", sources, re.MULTILINE)
            sentence = {"text": text, "numbers": [int(found[1])] if found else []}
            handler.send_piece(("," if at else "") + json.dumps(sentence))
            time.sleep(pause)
            if go_on:
                go_on.wait(_LONGEST)
        handler.send_piece("]}")
        handler.end_stream()

    return behaviour


def cutting_off(pieces: Sequence[str]) -> Behaviour:
    """Streams the beginning of a reply, and closes the connection."""

    def behaviour(handler: Handler) -> None:
        handler.begin_stream()
        for piece in pieces:
            handler.send_piece(piece)
        handler.wfile.write(b'data: {"id": "1", "cho')
        handler.close_connection = True

    return behaviour


def hanging(seconds: float) -> Behaviour:
    """Sends nothing for a while, and notices when the other side hangs up."""

    def behaviour(handler: Handler) -> None:
        handler.begin_stream()
        for _ in range(int(seconds / 0.05)):
            time.sleep(0.05)
            handler.wfile.write(b": still here\n\n")
            handler.wfile.flush()

    return behaviour


def failing(status: int, message: str = "no") -> Behaviour:
    """Answers with an error."""

    def behaviour(handler: Handler) -> None:
        body = json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Connection", "close")  # not every client closes it at its own end
        handler.end_headers()
        handler.wfile.write(body)

    return behaviour


def without_schemas(then: Behaviour) -> Behaviour:
    """Takes no schema for a reply, as older servers do; else does as another behaviour."""

    def behaviour(handler: Handler) -> None:
        asked = handler.told.bodies[-1]
        refuses = "response_format" in asked or "tools" in asked
        (failing(400, "unknown field response_format") if refuses else then)(handler)

    return behaviour


class Double:
    """A server that behaves as it was told last.

    Args:
        handler: of its requests, a class of its own.
        address: where it serves.
    """

    def __init__(self, handler: type[Handler], address: str) -> None:
        self._handler = handler
        self.address = address

    def behaves(self, behaviour: Behaviour) -> Told:
        """Behave so from now on; gives what is sent from now on."""
        self._handler.behaviour = staticmethod(behaviour)
        self._handler.told = Told()
        return self._handler.told


@contextmanager
def running() -> Iterator[Double]:
    """A server that has to be told how to behave."""
    handler = type("Served", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Double(handler, f"http://127.0.0.1:{server.server_address[1]}/v1")
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[tuple[str, Told]]:
    """The address of a server with a behaviour, and what it is sent."""
    with running() as double:
        yield double.address, double.behaves(behaviour)
