"""What the page has its framework do, looked at before the framework sees it."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.api.bodies import body_within
from qa.web.api.problems import refusal

_logger = logging.getLogger(__name__)

JOIN = "/gradio_api/queue/join"
"""Where the page says which function is to be run with what."""

EVENTS = "/gradio_api/queue/data"
"""Where it listens to what comes of that."""

_MOST_BYTES = 400_000
"""Of a question and what narrows it: even of the names of all articles that can be ticked, each as
long as file systems allow.
"""


class _Joined(BaseModel):
    """All of what the page sends that is needed; the rest is dropped."""

    model_config = ConfigDict(strict=True)

    session_hash: str = Field(pattern="^[a-z0-9]{1,32}$")
    fn_index: int
    data: list[str | None]


class OnlyWhatThePageSends:
    """Lets into Gradio's queue what the page sends there, and nothing else.

    Gradio takes more: it fetches the address of what looks like a file, keeps the name of every
    session however long it is, and prints to stderr what was asked where something is missing.

    Args:
        app: Gradio's application.
        inputs: how many each function has, by its number.
    """

    def __init__(self, app: ASGIApp, inputs: Mapping[int, int]) -> None:
        self._app = app
        self._inputs = inputs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what makes sense, written anew."""
        if scope["type"] != "http" or scope["path"] != JOIN:
            await self._app(scope, receive, send)
            return
        body = await body_within(Request(scope, receive), _MOST_BYTES)
        if body is None:
            await _too_large()(scope, receive, send)
        elif joined := self._read(body):
            anew = joined.model_dump_json().encode()
            await self._app(_described(scope, anew), _replayed(anew, receive), send)
        else:
            await _not_the_pages()(scope, receive, send)

    def _read(self, body: bytes) -> _Joined | None:
        """What the page sent; None where it can't have been the page."""
        try:
            joined = _Joined.model_validate_json(body)
        except ValidationError:
            return None
        return joined if len(joined.data) == self._inputs.get(joined.fn_index) else None


class OnlyToWhoJoined:
    """Lets listen to Gradio's queue whose session is known there, and tells others that it is not.

    Gradio would begin a reply, and break it off with a traceback in the log.

    Args:
        app: Gradio's application.
        is_known: whether its queue knows a session of this name.
    """

    def __init__(self, app: ASGIApp, is_known: Callable[[str], bool]) -> None:
        self._app = app
        self._is_known = is_known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything else."""
        if scope["type"] == "http" and scope["path"] == EVENTS:
            session = Request(scope).query_params.get("session_hash", "")
            if not self._is_known(session):
                _logger.info("somebody listened for an answer who had asked nothing here")
                await _nothing_asked()(scope, receive, send)
                return
        await self._app(scope, receive, send)


_nothing_asked = partial(
    refusal,
    HTTPStatus.NOT_FOUND,
    "Nothing was asked here under this name, or it is no longer kept. Open the page anew.",
    "NotFound",
)

_too_large = partial(
    refusal,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    f"This is too much at once; up to {_MOST_BYTES:,} bytes are taken.",
    "ContentTooLarge",
)

_not_the_pages = partial(
    refusal,
    HTTPStatus.BAD_REQUEST,
    # An upgrade may have come between: the page that is open sends what the one before took.
    "This is nothing that the page sends. If it was open for long, open it anew.",
    "InvalidRequest",
)


def _described(scope: Scope, body: bytes) -> Scope:
    """A request as it is with another body."""
    described = {**scope, "headers": list(scope["headers"])}
    headers = MutableHeaders(scope=described)
    del headers["transfer-encoding"]
    headers["content-length"] = str(len(body))
    headers["content-type"] = "application/json"
    return described


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read already, and then what comes after it."""
    read: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return read.pop() if read else await receive()

    return receive_again
