"""An article beside the file that it was read from, and that file: never anything that runs.

The page has two columns. The original is in a frame of its own: a PDF in the browser's viewer, what
is characters as these characters. Whatever the file holds, its response may load nothing and has
no origin; and only what the articles were read from is ever given out.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

import anyio
import anyio.to_thread
from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response, StreamingResponse

from ingest.decode import decode
from ingest.errors import UnreadableError
from ingest.originals import Original
from qa_app.originals import Found, Originals
from qa_app.web import validate
from qa_app.web.errors import MissingError, RequestError
from qa_app.web.render import original as render
from qa_app.web.replies import refused
from qa_app.web.service import Service
from vectorstore.model import Span

AT_ONCE = 2
"""So many files are looked through at one time: each may be large, or an archive."""
PAGE = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
}
_STYLE = base64.b64encode(hashlib.sha256(render.STYLE.encode()).digest()).decode()
FRAMED = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE}';"
    " frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox",
    "x-frame-options": "SAMEORIGIN",
    # A response without an origin of its own is refused where it asks to be kept apart by it.
    "cross-origin-opener-policy": "unsafe-none",
    "cache-control": "no-store",
}
Source = Annotated[str, Query(description="the article's id")]
Place = Annotated[int, Query(ge=0, le=2**31, description="a place in its text")]


def router(service: Service, originals: Originals | None) -> APIRouter:
    """The routes below /original."""
    routes = APIRouter(prefix="/original", tags=["page"], include_in_schema=False)
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def answered(work: Callable[[Originals], Response]) -> Response:
        try:
            if originals is None:
                raise MissingError("The files of articles are not shown here.")
            return await anyio.to_thread.run_sync(work, originals, limiter=limiter)
        except UnreadableError as error:
            return refused(RequestError(f"The file cannot be shown: {error}."))
        except Exception as error:
            return refused(error)

    @routes.get("")
    async def page(source: Source, start: Place = 0, end: Place = 0) -> Response:
        return await answered(lambda kept: _page(service, kept, source, start, end))

    @routes.get("/text")
    async def text(source: Source, start: Place = 0, end: Place = 0) -> Response:
        return await answered(lambda kept: _text(service, kept, source, start, end))

    @routes.get("/file")
    async def file(source: Source) -> Response:
        return await answered(lambda kept: _file(kept, source))

    return routes


def _found(originals: Originals, source: str) -> Found:
    found = originals.find(source)
    if found is None:
        raise MissingError(f"There is no article {validate.clean(source)[:200]!r}.")
    return found


def _page(service: Service, originals: Originals, source: str, start: int, end: int) -> Response:
    found = _found(originals, source)
    found.close()
    text = service.assistant.text(source)
    marked = Span(start, end) if start < end <= len(text) else None
    return HTMLResponse(render.page(found, text, marked).encode("utf-8", "replace"), headers=PAGE)


def _text(service: Service, originals: Originals, source: str, start: int, end: int) -> Response:
    """What the file holds as characters, with the quoted words marked where they stand in it.

    Raises:
        MissingError: it is not to be shown so.
        UnreadableError: it has changed just now.
    """
    original = _same(_found(originals, source), "text")
    words = decode(b"".join(original.blocks())).text
    quoted = service.assistant.text(source)[start:end]
    html = render.characters(words, quoted)
    return HTMLResponse(html.encode("utf-8", "replace"), headers=FRAMED)


def _file(originals: Originals, source: str) -> Response:
    """The bytes: to be looked at where they are a PDF, else to be saved.

    Raises:
        MissingError: the file is not to be given out.
    """
    found = _found(originals, source)
    original = _same(found, "pdf", "other")
    how, kind = "attachment", "application/octet-stream"
    if original.view == "pdf":
        how, kind = "inline", "application/pdf"
    return StreamingResponse(
        original.blocks(),
        media_type=kind,
        headers={
            **FRAMED,
            "content-length": str(original.size),
            "content-disposition": f"{how}; filename*=UTF-8''{quote(found.name, safe='')}",
        },
    )


def _same(found: Found, *views: str) -> Original:
    """The original where it is still what was read, and to be seen in one of these ways.

    Raises:
        MissingError: it is not.
    """
    original = found.original
    alone = not found.inside or "text" in views
    if original is None or original.view not in views or not alone:
        found.close()
        raise MissingError("This file cannot be shown; the page of its article says why.")
    return original
