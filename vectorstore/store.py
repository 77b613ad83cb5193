"""A store of articles: opened, read from by many, written to by one."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from sqlalchemy import Connection

from vectorstore import access, search
from vectorstore.access import Inside
from vectorstore.chroma import ChromaFolders
from vectorstore.closing import Closing
from vectorstore.core import ACCESS_LOCK, LEDGER, WRITER_LOCK, Core
from vectorstore.embedding.base import Embedder
from vectorstore.errors import StoreError, StoreMissingError
from vectorstore.ledger import Ledger, read
from vectorstore.ledger.engine import explain_os
from vectorstore.ledger.meta import get_meta, get_model
from vectorstore.ledger.upgrade import UPGRADED
from vectorstore.locks import writer_lock
from vectorstore.model import EVERYTHING, Filter, Hit
from vectorstore.search import Nearest, Question
from vectorstore.snapshot import Snapshot
from vectorstore.vectors import Indexes, checked
from vectorstore.writer import OnStep, Writer

log = logging.getLogger(__name__)


def _go_on(_step: str) -> None:
    pass


class Store(Closing):
    """An open store; a context manager that closes itself. May be shared by threads."""

    def __init__(self, core: Core) -> None:
        self.core = core

    @classmethod
    def open(
        cls,
        path: Path | str,
        embedder: Embedder | None = None,
        *,
        create: bool = False,
        indexes: Indexes | None = None,
    ) -> Self:
        """Open the store at `path`; nothing of the embedding model is loaded.

        Args:
            path: the store's folder.
            embedder: the model for questions and new passages; without one the packaged model,
                looked at when first needed.
            create: make the store if there is none.
            indexes: where the vectors are kept; without it in Chroma folders in the store.

        Raises:
            StoreMissingError: there is no store, and none is to be made.
            StoreDamagedError: what is there cannot be read.
            ModelMismatchError: it was built with another model than `embedder`.
        """
        folder = Path(path)
        if create:
            _create(folder)
        ledger = _open_ledger(folder)
        try:
            ledger.check_version()
            way = None
            if not ledger.read_only:
                way = access.enter(folder, folder / ACCESS_LOCK, indexes or ChromaFolders(folder))
            store = cls(Core(folder, ledger, way, embedder))
        except BaseException:
            ledger.close()
            raise
        try:
            if embedder is not None:
                store.core.check_model(embedder)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def path(self) -> Path:
        """The store's folder."""
        return self.core.path

    @property
    def embedder(self) -> Embedder:
        """The embedding model, found fit for this store.

        Raises:
            ModelMismatchError: the store was built with another one.
            EmbeddingModelError: it cannot be loaded.
        """
        return self.core.embedder

    def generation(self) -> int:
        """The number of the last commit; 0 for a store that has never held anything."""
        with self.core.ledger.reading() as connection:
            return read.generation(connection)

    def collection(self) -> dict[str, Any]:
        """Where the Chroma collection of the current passages is: `persist_directory`, or `host`,
        `port` and `ssl` of a server, and `collection_name`.

        It changes its place when it is built anew. What is embedded in the store's folder belongs
        to one process at a time, so it is opened by others while no `qa-app` uses it.

        Raises:
            StoreError: nothing was ingested yet, or the store can only be read.
        """
        name = self.core.index_name()
        if not name:
            raise StoreError(f"{self.path}: has no vectors yet; run `qa-app ingest FOLDER`")
        return self.core.access.indexes.address(name)

    @contextmanager
    def read(
        self, nearest: Nearest | None = None, where: Filter = EVERYTHING
    ) -> Iterator[Snapshot]:
        """One generation to read from, and in it the passages nearest to a vector.

        Raises:
            StoreError: the vector is of another dimension, zero or not a number.
            StoreDamagedError: the ledger cannot be read. A vector index that cannot be used is no
                error: it is logged, and all vectors are compared.
        """
        if nearest is None or self.core.read_only or self._is_narrow(where):
            with self.core.ledger.reading() as connection:
                yield self._snapshot(connection, nearest, where)
        else:
            with self._beside_index(nearest, where) as snapshot:
                yield snapshot

    @contextmanager
    def write(self, on_step: OnStep = _go_on) -> Iterator[Writer]:
        """Be the one writer.

        Raises:
            StoreLockedError: another process or thread is, within a second, naming its process id.
            StoreError: the store's folder cannot be written.
        """
        self.core.check_writable()
        with writer_lock(self.path / WRITER_LOCK, self.path):
            writer = Writer(self.core, on_step)
            try:
                yield writer
                writer.finish()
            finally:
                writer.leave()

    def close(self) -> None:
        """Let go of all files; harmless when done twice."""
        way = self.core.take_access()
        if way is not None:
            access.leave(self.path, way)
        self.core.ledger.close()

    def _is_narrow(self, where: Filter) -> bool:
        if not where:
            return False
        with self.core.ledger.reading() as connection:
            return read.count_passages(connection, where) <= search.EXACT_UP_TO

    def _snapshot(self, connection: Connection, nearest: Nearest | None, where: Filter) -> Snapshot:
        built = get_model(connection)
        hits: list[Hit] = []
        if nearest is not None:
            question = _question(nearest, where, built.dimension)
            hits = search.exact(connection, built.fingerprint, question)
        return Snapshot(connection, built.fingerprint, where, hits)

    @contextmanager
    def _beside_index(self, nearest: Nearest, where: Filter) -> Iterator[Snapshot]:
        """A snapshot and an answer of the index that belong together.

        The snapshot begins while the access lock is held: so no vector that it calls current can
        have been deleted yet, whatever state a writer is in.
        """
        with ExitStack() as stack:
            with self.core.access.inside() as inside:
                connection = stack.enter_context(self.core.ledger.reading())
                built = get_model(connection)
                question = _question(nearest, where, built.dimension)
                hits = _found(connection, built.fingerprint, inside, question)
            yield Snapshot(connection, built.fingerprint, where, hits)


