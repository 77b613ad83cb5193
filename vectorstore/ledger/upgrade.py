"""A ledger of an earlier layout -> the present one, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, inspect, select, update
from sqlalchemy.schema import CreateColumn, CreateIndex

from vectorstore import identity
from vectorstore.ledger.meta import set_meta
from vectorstore.ledger.schema import SCHEMA_VERSION, articles, stragglers, tables

OLDEST = 1
"""The first layout that can be brought up to date."""

UPGRADED = "upgraded"
"""What the mark of unfinished work says after an upgrade."""

_AT_ONCE = 200


def upgrade(connection: Connection) -> None:
    """Add what layout 2 has more than layout 1: pages, copies, repeated lines, set metadata; and
    what layout 3 has more: what is left out of articles, and one vector for equal texts.

    Articles that are there keep their text; what their folders repeat, and what was left out of
    them, is found when they are prepared again (`qa-app ingest --rebuild`).
    """
    there = {column["name"] for column in inspect(connection).get_columns(articles.name)}
    for column in articles.columns:
        if column.name not in there:
            definition = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {articles.name} ADD COLUMN {definition}")
    tables.create_all(connection)
    for index in articles.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))
    if articles.c.words_hash.name not in there:
        _hash_words(connection)
    connection.execute(delete(stragglers))
    # Vectors are called otherwise now. The next writer puts them in order; until then all are
    # compared, as whenever the index does not hold what the ledger says.
    set_meta(connection, schema_version=str(SCHEMA_VERSION), dirty=UPGRADED)


def _hash_words(connection: Connection) -> None:
    ids = list(connection.scalars(select(articles.c.id)))
    change = update(articles).where(articles.c.id == bindparam("of"))
    for first in range(0, len(ids), _AT_ONCE):
        part = articles.c.id.in_(ids[first : first + _AT_ONCE])
        rows = connection.execute(select(articles.c.id, articles.c.text).where(part)).all()
        values = [{"of": id_, "words_hash": identity.words_hash(text)} for id_, text in rows]
        connection.execute(change, values)
