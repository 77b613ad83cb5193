"""Articles as plain data: one shape for the command line, the HTTP API, MCP and the export."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from vectorstore.model import StoredArticle
from vectorstore.snapshot import Snapshot

SHOWN_ALONE = ("publisher", "language", "url")  # too much for a list
_FIELDS = ("title", "byline", "published", *SHOWN_ALONE)


def summary(article: StoredArticle) -> dict[str, Any]:
    """An article as `sources --json` lists it."""
    return {
        "source": article.source,
        "title": article.metadata.title.value,
        "byline": article.metadata.byline.value,
        "published": article.metadata.published.value,
        "passages": article.passages,
        "state": article.state,
        "sha256": article.sha256,
    }


def details(snapshot: Snapshot, source: str) -> dict[str, Any]:
    """An article as `sources show --json` shows it: with its text, the base of every offset.

    Raises:
        StoreError: there is no such article.
    """
    text = snapshot.text(source)
    article = snapshot.article(source)
    assert article is not None  # text() has just found it, in the same snapshot
    spans = [passage.span for passage in snapshot.passages_of(source)]
    beside = snapshot.beside([source])[source]
    dropped = snapshot.dropped(source)
    metadata = article.metadata
    origins = {name: getattr(metadata, name).origin for name in _FIELDS}
    return summary(article) | {
        **{name: getattr(metadata, name).value for name in SHOWN_ALONE},
        "copies": list(beside.copies),
        "pages": len(beside.pages),
        "text": text,
        "provenance": {name: origin for name, origin in origins.items() if origin},
        "passages": [{"start": span.start, "end": span.end} for span in spans],
        "dropped": None if dropped is None else [asdict(one) for one in dropped],
    }
