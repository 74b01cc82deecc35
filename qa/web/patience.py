"""How long somebody may take to send what a request says that it has."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.unanswered import TookTooLong
from qa.web.api.problems import response_of


class BodyInTime:
    """Waits so long for a request's body, and no longer.

    Who announces one and never sends it would keep a connection, and what waits for it, for ever.

    Args:
        app: the application around which this stands.
        seconds: from the request's head until its body is complete.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and break off what waits too long."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        until = asyncio.get_running_loop().time() + self._seconds
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        # An error out of `receive` would not do: frameworks take it for a body that is no JSON.
        try:
            async with asyncio.timeout(None) as patience:
                await self._app(scope, _limited(receive, patience, until), send_and_note)
        except TimeoutError:
            if has_begun or not patience.expired():
                raise
            too_long = TookTooLong(self._seconds, "send it again, or less at once")
            await response_of(too_long)(scope, receive, send)


def _limited(receive: Receive, patience: asyncio.Timeout, until: float) -> Receive:
    """The same, with patience until then, as long as the body is not complete."""
    is_complete = False

    async def receive_in_time() -> Message:
        nonlocal is_complete
        if is_complete:
            return await receive()
        patience.reschedule(until)
        message = await receive()
        patience.reschedule(None)
        is_complete = not message.get("more_body", False)
        return message

    return receive_in_time
