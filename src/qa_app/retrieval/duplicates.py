"""Near-duplicate passages: the same words in two articles, or twice in one, are listed once."""

from __future__ import annotations

from collections.abc import Sequence

# Shingles of five words; Broder 1997 calls texts "roughly the same" from a resemblance of 0.9 down
# to 0.5, depending on use. 0.8 keeps an edited paragraph (another figure, another date) apart.
_SHINGLE = 5
SAME = 0.8


def shingles(stems: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """All runs of five stems; a shorter text is one run."""
    if len(stems) <= _SHINGLE:
        return frozenset({tuple(stems)})
    return frozenset(tuple(stems[i : i + _SHINGLE]) for i in range(len(stems) - _SHINGLE + 1))


def resemblance(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """Jaccard similarity of two sets of shingles, 0 to 1."""
    if not a or not b or a.isdisjoint(b):
        return float(not a and not b)
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)
