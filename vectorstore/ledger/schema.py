"""The tables of the ledger, but for the full-text index: only SQLite knows it, and `words.py`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 3
"""Grows with every change of the tables; a store of a later version is refused, not guessed at."""

tables = MetaData()

meta = Table(
    "meta",
    tables,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

roots = Table(
    "roots",
    tables,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False, unique=True),
    Column("label", String, nullable=False, unique=True),
)

articles = Table(
    "articles",
    tables,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False, unique=True),
    Column("root_id", ForeignKey("roots.id"), nullable=False, index=True),
    Column("sha256", String, nullable=False),
    Column("title", String, nullable=False),
    Column("byline", String, nullable=False),
    Column("published", String, nullable=False, index=True),
    Column("publisher", String, nullable=False),
    Column("language", String, nullable=False),
    Column("url", String, nullable=False),
    Column("origins", Text, nullable=False),  # JSON: metadata field -> where it was found
    Column("text", Text, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("pages", Text, nullable=False, server_default="[]"),  # JSON: offsets
    # Of the words alone: equal means the same article twice.
    Column("words_hash", String, nullable=False, server_default="", index=True),
    # JSON: [words, reason] of what the text leaves out; NULL in what earlier layouts have written.
    Column("dropped", Text),
    Column("digest", String, nullable=False),  # of all that was prepared: equal means unchanged
    Column("state", String, nullable=False),
    Column("ingested_at", String, nullable=False),
    Column("generation", Integer, nullable=False),
)

# The lines near an article's beginning and end, by the hash of their words; `folder` is that of the
# article's id, `core` stands for the article and its copies.
edges = Table(
    "edges",
    tables,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("line", String, primary_key=True),
    Column("folder", String, nullable=False),
    Column("core", String, nullable=False),
    Column("dropped", Boolean, nullable=False),
    Index("edges_folder", "folder", "line"),
    sqlite_with_rowid=False,
)

# Metadata that a person has set, which wins over what a file says, now and at every later ingest.
overrides = Table(
    "overrides",
    tables,
    Column("source", String, primary_key=True),
    Column("fields", Text, nullable=False),  # JSON: metadata field -> value
)

# Ids of passages are never given twice, so an id kept from an older generation names the same
# passage or none.
passages = Table(
    "passages",
    tables,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("body", Text, nullable=False),  # text[start:end], so that reading one loads no article
    Column("embedded", Text),  # NULL when it is the body itself
    Column("text_hash", LargeBinary, nullable=False, index=True),
    Column("vector_id", String, nullable=False, unique=True),
    UniqueConstraint("article_id", "ordinal"),
    sqlite_autoincrement=True,
)

sentences = Table(
    "sentences",
    tables,
    Column("passage_id", ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Vectors that the index does not find by themselves; they are compared one by one.
stragglers = Table(
    "stragglers",
    tables,
    Column("vector_id", String, primary_key=True),
)

embeddings = Table(
    "embeddings",
    tables,
    Column("id", Integer, primary_key=True),
    Column("model", String, nullable=False),
    Column("text_hash", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    Index("embeddings_key", "model", "text_hash", unique=True),
)

history = Table(
    "history",
    tables,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("report", Text, nullable=False),
)
