"""Whether Chroma's index files are as the last one who used them left them.

Chroma writes them in place; a process killed while it does leaves files that end any process that
reads them. So after each change their sizes and times are noted, and files that differ from the
note are not opened before they have been tried in another process.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

NOTE = "left-as.json"


def note(folder: Path) -> None:
    """Note how the files are now. Where that fails they will be tried, which is only slower."""
    path = folder / NOTE
    part = path.with_suffix(".part")
    try:
        part.write_text(json.dumps(_state(folder)), encoding="utf-8")
        os.replace(part, path)
    except OSError:
        path.unlink(missing_ok=True)


def trusted(folder: Path) -> bool:
    """Whether the files are as they were noted."""
    try:
        return bool(json.loads((folder / NOTE).read_text(encoding="utf-8")) == _state(folder))
    except (OSError, ValueError):
        return False


def _state(folder: Path) -> dict[str, list[int]]:
    """Sizes and times of the index files; Chroma's database looks after itself."""
    found = {}
    for path in sorted(folder.glob("*/*")):
        if path.is_file():
            stat = path.stat()
            found[path.relative_to(folder).as_posix()] = [stat.st_size, stat.st_mtime_ns]
    return found
