"""What can be changed in the ledger, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from vectorstore import identity
from vectorstore.errors import StoreError
from vectorstore.ledger import edges, words
from vectorstore.ledger.cache import text_hash
from vectorstore.ledger.indexed import in_use, straggler_ids
from vectorstore.ledger.meta import now, set_meta
from vectorstore.ledger.parts import parts
from vectorstore.ledger.read import FIELDS, all_roots, generation
from vectorstore.ledger.schema import (
    articles,
    history,
    overrides,
    passages,
    roots,
    sentences,
    stragglers,
)
from vectorstore.model import Article, Dropped, Passage, Rename, Root


def root(connection: Connection, path: str) -> Root:
    """The root at `path`, known or new. The first has no label; no two have the same."""
    known = all_roots(connection)
    for one in known:
        if one.path == path:
            return one
    label = _free_label(connection, path, {one.label for one in known}) if known else ""
    id_ = connection.execute(insert(roots).values(path=path, label=label)).inserted_primary_key
    assert id_ is not None
    return Root(id_[0], path, label)


def move_root(connection: Connection, of: Root, path: str) -> None:
    """Note that the folder of a root is elsewhere now; its articles keep their ids."""
    connection.execute(update(roots).where(roots.c.id == of.id).values(path=path))


def forget_root(connection: Connection, of: Root) -> None:
    """Drop a root that has no articles any more."""
    connection.execute(delete(roots).where(roots.c.id == of.id))


def put(
    connection: Connection, versions: Sequence[Article], digests: Sequence[str], of: Root, at: int
) -> None:
    """Make these versions of articles the current ones; `digests` has that of each.

    Raises:
        StoreError: another root has an article of one of these ids.
    """
    named = {article.source: article for article in versions}
    before = _ids(connection, named)
    for source, (_, root_id) in before.items():
        if root_id != of.id:
            raise StoreError(
                f"{source}: an article of this id came from another folder than {of.path};"
                " rename one of the two files"
            )
    same = {"root_id": of.id, "ingested_at": now(), "generation": at}
    rows = [
        _article_row(one) | {"digest": digest} | same
        for one, digest in zip(versions, digests, strict=True)
    ]
    new = [row for row in rows if row["source"] not in before]
    if new:
        connection.execute(insert(articles), new)
    if before:
        _drop_passages(connection, [id_ for id_, _ in before.values()])
        changed = update(articles).where(articles.c.id == bindparam("known"))
        again = [
            row | {"known": before[row["source"]][0]} for row in rows if row["source"] in before
        ]
        connection.execute(changed, again)
    ids = {source: id_ for source, (id_, _) in _ids(connection, named).items()}
    _add_passages(connection, [(ids[source], article) for source, article in named.items()])
    words.add(connection, ids.values())
    edges.put(connection, [(ids[source], source, one.edges) for source, one in named.items()])


def remove(connection: Connection, source: str) -> None:
    """Take an article out, if it is there."""
    id_ = _id(connection, source)
    if id_ is not None:
        _drop_passages(connection, [id_])
        connection.execute(delete(articles).where(articles.c.id == id_))


def rename(connection: Connection, renames: Sequence[Rename], at: int) -> None:
    """Give articles other ids; their passages stay what they are.

    Raises:
        StoreError: an article is not there, or its new id is taken.
    """
    ids = {}
    for one in renames:  # first out of each other's way: two may have changed places
        id_ = _id(connection, one.old)
        if id_ is None:
            raise StoreError(f"{one.old}: there is no such article to be renamed to {one.new}")
        ids[one.new] = id_
        _call(connection, id_, f"\0{id_}")
    for new, id_ in ids.items():
        if _id(connection, new) is not None:
            raise StoreError(f"{new}: an article of this id is in the store already")
        _call(connection, id_, new)
        moved = update(articles).where(articles.c.id == id_)
        connection.execute(moved.values(generation=at))


def set_state(connection: Connection, source: str, state: str) -> bool:
    """Set an article's state; whether that changed anything."""
    changed = connection.execute(
        update(articles)
        .where(articles.c.source == source, articles.c.state != state)
        .values(state=state)
    )
    return changed.rowcount > 0


def drop_orphans(connection: Connection) -> None:
    """Take out rows whose owner is not there; only damage leaves such."""
    for owned, owner in (
        (articles.c.root_id, roots.c.id),
        (passages.c.article_id, articles.c.id),
        (sentences.c.passage_id, passages.c.id),
    ):
        connection.execute(delete(owned.table).where(owned.not_in(select(owner))))


def next_generation(connection: Connection) -> int:
    """Count the generation up, once a transaction that changes something."""
    number = generation(connection) + 1
    set_meta(connection, generation=str(number))
    return number


def set_stragglers(connection: Connection, tried: Collection[str], lost: Collection[str]) -> None:
    """Note which of the vectors that were tried the index does not find."""
    for part in parts(tried):
        connection.execute(delete(stragglers).where(stragglers.c.vector_id.in_(part)))
    noted = straggler_ids(connection)
    for part in parts(noted - in_use(connection, noted)):
        connection.execute(delete(stragglers).where(stragglers.c.vector_id.in_(part)))
    if lost:
        connection.execute(insert(stragglers), [{"vector_id": id_} for id_ in sorted(lost)])


