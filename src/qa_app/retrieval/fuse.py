"""Weighted reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence

# Cormack, Clarke and Büttcher, SIGIR 2009: k = 60 dampens the lead of the first ranks.
RANK_CONSTANT = 60


def fuse(rankings: Sequence[Sequence[int]], weights: Sequence[float]) -> dict[int, float]:
    """Score of every id in any of the rankings: the weighted sum of 1 / (60 + rank), rank from 1.

    The ids come back best first; ties keep the order of the smaller id.
    """
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weight / (RANK_CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))
