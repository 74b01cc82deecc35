"""Headers that keep a visitor's browser with this host."""

import re
import secrets
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.api.problems import refusal
from qa.web.rates import LOOKING

NONCE = "cv.nonce"
"""Where a request has the word by which the browser knows the scripts that are the page's own."""

_ALWAYS = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

_POLICY = f"default-src 'none'; style-src 'self'; img-src 'self'; {_ALWAYS}"
"""For all but the chat: articles and errors are text, and no script is part of them."""

_CHAT = "/"
_CHATS_POLICY = "; ".join(
    [
        "default-src 'self'",
        # Gradio's page has inline scripts, which carry this request's nonce. And Gradio shows HTML
        # by compiling a template in the browser, whatever the HTML is: hence 'unsafe-eval'. What it
        # compiles is always "${value}"; what visitors and articles say is the value, and never part
        # of what is compiled.
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        _ALWAYS,
    ]
)

_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_STATIC = ("/assets/", "/static/")
_OURS = "/web/"
"""Files that are the same for everybody; the rest is kept by nobody on its way. Whether ours are
still the same is asked each time: after an upgrade a page must not run with the scripts of before.
"""

_NAMED_BY_CONTENT = re.compile(r"/assets/[^/]+-[\w-]{8,}\.\w+")
_FOR_GOOD = "max-age=31536000, immutable"
"""Of a file whose name has a digest of its content: another content has another name. It says
nothing of `public`: then none on the way keeps what was asked for with a password.
"""


class OwnHostOnly:
    """Keeps a visitor's browser and this host to themselves.

    Adds to every response that nothing may be loaded from, or told to, another host, and that no
    script runs which is not the page's own: Gradio asks no other host the way it is mounted here;
    should a later version begin to, the browser refuses. And refuses what a page of another site
    has a browser change here.

    Args:
        app: the application around which this stands.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on that is no other site's doing, with the headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[NONCE] = secrets.token_urlsafe()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _policy(scope)
                headers.update(_HEADERS)
                if keeping := _keeping(scope["path"], message["status"]):
                    headers["Cache-Control"] = keeping
            await send(message)

        app = _other_site() if _is_of_another_site(scope) else self._app
        await app(scope, receive, send_with_headers)


_other_site = partial(
    refusal,
    HTTPStatus.FORBIDDEN,
    "Only its own page may have a browser ask and change this.",
    "OtherSite",
)


def _policy(scope: Scope) -> str:
    return _CHATS_POLICY.format(nonce=scope[NONCE]) if scope["path"] == _CHAT else _POLICY


def _keeping(path: str, status: int) -> str:
    """How long a response may be kept; ``""`` where a cache may judge for itself."""
    if path.startswith(_OURS):
        return "no-cache"
    if not path.startswith(_STATIC):
        return "no-store"
    return _FOR_GOOD if status == HTTPStatus.OK and _NAMED_BY_CONTENT.fullmatch(path) else ""


def _is_of_another_site(scope: Scope) -> bool:
    """Whether a browser says that another site wants something done; programs say nothing."""
    if scope["method"] in LOOKING:
        return False
    headers = Headers(scope=scope)
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    if (origin := headers.get("origin")) is None:
        return False
    # A proxy asks by a name of its own, and says by which it was asked. The page of another site
    # can't: for such a header a browser first asks whether it may send it, and is told no.
    return _host_of(origin) not in (headers.get("host", ""), headers.get("x-forwarded-host", ""))


def _host_of(origin: str) -> str | None:
    """The host and port of an origin; None where it is no address."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
