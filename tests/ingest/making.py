"""A file made an article in one step, as an ingest does in two processes."""

from __future__ import annotations

from ingest.fitting import Tokens
from ingest.passages import PassageOptions
from ingest.prepare import article, digest, document
from vectorstore.model import Article


def make(source: str, data: bytes, options: PassageOptions, tokens: Tokens) -> Article:
    return article(source, digest(data), document(source, data), options, tokens)
