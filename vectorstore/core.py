"""What a store consists of, for those who work on it: reader, writer, upkeep and doctor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection

from vectorstore.access import Access
from vectorstore.embedding.base import Embedder, checked
from vectorstore.errors import ModelMismatchError
from vectorstore.ledger import Ledger, cache, get_meta, read, set_meta
from vectorstore.vectors import Vector

LEDGER = "ledger.sqlite3"
WRITER_LOCK = "writer.lock"
ACCESS_LOCK = "access.lock"

ENCODE_AT_ONCE = 256
"""Texts embedded before their vectors are kept: what a crash can cost."""


class Model(NamedTuple):
    """The embedding model a store was built with; empty while it holds no vectors."""

    name: str = ""
    dimension: int = 0
    fingerprint: str = ""


class Core:
    """The parts of an open store. `access` is None for a store that can only be read."""

    def __init__(
        self, path: Path, ledger: Ledger, access: Access | None, embedder: Embedder | None
    ) -> None:
        self.path = path
        self.ledger = ledger
        self.access = access
        self._embedder = embedder
        self._fit = False

    @property
    def embedder(self) -> Embedder:
        """The embedding model, found fit for this store.

        Raises:
            ModelMismatchError: the store was built with another one.
            EmbeddingModelError: it cannot be loaded.
        """
        if self._embedder is None:
            from vectorstore.embedding import default

            self._embedder = default()
        if not self._fit:
            self.check_model(self._embedder)
        return self._embedder

    def check_model(self, embedder: Embedder) -> None:
        """Refuse a model that the store's vectors do not come from.

        Raises:
            ModelMismatchError: naming both and the ways out.
        """
        with self.ledger.reading() as connection:
            built = model(connection)
            filled = read.count_passages(connection) > 0
        if filled and built.fingerprint and built.fingerprint != embedder.fingerprint:
            raise ModelMismatchError(
                f"{self.path}: was built with the embedding model {built.name}"
                f" ({built.dimension} numbers, {built.fingerprint[:12]}), now"
                f" {embedder.name} ({embedder.dimension} numbers, {embedder.fingerprint[:12]})"
                f" is set; set it back to {built.name}, or ingest the articles into a new store"
                " (`qa-app ingest FOLDER --store NEW`)"
            )
        self._fit = True

    def embed(self, texts: dict[bytes, str]) -> int:
        """Fill the cache with the vectors of these texts; how many were embedded."""
        fingerprint = self.embedder.fingerprint
        with self.ledger.reading() as connection:
            missing = sorted(cache.missing(connection, fingerprint, texts.keys()))
        for first in range(0, len(missing), ENCODE_AT_ONCE):
            part = missing[first : first + ENCODE_AT_ONCE]
            vectors = self._encode([texts[key] for key in part])
            with self.ledger.writing() as connection:
                rows = dict(zip(part, vectors, strict=True))
                cache.put(connection, fingerprint, rows)
        return len(missing)

    def _encode(self, texts: Sequence[str]) -> list[Vector]:
        vectors = checked(self.embedder, texts, self.embedder.encode(texts))
        return [np.asarray(row, dtype=np.float32) for row in vectors]


def model(connection: Connection) -> Model:
    """The model the store was built with."""
    remembered = get_meta(connection)
    return Model(
        remembered.get("model_name", ""),
        int(remembered.get("model_dimension", "0")),
        remembered.get("model_fingerprint", ""),
    )


def remember_model(connection: Connection, embedder: Embedder) -> None:
    """Bind the store to a model."""
    set_meta(
        connection,
        model_name=embedder.name,
        model_dimension=str(embedder.dimension),
        model_fingerprint=embedder.fingerprint,
    )
