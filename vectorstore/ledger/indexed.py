"""Which vectors the index should have, of which texts they are, and which it was seen not to find;
inside one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress

from sqlalchemy import Connection, func, select

from vectorstore.ledger import cache
from vectorstore.ledger.cache import Vector
from vectorstore.ledger.parts import parts
from vectorstore.ledger.schema import articles, embeddings, passages, stragglers


def named_hashes(vectors: Iterable[str]) -> list[bytes]:
    """The texts that these vectors are of; what is no number in hexadecimal names none."""
    found = []
    for name in vectors:
        with suppress(ValueError):
            found.append(bytes.fromhex(name))
    return found


def hashes(connection: Connection, ids: Iterable[int]) -> dict[int, bytes]:
    """What the cache calls the texts of these passages."""
    found: dict[int, bytes] = {}
    for part in parts(ids):
        rows = connection.execute(
            select(passages.c.id, passages.c.text_hash).where(passages.c.id.in_(part))
        )
        found.update((id_, hash_) for id_, hash_ in rows)
    return found


def vector_ids(connection: Connection) -> dict[str, bytes]:
    """The vectors that the index should have, and of which text each is: one for equal texts."""
    hashes = connection.scalars(select(passages.c.text_hash).distinct())
    return {hash_.hex(): hash_ for hash_ in hashes}


def count_vectors(connection: Connection) -> int:
    """How many vectors the index should have."""
    return connection.scalar(select(func.count(passages.c.text_hash.distinct()))) or 0


def in_use(connection: Connection, vectors: Iterable[str]) -> set[str]:
    """Which of these vectors belong to a passage."""
    found: set[str] = set()
    for part in parts(named_hashes(vectors)):
        used = select(passages.c.text_hash).where(passages.c.text_hash.in_(part)).distinct()
        found.update(hash_.hex() for hash_ in connection.scalars(used))
    return found


def vectors_in(connection: Connection, sources: Iterable[str]) -> set[str]:
    """The vectors that the passages of these articles have, as far as there are such articles."""
    found: set[str] = set()
    for part in parts(sources):
        hashes = select(passages.c.text_hash).distinct().join_from(passages, articles)
        of_these = connection.scalars(hashes.where(articles.c.source.in_(part)))
        found.update(hash_.hex() for hash_ in of_these)
    return found


def vectors_of(connection: Connection, source: str) -> list[tuple[str, bytes, str]]:
    """What an article's passages are called by their content, text hashes and embedded texts."""
    text = func.coalesce(passages.c.embedded, passages.c.body)
    rows = connection.execute(
        select(passages.c.vector_id, passages.c.text_hash, text)
        .join_from(passages, articles)
        .where(articles.c.source == source)
        .order_by(passages.c.ordinal)
    )
    return [(id_, hash_, embedded) for id_, hash_, embedded in rows]


def straggler_ids(connection: Connection) -> set[str]:
    """The vectors that the index was seen not to find."""
    return set(connection.scalars(select(stragglers.c.vector_id)))


def vectors_by_id(
    connection: Connection, model: str, vector_ids: Iterable[str]
) -> dict[str, Vector]:
    """The kept vectors under the ids that the index has them under."""
    found: dict[str, Vector] = {}
    for part in parts(named_hashes(vector_ids)):
        rows = connection.execute(
            select(embeddings.c.text_hash, embeddings.c.vector).where(
                embeddings.c.model == model, embeddings.c.text_hash.in_(part)
            )
        )
        found.update((hash_.hex(), cache.decode(blob)) for hash_, blob in rows)
    return found


def embedded_texts(connection: Connection, text_hashes: Collection[bytes]) -> dict[bytes, str]:
    """What the embedding model is to read for each of these."""
    found: dict[bytes, str] = {}
    text = func.coalesce(passages.c.embedded, passages.c.body)
    for part in parts(text_hashes):
        rows = connection.execute(
            select(passages.c.text_hash, text).where(passages.c.text_hash.in_(part))
        )
        found.update((hash_, embedded) for hash_, embedded in rows)
    return found
