"""The single checks of `doctor`: each looks at one thing and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np
from sqlalchemy import Connection, text

from vectorstore import identity
from vectorstore.core import Core
from vectorstore.errors import (
    EmbeddingModelError,
    ModelMismatchError,
    StoreDamagedError,
    StoreError,
)
from vectorstore.ledger import cache, edges, indexed, places, read, words
from vectorstore.ledger.meta import get_meta, get_model
from vectorstore.ledger.parts import parts
from vectorstore.ledger.upgrade import UPGRADED
from vectorstore.model import Article, Filter, Finding, Passage
from vectorstore.stragglers import AMONG, SAME, is_found
from vectorstore.vectors import Vector

REPAIR = "run `qa-app doctor --repair`"
INGEST = "run `qa-app doctor --repair`, then ingest the articles again"

AT_ONCE = 500
SHOWN = 5


def ledger(core: Core) -> Iterator[Finding]:
    """Whether the database holds together."""
    with core.ledger.reading() as connection:
        said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(10)"))]
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if said != ["ok"]:
        yield Finding("ledger", "error", f"the ledger is damaged: {said[0]}", INGEST)
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        yield Finding("ledger-references", "error", f"rows without an owner in {tables}", REPAIR)


def unfinished(core: Core) -> Iterator[Finding]:
    """Whether a writer was stopped in the middle."""
    with core.ledger.reading() as connection:
        dirty = get_meta(connection).get("dirty")
    if dirty == UPGRADED:
        message = "the store was made by an earlier version; its vectors are searched one by one"
        yield Finding("upgraded", "warning", message, f"ingest again, or {REPAIR}")
    elif dirty:
        yield Finding("unfinished", "warning", "an ingest was stopped while it was writing", REPAIR)


def contents(core: Core) -> Iterator[Finding]:
    """Whether every article is what was committed: text, metadata, spans, names of vectors."""
    with core.ledger.reading() as connection:
        altered = altered_articles(connection)
    if altered:
        message = f"{len(altered)} articles are not what was ingested: {_some(altered)}"
        yield Finding("articles", "error", message, INGEST, tuple(altered))


def altered_articles(connection: Connection) -> list[str]:
    """The articles that differ from what was committed."""
    return [s for s in read.sources(connection) if not _is_intact(connection, s)]


def full_text(core: Core) -> Iterator[Finding]:
    """Whether the full-text index says what the passages say."""
    if core.read_only:
        return
    with core.ledger.writing() as connection:
        faulty = words.faulty(connection)
    if faulty:
        yield Finding("full-text", "error", "the full-text index differs from the passages", REPAIR)


def embedding_model(core: Core) -> Iterator[Finding]:
    """Whether the model in use is the store's own and can be had."""
    try:
        core.embedder.fingerprint  # noqa: B018 - reading it reads the model's files
    except (ModelMismatchError, EmbeddingModelError) as error:
        yield Finding("embedding-model", "error", str(error), "set the embedding model as it says")


def cached_vectors(core: Core) -> Iterator[Finding]:
    """Whether the ledger has every passage's vector, from which all else can be built."""
    with core.ledger.reading() as connection:
        wanted = set(indexed.vector_ids(connection).values())
        fingerprint = get_model(connection).fingerprint
        lost = cache.missing(connection, fingerprint, wanted)
        wrong = wrong_vectors(connection)
    if lost or wrong:
        message = f"{len(lost)} vectors are not in the ledger, {len(wrong)} are there and damaged"
        yield Finding("vector-cache", "error", message, REPAIR)


def wrong_vectors(connection: Connection) -> set[bytes]:
    """The texts whose vectors are kept, but damaged."""
    wrong: set[bytes] = set()
    for part in parts(set(indexed.vector_ids(connection).values())):
        missing = cache.missing(connection, get_model(connection).fingerprint, part)
        wrong.update(set(part) - missing - _sane_vectors(connection, set(part)).keys())
    return wrong


def index(core: Core) -> Iterator[Finding]:
    """Whether the vector index holds what the ledger says, readable and to be found."""
    with core.ledger.reading() as connection:
        wanted = indexed.vector_ids(connection)
        remembered = get_meta(connection)
    name = remembered.get("index", "")
    if core.read_only or not (wanted or name) or remembered.get("dirty") == UPGRADED:
        return
    if not name:
        yield Finding("vectors", "error", "there is no vector index", REPAIR)
        return
    try:
        with core.access.inside() as inside:
            inside.forget()  # what is open may hide what has become of the files
            held = inside.reading(name).ids()
        yield from _leftovers(core, name)
        yield from _membership(wanted, held)
        yield from _agreement(core, name, {i: h for i, h in wanted.items() if i in held})
        yield from _records(core, name, held)
    except StoreDamagedError as error:
        yield Finding("vectors", "error", f"the vector index cannot be used: {error}", REPAIR)


def _leftovers(core: Core, name: str) -> Iterator[Finding]:
    if others := core.access.indexes.names() - {name}:
        message = f"left over from a rebuild that was stopped: {', '.join(sorted(others))}"
        yield Finding("vectors-leftover", "warning", message, REPAIR)


