"""The best passages, each next one of an article worth a little less than the one before.

Without it the list is often filled by one article, and another that holds the answer is not in it.
After Carbonell and Goldstein (1998), maximal marginal relevance, with "from the same article" as
the similarity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.duplicates import SAME, resemblance, shingles


def diversify(
    candidates: Sequence[Candidate], scores: Sequence[float], limit: int, penalty: float
) -> list[tuple[int, float]]:
    """The places of the candidates to list and what each was worth then, best first.

    None repeats an earlier one.

    Args:
        candidates: in the order in which ties are broken.
        scores: of each.
        limit: how many to list at most.
        penalty: see `PENALTY`; 0 leaves the order to the scores.
    """
    left = list(range(len(candidates)))
    listed: list[tuple[int, float]] = []
    seen: list[frozenset[tuple[str, ...]]] = []
    held: Counter[str] = Counter()
    while left and len(listed) < limit:
        worth = [scores[i] - penalty * held[candidates[i].passage.source] for i in left]
        best = max(worth)
        place = left.pop(worth.index(best))
        runs = shingles(candidates[place].stems)
        if any(resemblance(runs, other) >= SAME for other in seen):
            continue
        listed.append((place, best))
        seen.append(runs)
        held[candidates[place].passage.source] += 1
    return listed
