"""What nobody thought of is told as a problem, too."""

import logging
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.unanswered import InternalError
from qa.web.api.problems import response_of

_logger = logging.getLogger(__name__)


class NoMishapUntold:
    """Answers a request in which something breaks with a problem document, and logs it once.

    Args:
        app: the application around which this stands.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except ClientDisconnect:
            pass  # nobody is there any more to be told
        except Exception as error:
            # Once it has begun a response can't become another one: the server logs the error, and
            # breaks off. One that tells of an error comes from within, where it was logged.
            if not status:
                _logger.error("a request failed", exc_info=error)
                await response_of(InternalError())(scope, receive, send)
            elif status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
