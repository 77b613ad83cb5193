"""What a store remembers about itself: single values by name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from vectorstore.ledger.schema import meta


class Model(NamedTuple):
    """The embedding model a store was built with; empty while it never held a vector."""

    name: str = ""
    dimension: int = 0
    fingerprint: str = ""


def get_meta(connection: Connection) -> dict[str, str]:
    """All that is remembered."""
    return dict(connection.execute(select(meta.c.key, meta.c.value)).all())


def set_meta(connection: Connection, **values: str) -> None:
    """Remember, or change what is remembered."""
    connection.execute(delete(meta).where(meta.c.key.in_(list(values))))
    rows = [{"key": key, "value": value} for key, value in values.items()]
    connection.execute(insert(meta), rows)


def count(connection: Connection, name: str) -> int:
    """A remembered number; 0 when there is none."""
    return int(get_meta(connection).get(name) or 0)


def get_model(connection: Connection) -> Model:
    """The model the store was built with."""
    remembered = get_meta(connection)
    return Model(
        remembered.get("model_name", ""),
        int(remembered.get("model_dimension") or 0),
        remembered.get("model_fingerprint", ""),
    )


def set_model(connection: Connection, model: Model) -> None:
    """Bind the store to a model. The index goes: it may not take this model's vectors."""
    set_meta(
        connection,
        model_name=model.name,
        model_dimension=str(model.dimension),
        model_fingerprint=model.fingerprint,
        index="",
    )


def now() -> str:
    """The present moment as it is written in the ledger."""
    return datetime.now(UTC).isoformat(timespec="seconds")
