"""Candidates made by hand."""

from __future__ import annotations

from qa_app.retrieval.candidates import Candidate
from vectorstore.model import Span, StoredPassage


def passage(
    text: str,
    *,
    id: int = 1,
    source: str = "a.txt",
    title: str = "",
    published: str = "",
    ordinal: int = 0,
    start: int = 0,
) -> StoredPassage:
    """A passage whose sentences end at full stops."""
    spans, at = [], 0
    for part in text.split(". "):
        end = min(at + len(part) + 1, len(text))
        spans.append(Span(start + at, start + end))
        at = end + 1
    return StoredPassage(
        id=id,
        source=source,
        ordinal=ordinal,
        span=Span(start, start + len(text)),
        text=text,
        sentences=tuple(spans),
        title=title,
        published=published,
    )


def candidate(text: str, *, cosine: float = 0.5, bm25: float = 1.0, **fields: object) -> Candidate:
    return Candidate(passage(text, **fields), cosine, bm25, 0, 0, 0.1)  # type: ignore[arg-type]
