"""What all that is unpacked from one file may add up to, however it is nested."""

from __future__ import annotations

from ingest.errors import UnreadableError
from ingest.limits import Limits

_FREE = 1_000_000  # unpacked bytes to which the ratio does not apply


class Budget:
    """Counts what comes out of one outermost file against its limits."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self.limits = limits
        self._packed = packed
        self._unpacked = 0
        self._members = 0

    def unpack(self, size: int) -> None:
        """Take note of `size` bytes that are about to be unpacked.

        Raises:
            UnreadableError: that is too much; the count stays as it was.
        """
        total = self._unpacked + size
        if total > self.limits.unpacked_bytes:
            raise UnreadableError(
                f"unpacks to {total:,} bytes, more than the limit of"
                f" {self.limits.unpacked_bytes:,}; divide it or raise the limit"
            )
        if total > _FREE + self.limits.unpacked_ratio * self._packed:
            raise UnreadableError(
                f"unpacks to {total / max(1, self._packed):,.0f} times its size, as an archive"
                " bomb does; if it is none, pack it less tightly or raise the limit"
            )
        self._unpacked = total

    def members(self, count: int) -> None:
        """Take note of `count` members.

        Raises:
            UnreadableError: that is too many; the count stays as it was.
        """
        total = self._members + count
        if total > self.limits.records:
            raise UnreadableError(
                f"holds {total:,} articles, more than the limit of {self.limits.records:,};"
                " divide it"
            )
        self._members = total
