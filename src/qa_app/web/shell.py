"""The page that Gradio sends, with what it names of other sites taken out and our own put in."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.web.guard import CONVERSATION

_FOREIGN = re.compile(
    r"<meta\b[^>]*\bcontent\s*=\s*[\"']https?://[^>]*>"
    r"|<link\b[^>]*\bhref\s*=\s*[\"']https?://[^>]*>"
    r"|<script\b[^>]*\bsrc\s*=\s*[\"']https?://[^>]*>\s*</script>",
    re.IGNORECASE,
)
_SOCIAL = re.compile(r"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>", re.IGNORECASE)
HEAD = """
<meta name="color-scheme" content="light dark" />
<meta name="robots" content="noindex" />
<link rel="icon" type="image/svg+xml" href="./web/favicon.svg" />
{links}
<script src="./web/conversations.js"></script>
<script src="./web/reading.js"></script>
<script src="./web/scope.js"></script>
<script src="./web/asking.js"></script>
<script src="./web/staying.js"></script>
<script src="./web/chat.js"></script>
<script src="./web/feedback.js"></script>
<script src="./web/work.js"></script>
<script src="./web/library.js"></script>
<script src="./web/evaluation.js"></script>
</head>"""
STYLES = (
    *(
        "colours",
        "dark",
        "frame",
        "answer",
        "cards",
        "feedback",
        "composer",
        "panel",
        "reading",
        "scope",
        "conversations",
        "library",
        "evaluation",
    ),
    "narrow",
    "print",
)


def dress(page: str, root: str = "./") -> str:
    """The page without references to other sites, with our style sheet and script.

    `root` leads from the page's address to that of the application. It is written into the page,
    since the address changes with every conversation that is opened.
    """
    page = page.replace("<head>", f'<head><base href="{root}" />', 1)
    page = _SOCIAL.sub("", _FOREIGN.sub("", page))
    links = "\n".join(f'<link rel="stylesheet" href="./web/{name}.css" />' for name in STYLES)
    return page.replace("</head>", HEAD.format(links=links), 1)


class PageShell:
    """Rewrites the HTML of `/` with `dress`; everything else passes untouched.

    The address of a conversation gets the same page.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        conversation = scope["type"] == "http" and CONVERSATION.fullmatch(scope["path"])
        if scope["type"] != "http" or not (conversation or scope["path"] == "/"):
            return await self._app(scope, receive, send)
        plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        root = "../" if conversation else "./"
        page = _Page(send, f"{self._base}/" if self._base else root)
        asked = {**scope, "headers": plain, "path": "/", "raw_path": b"/"}
        return await self._app(asked, receive, page.take)


class _Page:
    """Collects a response and sends it on rewritten."""

    def __init__(self, send: Send, root: str) -> None:
        self._send = send
        self._root = root
        self._start: Message = {}
        self._body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()

    async def _finish(self) -> None:
        body = bytes(self._body)
        headers = MutableHeaders(scope=self._start)
        if body and headers.get("content-type", "").startswith("text/html"):
            body = dress(body.decode("utf-8"), self._root).encode("utf-8")
            headers["content-length"] = str(len(body))
            headers["cache-control"] = "no-store"
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
