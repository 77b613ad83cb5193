"""What kind of document a file is, by its content; its name decides only what content leaves open.

Bytes that no rule here knows, under the name of a text file, are taken for text; the reader of
plain text then says why they are none, if so.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final, Literal, cast

from ingest.decode import decode
from ingest.errors import UnreadableError
from ingest.names import label
from ingest.readers import archives, markers, record_layout

Kind = Literal[
    "plain", "markdown", "html", "mhtml", "pdf", "docx", "odt", "rtf", "epub", "eml",
    "record", "zip", "json", "jsonl", "mbox",
]  # fmt: skip
CONTAINERS: Final[frozenset[Kind]] = frozenset({"zip", "json", "jsonl", "mbox"})
"""The kinds that hold articles instead of being one; `ingest.containers` expands them."""

_BY_SUFFIX: Final[dict[str, Kind]] = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown",
    ".mdx": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml",
    ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    ".odt": "odt", ".ott": "odt", ".rtf": "rtf", ".epub": "epub", ".eml": "eml",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".zip": "zip", ".mbox": "mbox",
}  # fmt: skip
SUFFIXES: Final = frozenset(_BY_SUFFIX)
"""Suffixes of the files that are read, in lower case."""

_HEAD = 1 << 16  # bytes that show whether something is text at all


def kind(name: str, data: bytes) -> Kind:
    """The kind of a whole file.

    Raises:
        NotTextError: it is not text and no document that is known.
        UnreadableError: it is of a kind that is not read, and which.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(suffix, data)
    marked = markers.by_beginning(data, suffix)
    if marked == "eml" and data.startswith(b"From ") and markers.holds_mails(data):
        return "mbox"
    return cast("Kind", marked) if marked else _text(suffix, data) or _unmarked(suffix, data)


def sniffable(head: bytes) -> bool:
    """Whether a file of unknown suffix begins like a document that is worth reading whole.

    Args:
        head: its first bytes, about 4,000.
    """
    try:
        return archives.looks_like_document(head) or markers.by_beginning(head, "") != ""
    except UnreadableError:
        return False


def _archive(suffix: str, data: bytes) -> Kind:
    found = cast("Kind", archives.inside(data))
    if found == "zip" and suffix not in ("", ".zip"):
        raise UnreadableError(
            f"a ZIP archive, not a {suffix[1:]} file; if it holds articles, name it .zip"
        )
    return found


def _text(suffix: str, data: bytes) -> Kind | None:
    """Articles as JSON, where that is what the text is."""
    if not data.strip():
        return "plain" if suffix in SUFFIXES else None  # whoever reads it says that it is empty
    return record_layout.layout(data, named=suffix if _BY_SUFFIX.get(suffix) in CONTAINERS else "")


def _unmarked(suffix: str, data: bytes) -> Kind:
    """What the name says of a file whose content says nothing."""
    named = _BY_SUFFIX.get(suffix)
    if named is None:
        raise UnreadableError(f"not a supported type ({label(suffix) or 'no suffix'})")
    if named in ("plain", "markdown", "html"):
        return named
    decode(data[: _HEAD - _HEAD % 4])
    return "plain"
