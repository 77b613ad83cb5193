"""Citations: of sentences that answer, the answering words marked, and of what comes closest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from qa_app.answering.emphasis import emphasis
from qa_app.answering.office import holder_in
from qa_app.answering.reading import Reading
from qa_app.answering.rows import looked_up
from qa_app.answering.sentences import Sentence
from qa_app.contract import Citation, FoundPassage, Outcome, Retrieved
from qa_app.injected import withheld
from qa_app.retrieval.search import Retrieval
from vectorstore.model import Beside, Span, StoredPassage

_MOST = 3
_SURER, _AS_LIKELY = 2.0, 0.4
"""A margin, in logits, by which words that answer are told from words of the same form beside, and
the share of the likeliest sentence's likelihood."""


def telling(reading: Reading, likely: np.ndarray, picked: Sequence[Sentence]) -> list[Sentence]:
    """Those sentences of an answer in which words that answer may be marked: about as likely as the
    likeliest, and the reader about as sure of words in them as anywhere.
    """
    shares = dict(zip(map(id, reading.sentences), likely, strict=True))
    best = max((shares[id(s)] for s in picked), default=0.0)
    surest = max((s.read.margin for s in picked if s.read), default=0.0)
    return [
        s
        for s in picked
        if shares[id(s)] >= _AS_LIKELY * best
        and (s.read is None or s.read.margin >= surest - _SURER)
    ]


def citation(n: int, sentence: Sentence, found: Retrieval, *, marked: bool) -> Citation:
    """The citation of one sentence, the answering words marked if they are to be."""
    words: tuple[tuple[int, int], ...] = ()
    if marked:
        asked, text = found.query.text, sentence.text
        seen = looked_up(found.query, found.weights, text) or holder_in(asked, text)
        words = (seen,) if seen else emphasis(asked, sentence)
    return cite(n, sentence.passage, sentence.span, found, words)


def closest(
    found: Retrieval, reading: Reading, likely: np.ndarray, outcome: Outcome
) -> Iterator[Citation]:
    """The likeliest sentences, each with its neighbours in the paragraph, none twice."""
    shown: list[tuple[str, Span]] = []
    for i in sorted(range(len(reading.sentences)), key=lambda i: (-likely[i], i)):
        sentence = reading.sentences[i]
        span = _around(sentence) if outcome == "unsure" else sentence.span
        source = sentence.passage.source
        if any(source == s and span.start < o.end and o.start < span.end for s, o in shown):
            continue
        shown.append((source, span))
        yield cite(len(shown), sentence.passage, span, found, ())
        if len(shown) == (_MOST if outcome == "unsure" else 1):
            return


def _around(sentence: Sentence) -> Span:
    """The sentence with the one before and the one after it, where those stand in its paragraph and
    are not addressed to a model.
    """
    passage, hidden = sentence.passage, withheld(sentence.passage)
    base, spans = passage.span.start, passage.sentences

    def joined(first: int, n: int) -> bool:
        """Whether sentence n may be shown and no paragraph ends behind the first one."""
        if not 0 <= first < len(spans) - 1 or hidden[n]:
            return False
        return "\n\n" not in passage.text[spans[first].end - base : spans[first + 1].start - base]

    low = high = sentence.index
    if joined(low - 1, low - 1):
        low -= 1
    if joined(high, high + 1 if high + 1 < len(spans) else high):
        high += 1
    return Span(spans[low].start, spans[high].end)


def cite(
    n: int,
    passage: StoredPassage,
    span: Span,
    found: Retrieval,
    marked: Sequence[tuple[int, int]],
) -> Citation:
    """The citation of a span of a passage; `marked` in code points of the span."""
    base = passage.span.start
    beside = found.beside.get(passage.source, Beside())
    return Citation(
        n=n,
        source=passage.source,
        title=passage.title,
        published=passage.published,
        start=span.start,
        end=span.end,
        quote=passage.text[span.start - base : span.end - base],
        emphasis=tuple(marked),
        page=beside.page(span.start),
        copies=beside.copies,
    )


def retrieved(found: Retrieval) -> tuple[Retrieved, ...]:
    """The passages that were found, as an answer names them."""
    return tuple(
        Retrieved(
            source=ranked.candidate.passage.source,
            start=ranked.candidate.passage.span.start,
            end=ranked.candidate.passage.span.end,
            score=round(ranked.score, 4),
        )
        for ranked in found.ranked
    )


def shown(found: Retrieval) -> tuple[FoundPassage, ...]:
    """The passages that were found, with their words, as a search shows them."""
    passages = ((one.candidate.passage, one.score) for one in found.ranked)
    return tuple(
        FoundPassage(
            source=passage.source,
            title=passage.title,
            published=passage.published,
            start=passage.span.start,
            end=passage.span.end,
            text=passage.text,
            score=round(score, 4),
        )
        for passage, score in passages
    )