def _found(connection: Connection, model: str, inside: Inside, question: Question) -> list[Hit]:
    """What the index finds; if it cannot be used, what a comparison of all finds, in more time."""
    remembered = get_meta(connection)
    name = remembered.get("index", "")
    if name and remembered.get("dirty") != UPGRADED:  # then it calls all vectors otherwise
        try:
            return search.by_index(connection, model, inside.reading(name), question)
        except StoreError as error:
            log.warning("all vectors are compared instead: %s", error)
            inside.close()
    return search.exact(connection, model, question)


def _question(nearest: Nearest, where: Filter, dimension: int) -> Question:
    vector = checked(nearest.vector, dimension or np.size(nearest.vector))
    return Question(vector, nearest.k, where)


def _create(folder: Path) -> None:
    """Make a store, if there is none; two who do so at once do not meet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os(error, folder) from error
    if _has_ledger(folder):
        return
    with writer_lock(folder / WRITER_LOCK, folder):
        ledger = Ledger(folder / LEDGER)
        try:
            if not ledger.created():
                ledger.create()
        finally:
            ledger.close()


def _open_ledger(folder: Path) -> Ledger:
    path = folder / LEDGER
    if not _has_ledger(folder):
        raise StoreMissingError(
            f"{folder}: there is no store here; make one with"
            f" `qa-app ingest FOLDER --store {folder}`"
        )
    if os.access(folder, os.W_OK) and os.access(path, os.W_OK):
        return Ledger(path)
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size > 0:
        raise StoreError(
            f"{folder}: the folder cannot be written, and its last changes are still in"
            f" {log.name}; open the store once from where it can be written"
        )
    return Ledger(path, read_only=True)


def _has_ledger(folder: Path) -> bool:
    """Whether there is a ledger; an empty file is what a crash has left of making one."""
    path = folder / LEDGER
    return path.is_file() and path.stat().st_size > 0


__all__ = ["Nearest", "Store"]
