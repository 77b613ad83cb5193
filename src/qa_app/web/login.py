"""Logging in: who has not is shown a page to do so, and whose request it is stands in its scope."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_app.users import Users
from qa_app.web.form import page, welcome
from qa_app.web.guard import CONVERSATION, OPEN, refusal
from qa_app.web.users import KEY, SHOWN

COOKIE = "qa-app-login"
SECONDS = 12 * 3600.0
TRIES, WITHIN = 5, 60.0
"""So many passwords for one name or from one address within so many seconds."""
MOST_SESSIONS = 10_000
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
            if len(self._tried) > MOST_SESSIONS:
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

    def __init__(self, app: ASGIApp, users: Users, base: str = "") -> None:
        self._app = app
        self._users = users
        self._base = base
        self._tries = Tries()
        self._lock = threading.Lock()
        self._sessions: dict[str, tuple[str, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["path"] in OPEN or scope.get(SHOWN):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if scope["path"] == "/login":
            response = await self._login(request)
        elif scope["path"] == "/logout":
            response = self._logout(request)
        elif user := self._user(request):
            await self._app({**scope, KEY: user}, receive, send)
            return
        elif _for_people(scope["path"]):
            response = RedirectResponse(f"{self._base}/login", 303)
        else:
            response = refusal(401, "not_logged_in", "Please log in.")
        await response(scope, receive, send)

    def _user(self, request: Request) -> str:
        token = request.cookies.get(COOKIE, "")
        with self._lock:
            user, until = self._sessions.get(token, ("", 0.0))
        return user if time.monotonic() < until else ""

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
        if not await run_in_threadpool(self._users.check, name, password):
            return self._form("That name and password do not go together.", 401)
        self._tries.take_back(*keys)
        return self._welcome(request, name)

    def _form(
        self, said: str = "", status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        return page(f"{self._base}/login", _FIELDS, "Log in", said, status, headers)

    def _welcome(self, request: Request, name: str) -> Response:
        token = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            current = {t: (u, until) for t, (u, until) in self._sessions.items() if until > now}
            self._sessions = current | {token: (name, now + SECONDS)}
        return welcome(request, self._base, COOKIE, token)

    def _logout(self, request: Request) -> Response:
        with self._lock:
            self._sessions.pop(request.cookies.get(COOKIE, ""), None)
        response = RedirectResponse(f"{self._base}/login", 303)
        response.delete_cookie(COOKIE, path=f"{self._base}/")
        return response


def _for_people(path: str) -> bool:
    return path == "/" or path.startswith("/read/") or CONVERSATION.fullmatch(path) is not None
