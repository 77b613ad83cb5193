"""Kinds of documents that show in the first bytes of a file."""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnreadableError

_LOOKED_AT = 1 << 14
_BEFORE_PDF = 1024  # bytes of something else that readers of PDF accept before the signature
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (  # names of streams inside, in UTF-16, and what holds such a stream
    ("EncryptedPackage", "an encrypted office document; remove its password and ingest again"),
    ("WordDocument", "an old Word document (.doc), which is not read; save it as .docx"),
    ("Workbook", "an old Excel workbook (.xls), which is not read"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt), which is not read"),
    ("__substg1.0_", "an Outlook message (.msg), which is not read; save it as .eml"),
)  # fmt: skip
_NOTHING = re.compile(r"(?:\s|<!--.*?-->|<\?xml\b[^>]*\?>)*", re.DOTALL)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
MAIL_BEGINS = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From (?=[^\r\n]*\d{4})[^\r\n]*+\r?\n(?=[A-Za-z][\w-]*:)"
)
"""The line that a mailbox sets before each mail: below an empty line, and a header follows."""

_HEADER = re.compile(
    r"([A-Za-z][A-Za-z0-9-]{0,60}):(?=[ \t\r\n]|\S)([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)\r?\n"
)
_POSTED = {"received", "message-id", "delivered-to", "return-path", "x-mailer", "to"}
_OF_MAIL = {"from", "subject", "date", "mime-version", *_POSTED}


def holds_mails(data: bytes) -> bool:
    """Whether a file is a mailbox (mbox) of more than one mail."""
    found = MAIL_BEGINS.finditer(data)
    first, second = next(found, None), next(found, None)
    return first is not None and first.start() == 0 and second is not None


def by_beginning(data: bytes, suffix: str) -> str:
    """`pdf`, `rtf`, `html`, `mhtml` or `eml`, or nothing when the beginning shows none of these.

    Args:
        data: the whole file or its first bytes.
        suffix: of the file's name, in lower case; what looks only somewhat like mail is mail when
            the name says so.

    Raises:
        UnreadableError: an old office document.
    """
    head = data[:_LOOKED_AT]
    if head.startswith(_OLE):
        raise UnreadableError(_old_office(data))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return "pdf"
    if suffix == ".pdf" and b"%PDF-" in head[:_BEFORE_PDF]:
        return "pdf"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    text = _characters(head)
    nothing = _NOTHING.match(text)
    if nothing and _HTML.match(text, nothing.end()):
        return "html"
    return _mime(text, suffix)


def _old_office(data: bytes) -> str:
    for stream, reason in _OLE_KINDS:
        if stream.encode("utf-16-le") in data:
            return reason
    return "an old office document, which is not read"


def _characters(head: bytes) -> str:
    """The beginning as text, good enough to see marks that are ASCII."""
    even = head[: len(head) - len(head) % 2]
    if head.startswith(codecs.BOM_UTF16_LE) or even[1:8:2] == b"\0" * 4:
        return even.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith(codecs.BOM_UTF16_BE) or even[0:8:2] == b"\0" * 4:
        return even.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _mime(text: str, suffix: str) -> str:
    headers = _headers(text)
    content = headers.get("content-type", "").lower()
    saved_page = "multipart/related" in content and not _POSTED & headers.keys()
    if "snapshot-content-location" in headers or (saved_page and "text/html" in content):
        return "mhtml"
    if suffix in (".mht", ".mhtml") and "mime-version" in headers:
        return "mhtml"
    if "from" in headers and {"mime-version", "message-id", "received"} & headers.keys():
        return "eml"
    return "eml" if suffix == ".eml" and _OF_MAIL & headers.keys() else ""


def _headers(text: str) -> dict[str, str]:
    """The header lines at the beginning, names in lower case; none when it begins otherwise."""
    text = text.lstrip("\r\n")
    if text.startswith("From "):  # the line that mailboxes set before a message
        text = text.partition("\n")[2]
    found: dict[str, str] = {}
    place = 0
    while match := _HEADER.match(text, place):
        found.setdefault(match[1].lower(), match[2])
        place = match.end()
    return found
