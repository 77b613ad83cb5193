"""What stands beside the vectors in the index, so that other programs can use it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select, true

from vectorstore.ledger import indexed
from vectorstore.ledger.parts import parts
from vectorstore.ledger.schema import articles, passages
from vectorstore.vectors import Record


def records(connection: Connection, vectors: Iterable[str] | None = None) -> dict[str, Record]:
    """What stands beside each of these vectors that a passage has, or beside all.

    Equal texts share a vector: it has the place of the first of them, by article and order.
    """
    chosen: list[ColumnElement[bool]] = [true()] if vectors is None else _having(vectors)
    found: dict[str, Record] = {}
    for condition in chosen:
        # Ranked without their words: a text may stand in thousands of articles.
        rank = func.row_number().over(
            partition_by=passages.c.text_hash, order_by=(articles.c.source, passages.c.ordinal)
        )
        ranked = (
            select(passages.c.id, rank.label("rank"))
            .join_from(passages, articles)
            .where(condition)
            .subquery()
        )
        rows = connection.execute(
            select(
                passages.c.text_hash,
                passages.c.body,
                articles.c.source,
                passages.c.start,
                passages.c.end,
                articles.c.title,
                articles.c.published,
            )
            .join_from(passages, articles)
            .join(ranked, ranked.c.id == passages.c.id)
            .where(ranked.c.rank == 1)
        )
        found.update((hash_.hex(), Record(*rest)) for hash_, *rest in rows)
    return found


def _having(vectors: Iterable[str]) -> list[ColumnElement[bool]]:
    return [passages.c.text_hash.in_(part) for part in parts(indexed.named_hashes(vectors))]
