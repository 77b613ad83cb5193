"""Who is logged in: one SQLite file beside the conversations, so that a restart logs nobody out.

A session is known by a random token that only its browser has; the file holds the token's hash.
With it stands a signature, made of the token, of when the session ends and of what is left of the
user's password: it holds no more when the user is given another password or is removed, and whoever
can write this file alone cannot make one.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa_app.users import Users
from vectorstore.errors import QaAppError

FILE = "sessions.sqlite"
SECONDS = 12 * 3600.0
"""So long somebody stays logged in."""

log = logging.getLogger(__name__)
_SCHEMA = """CREATE TABLE IF NOT EXISTS sessions (
    token BLOB PRIMARY KEY, user TEXT NOT NULL, signature BLOB NOT NULL, until REAL NOT NULL
) WITHOUT ROWID"""


class SessionsError(QaAppError):
    """The log-ins cannot be read or changed."""


class Sessions:
    """The log-ins of one page; may be shared by threads, and its file by processes.

    Without a file, or with one that cannot be used, they end with the process.
    """

    def __init__(self, path: Path | None, users: Users) -> None:
        self._path = path
        self._users = users
        self._lock = threading.Lock()
        self._database = _opened(path)

    def begin(self, user: str, key: bytes) -> str:
        """Log a user in; the token by which the session is known from now on.

        Args:
            key: what was left of the user's password when it was asked for.

        Raises:
            SessionsError: it cannot be kept.
        """
        token = secrets.token_urlsafe(32)
        now = time.time()
        until = now + SECONDS
        row = (_hash(token), user, _signature(token, until, key), until)
        with self._held() as database:
            database.execute("DELETE FROM sessions WHERE until <= ?", (now,))
            database.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)
        return token

    def user(self, token: str) -> str:
        """Whose session it is; the empty text for none, and for one that is over.

        Raises:
            UsersError: the file of users cannot be read any more.
            SessionsError: the log-ins cannot be.
        """
        if not token:
            return ""
        with self._held() as database:
            row = database.execute(
                "SELECT user, signature, until FROM sessions WHERE token = ?", (_hash(token),)
            ).fetchone()
        if row is None:
            return ""
        user, signature, until = row
        key = self._users.key(user)
        good = hmac.compare_digest(_signature(token, until, key), signature)
        if key and good and time.time() < until:
            return str(user)
        self.end(token)
        return ""

    def end(self, token: str) -> None:
        """Log out: the token opens nothing any more.

        Raises:
            SessionsError: it cannot be said.
        """
        with self._held() as database:
            database.execute("DELETE FROM sessions WHERE token = ?", (_hash(token),))

    @contextmanager
    def _held(self) -> Iterator[sqlite3.Connection]:
        """The file to oneself; what is changed is kept at the end, all of it or nothing."""
        try:
            with self._lock, self._database:
                yield self._database
        except sqlite3.Error as error:
            raise SessionsError(f"{self._path}: {error}; nobody can be logged in") from None


def _opened(path: Path | None) -> sqlite3.Connection:
    """The file's sessions, or, where it cannot be used, sessions in memory."""
    try:
        if path is not None:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            return _prepared(str(path))
    except (OSError, sqlite3.Error) as error:
        log.warning("%s: cannot be used (%s); log-ins end with this server", path, error)
    return _prepared(":memory:")


def _prepared(name: str) -> sqlite3.Connection:
    database = sqlite3.connect(name, timeout=5, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        with database:
            database.execute(_SCHEMA)
    except BaseException:
        database.close()
        raise
    return database


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _signature(token: str, until: float, key: bytes) -> bytes:
    return hmac.digest(key, f"{until!r} {token}".encode("utf-8", "replace"), "sha256")
