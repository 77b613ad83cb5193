"""What is let in: whose request, for which address, with how large a body."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
READ = frozenset({"GET", "HEAD"})
# The page uses these and no others: Gradio also has uploads, a proxy, a file server that fetches
# any address, and development routes, which nothing here needs.
PAGES = frozenset(
    {
        "/",
        "/healthz",
        "/login",
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/robots.txt",
        "/manifest.json",
        "/original",
    }
)
CONVERSATION = re.compile(r"/c/[0-9a-f]{16}", re.ASCII)
OPEN = frozenset({"/healthz", "/favicon.ico", "/robots.txt"})
"""What is shown to those as well who have not said who they are."""
UPLOAD = "/api/library/files"
GOLD = "/api/evaluations/gold"
LARGE = frozenset({UPLOAD, GOLD})
"""The routes that take large bodies; they count and time them themselves."""
READ_BELOW = (
    "/v1/models",
    "/read/",
    "/original/",
    "/assets/",
    "/static/",
    "/web/",
    "/api/",
    "/view/",
    "/gradio_api/heartbeat/",
    "/gradio_api/queue/data",
    "/gradio_api/startup-events",
    "/gradio_api/app_id",
    "/gradio_api/info",
)
WRITE = frozenset(
    {
        "/api/ask",
        "/api/feedback",
        "/v1/chat/completions",
        "/token",
        "/api/suggestions",
        "/api/library",
        UPLOAD,
        "/api/evaluations",
        GOLD,
        "/login",
        "/logout",
        "/gradio_api/queue/join",
        "/gradio_api/cancel",
        "/gradio_api/reset",
    }
)


def refusal(status: int, kind: str, message: str) -> JSONResponse:
    """A refusal that a program can tell apart and a person can read."""
    return JSONResponse({"error": {"type": kind, "message": message}}, status_code=status)


def host_name(authority: str) -> str:
    """The name in a Host header or an authority, without port, lower case; empty if malformed."""
    try:
        return (urlsplit(f"//{authority}").hostname or "").lower()
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_address(name: str) -> bool:
    """Whether `name` is an IP address, which no foreign DNS entry can stand for."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class SameSite:
    """Refuses hosts that are not ours (DNS rebinding) and requests sent by other sites."""

    def __init__(self, app: ASGIApp, host: str, allowed: tuple[str, ...] = ()) -> None:
        self._app = app
        self._names = LOOPBACK | {host.lower()} | {name.lower() for name in allowed}
        self._any_address = host_name(host) not in LOOPBACK and host not in LOOPBACK

    def _known(self, authority: str) -> bool:
        name = host_name(authority)
        return name in self._names or (self._any_address and is_address(name))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            authority = headers.get("host", "")
            if not self._known(authority):
                response = refusal(403, "forbidden_host", "This address is not served here.")
                return await response(scope, receive, send)
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc.lower() != authority.lower():
                response = refusal(403, "forbidden_origin", "Requests of other sites are refused.")
                return await response(scope, receive, send)
        return await self._app(scope, receive, send)


class BasePath:
    """Takes the path that a proxy puts in front away; what is not below it is not here."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = scope["path"]
        if path != self._base and not path.startswith(f"{self._base}/"):
            response = refusal(404, "not_found", "There is nothing here.")
            return await response(scope, receive, send)
        inner = path[len(self._base) :] or "/"
        return await self._app({**scope, "path": inner, "raw_path": inner.encode()}, receive, send)


class KnownRoutes:
    """Refuses every address that the page and the JSON API do not use."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        if scope["type"] == "http" and not served(scope["method"], scope["path"]):
            response = refusal(403, "forbidden", "There is nothing here.")
            return await response(scope, receive, send)
        return await self._app(scope, receive, send)


def served(method: str, path: str) -> bool:
    """Whether that request is one of those the page or the JSON API makes."""
    if "\\" in path or ".." in path.split("/"):
        return False
    if method == "POST":
        return path in WRITE
    known = path in PAGES or path.startswith(READ_BELOW) or CONVERSATION.fullmatch(path) is not None
    return method in READ and known


class SmallBodies:
    """Refuses bodies that are too large or too slow, before anything reads them."""

    def __init__(self, app: ASGIApp, largest: int, seconds: float) -> None:
        self._app = app
        self._largest = largest
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] in READ or scope["path"] in LARGE:
            return await self._app(scope, receive, send)
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > self._largest:
            return await self._too_large(scope, receive, send)
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._read(receive)
        except TimeoutError:
            response = refusal(408, "timeout", "The request took too long to arrive.")
            return await response(scope, receive, send)
        if body is None:
            return await self._too_large(scope, receive, send)
        return await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The whole body, or None as soon as it is too large."""
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self._largest:
                return None
            if not message.get("more_body", False):
                return bytes(body)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = f"{self._largest // 1024:,} KB"
        response = refusal(413, "too_large", f"A request may hold {limit} at most.")
        await response(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands over `body` once and then what the connection says."""
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again
