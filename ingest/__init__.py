"""Files -> clean text -> sentences -> passages -> a committed change of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.errors import IngestError
from ingest.options import IngestOptions, OnProgress, Progress
from ingest.passages import PassageOptions
from ingest.report import FileOutcome, Report

if TYPE_CHECKING:
    from ingest.run import ingest

__all__ = [
    "FileOutcome",
    "IngestError",
    "IngestOptions",
    "OnProgress",
    "PassageOptions",
    "Progress",
    "Report",
    "ingest",
]


def __getattr__(name: str) -> Any:
    if name == "ingest":  # on first use: it brings the store along
        from ingest.run import ingest

        return ingest
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
