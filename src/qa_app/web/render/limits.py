"""In words, what a search was limited to."""

from __future__ import annotations

from vectorstore.model import Filter


def limits(filters: Filter | None) -> str:
    """A phrase such as "2 articles, published from 2023-01-01"; empty for no limit."""
    if not filters:
        return ""
    parts = []
    if filters.sources:
        count = len(filters.sources)
        parts.append(filters.sources[0] if count == 1 else f"{count:,} articles")
    if filters.folders:
        parts.append(", ".join(filters.folders))
    if filters.published_from and filters.published_to:
        parts.append(f"published {filters.published_from} to {filters.published_to}")
    elif filters.published_from:
        parts.append(f"published from {filters.published_from}")
    elif filters.published_to:
        parts.append(f"published up to {filters.published_to}")
    return ", ".join(parts)
