"""Logging in: who has not is shown a page to do so, and whose request it is stands in its scope."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.sessions import Sessions
from qa_app.users import Users
from qa_app.web.form import page, welcome
from qa_app.web.guard import CONVERSATION, OPEN, refusal
from qa_app.web.users import KEY, SHOWN
from vectorstore.errors import QaAppError

log = logging.getLogger(__name__)
COOKIE = "qa-app-login"
TRIES, WITHIN = 5, 60.0
"""So many passwords for one name or from one address within so many seconds."""
MOST_KEYS = 10_000
NOT_NOW = "Nobody can be let in just now; the terminal that runs the chat says why."
_FIELDS = """<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
"""


class Tries:
    """Counts passwords that were wrong or are still being looked at, by name and by address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried: dict[str, deque[float]] = {}

    def begin(self, *keys: str) -> int:
        """Count a try before its password is looked at, so that many at once count as well.

        Returns:
            0, or the seconds until there may be another; then it is not counted.
        """
        with self._lock:
            now = time.monotonic()
            left = 0.0
            for key in keys:
                times = self._tried.get(key, deque())
                while times and now - times[0] > WITHIN:
                    times.popleft()
                if len(times) >= TRIES:
                    left = max(left, WITHIN - (now - times[0]))
            if left:
                return int(left) + 1
            if len(self._tried) > MOST_KEYS:
                self._tried.clear()
            for key in keys:
                self._tried.setdefault(key, deque()).append(now)
            return 0

    def take_back(self, *keys: str) -> None:
        """Count the last try no more: its password was right."""
        with self._lock:
            for key in keys:
                if self._tried.get(key):
                    self._tried[key].pop()


class LogIn:
    """Lets only those through who have logged in, and programs that have shown the token."""

    def __init__(
        self, app: ASGIApp, users: Users, sessions: Path | None = None, base: str = ""
    ) -> None:
        self._app = app
        self._users = users
        self._sessions = Sessions(sessions, users)
        self._base = base
        self._tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"] in OPEN or scope.get(SHOWN):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response, user = await self._answer(request)
        except QaAppError as error:
            log.error("nobody is let in: %s", error)
            response, user = refusal(503, "unavailable", NOT_NOW), ""
        if response is None:
            await self._app({**scope, KEY: user}, receive, send)
        else:
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> tuple[Response | None, str]:
        """What is answered here, or nothing and the user whose request it is."""
        path = request.scope["path"]
        if path == "/login":
            return await self._login(request), ""
        if path == "/logout":
            return await self._logout(request), ""
        if user := self._sessions.user(request.cookies.get(COOKIE, "")):
            return None, user
        if _for_people(path):
            return RedirectResponse(f"{self._base}/login", 303), ""
        return refusal(401, "not_logged_in", "Please log in."), ""

    async def _login(self, request: Request) -> Response:
        if request.method != "POST":
            return self._form()
        given = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = (given.get(key, [""])[0] for key in ("name", "password"))
        address = request.client.host if request.client else ""
        keys = (f"name {name}", f"address {address}")
        wait = self._tries.begin(*keys)
        if wait:
            said = f"Too many wrong passwords; try again in {wait} seconds."
            return self._form(said, 429, {"retry-after": str(wait)})
        key = self._users.key(name)
        if not await run_in_threadpool(self._users.check, name, password):
            return self._form("That name and password do not go together.", 401)
        self._tries.take_back(*keys)
        token = await run_in_threadpool(self._sessions.begin, name, key)
        return welcome(request, self._base, COOKIE, token)

    def _form(
        self, said: str = "", status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        return page(f"{self._base}/login", _FIELDS, "Log in", said, status, headers)

    async def _logout(self, request: Request) -> Response:
        await run_in_threadpool(self._sessions.end, request.cookies.get(COOKIE, ""))
        response = RedirectResponse(f"{self._base}/login", 303)
        response.delete_cookie(COOKIE, path=f"{self._base}/")
        return response


def _for_people(path: str) -> bool:
    page = path in ("/", "/original") or path.startswith("/read/")
    return page or CONVERSATION.fullmatch(path) is not None
