"""The files that the articles of a store were read from, as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol


class Root(Protocol):
    """A folder that was ingested; `label` leads the ids of its articles."""

    @property
    def path(self) -> str:
        """Where it is."""

    @property
    def label(self) -> str:
        """Empty for the first."""


def reader_of(roots: Iterable[Root]) -> Callable[[str], str]:
    """A function from an article's id to the text of its file.

    It is empty for a file that is gone or is no text, as a PDF document is none.
    """
    folders = [(root.label, Path(root.path).resolve()) for root in roots]
    folders.sort(key=lambda pair: not pair[0])  # an id that a label leads belongs to its root

    def as_file(source: str) -> str:
        for label, folder in folders:
            if not label or source.startswith(f"{label}/"):
                path = (folder / source.removeprefix(f"{label}/" if label else "")).resolve()
                return _text(path) if path.is_relative_to(folder) else ""
        return ""

    return as_file


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    if b"\x00" in data[:8192]:
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
