"""What of Gradio is served, and how: its page, and no more of it than the page needs."""

import re
from http import HTTPStatus

from jinja2.ext import Extension
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web import rendering
from qa.web.api.problems import refusal
from qa.web.joining import EVENTS, JOIN
from qa.web.privacy import NONCE

_PAGE = ("GET", "HEAD")
_USED = {
    "/": _PAGE,
    "/favicon.ico": _PAGE,  # browsers ask for it of their own accord
    "/theme.css": _PAGE,
    "/gradio_api/app_id": _PAGE,  # asked when the server was away for a while
    EVENTS: _PAGE,
    JOIN: ("POST",),
}
_FOLDERS_USED = ("/assets/", "/static/", "/gradio_api/heartbeat/")

_NOTHING = "There is nothing at this address"
_WHAT_TO_DO = "Look whether you have the whole of it, or begin on the first page."

_SCRIPT = re.compile(r"<script\b")
_PREVIEW = re.compile(
    r"""<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*|<link\s+rel="manifest"[^>]*>\s*"""
)
_HEAD = "<head>"
_END_OF_HEAD = "</head>"


class OnlyWhatThePageUses:
    """Serves those of Gradio's addresses that the page asks, and hides the rest.

    Among the rest are addresses that take files, that fetch others, and that run the page's
    callbacks past the queue. What an address is asked with is hidden, too, where the page asks
    with nothing: Gradio takes names there of pages and of conversations that are none.

    Args:
        app: Gradio's application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the page asks."""
        if scope["type"] == "http":
            if not _is_used(scope):
                await _nothing_here(scope)(scope, receive, send)
                return
            if scope["path"] != EVENTS:
                scope = {**scope, "query_string": b""}
        await self._app(scope, receive, send)


def _nothing_here(scope: Scope) -> Response:
    """What somebody is told who typed a wrong address, or a program that asks for one."""
    if scope["method"] in _PAGE and "text/html" in Headers(scope=scope).get("accept", ""):
        page = rendering.problem(_NOTHING, _WHAT_TO_DO, part=False)
        return HTMLResponse(page, HTTPStatus.NOT_FOUND)
    return refusal(HTTPStatus.NOT_FOUND, f"{_NOTHING}.", "NotFound")


def _is_used(scope: Scope) -> bool:
    path, method = scope["path"], scope["method"]
    return method in _USED.get(path, ()) or (method in _PAGE and path.startswith(_FOLDERS_USED))


class MarkedScripts(Extension):
    """Gives the scripts of a template the nonce of the request for which it is rendered.

    Only those that stand in the template itself: it is changed before anything is filled in, so
    that a script among what is filled in can't get one.
    """

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - Jinja gives it
        filename: str | None = None,  # noqa: ARG002 - and this
    ) -> str:
        """The template's source with the nonces in it."""
        return _SCRIPT.sub(f"<script nonce=\"{{{{ request.scope['{NONCE}'] }}}}\"", source)


class OwnHead(Extension):
    """Puts what is ours into the head of the page as it is served.

    Gradio's own way, its ``head``, has the browser add it while the page is being built: whoever
    clicked before our script was there would have clicked in vain. Here it runs before anything is
    shown, and our styles come after those that they overrule. Other programs are told what our page
    is in place of what Gradio tells of itself: a link that is sent to somebody is shown with it.
    Nor is a manifest named, by which the page could be installed: there is none.
    """

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - Jinja gives it
        filename: str | None = None,  # noqa: ARG002 - and this
    ) -> str:
        """The template's source with our words in it."""
        first, last = rendering.template("head.html"), rendering.template("styles.html")
        source = _PREVIEW.sub("", source).replace(_HEAD, f"{_HEAD}\n{first}", 1)
        return source.replace(_END_OF_HEAD, f"{last}\n{_END_OF_HEAD}", 1)
