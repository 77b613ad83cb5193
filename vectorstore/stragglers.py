"""Vectors that the index does not find, though it has them.

An approximate index loses a few: Chroma about one in 10,000 when it is built, more where many were
deleted. So each new vector is looked for by itself, and all of them once enough has changed. Those
that are not found are noted in the ledger, and every search compares them one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from vectorstore.core import Core
from vectorstore.ledger import indexed, write
from vectorstore.ledger.meta import count, get_model, set_meta
from vectorstore.ledger.parts import parts
from vectorstore.vectors import Near

AT_ONCE = 100
"""Vectors looked for while the access lock is held: a tenth of a second."""

AMONG = 10
"""A vector is found when it is among so many nearest to itself, or as near as they are."""

SAME = 0.999
"""Cosine from which on two vectors are taken for the same one."""

DRIFT_SHARE = 0.05
DRIFT_LEAST = 50
"""After so many changes, a share of the vectors and no fewer than this many, all are tried."""


def is_found(id_: str, hits: list[Near]) -> bool:
    """Whether a vector was found by itself; one of many equal ones need not be named."""
    tied = len(hits) == AMONG and hits[-1].score >= SAME
    return tied or any(hit.id == id_ for hit in hits)


def note(core: Core, ids: Iterable[str]) -> None:
    """Look for these vectors, and note which are not found.

    The index is opened anew for it: what was added last is put in once more then, and not always
    in the same way, and it is then that every other process will find it so.
    """
    wanted = set(ids)
    if wanted:
        with core.access.inside() as inside:
            inside.close()
    for part in parts(sorted(wanted), AT_ONCE):
        lost = _lost(core, part)
        with core.ledger.writing() as connection:
            write.set_stragglers(connection, part, lost)


def note_all(core: Core) -> None:
    """Look for all vectors; nothing has drifted then."""
    with core.ledger.reading() as connection:
        ids = indexed.vector_ids(connection).keys()
    note(core, ids)
    with core.ledger.writing() as connection:
        set_meta(connection, drift="0")


def note_new(core: Core, ids: Collection[str]) -> None:
    """Look for what a session has added, or for all when enough has changed since all were."""
    if _drifted(core):
        note_all(core)
    elif ids:
        note(core, ids)
        with core.ledger.writing() as connection:
            set_meta(connection, drift=str(max(0, count(connection, "drift") - len(ids))))


def _drifted(core: Core) -> bool:
    """Whether so much has changed since all were tried that all should be."""
    with core.ledger.reading() as connection:
        drift = count(connection, "drift")
        held = indexed.count_vectors(connection)
    return drift >= max(DRIFT_LEAST, DRIFT_SHARE * held)


def _lost(core: Core, ids: list[str]) -> list[str]:
    with core.ledger.reading() as connection:
        vectors = indexed.vectors_by_id(connection, get_model(connection).fingerprint, ids)
    if not vectors:
        return []
    name = core.index_name()
    with core.access.inside() as inside:
        found = inside.reading(name).query(np.stack(list(vectors.values())), AMONG)
    return [id_ for id_, hits in zip(vectors, found, strict=True) if not is_found(id_, hits)]
