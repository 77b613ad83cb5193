"""Files of a run: written whole or not at all, appended line by line, read with their place."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from qa_app.evaluation.errors import RunError


def write_text(path: Path, text: str) -> None:
    """Put `text` into `path` in one step: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_json(path: Path, data: Any) -> None:
    """One JSON document, indented, in one step."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """JSON Lines, in one step."""
    write_text(path, "".join(line(row) for row in rows))


def line(row: Mapping[str, Any]) -> str:
    """`row` as one line of JSON, its end included."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add one line; it outlives this process, though perhaps not a power failure."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(line(row))


def read_json(path: Path) -> Any:
    """The document in `path`.

    Raises:
        RunError: if it is missing, or not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"{path}: no such file; the run was not finished, or is none") from None
    except (OSError, ValueError) as error:
        raise RunError(f"{path}: cannot be read ({error})") from None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON Lines file; none if it is missing.

    A last line that was cut off while it was being written is left out.

    Raises:
        RunError: for any other line that is not a JSON object.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for number, each in enumerate(lines, start=1):
        if not each.strip():
            continue
        try:
            yield dict(json.loads(each))
        except (ValueError, TypeError) as error:
            if number == len(lines):
                return
            raise RunError(f"{path}:{number}: not a JSON object ({error})") from None


def mend(path: Path) -> None:
    """Cut off a last line that was not written to its end, so that lines can be added again."""
    if path.is_file():
        whole = path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        if kept != whole:
            write_text(path, kept.decode("utf-8"))