def override(connection: Connection, fields: Mapping[str, Mapping[str, str]]) -> None:
    """Set the metadata of articles, by id; an empty mapping takes an article's back."""
    for part in parts(fields):
        connection.execute(delete(overrides).where(overrides.c.source.in_(part)))
    rows = [
        {"source": source, "fields": json.dumps(values, sort_keys=True)}
        for source, values in fields.items()
        if values
    ]
    if rows:
        connection.execute(insert(overrides), rows)


def record(connection: Connection, report: Mapping[str, Any]) -> None:
    """Keep the report of an ingest."""
    connection.execute(
        insert(history).values(
            at=now(),
            generation=generation(connection),
            report=json.dumps(report, ensure_ascii=True, default=str),
        )
    )


def _free_label(connection: Connection, path: str, taken: set[str]) -> str:
    """The folder's name, counted up until neither a root nor a folder in a root is called so."""
    name = PurePath(path).name or "root"
    number = 1
    label = name
    while label in taken or _is_folder(connection, label):
        number += 1
        label = f"{name}-{number}"
    return label


def _is_folder(connection: Connection, label: str) -> bool:
    prefix = f"{label}/"
    below = func.substr(articles.c.source, 1, len(prefix)) == prefix
    return connection.scalar(select(articles.c.id).where(below).limit(1)) is not None


def _ids(connection: Connection, sources: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The numbers of these articles and of their roots, as far as they are there."""
    found: dict[str, tuple[int, int]] = {}
    for part in parts(sources):
        known = select(articles.c.source, articles.c.id, articles.c.root_id)
        rows = connection.execute(known.where(articles.c.source.in_(part)))
        found.update((source, (id_, root_id)) for source, id_, root_id in rows)
    return found


def _id(connection: Connection, source: str) -> int | None:
    return connection.scalar(select(articles.c.id).where(articles.c.source == source))


def _article_row(article: Article) -> dict[str, Any]:
    fields = {name: getattr(article.metadata, name) for name in FIELDS}
    return {
        "source": article.source,
        "sha256": article.sha256,
        **{name: field.value for name, field in fields.items()},
        "origins": json.dumps({name: f.origin for name, f in fields.items() if f.origin}),
        "text": article.text,
        "characters": len(article.text),
        "pages": json.dumps(article.pages),
        "words_hash": identity.words_hash(article.text),
        "dropped": _noted(article.dropped),
        "state": "current",
    }


def _noted(dropped: Sequence[Dropped] | None) -> str | None:
    if dropped is None:
        return None
    return json.dumps([[one.text, one.reason] for one in dropped], ensure_ascii=False)


def _add_passages(connection: Connection, versions: Sequence[tuple[int, Article]]) -> None:
    rows: list[dict[str, Any]] = []
    for id_, article in versions:
        names = identity.vector_ids(article.source, [p.embedded for p in article.passages])
        for n, (passage, name) in enumerate(zip(article.passages, names, strict=True)):
            row = {"article_id": id_, "ordinal": n, "vector_id": name}
            rows.append(row | _passage_row(passage, article))
    if not rows:
        return
    connection.execute(insert(passages), rows)
    numbers: dict[tuple[int, int], int] = {}
    for part in parts(id_ for id_, _ in versions):
        made = select(passages.c.article_id, passages.c.ordinal, passages.c.id)
        found = connection.execute(made.where(passages.c.article_id.in_(part)))
        numbers.update(((article_id, n), id_) for article_id, n, id_ in found)
    spans = [
        {"passage_id": numbers[id_, n], "ordinal": m, "start": span.start, "end": span.end}
        for id_, article in versions
        for n, passage in enumerate(article.passages)
        for m, span in enumerate(passage.sentences)
    ]
    if spans:
        connection.execute(insert(sentences), spans)


def _passage_row(passage: Passage, article: Article) -> dict[str, Any]:
    body = passage.span.of(article.text)
    return {
        "start": passage.span.start,
        "end": passage.span.end,
        "body": body,
        "embedded": None if passage.embedded == body else passage.embedded,
        "text_hash": text_hash(passage.embedded),
    }


def _drop_passages(connection: Connection, article_ids: Iterable[int]) -> None:
    for part in parts(article_ids):
        words.remove(connection, part)
        connection.execute(delete(passages).where(passages.c.article_id.in_(part)))


def _call(connection: Connection, article_id: int, source: str) -> None:
    """Name an article, and its vectors after it."""
    connection.execute(update(articles).where(articles.c.id == article_id).values(source=source))
    edges.move(connection, article_id, source)
    embedded = func.coalesce(passages.c.embedded, passages.c.body)
    rows = connection.execute(
        select(passages.c.id, embedded)
        .where(passages.c.article_id == article_id)
        .order_by(passages.c.ordinal)
    ).all()
    ids = identity.vector_ids(source, [text for _, text in rows])
    for (id_, _), vector_id in zip(rows, ids, strict=True):
        connection.execute(update(passages).where(passages.c.id == id_).values(vector_id=vector_id))
