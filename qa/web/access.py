"""Who may use the page: those who know a name and its password (HTTP Basic, RFC 7617)."""

import base64
import binascii
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from hmac import compare_digest
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.api import PREFIX
from qa.web.api.problems import refusal
from qa.web.rates import Tally, address_of, too_fast

_OPEN = f"{PREFIX}/health"
"""What watches over servers asks it, and it tells nothing of the articles."""

_WRONG_A_MINUTE = 10


class OnlyWithPassword:
    """Asks for a name and a password before anything is served: page, files and interfaces.

    From one address only so many different wrong ones are looked at in a minute; then none is,
    right or wrong, since who guesses must not learn from the difference. That goes for this
    machine, too: a proxy may stand there that does not say for whom it asks. The same wrong one
    again is no guess, but a program that was not told of a new password: it keeps out nobody.

    Args:
        app: the application around which this stands.
        logins: the names and passwords, each as ``NAME:PASSWORD``.
    """

    def __init__(self, app: ASGIApp, logins: Sequence[str]) -> None:
        self._app = app
        self._logins = [_digest(login.encode()) for login in logins]
        self._wrong = Tally(_WRONG_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes with a password, or needs none."""
        if scope["type"] == "http" and scope["path"] != _OPEN:
            given = Headers(scope=scope).get("authorization")
            address = address_of(scope)
            if given and (wait := self._wrong.wait(address)):
                await too_fast("Too many wrong passwords came from this address", wait)(
                    scope, receive, send
                )
                return
            if not given or not self._is_right(given):
                if given:
                    self._wrong.add(address, _digest(given.encode()))
                await _password_needed()(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_right(self, authorization: str) -> bool:
        scheme, _, encoded = authorization.partition(" ")
        if scheme.casefold() != "basic":
            return False
        try:
            given = _digest(base64.b64decode(encoded.strip(), validate=True))
        except (binascii.Error, ValueError):
            return False
        # Digests are of one length: how long it takes tells nothing of what is in a password.
        return any(compare_digest(given, login) for login in self._logins)


_password_needed = partial(
    refusal,
    HTTPStatus.UNAUTHORIZED,
    "A name and a password are needed here.",
    "PasswordNeeded",
    {"WWW-Authenticate": 'Basic realm="Chapter & Verse", charset="UTF-8"'},
)


def _digest(login: bytes) -> bytes:
    return sha256(login).digest()
