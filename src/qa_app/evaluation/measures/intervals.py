"""95 % intervals by the percentile bootstrap over questions.

Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13, drawn by scipy. Questions
are the unit that is drawn, so citations of one question stay together. Where every question has the
same value the interval has no width: that is what was seen, not that nothing else is possible (with
n right of n, up to 3/n wrong ones are still likely to have gone unseen).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from qa_app.evaluation.extras import scipy_stats
from qa_app.evaluation.measures.confidence import Flags, Floats
from qa_app.evaluation.measures.part import Part

RESAMPLES = 2000
_BATCH_CELLS = 4_000_000


class Interval(NamedTuple):
    """Lower and upper end of a 95 % interval."""

    low: float
    high: float


def of_ratio(parts: Sequence[Part], seed: int, name: str = "") -> Interval | None:
    """The interval of the ratio of sums; `None` for fewer than two parts."""
    counted = np.array([part for part in parts if part.den], dtype=np.float64).reshape(-1, 2)
    return _interval((counted[:, 0], counted[:, 1]), ratios, seed, name, vectorized=True)


def of_cases(
    statistic: Callable[[Floats, Flags], float | None],
    confidence: Floats,
    right: Flags,
    seed: int,
    name: str = "",
) -> Interval | None:
    """The interval of a statistic of (confidence, right); draws without a value are left out."""

    def value(confidence: Floats, right: Flags) -> float:
        drawn = statistic(confidence, right.astype(bool))
        return np.nan if drawn is None else drawn

    return _interval((confidence, right), value, seed, name, vectorized=False)


def draws(
    samples: tuple[Any, ...], statistic: Any, seed: int, name: str, vectorized: bool
) -> Floats:
    """The finite bootstrap values of `statistic` over cases drawn jointly; empty for under two.

    `name` gives every measure its own draws, the same in each run of the same seed.
    """
    size = len(samples[0])
    if size < 2:
        return np.empty(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy warns of degenerate samples, such as all right
        result = scipy_stats().bootstrap(
            samples,
            statistic,
            paired=True,
            vectorized=vectorized,
            n_resamples=RESAMPLES,
            batch=max(1, _BATCH_CELLS // size),
            method="percentile",
            rng=np.random.default_rng([seed, crc32(name.encode())]),
        )
    values: list[float] = result.bootstrap_distribution.tolist()
    return np.array([value for value in values if np.isfinite(value)], dtype=np.float64)


def ratios(nums: Floats, dens: Floats, axis: int = -1) -> Floats:
    """Ratio of sums along `axis`, not a number where nothing counts."""
    total, counted = nums.sum(axis=axis), dens.sum(axis=axis)
    empty = np.full(np.shape(total), np.nan)
    values: Floats = np.divide(total, counted, out=empty, where=counted > 0)
    return values


def _interval(
    samples: tuple[Any, ...], statistic: Any, seed: int, name: str, vectorized: bool
) -> Interval | None:
    values = draws(samples, statistic, seed, name, vectorized)
    if not len(values):
        return None
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(low), float(high))
