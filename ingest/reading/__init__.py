"""Files are read in a process of its own, which can be ended when a file proves too much for it."""

from __future__ import annotations

from ingest.reading.process import ReadingProcess

__all__ = ["ReadingProcess"]
