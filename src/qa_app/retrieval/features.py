"""What the ranking looks at: a row of numbers for every candidate passage.

The order of `FEATURES` is the order of the columns and of the weights in
`learned/passages.json`, which `bench/train.py` learns.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.query import Query, TermWeights

FEATURES = (
    "cosine",
    "bm25",
    "coverage",
    "title_coverage",
    "article_coverage",
    "vector_rank",
    "word_rank",
    "article_cosine",
    "article_bm25",
    "bigrams",
    "lead",
    "short",
    "same_week",
    "same_season",
)

# BM25 with k1 = 1.2 cannot give a term more than 2.2 times its idf; dividing by it keeps 0 to 1.
_BM25_CEILING = 2.2
_RANK_DAMPING = 10
_NOT_RANKED = 300
_SHORT_WORDS = 40
_WEEK, _SEASON = 7.0, 60.0


def passage_features(
    query: Query, weights: TermWeights, candidates: Sequence[Candidate]
) -> NDArray[np.float64]:
    """One row a candidate, shape (len(candidates), len(FEATURES)); pure."""
    ceiling = _BM25_CEILING * weights.total
    articles = _Articles(candidates)
    rows = [_row(query, weights, candidate, articles, ceiling) for candidate in candidates]
    return np.array(rows, dtype=np.float64).reshape(len(candidates), len(FEATURES))


class _Articles:
    """The best that any candidate of the same article reaches."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.cosine: dict[str, float] = {}
        self.bm25: dict[str, float] = {}
        self.stems: dict[str, set[str]] = {}
        for candidate in candidates:
            source = candidate.passage.source
            self.cosine[source] = max(candidate.cosine, self.cosine.get(source, -1.0))
            self.bm25[source] = max(candidate.bm25, self.bm25.get(source, 0.0))
            self.stems.setdefault(source, set()).update(candidate.stem_set, candidate.title_stems)


def _row(
    query: Query,
    weights: TermWeights,
    candidate: Candidate,
    articles: _Articles,
    ceiling: float,
) -> list[float]:
    passage = candidate.passage
    recent = [recency(query.asked_on, passage.published, scale) for scale in (_WEEK, _SEASON)]
    return [
        candidate.cosine,
        candidate.bm25 / ceiling,
        weights.coverage(query.meant_by(candidate.stem_set)),
        weights.coverage(query.meant_by(candidate.title_stems)),
        weights.coverage(query.meant_by(articles.stems[passage.source])),
        _damped(candidate.vector_rank),
        _damped(candidate.word_rank),
        articles.cosine[passage.source],
        articles.bm25[passage.source] / ceiling,
        query.neighbours(candidate.stems, candidate.stem_set),
        float(passage.ordinal == 0),
        float(len(candidate.stems) < _SHORT_WORDS),
        *recent,
    ]


def _damped(rank: int | None) -> float:
    return 1 / (_RANK_DAMPING + (_NOT_RANKED if rank is None else rank))


def recency(asked_on: date | None, published: str, scale: float) -> float:
    """exp(-|days between| / scale): 1 on the day itself; 0 when either date is not known."""
    if asked_on is None or not published:
        return 0.0
    days = abs((asked_on - date.fromisoformat(published)).days)
    return math.exp(-days / scale)
