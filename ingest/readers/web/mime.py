"""Messages in MIME form: headers and parts as text, however broken.

The parser is the standard library's older one: it keeps what is malformed as it found it, where the
newer one can fail on a header.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from ingest.clean import clean_line
from ingest.decode import decode
from ingest.errors import NotTextError
from ingest.readers.web.charset import decode_page

_FOLDED = re.compile(r"\r?\n[ \t]*")
_DEEPEST = 30

Part = Message


def parse(data: bytes) -> Part:
    """The message of these bytes; what is no header is its text."""
    return message_from_bytes(data)


def header(part: Part, name: str) -> str:
    """A header on one clean line, encoded words decoded; empty when there is none."""
    return clean_line(_decoded(_raw(part, name)))


def names(part: Part, name: str) -> list[str]:
    """The display names in a header of addresses."""
    return [clean_line(_decoded(shown)) for shown, _ in getaddresses([_raw(part, name)])]


def date(part: Part) -> str:
    """The day in the Date header, as the sender's clock had it, in ISO form; else empty."""
    try:
        return parsedate_to_datetime(_raw(part, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def leaves(part: Part, depth: int = _DEEPEST) -> list[Part]:
    """The parts that hold content themselves; a message inside a message is one of them."""
    if not part.is_multipart() or part.get_content_maintype() == "message" or depth == 0:
        return [part]
    return [leaf for inner in subparts(part) for leaf in leaves(inner, depth - 1)]


def subparts(part: Part) -> list[Part]:
    """The parts directly inside a multipart; a message inside may be packed, against the rules."""
    held = part.get_payload()
    inner = [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []
    if part.get_content_maintype() == "message" and len(inner) == 1 and not inner[0].keys():
        inner[0]["Content-Transfer-Encoding"] = str(part["Content-Transfer-Encoding"] or "")
        return [parse(payload(inner[0]))]
    return inner


def payload(part: Part) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def charset(part: Part) -> str:
    """The encoding that a part declares."""
    try:
        return part.get_content_charset() or ""
    except (LookupError, ValueError, TypeError):
        return ""


def text(part: Part) -> str:
    """The characters of a part.

    Raises:
        NotTextError: the bytes are no text.
    """
    return decode_page(payload(part), charset(part)).text


def filename(part: Part) -> str:
    """The name under which a part is attached."""
    try:
        return clean_line(_decoded(part.get_filename() or ""))
    except (LookupError, ValueError, TypeError):
        return ""


def _raw(part: Part, name: str) -> str:
    """The characters of a header; bytes that are not ASCII are decoded as what they look like."""
    found = next((value for key, value in part.raw_items() if key.lower() == name), "")
    raw = str(found).encode("utf-8", "surrogateescape")
    try:
        return _FOLDED.sub(" ", decode(raw).text) if raw else ""
    except NotTextError:
        return _FOLDED.sub(" ", raw.decode("latin-1"))


def _decoded(value: str) -> str:
    """A header with its encoded words decoded; one that cannot be is left as it stands."""
    try:
        return "".join(_piece(piece, encoding) for piece, encoding in decode_header(value))
    except (ValueError, LookupError):
        return value


def _piece(piece: bytes | str, encoding: str | None) -> str:
    if isinstance(piece, str):
        return piece
    if encoding is None:
        return piece.decode("raw-unicode-escape")  # how the standard library made it bytes
    try:
        return decode_page(piece, encoding).text
    except NotTextError:
        return piece.decode("latin-1")
