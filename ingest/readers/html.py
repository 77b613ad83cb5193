"""Web pages: the article on the page, as lines, and what the page says of it."""

from __future__ import annotations

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers.base import Reading
from ingest.readers.markup import to_text
from ingest.readers.web.charset import decode_page
from ingest.readers.web.content import main_text
from ingest.readers.web.metadata import metadata_of
from ingest.readers.web.tree import parse_page, without_hidden


def read(data: bytes, limits: Limits) -> Reading:
    """The article on a page.

    Raises:
        NotTextError: the bytes are no text.
        UnreadableError: nothing on the page can be seen.
    """
    decoded = decode_page(data)
    return read_text(decoded.text, decoded.notes)


def read_text(page: str, notes: tuple[str, ...] = ()) -> Reading:
    """The article on a page that is decoded already.

    Raises:
        UnreadableError: nothing on the page can be seen.
    """
    tree = parse_page(page)
    metadata = metadata_of(tree)
    visible = without_hidden(tree)
    text = main_text(visible)
    if not text:
        text = to_text(visible)
        notes = (*notes, "no article was found on the page; all that it shows was kept")
    if not text.strip():
        raise UnreadableError("no article text in the page")
    return Reading(text, metadata, notes)
