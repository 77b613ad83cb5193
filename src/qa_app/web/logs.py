"""What the server does, a JSON object a line: no word of a question, an answer or an article."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_app.contract import Answer
from qa_app.web.guard import CONVERSATION, PAGES, READ_BELOW, WRITE
from vectorstore.errors import QaAppError

STDERR = Path("-")
QUIET = ("/assets/", "/static/", "/web/", "/api/status")
"""What every page asks for again and again tells nothing."""
log = logging.getLogger(__name__)
_NAME = re.compile(r"[a-z.]{1,20}")


class JsonLines(logging.Formatter):
    """One object a record: time (UTC), level, logger, message, and the fields that it carries.

    Of an exception the kind and the places in the program are told, not what it says: that may be
    words from outside.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {
            "time": at,
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        told["message"] = record.getMessage()
        told |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            told["error"] = record.exc_info[0].__name__
            told["places"] = _places(record)
        return json.dumps(told, ensure_ascii=True)


def _places(record: logging.LogRecord) -> list[str]:
    """The lines of the program that an exception came through, the innermost last."""
    places, step = [], record.exc_info[2] if record.exc_info else None
    while step is not None:
        places.append(f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}")
        step = step.tb_next
    return places


@contextmanager
def kept(path: Path | None) -> Iterator[None]:
    """While it lasts everything logged goes into this file as well; `-` is the standard error.

    Raises:
        QaAppError: the file cannot be written.
    """
    if path is None:
        yield
        return
    try:
        handler = (
            logging.StreamHandler(sys.stderr)
            if path == STDERR
            else logging.FileHandler(path, encoding="utf-8", delay=False)
        )
    except OSError as error:
        said = f"{path}: cannot be written ({error.strerror}); give another log_file"
        raise QaAppError(said) from None
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("qa_app")
    before = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield
    finally:
        ours.setLevel(before)
        root.removeHandler(handler)
        handler.close()


def answered(answer: Answer, began: float) -> None:
    """Log that a question has been answered: how, how long it took, and nothing that was said."""
    if log.isEnabledFor(logging.INFO):
        fields = {
            "id": answer.id,
            "outcome": answer.outcome,
            "confidence": round(answer.confidence, 3),
            "citations": len(answer.citations),
            "mode": answer.mode,
            "generation": answer.generation,
            "ms": _since(began),
        }
        log.info("answered", extra={"fields": fields})


class Requests:
    """Logs each request when its response has ended: method, route, status, bytes, time, origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        quiet = scope["type"] != "http" or scope["path"].startswith(QUIET)
        if quiet or not log.isEnabledFor(logging.INFO):
            return await self._app(scope, receive, send)
        began, status, size = time.monotonic(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            fields = {
                "method": scope["method"],
                "route": route(scope["path"]),
                "status": status,
                "bytes": size,
                "ms": _since(began),
                "from": (scope.get("client") or ("",))[0],
            }
            log.info("request", extra={"fields": fields})


def route(path: str) -> str:
    """A path without what somebody has named or typed: what is below a route is a star."""
    if path in PAGES or path in WRITE:
        return path
    if CONVERSATION.fullmatch(path):
        return "/c/*"
    if path.startswith("/api/"):
        name, *deeper = path.removeprefix("/api/").split("/")
        return f"/api/{name if _NAME.fullmatch(name) else '*'}{'/*' if deeper else ''}"
    below = next((one for one in READ_BELOW if path.startswith(one)), "")
    return f"{below}*" if below else "unknown"


def _since(began: float) -> int:
    """Milliseconds."""
    return round(1000 * (time.monotonic() - began))
