"""What can be asked of the ledger, inside one transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, true

from vectorstore.errors import StoreError
from vectorstore.ledger import cache
from vectorstore.ledger.cache import Vector
from vectorstore.ledger.filters import passing
from vectorstore.ledger.indexed import named_hashes, straggler_ids
from vectorstore.ledger.parts import parts
from vectorstore.ledger.schema import (
    articles,
    embeddings,
    history,
    meta,
    overrides,
    passages,
    roots,
    sentences,
)
from vectorstore.model import (
    EVERYTHING,
    Beside,
    Dropped,
    Field,
    Filter,
    Ingest,
    Metadata,
    Root,
    Span,
    StoredArticle,
    StoredPassage,
)

FIELDS = ("title", "byline", "published", "publisher", "language", "url")


class Current(NamedTuple):
    """A passage, its vector as the index knows it, and where it stands in the corpus."""

    id: int
    vector: str
    source: str
    ordinal: int


def generation(connection: Connection) -> int:
    """The number of the last commit."""
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "generation"))
    return int(value or 0)


def all_roots(connection: Connection) -> list[Root]:
    """The folders that were ingested, first one first."""
    rows = connection.execute(select(roots.c.id, roots.c.path, roots.c.label).order_by(roots.c.id))
    return [Root(*row) for row in rows]


def root_of(connection: Connection, source: str) -> Root | None:
    """The folder that an article is from; None if there is no such article."""
    row = connection.execute(
        select(roots.c.id, roots.c.path, roots.c.label)
        .join(articles, articles.c.root_id == roots.c.id)
        .where(articles.c.source == source)
    ).first()
    return Root(*row) if row else None


def sources_of(connection: Connection, root: Root) -> dict[str, str]:
    """The articles of a root and the SHA-256 of their bytes."""
    rows = connection.execute(
        select(articles.c.source, articles.c.sha256)
        .where(articles.c.root_id == root.id)
        .order_by(articles.c.source)
    )
    return dict(rows.all())


def all_articles(connection: Connection, where: Filter = EVERYTHING) -> list[StoredArticle]:
    """The articles that pass, by id."""
    rows = connection.execute(_articles().where(passing(where)).order_by(articles.c.source))
    return [_article(row) for row in rows]


def text_of(connection: Connection, source: str) -> str:
    """The text of an article.

    Raises:
        StoreError: there is no such article.
    """
    where = passing(Filter(sources=(source,)))
    text = connection.scalar(select(articles.c.text).where(where))
    if text is None:
        raise StoreError(f"{source}: there is no such article in the store")
    return str(text)


def dropped(connection: Connection, source: str) -> tuple[Dropped, ...] | None:
    """What an article's text leaves out of its file; None when that was not noted."""
    noted = connection.scalar(select(articles.c.dropped).where(articles.c.source == source))
    return None if noted is None else tuple(Dropped(*one) for one in json.loads(noted))


def beside(connection: Connection, of: Collection[str]) -> dict[str, Beside]:
    """The pages and the copies of these articles."""
    found: dict[str, Beside] = {}
    for part in parts(of):
        rows = connection.execute(
            select(articles.c.source, articles.c.pages, articles.c.words_hash).where(
                articles.c.source.in_(part)
            )
        ).all()
        same = _sources_by_words(connection, {row.words_hash for row in rows if row.words_hash})
        for row in rows:
            others = [one for one in same.get(row.words_hash, ()) if one != row.source]
            found[row.source] = Beside(tuple(json.loads(row.pages)), tuple(others))
    return found


