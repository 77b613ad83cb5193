"""One JSON record -> the text and metadata of an article."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

from ingest.clean import clean_line
from ingest.dates import first_date
from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import records
from ingest.readers.base import Reading
from vectorstore.model import Field, Metadata

_PLAIN = ("title", "byline", "publisher", "language")
_BLOCKS = re.compile(r"</(?:p|div|li|h[1-6]|ul|ol|td|blockquote)\s*>|<(?:br|p)\b[^<>]*>", re.I)
_INLINE = re.compile(r"</(?:a|em|strong|span|b|i|u|su[bp]|del|s|q|time|cite|small)\s*>", re.I)
# With the semicolon: without it "&section=2" of an address would become a sign.
_REFERENCE = re.compile(r"&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_SECONDS = 100_000_000_000  # a time stamp above this counts milliseconds


def read(data: bytes, limits: Limits) -> Reading:
    """The article in one record, in the canonical bytes of `records` or as any JSON object.

    Raises:
        UnreadableError: it is no record, or has no field for a text.
    """
    found = records.from_canonical(data)
    if found is None:
        value = records.parse(records.characters(data))
        if not isinstance(value, dict):
            raise UnreadableError("not a JSON object")
        found = records.from_canonical(records.canonical(value, records.DEFAULT_FIELDS)) or {}
    text = records.as_text(found["text"][1]) if "text" in found else ""
    return Reading(_readable(text), _metadata(found), scraped=True)


def _readable(text: str) -> str:
    """The text of a field; many hold the markup of a page, some only of a few words."""
    if _BLOCKS.search(text):
        from ingest.readers.markup import to_text
        from ingest.readers.web.tree import parse_page

        return to_text(parse_page(text))
    if _INLINE.search(text):
        from ingest.readers.markdown import visible

        return "\n".join(visible(line)[0] for line in text.split("\n"))
    return _characters(text)


def _characters(text: str) -> str:
    """The text with the characters that references (`&amp;`) stand for."""
    return _REFERENCE.sub(lambda match: unescape(match[0]), text)


def _metadata(found: dict[str, tuple[str, Any]]) -> Metadata:
    known: dict[str, Field] = {}
    for what in _PLAIN:
        name, value = found.get(what, ("", ""))
        line = clean_line(_characters(records.as_text(value, ", ")))
        if line:
            known[what] = Field(line, f"record field {name}")
    name, value = found.get("published", ("", ""))
    if iso := _date(value):
        known["published"] = Field(iso, f"record field {name}")
    name, value = found.get("url", ("", ""))
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        known["url"] = Field(clean_line(value), f"record field {name}")
    return Metadata(**known)


def _date(value: Any) -> str:
    """An ISO date from a date in words or a time stamp; empty when it could be two dates."""
    if isinstance(value, str):
        return first_date(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        moment = datetime.fromtimestamp(value / 1000 if value > _SECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.date().isoformat() if moment.year > 1971 else ""
