"""The bytes of articles: of whole files, and of what lies inside archives and files of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.containers import Member, RecordFields, container_kind, expand
from ingest.files import read_whole
from ingest.limits import Limits


@dataclass(frozen=True, slots=True)
class Contents:
    """Reads files within limits; `records` says what the fields of a record are called."""

    limits: Limits
    records: RecordFields

    def read(self, path: Path) -> bytes:
        """All bytes of a file.

        Raises:
            VanishedError: it is gone.
            UnreadableError: with the reason.
        """
        return read_whole(path, self.limits.file_bytes)

    def members(self, name: str, data: bytes) -> Iterator[Member] | None:
        """What lies inside, one after the other; None when the file is an article itself.

        Raises:
            UnreadableError: it cannot be told, or (from the iterator) not be gone through.
        """
        found = container_kind(name, data)
        return expand(data, found, self.limits, self.records) if found else None

    def wanted(
        self, path: Path, name: str, inside: Mapping[str, str]
    ) -> Iterator[tuple[str, bytes]]:
        """The articles of one file that are wanted, with their bytes, as they come.

        Args:
            path: the file.
            name: its source.
            inside: the source of each wanted article by its name inside the file; the empty name
                is the file itself.

        Raises:
            VanishedError: the file is gone.
            UnreadableError: with the reason.
        """
        data = self.read(path)
        if "" in inside:
            yield inside[""], data
            return
        for member in self.members(name, data) or ():
            source = inside.get(member.name)
            if source is not None and not member.reason:
                yield source, member.data
