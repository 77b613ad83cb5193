"""Conversations that outlive a refresh and a restart: one SQLite file beside the store.

Earlier versions added every answer to a file of lines as well; what is only there is brought over
once, when the SQLite file is first opened. Whoever reads waits for nobody who writes.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa_app import earlier
from qa_app.conversation import Conversation, Exchange
from vectorstore.errors import QaAppError

FILE = "conversations.sqlite"
IDENTIFIER = earlier.IDENTIFIER
LONGEST_TITLE = 120
UNDO_SECONDS = 600
"""So long a deleted conversation can be had back; with the next change, or when the file is opened
anew, nothing of it is in the file then."""

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
_LATER = {
    "user": "ALTER TABLE conversations ADD COLUMN user TEXT NOT NULL DEFAULT ''",
    "deleted": "ALTER TABLE conversations ADD COLUMN deleted TEXT NOT NULL DEFAULT ''",
}
_MINE = "id = ? AND user = ? AND deleted = ''"
_GONE = "FROM conversations WHERE deleted != '' AND deleted <= ?"


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

    A conversation is seen by the user whose it is and by nobody else; where nobody logs in, the
    user is the empty text. Without a path nothing is kept, and nothing is ever found.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._prepared: tuple[int, int] | None = None

    def keep(self, conversation: Conversation) -> Conversation:
        """Save the last exchange. That it cannot be saved never costs anybody the answer.

        Returns:
            The conversation with its last exchange under the number that it is saved under: the
            next free one where another tab has taken its own meanwhile.
        """
        exchange = conversation.last
        if self.path is None:
            return conversation
        try:
            with self._change() as database:
                database.execute(
                    "INSERT INTO conversations (id, title, changed, user) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, deleted = ''",
                    (conversation.id, _title(exchange), _now(), conversation.user),
                )
                exchange = _insert(database, conversation.id, exchange)
        except (SavedError, ValueError) as error:  # ValueError: words that are no UTF-8
            log.warning("a conversation cannot be saved (%s)", error)
            return conversation
        asked = max(conversation.asked, _number(exchange))
        kept = (*conversation.exchanges[:-1], exchange)
        return replace(conversation, exchanges=kept, asked=asked)

    def load(self, id: str, keep: int, user: str = "") -> Conversation | None:
        """The conversation with its last `keep` exchanges; None if there is none.

        Raises:
            SavedError: the file cannot be read.
        """
        if not self._there():
            return None
        with self._open() as database:
            rows = database.execute(
                "SELECT number, data FROM exchanges JOIN conversations ON id = conversation "
                f"WHERE {_MINE} ORDER BY number",
                (id, user),
            ).fetchall()
        exchanges = [one for one in map(_read, rows[-keep:]) if one is not None]
        if not exchanges:
            return None
        generations = [one.answer.generation for one in exchanges if one.answer is not None]
        seen = generations[-1] if generations else -1
        return Conversation(id, tuple(exchanges), rows[-1][0], seen, user)

    def title(self, id: str, user: str = "") -> str:
        """What the conversation is called; empty if there is none.

        Raises:
            SavedError: the file cannot be read.
        """
        if not self._there():
            return ""
        with self._open() as database:
            row = database.execute(
                f"SELECT title FROM conversations WHERE {_MINE}", (id, user)
            ).fetchone()
        return str(row[0]) if row else ""

    def entries(self, most: int, user: str = "", search: str = "") -> tuple[Entry, ...]:
        """The conversations, the one that changed last first.

        Args:
            search: words that all stand in the title, a question, an answer or a quote.

        Raises:
            SavedError: the file cannot be read.
        """
        if not self._there():
            return ()
        wanted = search.casefold().split()
        held = "".join(" AND instr(words, ?)" for _ in wanted)
        spoken = (
            "folded(title || char(10) || coalesce(group_concat(spoken(data), char(10)), ''))"
            if wanted
            else "''"
        )
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title, changed, number FROM (SELECT id, title, changed, "
                f"conversations.rowid AS row, count(data) AS number, {spoken} AS words "
                "FROM conversations LEFT JOIN exchanges ON conversation = id "
                "WHERE user = ? AND deleted = '' GROUP BY id) "
                f"WHERE true{held} ORDER BY changed DESC, row DESC LIMIT ?",
                (user, *wanted, most),
            ).fetchall()
        return tuple(Entry(*row) for row in rows)

    def rename(self, id: str, title: str, user: str = "") -> None:
        """Give a conversation another title.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._change() as database:
            database.execute(
                f"UPDATE conversations SET title = ? WHERE {_MINE}",
                (title[:LONGEST_TITLE], id, user),
            )

    def delete(self, id: str, user: str = "") -> str:
        """Take a conversation out of the list; until `UNDO_SECONDS` later it can be restored.

        Returns:
            Its title; empty if there was none.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._change() as database:
            row = database.execute(
                f"UPDATE conversations SET deleted = ? WHERE {_MINE} RETURNING title",
                (_now(), id, user),
            ).fetchone()
        return str(row[0]) if row else ""

    def restore(self, id: str, user: str = "") -> None:
        """Bring a deleted conversation back.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._change() as database:
            database.execute(
                "UPDATE conversations SET deleted = '' WHERE id = ? AND user = ?", (id, user)
            )

    def purge(self, seconds: float = UNDO_SECONDS) -> None:
        """Remove for good what was deleted so long ago; every change does so as well.

        Raises:
            SavedError: the file cannot be changed.
        """
        if self._there():
            with self._change() as database:
                _purge(database, seconds)

    def change(self, id: str, exchange: Exchange, user: str = "") -> None:
        """Save one exchange anew, as after a judgement.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._change() as database:
            database.execute(
                "UPDATE exchanges SET data = ? WHERE conversation = ? AND number = ? AND EXISTS "
                f"(SELECT 1 FROM conversations WHERE {_MINE})",
                (_EXCHANGE.dump_json(exchange).decode(), id, _number(exchange), id, user),
            )

    def exchanges(self, user: str | None = None) -> Iterator[tuple[str, Exchange]]:
        """Every exchange with its conversation's id, oldest first; None means of all users.

        Raises:
            SavedError: the file cannot be read.
        """
        if not self._there():
            return
        with self._open() as database:
            rows = database.execute(
                "SELECT conversation, number, data FROM exchanges "
                "JOIN conversations ON id = conversation "
                "WHERE deleted = '' AND (?1 IS NULL OR user = ?1) ORDER BY changed, number",
                (user,),
            ).fetchall()
        for id, number, data in rows:
            exchange = _read((number, data))
            if exchange is not None:
                yield id, exchange

    def changes(self) -> int:
        """A number that is another one after every change, whoever made it.

        Raises:
            SavedError: the file cannot be read.
        """
        if not self._there():
            return 0
        with self._open() as database:
            return _changes(database)

    def _there(self) -> bool:
        return self.path is not None and (self.path.exists() or earlier.beside(self.path).exists())

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection to read by; nobody but the owner of the file may read it."""
        assert self.path is not None
        try:
            if not self.path.exists():
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=5)) as database:
                database.create_function("folded", 1, str.casefold, deterministic=True)
                database.create_function("spoken", 1, _spoken, deterministic=True)
                database.execute("PRAGMA foreign_keys = ON")
                database.execute("PRAGMA secure_delete = ON")
                self._prepare(database, self.path)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise SavedError(f"{self.path}: {error}; conversations are not kept") from None

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else writes beside, from its beginning on."""
        with self._open() as database, _writing(database):
            _purge(database, UNDO_SECONDS)
            yield database

    def _prepare(self, database: sqlite3.Connection, path: Path) -> None:
        """Bring the file up to date; once, as long as it is the same file."""
        with self._lock:
            stat = path.stat()
            file = (stat.st_dev, stat.st_ino)
            if self._prepared == file:
                return
            database.execute("PRAGMA journal_mode = WAL")
            if not _columns(database) >= _LATER.keys():
                with _writing(database):
                    _update(database)
            if earlier.beside(path).exists():
                _bring_over(database, earlier.beside(path))
            if database.execute(f"SELECT 1 {_GONE}", (_now(UNDO_SECONDS),)).fetchone():
                with _writing(database):
                    _purge(database, UNDO_SECONDS)
            self._prepared = file


@contextmanager
def _writing(database: sqlite3.Connection) -> Iterator[None]:
    with database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute(f"PRAGMA user_version = {(_changes(database) + 1) % 2**31}")


def _changes(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _columns(database: sqlite3.Connection) -> Set[str]:
    return {row[1] for row in database.execute("PRAGMA table_info(conversations)")}


def _update(database: sqlite3.Connection) -> None:
    for statement in _SCHEMA.split(";"):
        database.execute(statement)
    known = _columns(database)
    for column, statement in _LATER.items():
        if column not in known:
            database.execute(statement)


def _insert(database: sqlite3.Connection, id: str, exchange: Exchange) -> Exchange:
    """Put an exchange into a conversation, under its own number or else the next free one."""
    number = _number(exchange)
    taken, most = database.execute(
        "SELECT max(number = ?), max(number) FROM exchanges WHERE conversation = ?", (number, id)
    ).fetchone()
    number = most + 1 if taken else number
    exchange = replace(exchange, id=f"q{number}")
    data = _EXCHANGE.dump_json(exchange).decode()
    database.execute("INSERT INTO exchanges VALUES (?, ?, ?)", (id, number, data))
    return exchange


def _purge(database: sqlite3.Connection, seconds: float) -> None:
    database.execute(f"DELETE {_GONE}", (_now(seconds),))


def _now(less: float = 0.0) -> str:
    return (datetime.now(UTC) - timedelta(seconds=less)).isoformat(timespec="seconds")


def _title(exchange: Exchange) -> str:
    return " ".join(exchange.question.split())[:LONGEST_TITLE]


def _number(exchange: Exchange) -> int:
    return int(exchange.id.removeprefix("q"))


def _read(row: tuple[int, str]) -> Exchange | None:
    try:
        return _EXCHANGE.validate_json(row[1])
    except ValidationError as error:
        log.warning("an exchange was saved in another form and is passed by (%s)", error)
        return None


def _spoken(data: str | None) -> str:
    """What a reader sees of an exchange: the question, what was answered, and the quotes."""
    try:
        exchange = _EXCHANGE.validate_json(data or "")
    except ValidationError:
        return ""
    if exchange.answer is not None:
        said = [exchange.answer.answer]
    else:
        said = [one.sentence.text for one in exchange.sentences]
    quotes = [citation.quote for citation in exchange.named.values()]
    return "\n".join((exchange.question, *said, *quotes))


def _bring_over(database: sqlite3.Connection, old: Path) -> None:
    """Take in what is only in the file of lines; then it goes, unless a line was passed by."""
    try:
        with _writing(database):
            told, passed = earlier.read(old)
            rows = database.execute("SELECT conversation, number, data FROM exchanges").fetchall()
            read = ((id, _read((number, data))) for id, number, data in rows)
            here = {(id, exchange.question) for id, exchange in read if exchange is not None}
            for id, at, exchange in told:
                if (id, exchange.question) in here:
                    continue
                database.execute(
                    "INSERT INTO conversations (id, title, changed) VALUES (?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET changed = max(changed, excluded.changed)",
                    (id, _title(exchange), at),
                )
                _insert(database, id, exchange)
        earlier.be_done(old, passed)
    except FileNotFoundError:
        pass  # another process has brought it over meanwhile
