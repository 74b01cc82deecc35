"""Headers that keep a visitor's browser with this host."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    [
        "default-src 'self'",
        # Gradio's page has scripts and styles of its own in it and compiles its templates.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


_SAFE = ("GET", "HEAD", "OPTIONS")

_REFUSED = {
    "type": "about:blank",
    "title": "Forbidden",
    "status": 403,
    "detail": "Only its own page may have a browser ask and change this.",
    "error": "OtherSite",
}

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
"""Names of this machine. Who serves only it is asked by no other name: a page of another site whose
name was made to lead here (DNS rebinding) would be one.
"""


class OwnHostOnly:
    """Keeps a visitor's browser and this host to themselves.

    Adds to every response that nothing may be loaded from, or told to, another host: Gradio asks
    no other host the way it is mounted here; should a later version begin to, the browser
    refuses. And refuses what a page of another site has a browser change here.

    Args:
        app: the application around which this stands.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on that is no other site's doing, with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["Referrer-Policy"] = "same-origin"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        if scope["type"] == "http" and _is_of_another_site(scope):
            refusal = JSONResponse(_REFUSED, 403, media_type="application/problem+json")
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)


def _is_of_another_site(scope: Scope) -> bool:
    """Whether a browser says that another site wants something done; programs say nothing."""
    if scope["method"] in _SAFE:
        return False
    headers = Headers(scope=scope)
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
