"""Failures of an ingest that a person can cause or cure."""

from __future__ import annotations

from vectorstore.errors import QaAppError


class IngestError(QaAppError):
    """A folder cannot be ingested at all; the message says why and what to do."""


class UnreadableError(QaAppError):
    """One file cannot become an article; the message is the reason, without the file's name."""


class NotTextError(UnreadableError):
    """The bytes of a file are not text, or not text in any encoding that is known."""
