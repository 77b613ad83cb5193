"""Whether the evidence was among what was retrieved, and how high.

Hit@k (success), recall@k, reciprocal rank and nDCG@10 (Järvelin & Kekäläinen, "Cumulated
gain-based evaluation of IR techniques", TOIS 2002), computed by ir-measures. What is relevant is
the *need*: an article, or a piece of evidence. The first passage that meets a need stands for it;
a passage that meets no further need takes up a rank and nothing more. So k counts passages, as a
reader meets them, and the ideal order has all needs at the top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_app.contract import Retrieved
from qa_app.evaluation.extras import ir_measures
from qa_app.evaluation.places import Case

NAMES = ("hit@1", "hit@5", "hit@10", "recall@5", "recall@10", "mrr", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Ranking:
    """How many needs there are, and which one each rank meets first, if any."""

    needs: int
    met: tuple[int | None, ...]

    @property
    def first(self) -> int | None:
        """The rank, from 1, at which the first need is met."""
        return next((rank for rank, need in enumerate(self.met, 1) if need is not None), None)


def by_article(case: Case, retrieved: Sequence[Retrieved]) -> Ranking:
    """The ranking when the needs are the articles of the evidence.

    Where any of them is enough, there is one need. An article of `also_supported_by` stands in
    for one that is still missing.
    """
    stand_ins = case.question.also_supported_by
    wanted = list(dict.fromkeys(place.source for place in case.places))
    numbers = {source: n if case.question.needs_all else 0 for n, source in enumerate(wanted)}
    missing = sorted(set(numbers.values()))
    needs = len(missing)
    met: list[int | None] = []
    seen: set[str] = set()
    for passage in retrieved:
        need = numbers.get(passage.source)
        if need is None and passage.source in stand_ins and passage.source not in seen:
            need = missing[0] if missing else None
        seen.add(passage.source)
        met.append(need if need in missing else None)
        missing = [each for each in missing if each != need]
    return Ranking(needs, tuple(met))


def by_evidence(case: Case, retrieved: Sequence[Retrieved]) -> Ranking:
    """The ranking when the needs are the pieces of evidence, by their words.

    Where any of them is enough, there is one need; so there is for pieces that a single passage is
    the first to hold.
    """
    missing = set(range(len(case.places)))
    needs = len(missing) if case.question.needs_all else min(1, len(missing))
    met: list[int | None] = []
    for passage in retrieved:
        new = [piece for piece in case.pieces_in(passage) if piece in missing]
        met.append(new[0] if new else None)
        if new:
            missing = missing - set(new) if case.question.needs_all else set()
            needs -= len(new) - 1 if case.question.needs_all else 0
    return Ranking(needs, tuple(met))


def measure(rankings: Mapping[str, Ranking]) -> dict[str, dict[str, float]]:
    """Every measure of `NAMES` for every question; a ranking without needs is left out.

    Raises:
        MissingExtraError: if ir-measures is not installed.
    """
    known = {name: ranking for name, ranking in rankings.items() if ranking.needs}
    if not known:
        return {}
    ir = ir_measures()
    wanted = [ir.Success @ 1, ir.Success @ 5, ir.Success @ 10, ir.R @ 5, ir.R @ 10, ir.RR]
    names = {str(each): name for each, name in zip([*wanted, ir.nDCG @ 10], NAMES, strict=True)}
    relevant = [ir.Qrel(q, need, 1) for q, r in known.items() for need in _needs(r)]
    ranked = [ir.ScoredDoc(q, *pair) for q, r in known.items() for pair in _scored(r)]
    scores: dict[str, dict[str, float]] = {question: {} for question in known}
    for metric in ir.iter_calc([*wanted, ir.nDCG @ 10], relevant, ranked):
        scores[metric.query_id][names[str(metric.measure)]] = float(metric.value)
    return scores


def _needs(ranking: Ranking) -> list[str]:
    met = [need for need in ranking.met if need is not None]
    unmet = ranking.needs - len(met)
    return [f"need {need}" for need in met] + [f"unmet {number}" for number in range(unmet)]


def _scored(ranking: Ranking) -> list[tuple[str, float]]:
    """Names and falling scores; one nothing at the end, so that an empty ranking is a ranking."""
    met = [*ranking.met, None]
    return [
        (f"nothing {rank}" if need is None else f"need {need}", -float(rank))
        for rank, need in enumerate(met)
    ]
