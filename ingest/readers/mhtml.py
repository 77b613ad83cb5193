"""Saved web pages (MHTML): the page itself; the pictures and styles saved with it are not read."""

from __future__ import annotations

from dataclasses import replace

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import html
from ingest.readers.base import Reading
from ingest.readers.web import fields, mime
from ingest.readers.web.charset import decode_page
from vectorstore.model import Field, Metadata

_HTML = frozenset(("text/html", "application/xhtml+xml"))


def read(data: bytes, limits: Limits) -> Reading:
    """The article on a saved page.

    Raises:
        UnreadableError: there is no page in it, or nothing on the page can be seen.
    """
    message = mime.parse(data)
    pages = _pages(message)
    if not pages:
        raise UnreadableError("a saved web page (MHTML) without a page in it; save it again")
    reading = _first_with_text(pages)
    return replace(reading, metadata=_completed(reading.metadata, message, pages[0]))


def whole(data: bytes) -> str:
    """All that the first page shows, as text.

    Raises:
        UnreadableError: there is no page in it, or nothing on the page can be seen.
    """
    pages = _pages(mime.parse(data))
    if not pages:
        raise UnreadableError("there is no page in it")
    return html.whole(mime.payload(pages[0]), mime.charset(pages[0]))


def _pages(message: mime.Part) -> list[mime.Part]:
    """The pages in the archive, the one that was saved first, its frames after it."""
    pages = [leaf for leaf in mime.leaves(message) if leaf.get_content_type() in _HTML]
    start = str(message.get_param("start") or "").strip("<> ")
    if start:
        pages.sort(key=lambda page: mime.header(page, "content-id").strip("<> ") != start)
    return pages


def _first_with_text(pages: list[mime.Part]) -> Reading:
    """The first page that shows anything: a page of frames shows nothing itself."""
    reason: UnreadableError | None = None
    for page in pages:
        decoded = decode_page(mime.payload(page), mime.charset(page))
        try:
            return html.read_page(decoded.text, decoded.notes)
        except UnreadableError as error:
            reason = reason or error
    raise reason or UnreadableError("no article text in the page")


def _completed(found: Metadata, message: mime.Part, page: mime.Part) -> Metadata:
    """What the page says, and where it says nothing, what the archive says."""
    if not found.title.value and (title := mime.header(message, "subject")):
        found = replace(found, title=Field(title, "MHTML subject"))
    for part, name in ((message, "snapshot-content-location"), (page, "content-location")):
        address = fields.address(mime.header(part, name))
        if address and not found.url.value:
            found = replace(found, url=Field(address, f"MHTML {name}"))
    return found
