"""The token that lets in: shown by programs as a header, by people once in a form."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.settings import Settings
from qa_app.web.form import page, welcome
from qa_app.web.guard import OPEN, is_loopback, refusal
from qa_app.web.users import SHOWN
from vectorstore.errors import QaAppError

COOKIE = "qa-app-token"
DAYS = 30
LEAST = 16
WAIT = 0.5
"""Seconds before a wrong token is told so: whoever guesses is not to be quick."""

HELP = (
    "; make one with: python -c 'import secrets; print(secrets.token_urlsafe(24))' > token.txt"
    " and give it with --token-file token.txt, or set QA_APP_TOKEN"
)
_FIELDS = """<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
"""


def load(settings: Settings) -> str:
    """The token of the settings; the empty text for none.

    Raises:
        QaAppError: its file cannot be read, it is given twice, or it is too short.
    """
    token = settings.token.get_secret_value()
    path = settings.token_file
    if path is not None:
        if token:
            raise QaAppError("settings token and token_file: give one of the two")
        try:
            token = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise QaAppError(f"{path}: the token cannot be read ({why})") from None
    if (token or path is not None) and (len(token) < LEAST or not token.isascii()):
        where = f"{path}" if path is not None else "setting token"
        raise QaAppError(f"{where}: a token has at least {LEAST} ASCII characters{HELP}")
    return token


def require(host: str, token: str, names: Sequence[str] = ()) -> None:
    """Refuse to listen where others can reach it without a token: at an address of the network, or
    under other `names`, as a proxy publishes it.

    Raises:
        QaAppError: saying how to make one.
    """
    if not token and (names or not is_loopback(host)):
        raise QaAppError(
            f"{host or '0.0.0.0'}: others can reach this address, so a token is needed{HELP}"
        )


class Token:
    """Lets requests through that show the token: `Authorization: Bearer …`, or the cookie that a
    browser is given for it.

    Where there are `users`, people log in instead: the token is for programs, and the log-in behind
    this judges all that does not show it.
    """

    def __init__(self, app: ASGIApp, token: str, base: str = "", *, users: bool = False) -> None:
        self._app = app
        self._base = base
        self._users = users
        self._token = token
        self._session = hmac.new(token.encode(), b"qa-app session", hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "lifespan" or not self._token:
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1008})
        headers = Headers(scope=scope)
        if self._borne(headers):
            return await self._app({**scope, SHOWN: True}, receive, send)
        if self._users or scope["path"] in OPEN:
            return await self._app(scope, receive, send)
        if scope["path"] == "/token" and scope["method"] == "POST":
            response = await self._open(Request(scope, receive))
        elif self._shown(headers):
            return await self._app(scope, receive, send)
        else:
            response = self._asking(headers, scope["method"])
        return await response(scope, receive, send)

    def _borne(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and _same(given.strip(), self._token)

    def _shown(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        return COOKIE in cookies and _same(cookies[COOKIE].value, self._session)

    async def _open(self, request: Request) -> Response:
        """What the form sends: the page for the right token, the form again for a wrong one."""
        body = (await request.body()).decode("utf-8", "replace")
        given = parse_qs(body).get("token", [""])[0].strip()
        if not _same(given, self._token):
            await asyncio.sleep(WAIT)
            return self._form("That is not the token.")
        return welcome(request, self._base, COOKIE, self._session, DAYS * 86_400)

    def _asking(self, headers: Headers, method: str) -> Response:
        if method == "GET" and "text/html" in headers.get("accept", ""):
            return self._form()
        response = refusal(401, "unauthorized", "Send the token: Authorization: Bearer TOKEN.")
        response.headers["www-authenticate"] = "Bearer"
        return response

    def _form(self, said: str = "") -> Response:
        return page(f"{self._base}/token", _FIELDS, "Open", said, 401)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
