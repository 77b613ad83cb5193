"""Conversations that outlive a refresh and a restart: one SQLite file beside the store."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa_app import lines
from qa_app.web.conversation import Conversation, Exchange
from vectorstore.errors import QaAppError

FILE = "conversations.sqlite"
IDENTIFIER = re.compile(r"[0-9a-f]{16}", re.ASCII)
LONGEST_TITLE = 120

log = logging.getLogger(__name__)
_EXCHANGE: TypeAdapter[Exchange] = TypeAdapter(Exchange)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS exchanges (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (conversation, number)
);
"""


class SavedError(QaAppError):
    """The saved conversations cannot be read or changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation as it stands in the list; `changed` is an ISO time in UTC."""

    id: str
    title: str
    changed: str
    exchanges: int


class SavedConversations:
    """Keeps every finished exchange; may be shared by threads and by processes.

    Without a path nothing is kept, and nothing is ever found.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def keep(self, conversation: Conversation) -> None:
        """Save the last exchange. That it cannot be saved never costs anybody the answer."""
        if self.path is None:
            return
        exchange = conversation.last
        now = datetime.now(UTC).isoformat(timespec="seconds")
        title = " ".join(exchange.question.split())[:LONGEST_TITLE]
        try:
            data = _EXCHANGE.dump_json(exchange).decode()
            with self._open() as database:
                database.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET changed = excluded.changed",
                    (conversation.id, title, now),
                )
                database.execute(
                    "INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?)",
                    (conversation.id, _number(exchange), data),
                )
        except (SavedError, ValueError) as error:  # ValueError: words that are no UTF-8
            log.warning("a conversation cannot be saved (%s)", error)

    def load(self, id: str, keep: int) -> Conversation | None:
        """The conversation with its last `keep` exchanges; None if there is none.

        Raises:
            SavedError: the file cannot be read.
        """
        if self.path is None or not self.path.exists():
            return None
        with self._open() as database:
            rows = database.execute(
                "SELECT number, data FROM exchanges WHERE conversation = ? ORDER BY number", (id,)
            ).fetchall()
        exchanges = [one for one in map(_read, rows[-keep:]) if one is not None]
        if not exchanges:
            return None
        generations = [one.answer.generation for one in exchanges if one.answer is not None]
        return Conversation(
            id, tuple(exchanges), rows[-1][0], generations[-1] if generations else -1
        )

    def entries(self, most: int) -> tuple[Entry, ...]:
        """The conversations, the one that changed last first.

        Raises:
            SavedError: the file cannot be read.
        """
        if self.path is None or not self.path.exists():
            return ()
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title, changed, "
                "(SELECT count(*) FROM exchanges WHERE conversation = id) "
                "FROM conversations ORDER BY changed DESC, rowid DESC LIMIT ?",
                (most,),
            ).fetchall()
        return tuple(Entry(*row) for row in rows)

    def rename(self, id: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._open() as database:
            database.execute(
                "UPDATE conversations SET title = ? WHERE id = ?", (title[:LONGEST_TITLE], id)
            )

    def delete(self, id: str) -> None:
        """Remove a conversation for good.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._open() as database:
            database.execute("DELETE FROM conversations WHERE id = ?", (id,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction; nobody but the owner of the file may read it."""
        assert self.path is not None
        try:
            if not self.path.exists():
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=5)) as database, database:
                database.execute("PRAGMA foreign_keys = ON")
                database.execute("PRAGMA secure_delete = ON")
                for statement in _SCHEMA.split(";"):
                    database.execute(statement)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise SavedError(f"{self.path}: {error}; conversations are not kept") from None


def forget(path: Path, conversation: str) -> None:
    """Take a conversation out of a file of lines, whole or not at all.

    Raises:
        SavedError: the file cannot be written.
    """
    if not path.exists():
        return
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)
        for line in lines.objects(path):
            if line.get("conversation") != conversation:
                lines.append(fresh, line)
        fresh.replace(path)
    except OSError as error:
        raise SavedError(f"{path}: {error.strerror or error}; nothing was removed") from None


def _number(exchange: Exchange) -> int:
    return int(exchange.id.removeprefix("q"))


def _read(row: tuple[int, str]) -> Exchange | None:
    try:
        return _EXCHANGE.validate_json(row[1])
    except ValidationError as error:
        log.warning("an exchange was saved in another form and is passed by (%s)", error)
        return None
