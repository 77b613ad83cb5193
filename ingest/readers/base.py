"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.model import Metadata

UNKNOWN = Metadata()


@dataclass(frozen=True, slots=True)
class Reading:
    """The readable text of a file, not yet cleaned, what the format itself says about it, and notes
    for the person who reads the report.
    """

    text: str
    metadata: Metadata = UNKNOWN
    notes: tuple[str, ...] = ()
