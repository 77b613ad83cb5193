"""Every vector once made, by embedding model and text: nothing is embedded twice."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, exists, func, insert, select

from vectorstore.ledger.parts import parts
from vectorstore.ledger.schema import embeddings, passages

Vector = NDArray[np.float32]

NUMBER = 4
"""Bytes that a number of a vector takes."""


def text_hash(embedded: str) -> bytes:
    """The key of a text in the cache."""
    return hashlib.sha256(embedded.encode("utf-8")).digest()


def get(connection: Connection, model: str, hashes: Collection[bytes]) -> dict[bytes, Vector]:
    """The vectors that the cache has of these texts."""
    found: dict[bytes, Vector] = {}
    for part in parts(hashes):
        rows = connection.execute(
            select(embeddings.c.text_hash, embeddings.c.vector).where(
                embeddings.c.model == model, embeddings.c.text_hash.in_(part)
            )
        )
        found.update((key, decode(blob)) for key, blob in rows if len(blob) % NUMBER == 0)
    return found


def missing(connection: Connection, model: str, hashes: Collection[bytes]) -> set[bytes]:
    """Which of these texts the cache has no vector of."""
    wanted = set(hashes)
    for part in parts(hashes):
        wanted.difference_update(
            connection.scalars(
                select(embeddings.c.text_hash).where(
                    embeddings.c.model == model, embeddings.c.text_hash.in_(part)
                )
            )
        )
    return wanted


def put(connection: Connection, model: str, vectors: Mapping[bytes, Vector]) -> None:
    """Keep vectors of texts that the cache does not have."""
    rows = [
        {"model": model, "text_hash": key, "vector": encode(vector)}
        for key, vector in vectors.items()
    ]
    if rows:
        connection.execute(insert(embeddings), rows)


def drop(connection: Connection, model: str, hashes: Collection[bytes]) -> None:
    """Forget the vectors of these texts."""
    for part in parts(hashes):
        connection.execute(
            delete(embeddings).where(embeddings.c.model == model, embeddings.c.text_hash.in_(part))
        )


def prune(connection: Connection) -> int:
    """Forget the vectors of texts that are in no passage any more; how many."""
    used = exists().where(passages.c.text_hash == embeddings.c.text_hash)
    return connection.execute(delete(embeddings).where(~used)).rowcount


def size(connection: Connection) -> int:
    """How many vectors there are."""
    return connection.scalar(select(func.count()).select_from(embeddings)) or 0


def encode(vector: Vector) -> bytes:
    """A vector as it is kept."""
    return vector.astype("<f4").tobytes()


def decode(blob: bytes) -> Vector:
    """A kept vector; not writable."""
    return np.frombuffer(blob, dtype="<f4")
