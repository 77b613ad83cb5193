"""Files that grow by one JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def append(path: Path, line: Mapping[str, Any]) -> None:
    """Add a line, whole or not at all for whoever reads the file meanwhile.

    Raises:
        OSError: it cannot be written.
    """
    data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, data)
    finally:
        os.close(handle)


def objects(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of such a file; a line that is none, as a crash may leave, is passed by.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as lines:
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value
