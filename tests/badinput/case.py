"""A bad or odd file, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Case:
    """One input.

    Attributes:
        file: its name in the folder.
        data: its bytes, or what makes it where bytes are not all.
        outcome: what the report says of `source`.
        reason: what its reason holds.
        says, hides: words that the article's text has, and words that it must not have.
        source: the article's id, when it is not the name of the file.
        rows: of the list of faults.
    """

    file: str
    data: bytes | Callable[[Path], None]
    outcome: Literal["added", "skipped", "failed"] = "added"
    reason: str = ""
    says: str = ""
    hides: tuple[str, ...] = ()
    source: str = ""
    rows: tuple[int, ...] = field(default=())

    @property
    def id(self) -> str:
        """The article's id, as the report has it."""
        return self.source or self.file

    def write(self, folder: Path) -> None:
        """Put it into the folder."""
        path = folder / self.file
        if callable(self.data):
            self.data(path)
        else:
            path.write_bytes(self.data)


PROSE = (
    "The ferry between the two islands was taken out of service in spring. It had carried people "
    "and goods for forty years, and nobody had thought of replacing it in time."
)
