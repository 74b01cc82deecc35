"""How large the body of a request may be."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.api.problems import refusal


async def body_within(request: Request, most: int) -> bytes | None:
    """A request's body; None where it is larger, of which no more is read.

    Args:
        request: whose body was not read yet.
        most: bytes.

    Raises:
        ClientDisconnect: who sent it hung up.
    """
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            return None
    return bytes(data)


class DeclaredSize:
    """Refuses a body that says itself that it is too large, as a problem like any other.

    The framework's own limit, which counts what really comes, would tell it in plain text.

    Args:
        app: the application around which this stands.
        most: bytes of whatever is not a file that is put here.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on that is not too large."""
        size = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if size.isdecimal() and self._is_over(size) and scope["method"] != "PUT":
            detail = f"the body is too large; up to {self._most:,} bytes are taken"
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            await refusal(status, detail, "ContentTooLarge")(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_over(self, size: str) -> bool:
        """Whether a number of bytes is too large; Python reads none of thousands of digits."""
        digits = size.lstrip("0")
        return len(digits) > len(str(self._most)) or int(digits or "0") > self._most
