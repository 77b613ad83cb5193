"""Readers, one file a format, and the choice among them."""

from __future__ import annotations

from pathlib import PurePosixPath

from ingest.readers.base import Reading

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})
_MARKDOWN = frozenset({".md", ".markdown"})

__all__ = ["SUFFIXES", "Reading", "read"]


def read(source: str, data: bytes) -> Reading:
    """The readable text of a file.

    Raises:
        UnreadableError: with the reason.
    """
    if PurePosixPath(source).suffix.lower() in _MARKDOWN:
        from ingest.readers import markdown

        return markdown.read(data)
    from ingest.readers import plain

    return plain.read(data)
