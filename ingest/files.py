"""The bytes of one file, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
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
    with _explained():
        for _ in range(_TRIES):
            data = _read_once(path, limit)
            if data is not None:
                return data
    raise UnreadableError("keeps changing while it is read; run ingest again later")


def open_plain(path: Path, limit: int) -> FileIO:
    """A plain file to read from; it is never waited for, as in `read_whole`.

    Raises:
        VanishedError: there is no such file.
        UnreadableError: with the reason.
    """
    with _explained():
        return _opened(path, limit)[0]


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
    file, before = _opened(path, limit)
    with file:
        blocks: list[bytes] = []
        size = 0
        while block := file.read(_BLOCK):
            size += len(block)
            check_size(size, limit)
            blocks.append(block)
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return b"".join(blocks) if same and size == after.st_size else None


def _opened(path: Path, limit: int) -> tuple[FileIO, os.stat_result]:
    """A plain file within the limit, and what is known of it."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    file = open(handle, "rb", buffering=0)  # noqa: SIM115 (whoever asked closes it)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError("not a file")
        check_size(found.st_size, limit)
    except BaseException:
        file.close()
        raise
    return file, found


@contextmanager
def _explained() -> Iterator[None]:
    """What the system says of a file, in words."""
    try:
        yield
    except FileNotFoundError:
        raise VanishedError("gone before it could be read") from None
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error


def check_size(size: int, limit: int) -> None:
    """Refuse what is larger than is read.

    Raises:
        UnreadableError: it is.
    """
    if size > limit:
        raise UnreadableError(
            f"larger than the limit ({size:,} bytes; at most {limit:,} are read;"
            " raise the setting max_file_bytes)"
        )
