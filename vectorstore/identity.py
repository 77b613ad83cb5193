"""What an article, a passage and a vector are called: names that follow from content alone.

A store built today and one that was edited into the same state hold the same names.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from vectorstore.model import Article, Field, Metadata, Span

_WORD = re.compile(r"\w+")
_FIELDS = tuple(field.name for field in fields(Metadata))


def vector_ids(source: str, embedded: Sequence[str]) -> list[str]:
    """The ids of an article's vectors, given what is embedded for its passages in order.

    Identical passages of one article differ in their occurrence, so none is lost; a change
    elsewhere in the article changes no id.
    """
    seen: Counter[str] = Counter()
    ids = []
    for text in embedded:
        seen[text] += 1
        ids.append(_sha256("\0".join((source, str(seen[text]), text))))
    return ids


def digest(article: Article) -> str:
    """A digest of all that was prepared for an article, wherever the article lies."""
    content: list[Any] = [
        article.sha256,
        article.text,
        {name: _field(getattr(article.metadata, name)) for name in _FIELDS},
        [[p.embedded, p.span.start, p.span.end, _bounds(p.sentences)] for p in article.passages],
    ]
    if article.pages or article.edges.lines:  # without them it is what layout 1 wrote
        lines = sorted((edge.line, edge.dropped) for edge in article.edges.lines)
        content += [list(article.pages), article.edges.core, lines]
    if article.dropped is not None:  # without it, it is what layout 2 wrote
        content.append({"dropped": [[one.text, one.reason] for one in article.dropped]})
    return _sha256(json.dumps(content, sort_keys=True))


def words_hash(text: str) -> str:
    """The same for texts that differ in case, spacing and punctuation only."""
    return _sha256(" ".join(_WORD.findall(text.casefold())))


def _field(field: Field) -> dict[str, str]:
    return {"value": field.value, "origin": field.origin}


def _bounds(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
