"""The bytes of one file, whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ingest.errors import UnreadableError

_TRIES = 3
_BLOCK = 1 << 20


class VanishedError(UnreadableError):
    """The file is gone."""


def read_whole(path: Path, limit: int) -> bytes:
    """All bytes of a plain file, as they were at one moment.

    A file that changes while it is read is read again. It is never waited for: pipes and devices
    that have taken the place of a file are refused, and so is a file of more than `limit` bytes.

    Raises:
        VanishedError: there is no such file any more.
        UnreadableError: with the reason.
    """
    try:
        for _ in range(_TRIES):
            data = _read_once(path, limit)
            if data is not None:
                return data
    except FileNotFoundError:
        raise VanishedError("gone before it could be read") from None
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error
    raise UnreadableError("keeps changing while it is read; run ingest again later")


def read_head(path: Path, size: int = 4096) -> bytes:
    """The first bytes of a plain file; none of anything else.

    Raises:
        OSError: it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb", buffering=0) as file:
        return file.read(size) or b"" if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def _read_once(path: Path, limit: int) -> bytes | None:
    """The bytes, or None when the file changed meanwhile."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb", buffering=0) as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError("not a file")
        _check_size(before.st_size, limit)
        blocks: list[bytes] = []
        size = 0
        while block := file.read(_BLOCK):
            size += len(block)
            _check_size(size, limit)
            blocks.append(block)
        after = os.fstat(handle)
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return b"".join(blocks) if same and size == after.st_size else None


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableError(
            f"larger than the limit ({size:,} bytes; at most {limit:,} are read;"
            " raise the setting max_file_bytes)"
        )
