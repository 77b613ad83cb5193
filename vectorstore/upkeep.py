"""Keeping the vector index what the ledger says: healing after a crash, building anew."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from vectorstore import stragglers
from vectorstore.core import Core
from vectorstore.errors import StoreDamagedError
from vectorstore.ledger import cache, indexed, places
from vectorstore.ledger.meta import count, get_meta, set_meta
from vectorstore.ledger.parts import parts
from vectorstore.vectors import Record, Vector

log = logging.getLogger(__name__)

AT_ONCE = 2_000
"""Vectors held in memory at a time."""

REBUILD_SHARE = 0.25
REBUILD_LEAST = 500
"""When so many vectors have been deleted, a share of those there are and no fewer than this many,
the index is built anew: Chroma loses live vectors where many were deleted."""


def vectors_of(core: Core, wanted: Mapping[str, bytes]) -> dict[str, Vector]:
    """The vectors for these ids from the cache; what it lacks is embedded again."""
    fingerprint = core.embedder.fingerprint
    with core.ledger.reading() as connection:
        lost = cache.missing(connection, fingerprint, set(wanted.values()))
        texts = indexed.embedded_texts(connection, lost)
    if lost:
        core.embed(texts)
    with core.ledger.reading() as connection:
        found = cache.get(connection, fingerprint, set(wanted.values()))
    return {id_: found[hash_] for id_, hash_ in wanted.items() if hash_ in found}


def heal(core: Core) -> None:
    """Make the index hold the vectors of the current passages, their records, and no others."""
    with core.ledger.reading() as connection:
        remembered = get_meta(connection)
    # An index of an earlier version has vectors only.
    name = remembered.get("index", "") if remembered.get("described") else ""
    try:
        if name:
            _reconcile(core, name)
    except StoreDamagedError as error:
        log.warning("the vector index is built anew: %s", error)
        name = ""
    if not name:
        rebuild(core)


def _reconcile(core: Core, name: str) -> None:
    with core.ledger.reading() as connection:
        wanted = indexed.vector_ids(connection)
        records = places.records(connection)
    with core.access.inside() as inside:
        held = inside.reading(name).ids()
        beside = inside.reading(name).records()
    remove(core, held - wanted.keys())
    missing = {id_: wanted[id_] for id_ in wanted.keys() - held}
    add(core, missing, records)
    kept = {id_: records[id_] for id_ in wanted.keys() & held}
    describe(core, kept, beside)
    stragglers.note(core, missing.keys() | reworded(kept, beside))
    drop_others(core, name)


def sound(core: Core) -> bool:
    """Whether the index looks like what the ledger says, at a glance."""
    with core.ledger.reading() as connection:
        remembered = get_meta(connection)
        expected = indexed.count_vectors(connection)
    if remembered.get("dirty") or not remembered.get("index") or not remembered.get("described"):
        return False
    try:
        with core.access.inside() as inside:
            return inside.reading(remembered["index"]).count() == expected
    except StoreDamagedError:
        return False


def add(core: Core, wanted: Mapping[str, bytes], records: Mapping[str, Record]) -> None:
    """Put vectors into the index, each with its record."""
    name = core.index_name()
    for part in parts(_mixed(wanted), AT_ONCE):
        vectors = vectors_of(core, dict(part))
        with core.access.inside() as inside:
            inside.changing(name).add(vectors, records)


def describe(core: Core, records: Mapping[str, Record], before: Mapping[str, Record]) -> None:
    """Make the index say this of vectors that it has, where that is not what it said before."""
    name = core.index_name()
    changed = [(id_, record) for id_, record in records.items() if before.get(id_) != record]
    for part in parts(changed, AT_ONCE):
        with core.access.inside() as inside:
            inside.changing(name).describe(dict(part))


def reworded(records: Mapping[str, Record], before: Mapping[str, Record]) -> set[str]:
    """The vectors whose documents are others than before: they may have been put in once more."""
    return {
        id_
        for id_, record in records.items()
        if id_ not in before or before[id_].document != record.document
    }


def remove(core: Core, ids: Iterable[str]) -> None:
    """Take vectors out of the index."""
    name = core.index_name()
    for part in parts(ids, AT_ONCE):
        with core.access.inside() as inside:
            inside.changing(name).delete(part)


def rebuild(core: Core) -> None:
    """Build a new index from the ledger, switch to it, drop the others.

    Nobody waits for it: the old index answers until the new one is complete.
    """
    indexes = core.access.indexes
    with core.ledger.reading() as connection:
        wanted = indexed.vector_ids(connection)
        records = places.records(connection)
    name = indexes.create()
    index = indexes.open(name)
    try:
        for part in parts(_mixed(wanted), AT_ONCE):
            index.add(vectors_of(core, dict(part)), records)
        index.settle()
    finally:
        index.close()
    with core.ledger.writing() as connection:
        set_meta(connection, index=name, deleted="0", described="yes")
    drop_others(core, name)
    stragglers.note_all(core)


def _mixed(wanted: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """In the order of their ids, which says nothing: added topic by topic, more would be lost."""
    return sorted(wanted.items())


def drop_others(core: Core, name: str) -> None:
    """Remove every index but this one."""
    access = core.access
    with access.inside() as inside:
        inside.changing(name)
        for other in access.indexes.names() - {name}:
            access.indexes.drop(other)


def worn(core: Core) -> bool:
    """Whether enough has been deleted from the index that it should be built anew."""
    with core.ledger.reading() as connection:
        deleted = count(connection, "deleted")
        held = indexed.count_vectors(connection)
    return deleted >= max(REBUILD_LEAST, REBUILD_SHARE * held)
