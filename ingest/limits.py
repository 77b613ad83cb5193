"""What one file may cost: bounds that keep a hostile or broken file from stopping an ingest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a single file; a file beyond one of them fails with a reason and harms no other.

    Attributes:
        file_bytes: larger files are not read at all.
        seconds: reading one file may take so long before its process is ended.
        memory_bytes: address space of the process that reads; 0 sets no bound.
        pages: of a PDF document.
        records: articles in one archive or one file of records.
        unpacked_bytes: what all that is inside one archive or document may add up to.
        unpacked_ratio: unpacked bytes for each packed one, counted beyond the first megabyte.
        archive_depth: how often an archive may lie in an archive; 1 means no archive inside.
    """

    file_bytes: int = 50_000_000
    seconds: float = 60.0
    memory_bytes: int = 3_000_000_000
    pages: int = 5_000
    records: int = 20_000
    unpacked_bytes: int = 500_000_000
    unpacked_ratio: float = 200.0
    archive_depth: int = 2
