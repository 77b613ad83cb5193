"""Citations and evidence in the text around them, cut into marked pieces for the report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from qa_app.contract import Answer, Citation
from qa_app.evaluation.measures.citations import bears, is_exact
from qa_app.evaluation.places import Case
from vectorstore.model import Span

AROUND = 320
"""The most characters shown on each side; a paragraph's border comes first."""

QUOTED, EMPHASISED, GOLD = "q", "e", "g"


class Layer(NamedTuple):
    """Spans of a text that bear one mark."""

    mark: str
    spans: Sequence[Span]


def context_row(case: Case, answer: Answer) -> dict[str, Any]:
    """A line of `passages.jsonl`: what the report shows beside the answer to one question."""
    return {
        "id": case.question.id,
        "cited": [_cited(case, citation) for citation in answer.citations],
        "closest": [_cited(case, citation) for citation in answer.closest],
        "gold": [_evidence(case, number, answer) for number in range(len(case.question.evidence))],
    }


def pieces(text: str, start: int, end: int, layers: Sequence[Layer]) -> list[tuple[str, str]]:
    """`text[start:end]` in pieces that end where a mark begins or ends, each with its marks."""
    borders = {start, end}
    for layer in layers:
        borders |= {at for span in layer.spans for at in (span.start, span.end)}
    cuts = sorted(at for at in borders if start <= at <= end)
    return [
        (text[a:b], "".join(layer.mark for layer in layers if _covers(layer, a)))
        for a, b in pairwise(cuts)
    ]


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with what stands around it in its paragraphs, `AROUND` at most on each side.

    A longer paragraph is cut between words, if there are any.
    """
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    low = 0 if before < 0 else before + 2
    high = len(text) if after < 0 else after
    if start - low > AROUND:
        low = start - AROUND + max(0, text[start - AROUND : start].find(" ") + 1)
    if high - end > AROUND:
        high = max(end, text.rfind(" ", end, end + AROUND))
    return low, high


def _covers(layer: Layer, at: int) -> bool:
    return any(span.start <= at < span.end for span in layer.spans)


def _cited(case: Case, citation: Citation) -> dict[str, Any]:
    exact = is_exact(citation, case.corpus)
    row: dict[str, Any] = {
        "n": citation.n,
        "source": citation.source,
        "title": citation.title,
        "published": citation.published,
        "exact": exact,
        "bears": bears(case, citation),
    }
    if not exact:
        return row | {"pieces": [(citation.quote, QUOTED)], "cut": (False, False)}
    span = Span(citation.start, citation.end)
    emphasis = [Span(span.start + a, span.start + b) for a, b in citation.emphasis]
    gold = [s for place in case.places if place.source == citation.source for s in place.spans]
    layers = [Layer(QUOTED, [span]), Layer(EMPHASISED, emphasis), Layer(GOLD, gold)]
    return row | _shown(case.corpus.texts[citation.source], span, layers)


def _evidence(case: Case, number: int, answer: Answer) -> dict[str, Any]:
    piece, place = case.question.evidence[number], case.places[number]
    ranks = [rank for rank, p in enumerate(answer.retrieved, 1) if number in case.pieces_in(p)]
    row: dict[str, Any] = {"source": piece.source, "rank": ranks[0] if ranks else None}
    if not place.spans:
        return row | {"pieces": [], "cut": (False, False)}
    quoted = [Span(c.start, c.end) for c in answer.citations if c.source == piece.source]
    layers = [Layer(GOLD, place.spans[:1]), Layer(QUOTED, quoted)]
    return row | _shown(case.corpus.texts[piece.source], place.spans[0], layers)


def _shown(text: str, span: Span, layers: Sequence[Layer]) -> dict[str, Any]:
    low, high = window(text, span.start, span.end)
    return {"pieces": pieces(text, low, high, layers), "cut": (low > 0, high < len(text))}
