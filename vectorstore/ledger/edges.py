"""What the articles of one folder repeat at their beginning and end: their site's, not theirs.

Which lines these are follows from the articles that a folder holds and from nothing else, so a
store that was edited into a state and one built from it agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from sqlalchemy import Connection, Select, delete, distinct, func, insert, select, update

from vectorstore.ledger.parts import parts
from vectorstore.ledger.schema import articles, edges
from vectorstore.model import Edge, Edges

LEAST = 4
"""Different articles that must share a line before it can be their site's."""

SHARE = 0.3
"""The share of a folder's articles that must share it: pages of several sites may lie together."""


def folder_of(source: str) -> str:
    """The folder that an article is compared in; an archive and a file of records are folders."""
    parent = PurePosixPath(source).parent.as_posix()
    return "" if parent == "." else parent


def put(connection: Connection, found: Sequence[tuple[int, str, Edges]]) -> None:
    """Note the edge lines of articles, by number and id, in place of what was noted before."""
    for part in parts(article_id for article_id, _, _ in found):
        connection.execute(delete(edges).where(edges.c.article_id.in_(part)))
    rows = [
        {
            "article_id": article_id,
            "line": line,
            "folder": folder_of(source),
            "core": noted.core,
            "dropped": gone,
        }
        for article_id, source, noted in found
        for line, gone in {edge.line: edge.dropped for edge in noted.lines}.items()
    ]
    if rows:
        connection.execute(insert(edges), rows)


def of(connection: Connection, source: str) -> Edges:
    """The edge lines that an article was committed with, in no particular order."""
    rows = connection.execute(
        select(edges.c.core, edges.c.line, edges.c.dropped)
        .join_from(edges, articles)
        .where(articles.c.source == source)
    ).all()
    return Edges(rows[0].core if rows else "", tuple(Edge(r.line, r.dropped) for r in rows))


def move(connection: Connection, article_id: int, source: str) -> None:
    """Note that an article is now called `source`."""
    moved = update(edges).where(edges.c.article_id == article_id)
    connection.execute(moved.values(folder=folder_of(source)))


def repeated(connection: Connection, folder: str) -> frozenset[str]:
    """The lines that enough different articles of a folder have.

    An article and its copies count once.
    """
    held = connection.scalar(
        select(func.count(distinct(edges.c.core))).where(edges.c.folder == folder)
    )
    often = (
        select(edges.c.line)
        .where(edges.c.folder == folder)
        .group_by(edges.c.line)
        .having(func.count(distinct(edges.c.core)) >= max(LEAST, SHARE * (held or 0)))
    )
    return frozenset(connection.scalars(often))


def folders(connection: Connection) -> set[str]:
    """All folders that hold articles with edge lines."""
    return set(connection.scalars(select(edges.c.folder).distinct()))


def unsettled(connection: Connection, folders: Collection[str]) -> list[str]:
    """The articles of these folders whose text leaves out other lines than it should, by id."""
    found: set[str] = set()
    for folder in folders:
        lines = repeated(connection, folder)
        wrong = _sources(folder).where(edges.c.dropped)
        found.update(connection.scalars(wrong.where(edges.c.line.not_in(lines))))
        for part in parts(lines):
            missed = _sources(folder).where(~edges.c.dropped, edges.c.line.in_(part))
            found.update(connection.scalars(missed))
    return sorted(found)


def _sources(folder: str) -> Select[tuple[str]]:
    return (
        select(articles.c.source)
        .distinct()
        .join_from(edges, articles)
        .where(edges.c.folder == folder)
    )
