"""A page of an article with one passage marked: where the citations of other programs lead."""

from __future__ import annotations

from html import escape
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from qa_app.web.asking import article
from qa_app.web.errors import RequestError
from qa_app.web.replies import refused
from qa_app.web.service import Service

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<style>:root{{color-scheme:light dark;font:1.05rem/1.65 Georgia,serif}}
body{{max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}}
p{{white-space:pre-wrap}}h1{{font-size:1.5rem;line-height:1.25}}small{{opacity:.75}}
mark{{background:#ffe27a;color:#1d1a10;padding:.05em 0;scroll-margin-top:30vh}}</style></head>
<body><main><h1>{title}</h1><small>{about}</small>{text}</main></body></html>"""


def link(base: str, source: str, start: int, end: int) -> str:
    """The address that opens `text[start:end]` of an article."""
    place = urlencode({"start": start, "end": end})
    return f"{base.rstrip('/')}/read/{quote(source)}?{place}#quote"


def router(service: Service) -> APIRouter:
    """The route below /read."""
    routes = APIRouter(prefix="/read", tags=["articles"])

    @routes.get("/{source:path}", summary="An article to read, one passage marked")
    async def read(
        source: str,
        start: Annotated[int, Query(ge=0, description="where the passage begins")] = 0,
        end: Annotated[int, Query(ge=0, description="where it ends; 0 marks nothing")] = 0,
    ) -> Response:
        """HTML; the passage is marked and has the anchor `#quote`."""
        try:
            return HTMLResponse(await run_in_threadpool(_page, service, source, start, end))
        except Exception as error:
            return refused(error)

    return routes


def _page(service: Service, source: str, start: int, end: int) -> bytes:
    """The page.

    Raises:
        RequestError: there is no such article, or no such place in it.
    """
    found = article(service, source)
    text: str = found["text"]
    if end and not start < end <= len(text):
        raise RequestError(f"The article has no characters {start} to {end}.")
    about = (found["byline"], found["published"] or "no date given", source)
    return _PAGE.format(
        title=escape(found["title"] or source),
        about=escape(" · ".join(part for part in about if part))
        + _original(service, source, start, end),
        text=_paragraphs(text, start, end),
    ).encode("utf-8", "replace")


def _original(service: Service, source: str, start: int, end: int) -> str:
    """What leads to the file that the article was read from, where it may be looked at."""
    if service.options.originals is None:
        return ""
    place = {"source": source, "start": start, "end": end}
    address = f"{service.options.base_path}/original?{urlencode(place)}#quote"
    return f' · <a href="{escape(address)}">Original</a>'


def _paragraphs(text: str, start: int, end: int) -> str:
    """The text in paragraphs; a marked passage may go over several."""
    shown, at = [], 0
    marked = False
    for paragraph in text.split("\n\n"):
        first, last = max(start - at, 0), min(end - at, len(paragraph))
        if first < last:
            anchor = "" if marked else ' id="quote"'
            marked = True
            inner = (
                f"{escape(paragraph[:first])}<mark{anchor}>{escape(paragraph[first:last])}</mark>"
                f"{escape(paragraph[last:])}"
            )
        else:
            inner = escape(paragraph)
        shown.append(f"<p>{inner}</p>")
        at += len(paragraph) + 2
    return "".join(shown)
