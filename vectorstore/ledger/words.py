"""The full-text index: SQLite's FTS5 over (title, body), the one part bound to SQLite.

The index holds no text of its own; it reads the view `passage_words`. So a row has to leave the
index before its passage leaves the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError

from vectorstore.ledger.parts import parts
from vectorstore.ledger.schema import articles, passages
from vectorstore.model import Hit

MAX_TERMS = 512
"""Terms of one search beyond this are left out: no question needs them, and each costs."""

_CREATE = (
    """CREATE VIEW passage_words AS
       SELECT passages.id AS id, articles.title AS title, passages.body AS body
       FROM passages JOIN articles ON articles.id = passages.article_id""",
    """CREATE VIRTUAL TABLE words USING fts5(
       title, body, content='passage_words', content_rowid='id',
       tokenize='porter unicode61 remove_diacritics 2')""",
)
_ADD = text(
    "INSERT INTO words(rowid, title, body) SELECT id, title, body FROM passage_words"
    " WHERE id IN (SELECT id FROM passages WHERE article_id IN :articles)"
).bindparams(bindparam("articles", expanding=True))
_REMOVE = text(
    "DELETE FROM words WHERE rowid IN (SELECT id FROM passages WHERE article_id IN :articles)"
).bindparams(bindparam("articles", expanding=True))

_words = table("words", column("rowid", Integer), column("words", String))


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a word counts in the title and in the body."""

    title: float = 1.0
    body: float = 1.0


def create(connection: Connection) -> None:
    """Create the empty index."""
    for statement in _CREATE:
        connection.execute(text(statement))


def add(connection: Connection, article_ids: Iterable[int]) -> None:
    """Index the passages of articles, which are in the table already."""
    for part in parts(article_ids):
        connection.execute(_ADD, {"articles": part})


def remove(connection: Connection, article_ids: Iterable[int]) -> None:
    """Take the passages of articles out of the index, before they leave the table."""
    for part in parts(article_ids):
        connection.execute(_REMOVE, {"articles": part})


def search(
    connection: Connection,
    terms: Sequence[str],
    k: int,
    passing: ColumnElement[bool],
    weights: Weights,
) -> list[Hit]:
    """The `k` best passages that hold any of the terms, in articles that are `passing`."""
    wanted = " OR ".join(_quoted(terms))
    if not wanted or k <= 0:
        return []
    score = func.bm25(_words.c.words, weights.title, weights.body).label("score")
    found = (
        select(_words.c.rowid, score)
        .join_from(_words, passages, passages.c.id == _words.c.rowid)
        .join(articles, articles.c.id == passages.c.article_id)
        .where(_words.c.words.op("MATCH")(wanted), passing)
        .order_by(literal_column("score"), articles.c.source, passages.c.ordinal)
        .limit(k)
    )
    return [Hit(rowid, -score) for rowid, score in connection.execute(found)]


def frequencies(connection: Connection, terms: Iterable[str]) -> dict[str, int]:
    """In how many passages each term occurs, in any of its inflected forms."""
    holding = select(func.count()).select_from(_words)
    matches = _words.c.words.op("MATCH")
    return {
        term: sum(connection.scalar(holding.where(matches(p))) or 0 for p in _quoted([term]))
        for term in dict.fromkeys(terms)
    }


def vocabulary(connection: Connection) -> dict[str, int]:
    """Every term of the index (without accents and endings) and how many passages hold it."""
    # Temporary: it belongs to the connection and writes nothing to the ledger.
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'words', 'row')"
        )
    )
    found = connection.execute(text("SELECT term, doc FROM temp.terms"))
    return {row.term: row.doc for row in found}


def faulty(connection: Connection) -> bool:
    """Whether the index says anything else than the passages do. Needs a writable connection."""
    try:
        connection.execute(text("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        return True
    indexed = set(connection.scalars(text("SELECT id FROM words_docsize")))
    return indexed != set(connection.scalars(select(passages.c.id)))


def rebuild(connection: Connection) -> None:
    """Make the index anew from the passages."""
    connection.execute(text("DROP TABLE IF EXISTS words"))
    connection.execute(text("DROP VIEW IF EXISTS passage_words"))
    create(connection)
    connection.execute(text("INSERT INTO words(words) VALUES ('rebuild')"))


def _quoted(terms: Iterable[str]) -> Iterator[str]:
    """Each term as an FTS5 string, in which nothing is an operator; NUL would end the query."""
    kept = (_storable(term).replace("\0", " ").strip() for term in terms)
    for term in list(dict.fromkeys(term for term in kept if term))[:MAX_TERMS]:
        doubled = term.replace('"', '""')
        yield f'"{doubled}"'


def _storable(term: str) -> str:
    """The term without lone surrogates, which no database takes."""
    return term.encode("utf-8", "ignore").decode("utf-8")
