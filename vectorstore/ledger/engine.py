"""SQLite as the ledger needs it: real transactions, durable commits, readable errors."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from vectorstore.errors import StoreDamagedError, StoreError

BUSY_SECONDS = 10.0
"""Writers are kept apart by the writer lock; only a WAL recovery or checkpoint can be met."""

NEXT_TO_NOTHING = 1 << 18
"""A disk with fewer bytes free is taken for full."""

_DAMAGED = ("malformed", "not a database", "disk I/O error", "no such table", "no such column")


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """An engine for the ledger at `path`; `read_only` touches nothing, not even a log beside it."""
    mode = "mode=ro&immutable=1" if read_only else "mode=rwc"
    engine = create_engine(
        f"sqlite+pysqlite:///file:{_quoted(path)}?{mode}&uri=true",
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=4,
        max_overflow=-1,
    )
    event.listen(engine, "connect", _configure_read_only if read_only else _configure)
    event.listen(engine, "begin", _begin)
    return engine


def explain(error: DBAPIError, path: Path) -> StoreError:
    """What a database error means to the person whose store it is."""
    cause = str(error.orig)
    if has_no_space(path, cause):
        return no_space(path)
    if any(sign in cause for sign in _DAMAGED):
        return StoreDamagedError(
            f"{path}: the ledger is damaged ({cause}); run `qa-app doctor`, and if it cannot repair"
            " it, ingest the articles again into a new store"
        )
    if "readonly" in cause or "unable to open" in cause:
        return StoreError(f"{path}: cannot be written ({cause}); check the folder's permissions")
    return StoreError(f"{path}: the ledger cannot be used ({cause})")


def has_no_space(path: Path, cause: str) -> bool:
    """Whether a failure comes from a full disk; Chroma calls it by many names."""
    if "disk is full" in cause or "No space left" in cause:
        return True
    try:
        return shutil.disk_usage(path.parent).free < NEXT_TO_NOTHING
    except OSError:
        return False


def no_space(path: Path) -> StoreError:
    """The error that says so."""
    return StoreError(
        f"{path}: no space is left on the disk; free some and run the same command again"
    )


def explain_os(error: OSError, path: Path) -> StoreError:
    """The same for what the operating system says."""
    if error.errno == errno.ENOSPC:
        return no_space(path)
    return StoreError(f"{path}: {error.strerror or error}")


def _configure(connection: sqlite3.Connection, _record: Any) -> None:
    # Python's own transaction handling begins late and not for SELECT; `_begin` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: what has been acknowledged survives a power cut. NORMAL could lose the last commits.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _configure_read_only(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")


def _quoted(path: Path) -> str:
    return path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
