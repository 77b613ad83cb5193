"""A `Filter` as a condition on the table of articles."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, true

from vectorstore.ledger.schema import articles
from vectorstore.model import Filter


def passing(where: Filter) -> ColumnElement[bool]:
    """The condition that an article meets when it may be used."""
    conditions: list[ColumnElement[bool]] = []
    if where.sources:
        conditions.append(articles.c.source.in_([_storable(source) for source in where.sources]))
    if where.folders:
        conditions.append(or_(*(_below(folder) for folder in where.folders)))
    if where.published_from or where.published_to:
        conditions.append(articles.c.published != "")
    if where.published_from:
        conditions.append(articles.c.published >= _storable(where.published_from))
    if where.published_to:
        conditions.append(articles.c.published <= _storable(where.published_to))
    return and_(true(), *conditions)


def _below(folder: str) -> ColumnElement[bool]:
    """LIKE would ignore case, and read `%` and `_` in a folder's name as wildcards."""
    prefix = _storable(folder).strip("/") + "/"
    if prefix == "/":
        return true()
    return func.substr(articles.c.source, 1, len(prefix)) == prefix


def _storable(value: str) -> str:
    """Lone surrogates replaced by what no article id holds; the database takes none."""
    return value.encode("utf-8", "replace").decode("utf-8")