def _sources_by_words(connection: Connection, hashes: Collection[str]) -> dict[str, list[str]]:
    rows = connection.execute(
        select(articles.c.words_hash, articles.c.source)
        .where(articles.c.words_hash.in_(hashes))
        .order_by(articles.c.source)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for hash_, source in rows:
        found[hash_].append(source)
    return found


def all_overrides(connection: Connection) -> dict[str, dict[str, str]]:
    """The metadata that people have set, by article id."""
    rows = connection.execute(select(overrides.c.source, overrides.c.fields))
    return {source: json.loads(fields) for source, fields in rows}


def ingests(connection: Connection, most: int) -> list[Ingest]:
    """The last ingests that changed something, the newest first."""
    rows = connection.execute(
        select(history.c.at, history.c.generation, history.c.report)
        .order_by(history.c.id.desc())
        .limit(most)
    )
    return [Ingest(at, number, json.loads(report)) for at, number, report in rows]


def passages_by_id(
    connection: Connection, ids: Iterable[int], *, with_sentences: bool = True
) -> dict[int, StoredPassage]:
    """The current passages among `ids`."""
    found: dict[int, StoredPassage] = {}
    for part in parts(dict.fromkeys(ids)):
        condition = passages.c.id.in_(part)
        some = _passages(connection, condition, with_sentences=with_sentences)
        found.update((passage.id, passage) for passage in some)
    return found


def divided(connection: Connection, whole: Iterable[StoredPassage]) -> dict[int, StoredPassage]:
    """Passages read without their sentences, with them."""
    known = {passage.id: passage for passage in whole}
    spans = _sentences(connection, list(known))
    return {id_: replace(passage, sentences=tuple(spans[id_])) for id_, passage in known.items()}


def passages_of(connection: Connection, source: str) -> list[StoredPassage]:
    """The passages of an article in the order of its text."""
    return _passages(connection, passing(Filter(sources=(source,))))


def count_passages(connection: Connection, where: Filter = EVERYTHING) -> int:
    """How many passages pass."""
    counted = select(func.count()).select_from(passages)
    if where:
        counted = counted.join(articles).where(passing(where))
    return connection.scalar(counted) or 0


def current_vectors(
    connection: Connection, model: str, where: Filter, *, only_stragglers: bool = False
) -> list[tuple[Current, Vector]]:
    """The passages that pass, with their vectors; those without a usable one are left out."""
    wanted = (
        _current()
        .add_columns(embeddings.c.vector)
        .join(embeddings, embeddings.c.text_hash == passages.c.text_hash)
        .where(embeddings.c.model == model, passing(where))
    )
    queries = [wanted]
    if only_stragglers:
        lost = named_hashes(straggler_ids(connection))
        queries = [wanted.where(passages.c.text_hash.in_(part)) for part in parts(lost)]
    return [
        (Current(id_, hash_.hex(), source, ordinal), cache.decode(blob))
        for query in queries
        for id_, hash_, source, ordinal, blob in connection.execute(query)
        if len(blob) % cache.NUMBER == 0
    ]


def current_among(
    connection: Connection, vectors: Sequence[str], where: Filter = EVERYTHING
) -> dict[str, list[Current]]:
    """The passages that pass and have one of these vectors; equal texts share one."""
    found: dict[str, list[Current]] = defaultdict(list)
    for part in parts(named_hashes(vectors)):
        rows = connection.execute(_current().where(passages.c.text_hash.in_(part), passing(where)))
        for id_, hash_, source, ordinal in rows:
            found[hash_.hex()].append(Current(id_, hash_.hex(), source, ordinal))
    return found


def sources(connection: Connection) -> list[str]:
    """The ids of all articles."""
    return list(connection.scalars(select(articles.c.source).order_by(articles.c.source)))


def digests(connection: Connection, of: Iterable[str], state: str = "") -> dict[str, str]:
    """The digests that these articles, if they are there, were committed with."""
    wanted = articles.c.state == state if state else true()
    found: dict[str, str] = {}
    for part in parts(of):
        rows = connection.execute(
            select(articles.c.source, articles.c.digest).where(articles.c.source.in_(part), wanted)
        )
        found.update(rows.all())
    return found


def existing(connection: Connection, among: Iterable[str]) -> set[str]:
    """Which of these are articles of the store."""
    there = select(articles.c.source)
    found = (connection.scalars(there.where(articles.c.source.in_(p))) for p in parts(among))
    return set().union(*found)


def _articles() -> Select[Any]:
    held = select(func.count()).where(passages.c.article_id == articles.c.id)
    columns = [
        c
        for c in articles.c
        if c.name not in ("text", "digest", "root_id", "pages", "words_hash", "dropped")
    ]
    return select(*columns, held.scalar_subquery().label("passages"))


def _article(row: Row[Any]) -> StoredArticle:
    origins = json.loads(row.origins)
    fields = {name: Field(getattr(row, name), origins.get(name, "")) for name in FIELDS}
    return StoredArticle(
        source=row.source,
        sha256=row.sha256,
        metadata=Metadata(**fields),
        passages=row.passages,
        characters=row.characters,
        state=row.state,
        ingested_at=row.ingested_at,
        generation=row.generation,
    )


def _current() -> Select[Any]:
    return select(
        passages.c.id,
        passages.c.text_hash,
        articles.c.source,
        passages.c.ordinal,
    ).join_from(passages, articles)


def _passages(
    connection: Connection, condition: ColumnElement[bool], *, with_sentences: bool = True
) -> list[StoredPassage]:
    rows = connection.execute(
        select(passages, articles.c.source, articles.c.title, articles.c.published)
        .join_from(passages, articles)
        .where(condition)
        .order_by(articles.c.source, passages.c.ordinal)
    ).all()
    spans = _sentences(connection, [row.id for row in rows] if with_sentences else [])
    return [
        StoredPassage(
            id=row.id,
            source=row.source,
            ordinal=row.ordinal,
            span=Span(row.start, row.end),
            text=row.body,
            sentences=tuple(spans[row.id]),
            title=row.title,
            published=row.published,
        )
        for row in rows
    ]


def _sentences(connection: Connection, ids: Sequence[int]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for part in parts(ids):
        rows = connection.execute(
            select(sentences.c.passage_id, sentences.c.start, sentences.c.end)
            .where(sentences.c.passage_id.in_(part))
            .order_by(sentences.c.passage_id, sentences.c.ordinal)
        )
        for passage_id, start, end in rows:
            spans[passage_id].append(Span(start, end))
    return spans
