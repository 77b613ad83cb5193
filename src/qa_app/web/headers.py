"""The headers that every response carries."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's front end needs inline scripts and evaluates its own templates; markup that slipped
# through escaping could still not run a handler, reach another origin, or be framed.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


# Without a referrer a browser sends a form as if it came from nowhere, and it would be refused.
LOG_IN = "/login"
# What shows a file that somebody else has written has policies of its own, stricter ones.
ORIGINALS = "/original"
# Files whose names hold a hash of their content, so that a reload asks for none of them again.
HASHED = "/assets/"
KEEP = "public, max-age=31536000, immutable"


class SecurityHeaders:
    """Puts `HEADERS` on every response, refusals included, and takes any CORS grant away.

    Only the pages of originals may say one of them otherwise.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(ORIGINALS):
                    for name, value in HEADERS.items():
                        headers.setdefault(name, value)
                else:
                    headers.update(HEADERS)
                for name in [key for key in headers if key.startswith("access-control-")]:
                    del headers[name]
                if scope["path"] == LOG_IN:
                    headers["referrer-policy"] = "same-origin"
                if message["status"] == 200 and scope["path"].startswith(HASHED):
                    headers["cache-control"] = KEEP
            await send(message)

        await self._app(scope, receive, send_with_headers)
