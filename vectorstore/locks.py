"""Two locks on files, both of which die with their holder.

The *writer lock* lets one process write. The *access lock* lets one process be inside Chroma's
files at a time, for the length of one access; its file also holds a mark that changes whenever
Chroma's files may have changed, so that others know that what they have open is stale.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from weakref import WeakSet

import portalocker

from vectorstore.errors import StoreError, StoreLockedError
from vectorstore.ledger.engine import explain_os

WRITER_PATIENCE = 0.3
"""Seconds to wait for another writer: enough for one that is just leaving."""

ACCESS_PATIENCE = 120.0
"""Seconds to wait for Chroma's files; an access takes milliseconds, so this is a hung process."""


class FileLock:
    """An exclusive lock on a file, between processes and between threads.

    A forked child has the parent's file open and would keep its lock alive; so it closes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None
        self._thread = threading.Lock()
        _all.add(self)

    @property
    def held(self) -> bool:
        """Whether this process has it."""
        return self._file is not None

    def acquire(self, patience: float) -> bool:
        """Take the lock; False when others still have it after `patience` seconds."""
        until = time.monotonic() + patience
        if not self._thread.acquire(timeout=patience):
            return False
        try:
            taken = self._acquire_file(until)
        except BaseException:
            self._thread.release()
            raise
        if not taken:
            self._thread.release()
        return taken

    def release(self) -> None:
        """Give the lock back."""
        file, self._file = self._file, None
        try:
            if file is not None:
                file.close()
        finally:
            self._thread.release()

    def read(self) -> bytes:
        """What the file holds, read while the lock is held."""
        assert self._file is not None
        self._file.seek(0)
        return self._file.read()

    def write(self, content: bytes) -> None:
        """Replace what the file holds, while the lock is held."""
        assert self._file is not None
        self._file.seek(0)
        self._file.write(content)
        self._file.truncate()
        self._file.flush()

    def forget(self) -> None:
        """In a forked child: close the parent's file, which does not release the parent's lock."""
        if self._file is not None:
            self._file.close()
        self._file = None
        self._thread = threading.Lock()

    def _acquire_file(self, until: float) -> bool:
        try:
            # Opened anew each time, so that a file that was removed meanwhile is no trap.
            file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
        except OSError as error:
            raise explain_os(error, self.path) from error
        pause = 0.001
        while True:
            try:
                portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.LockException:
                if time.monotonic() + pause > until:
                    file.close()
                    return False
                time.sleep(pause)
                pause = min(2 * pause, 0.02)
            else:
                self._file = file
                return True


_all: WeakSet[FileLock] = WeakSet()


def _forget_all() -> None:
    for lock in list(_all):
        lock.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


@contextmanager
def writer_lock(path: Path, store: Path) -> Iterator[None]:
    """Be the one writer of a store.

    Raises:
        StoreLockedError: another one is; the message names its process id and since when.
    """
    lock = FileLock(path)
    if not lock.acquire(WRITER_PATIENCE):
        raise StoreLockedError(f"{store}: {_holder(path)}; wait until it is done, or end it")
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        lock.write(json.dumps({"pid": os.getpid(), "since": since}).encode())
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_bytes())
        return f"is being written to by process {holder['pid']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "is being written to by another process"


class Mark:
    """What the access lock's file says: a token of the last change, and whether it was replayed.

    A client of Chroma that opens after a write replays Chroma's log and may write index files, so
    the first one to open counts as a change as well; later ones find nothing to replay.
    """

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def token(self) -> bytes:
        """The token of the last change."""
        return self._lock.read()[:16]

    def replayed(self) -> bool:
        """Whether a client has been opened since the last write."""
        return self._lock.read()[16:] == b"r"

    def change(self, *, replayed: bool) -> bytes:
        """Note a change, before it is made; the new token."""
        token = os.urandom(8).hex().encode()
        self._lock.write(token + (b"r" if replayed else b"w"))
        return token


@contextmanager
def held(lock: FileLock, store: Path) -> Iterator[None]:
    """Hold the access lock for one access.

    Raises:
        StoreError: another process has kept it far beyond any access's length.
    """
    if not lock.acquire(ACCESS_PATIENCE):
        raise StoreError(
            f"{store}: another process has kept the vectors locked for {ACCESS_PATIENCE:.0f} s;"
            " end the process that hangs"
        )
    try:
        yield
    finally:
        lock.release()