def _membership(wanted: Mapping[str, bytes], held: set[str]) -> Iterator[Finding]:
    if missing := wanted.keys() - held:
        message = f"{len(missing)} of {len(wanted)} passages have no vector in the index"
        yield Finding("vectors-missing", "error", message, REPAIR)
    if orphaned := held - wanted.keys():
        message = f"{len(orphaned)} vectors in the index belong to no passage"
        yield Finding("vectors-orphaned", "warning", message, REPAIR)


def _records(core: Core, name: str, held: set[str]) -> Iterator[Finding]:
    """Whether other programs that open the index find the passages as the ledger has them."""
    with core.ledger.reading() as connection:
        expected = places.records(connection)
    with core.access.inside() as inside:
        beside = inside.reading(name).records()
    wrong = sum(beside.get(id_) != record for id_, record in expected.items() if id_ in held)
    if wrong:
        message = f"{wrong} vectors stand beside another text or place than the ledger's, or none"
        yield Finding("vectors-records", "warning", message, REPAIR)


NORMAL_LOSS = 0.001
NORMAL_LOST = 2
"""The share of vectors, and the number of them in a small store, that an approximate index may lose
among nearly equal ones, in one process and not in another, since Chroma adds its last part anew at
each opening. Words still find them."""


def _agreement(core: Core, name: str, wanted: Mapping[str, bytes]) -> Iterator[Finding]:
    """Whether each vector can be read, is the ledger's, and is found by itself."""
    different, lost = 0, 0
    with core.ledger.reading() as connection:
        noted = indexed.straggler_ids(connection)
    for part in parts(wanted.items(), AT_ONCE):
        with core.ledger.reading() as connection:
            kept = _sane_vectors(connection, {hash_ for _, hash_ in part})
        expected = {id_: kept[hash_] for id_, hash_ in part if hash_ in kept}
        with core.access.inside() as inside:
            reader = inside.reading(name)
            held = reader.get(list(expected))
            different += sum(not _alike(v, held.get(id_)) for id_, v in expected.items())
            near = reader.query(np.stack(list(expected.values())), AMONG) if expected else []
        lost += sum(
            id_ not in noted and not is_found(id_, hits)
            for id_, hits in zip(expected, near, strict=True)
        )
    if different:
        message = f"{different} vectors in the index are unreadable or not the ledger's"
        yield Finding("vectors-different", "error", message, REPAIR)
    if lost:
        message = f"{lost} of {len(wanted)} passages are not found by their own vectors"
        yield Finding("vectors-lost", severity(lost, len(wanted)), message, REPAIR)


def severity(lost: int, total: int) -> str:
    """How bad it is that so many of all vectors are not found by themselves."""
    return "error" if lost > max(NORMAL_LOST, NORMAL_LOSS * total) else "warning"


def _alike(vector: Vector, other: Vector | None) -> bool:
    if other is None or other.shape != vector.shape:
        return False
    lengths = float(np.linalg.norm(vector) * np.linalg.norm(other))
    return lengths > 0 and float(vector @ other) / lengths >= SAME


def _sane_vectors(connection: Connection, hashes: set[bytes]) -> dict[bytes, Vector]:
    """The kept vectors that are vectors of the store's model."""
    built = get_model(connection)
    kept = cache.get(connection, built.fingerprint, hashes)
    return {
        hash_: vector
        for hash_, vector in kept.items()
        if vector.shape == (built.dimension,) and abs(float(np.linalg.norm(vector)) - 1) < 0.01
    }


def _is_intact(connection: Connection, source: str) -> bool:
    """Whether the article, put together again from the ledger, has the digest it came with."""
    try:
        return _matches(connection, source)
    except (StoreError, ValueError, TypeError):  # no spans, no JSON, no text
        return False


def _matches(connection: Connection, source: str) -> bool:
    stored = read.all_articles(connection, Filter(sources=(source,)))[0]
    content = read.text_of(connection, source)
    held = read.passages_of(connection, source)
    names = indexed.vectors_of(connection, source)
    embedded = [one for _, _, one in names]
    passages = tuple(
        Passage(passage.span, passage.sentences, one)
        for passage, one in zip(held, embedded, strict=True)
    )
    pages = read.beside(connection, [source])[source].pages
    lines = edges.of(connection, source)
    dropped = read.dropped(connection, source)
    article = Article(
        source, stored.sha256, content, stored.metadata, passages, pages, lines, dropped
    )
    return (
        identity.digest(article) == read.digests(connection, [source])[source]
        and all(passage.text == passage.span.of(content) for passage in held)
        and [id_ for id_, _, _ in names] == identity.vector_ids(source, embedded)
        and all(hash_ == cache.text_hash(one) for _, hash_, one in names)
    )


def _some(sources: list[str]) -> str:
    shown = ", ".join(islice(sources, SHOWN))
    return shown if len(sources) <= SHOWN else f"{shown}, …"
