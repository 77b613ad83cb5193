"""Conversations that outlive a refresh and a restart: one SQLite file beside the store.

Earlier versions added every answer to a file of lines as well; what is only there is brought over
once, when the SQLite file is first opened.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa_app import lines
from qa_app.contract import Answer, AnswerSentence, Citation
from qa_app.conversation import Conversation, Exchange
from vectorstore.errors import QaAppError

FILE = "conversations.sqlite"
OLD_FILE = "conversations.jsonl"
IDENTIFIER = re.compile(r"[0-9a-f]{16}", re.ASCII)
LONGEST_TITLE = 120
UNDO_SECONDS = 600
"""So long a deleted conversation can be had back; then nothing of it is in the file."""

log = logging.getLogger(__name__)
_EXCHANGE: TypeAdapter[Exchange] = TypeAdapter(Exchange)
_CITATION: TypeAdapter[Citation] = TypeAdapter(Citation)
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
_MARKED = re.compile(r"(.+?)((?:\s*\[\d+\])+)", re.DOTALL)


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

    def keep(self, conversation: Conversation) -> None:
        """Save the last exchange. That it cannot be saved never costs anybody the answer."""
        if self.path is None:
            return
        exchange = conversation.last
        title = " ".join(exchange.question.split())[:LONGEST_TITLE]
        try:
            data = _EXCHANGE.dump_json(exchange).decode()
            with self._open() as database:
                database.execute(
                    "INSERT INTO conversations (id, title, changed, user) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET changed = excluded.changed, deleted = ''",
                    (conversation.id, title, _now(), conversation.user),
                )
                database.execute(
                    "INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?)",
                    (conversation.id, _number(exchange), data),
                )
        except (SavedError, ValueError) as error:  # ValueError: words that are no UTF-8
            log.warning("a conversation cannot be saved (%s)", error)

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
        held = " AND ".join(
            "(instr(folded(title), ?) OR EXISTS (SELECT 1 FROM exchanges "
            "WHERE conversation = id AND instr(folded(data), ?)))"
            for _ in wanted
        )
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title, changed, "
                "(SELECT count(*) FROM exchanges WHERE conversation = id) "
                f"FROM conversations WHERE user = ? AND deleted = '' {'AND' if held else ''} {held}"
                " ORDER BY changed DESC, rowid DESC LIMIT ?",
                (user, *(word for one in wanted for word in (one, one)), most),
            ).fetchall()
        return tuple(Entry(*row) for row in rows)

    def rename(self, id: str, title: str, user: str = "") -> None:
        """Give a conversation another title.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._open() as database:
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
        with self._open() as database:
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
        with self._open() as database:
            database.execute(
                "UPDATE conversations SET deleted = '' WHERE id = ? AND user = ?", (id, user)
            )

    def purge(self, seconds: float = UNDO_SECONDS) -> None:
        """Remove for good what was deleted so long ago; every other call does so as well.

        Raises:
            SavedError: the file cannot be changed.
        """
        if self._there():
            with self._open() as database:
                _purge(database, seconds)

    def change(self, id: str, exchange: Exchange, user: str = "") -> None:
        """Save one exchange anew, as after a judgement.

        Raises:
            SavedError: the file cannot be changed.
        """
        with self._open() as database:
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

    def _there(self) -> bool:
        return self.path is not None and (self.path.exists() or _old(self.path).exists())

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction; nobody but the owner of the file may read it."""
        assert self.path is not None
        try:
            if not self.path.exists():
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=5)) as database, database:
                _prepare(database)
                if _old(self.path).exists():
                    _bring_over(database, _old(self.path))
                _purge(database, UNDO_SECONDS)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise SavedError(f"{self.path}: {error}; conversations are not kept") from None


def _prepare(database: sqlite3.Connection) -> None:
    database.create_function("folded", 1, str.casefold, deterministic=True)
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA secure_delete = ON")
    for statement in _SCHEMA.split(";"):
        database.execute(statement)
    known = {row[1] for row in database.execute("PRAGMA table_info(conversations)")}
    for column, statement in _LATER.items():
        if column not in known:
            database.execute(statement)


def _purge(database: sqlite3.Connection, seconds: float) -> None:
    before = _written(datetime.now(UTC) - timedelta(seconds=seconds))
    database.execute("DELETE FROM conversations WHERE deleted != '' AND deleted <= ?", (before,))


def _now() -> str:
    return _written(datetime.now(UTC))


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _number(exchange: Exchange) -> int:
    return int(exchange.id.removeprefix("q"))


def _read(row: tuple[int, str]) -> Exchange | None:
    try:
        return _EXCHANGE.validate_json(row[1])
    except ValidationError as error:
        log.warning("an exchange was saved in another form and is passed by (%s)", error)
        return None


def _old(path: Path) -> Path:
    return path.with_name(OLD_FILE)


def _bring_over(database: sqlite3.Connection, old: Path) -> None:
    """Take in the conversations of the file of lines that are not here yet; then it goes."""
    here = {row[0] for row in database.execute("SELECT id FROM conversations")}
    counts: dict[str, int] = {}
    for line in lines.objects(old):
        id, exchange = str(line.get("conversation", "")), _of_line(line)
        if not IDENTIFIER.fullmatch(id) or id in here or exchange is None:
            continue
        counts[id] = counts.get(id, 0) + 1
        numbered = replace(exchange, id=f"q{counts[id]}")
        database.execute(
            "INSERT INTO conversations (id, title, changed) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET changed = excluded.changed",
            (id, exchange.question[:LONGEST_TITLE], str(line.get("at", ""))),
        )
        database.execute(
            "INSERT INTO exchanges VALUES (?, ?, ?)",
            (id, counts[id], _EXCHANGE.dump_json(numbered).decode()),
        )
    database.commit()
    old.unlink(missing_ok=True)


def _of_line(line: Mapping[str, Any]) -> Exchange | None:
    """The exchange that a line tells of, as far as it does; None if it tells of none."""
    try:
        citations = tuple(_CITATION.validate_python(one) for one in line.get("citations") or ())
        question, said = str(line["question"]), str(line["answer"])
    except (KeyError, ValidationError):
        return None
    sentences = tuple(
        AnswerSentence(words.strip(), tuple(map(int, re.findall(r"\d+", markers))), "supported")
        for words, markers in _MARKED.findall(said)
    )
    abstained = bool(line.get("abstained"))
    answer = Answer(
        id="",
        question=question,
        searched=str(line.get("searched", question)),
        answer=said,
        sentences=() if abstained else sentences,
        citations=citations,
        outcome="not_found" if abstained else "answered",
        reason="",
        closest=(),
        confidence=0.0 if abstained else 1.0,
        conflicts=(),
        retrieved=(),
        mode="quotes",
        model="",
        generation=int(line.get("generation", -1)),
    )
    return Exchange("q1", question, answer)
