"""Candidates, words of a store and what retrieval found, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.search import Ranked, Retrieval
from qa_app.retrieval.vocabulary import Vocabulary
from qa_app.retrieval.words import folded, porter, tokens
from vectorstore.model import Beside, Span, StoredPassage


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
    """A passage whose sentences end at full stops, colons and line breaks."""
    spans, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        ends = [found for mark in (". ", "? ", "\n") if (found := text.find(mark, at)) >= 0]
        end = min(ends, default=len(text))
        if end < len(text) and text[end] in ".?":
            end += 1
        spans.append(Span(start + at, start + end))
        at = end
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


def vocabulary(*texts: str, known: Sequence[str] = ()) -> Vocabulary:
    """The words of these texts, each a passage; `known` are words that people know."""
    counted: dict[str, int] = {}
    for text in texts:
        for term in {porter(folded(word)) for word in tokens(text)}:
            counted[term] = counted.get(term, 0) + 1
    return Vocabulary(counted, len(texts), set(known).__contains__)


def retrieval(
    question: str,
    *found: Candidate,
    absent: Sequence[str] = (),
    query: Query | None = None,
    beside: dict[str, Beside] | None = None,
) -> Retrieval:
    """What was found for a question, in this order; scores fall by one."""
    asked = replace(query, text=question) if query else Query(question)
    words = vocabulary(*(f"{one.passage.title} {one.passage.text}" for one in found))
    weights = TermWeights.of(asked, words)
    ranked = tuple(Ranked(one, float(-place)) for place, one in enumerate(found))
    return Retrieval(
        asked, (), tuple(absent), 1, len(found), np.ones(1, dtype=np.float32), weights, ranked,
        beside or {},
    )  # fmt: skip
