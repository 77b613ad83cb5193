"""The ledger: the truth of a store, one SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from vectorstore.errors import StoreDamagedError, StoreError
from vectorstore.ledger import words
from vectorstore.ledger.engine import explain, open_engine
from vectorstore.ledger.meta import get_meta, now, set_meta
from vectorstore.ledger.schema import SCHEMA_VERSION, meta, tables
from vectorstore.ledger.upgrade import OLDEST, upgrade


class Ledger:
    """Transactions on the ledger; what is done in them is in `read`, `write`, `words`, `cache`.

    Every failure of the database leaves as a `StoreError`.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._engine = open_engine(path, read_only=read_only)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the ledger, from here to the end of the block."""
        with self._explained(), self._engine.connect() as connection, connection.begin():
            # SQLite takes its snapshot at the first read, not at BEGIN.
            connection.execute(select(meta.c.value).limit(1)).all()
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of the block, or nothing of it when it raises."""
        with self._explained(), self._engine.connect() as connection:
            connection = connection.execution_options(begin="IMMEDIATE")
            with connection.begin():
                yield connection

    def create(self) -> None:
        """Make the tables of an empty ledger."""
        with self.writing() as connection:
            tables.create_all(connection)
            words.create(connection)
            set_meta(
                connection,
                schema_version=str(SCHEMA_VERSION),
                generation="0",
                created_at=now(),
            )

    def created(self) -> bool:
        """Whether the tables are there."""
        with self._explained():
            return inspect(self._engine).has_table(meta.name)

    def check_version(self) -> None:
        """Bring an older ledger up to date; refuse one that this version does not know.

        Raises:
            StoreError: it was made by a later version, or by an earlier one and cannot be written.
            StoreDamagedError: it is not a ledger, or only half of one.
        """
        with self.reading() as connection:
            version = get_meta(connection).get("schema_version", "")
        if not version.isdigit():
            raise StoreDamagedError(f"{self.path}: is not a ledger of qa-app, or is damaged")
        if int(version) < SCHEMA_VERSION:
            self._upgrade(version)
        elif int(version) > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path}: was made by a later version of qa-app (layout {version}, this"
                f" version knows {SCHEMA_VERSION}); update qa-app, or ingest into a new store"
            )

    def _upgrade(self, version: str) -> None:
        if self.read_only or int(version) < OLDEST:
            raise StoreError(
                f"{self.path}: was made by an earlier version of qa-app (layout {version}, this"
                f" version writes {SCHEMA_VERSION}); open the store once from where it can be"
                " written, or ingest into a new one"
            )
        with self.writing() as connection:
            # Another process may have been quicker.
            if get_meta(connection)["schema_version"] == version:
                upgrade(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explain(error, self.path) from error


__all__ = ["Ledger"]
