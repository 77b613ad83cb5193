"""Whether two runs over the same questions differ: paired tests.

McNemar's exact test for yes-or-no measures (McNemar, Psychometrika 1947): of the questions that
flipped, are as many better as worse? The paired bootstrap for all others (Koehn, "Statistical
Significance Tests for Machine Translation Evaluation", EMNLP 2004): questions are drawn, and both
runs are measured on the same draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from qa_app.evaluation.extras import scipy_stats
from qa_app.evaluation.measures.confidence import Flags, Floats
from qa_app.evaluation.measures.intervals import Interval, draws, ratios
from qa_app.evaluation.measures.part import Part

NOTHING = Part(0.0, 0.0)


class Difference(NamedTuple):
    """Second minus first, its 95 % interval if there are enough cases, and p of no difference."""

    value: float
    interval: Interval | None
    p: float


def mcnemar(worse: int, better: int) -> float:
    """Exact two-sided p that a flip goes either way with even chance; 1 without flips."""
    flips = worse + better
    return float(scipy_stats().binomtest(min(worse, better), flips).pvalue) if flips else 1.0


def flips(first: Sequence[Part], second: Sequence[Part]) -> tuple[int, int] | None:
    """How many went from 1 to 0 and from 0 to 1; `None` if it is no yes-or-no measure
    of the same questions in both.
    """
    both = [pair for pair in zip(first, second, strict=True) if pair[0].den or pair[1].den]
    if any(part.den != 1 or part.num not in (0, 1) for pair in both for part in pair):
        return None
    falls = sum(a.num > b.num for a, b in both)
    return falls, sum(a.num < b.num for a, b in both)


def bootstrap_ratio(
    first: Sequence[Part], second: Sequence[Part], seed: int, name: str = ""
) -> Difference | None:
    """The difference of two ratios of sums; `None` when either run has nothing that counts."""
    pairs = [pair for pair in zip(first, second, strict=True) if pair[0].den or pair[1].den]
    columns = np.array([[*a, *b] for a, b in pairs], dtype=np.float64).reshape(-1, 4).T

    def difference(*sums: Floats, axis: int = -1) -> Floats:
        return ratios(sums[2], sums[3], axis) - ratios(sums[0], sums[1], axis)

    value = float(difference(*columns))
    if np.isnan(value):
        return None
    return _difference(value, draws(tuple(columns), difference, seed, name, vectorized=True))


def bootstrap_cases(
    statistic: Callable[[Floats, Flags], float | None],
    first: tuple[Floats, Flags],
    second: tuple[Floats, Flags],
    seed: int,
    name: str = "",
) -> Difference | None:
    """The difference of a statistic of (confidence, right); `None` when either has no value."""

    def difference(*cases: Floats) -> float:
        a = statistic(cases[0], cases[1].astype(bool))
        b = statistic(cases[2], cases[3].astype(bool))
        return np.nan if a is None or b is None else b - a

    value = difference(*first, *second)  # type: ignore[arg-type]
    if np.isnan(value):
        return None
    return _difference(value, draws((*first, *second), difference, seed, name, vectorized=False))


def _difference(value: float, drawn: Floats) -> Difference:
    if not len(drawn):
        return Difference(value, None, 1.0)
    low, high = np.quantile(drawn, [0.025, 0.975])
    tail = min((drawn <= 0).mean(), (drawn >= 0).mean())
    p = min(1.0, max(2 * float(tail), 1 / (len(drawn) + 1)))
    return Difference(value, Interval(float(low), float(high)), p)
