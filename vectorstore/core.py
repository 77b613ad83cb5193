"""What a store consists of, for those who work on it: reader, writer, upkeep and doctor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vectorstore.access import Access
from vectorstore.embedding.base import Embedder, checked
from vectorstore.errors import ModelMismatchError, StoreError
from vectorstore.ledger import Ledger, cache, read
from vectorstore.ledger.meta import get_meta, get_model
from vectorstore.vectors import Vector

LEDGER = "ledger.sqlite3"
WRITER_LOCK = "writer.lock"
ACCESS_LOCK = "access.lock"

ENCODE_AT_ONCE = 256
"""Texts embedded before their vectors are kept: what a crash can cost."""


class Core:
    """The parts of an open store; one that can only be read comes without access."""

    def __init__(
        self, path: Path, ledger: Ledger, access: Access | None, embedder: Embedder | None
    ) -> None:
        self.path = path
        self.ledger = ledger
        self._access = access
        self._embedder = embedder
        self._fit = False

    @property
    def read_only(self) -> bool:
        """Whether the store's folder cannot be written."""
        return self.ledger.read_only

    @property
    def access(self) -> Access:
        """The way to the vector index.

        Raises:
            StoreError: the store can only be read, or is closed.
        """
        if self._access is None:
            state = "the folder cannot be written" if self.read_only else "the store is closed"
            raise StoreError(f"{self.path}: {state}")
        return self._access

    def check_writable(self) -> None:
        """Refuse to change a store that can only be read.

        Raises:
            StoreError: it is such a store, or closed.
        """
        assert self.access

    def take_access(self) -> Access | None:
        """The way to the vector index for the last time; there is none any more afterwards."""
        taken, self._access = self._access, None
        return taken

    def index_name(self) -> str:
        """The name of the vector index in use; empty while there is none."""
        with self.ledger.reading() as connection:
            return get_meta(connection).get("index", "")

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
            built = get_model(connection)
            filled = read.count_passages(connection) > 0
        if filled and built.fingerprint and built.fingerprint != embedder.fingerprint:
            raise ModelMismatchError(
                f"{self.path}: was built with the embedding model {built.name}"
                f" ({built.dimension} numbers, {built.fingerprint[:12]}), now"
                f" {embedder.name} ({embedder.dimension} numbers, {embedder.fingerprint[:12]})"
                f" is set; set it back to {built.name}, or ingest the articles into a new store"
                " (`qa-app ingest FOLDER --store NEW`)"
            )
        # An empty store may still be bound to another model by another process.
        self._fit = filled

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
