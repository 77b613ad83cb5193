"""Readers, one file a format, and the choice among them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers.base import Reading
from ingest.readers.kinds import CONTAINERS, SUFFIXES, Kind, kind, sniffable

__all__ = ["CONTAINERS", "SUFFIXES", "Kind", "Reading", "kind", "read", "sniffable"]

_DEFAULT = Limits()
Reader = Callable[[bytes, Limits], Reading]


def read(source: str, data: bytes, limits: Limits = _DEFAULT) -> Reading:
    """The readable text of a file that is one article.

    Raises:
        UnreadableError: with the reason; also for a file that holds articles and is none.
    """
    found = kind(source, data)
    if found in CONTAINERS:
        raise UnreadableError("holds articles of its own; they are read one by one")
    if found == "plain":
        from ingest.readers import plain

        return plain.read(data)
    if found == "markdown":
        from ingest.readers import markdown

        return markdown.read(data)
    return _reader(found)(data, limits)


def _reader(found: Kind) -> Reader:
    """The `read` of the module that is named as the kind is; it brings its library along."""
    try:
        reader: Reader = import_module(f"ingest.readers.{found}").read
    except ModuleNotFoundError as error:
        raise UnreadableError(
            f"needs the package {error.name}, which is not installed; install it and ingest again"
        ) from error
    return reader
