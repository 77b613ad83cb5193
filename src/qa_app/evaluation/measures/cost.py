"""What answering cost: time by stage, and tokens where a language model was used.

An answer's `timings_ms` holds milliseconds by stage. A name that ends in `tokens` is a count, not a
time. Percentiles are linear between the two nearest values (Hyndman & Fan's type 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np


class Spread(NamedTuple):
    """Median, 95th percentile and number of the cases that have the stage."""

    p50: float
    p95: float
    n: int


def by_stage(timings: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    """Milliseconds by stage, in the order of first appearance; empty without timings."""
    return _spreads(timings, tokens=False)


def tokens(timings: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    """Token counts by name; empty where no language model was used."""
    return _spreads(timings, tokens=True)


def _spreads(timings: Iterable[Mapping[str, float]], tokens: bool) -> dict[str, Spread]:
    values: dict[str, list[float]] = {}
    for each in timings:
        for name, value in each.items():
            if name.endswith("tokens") == tokens:
                values.setdefault(name, []).append(value)
    return {name: _spread(listed) for name, listed in values.items()}


def _spread(values: list[float]) -> Spread:
    p50, p95 = np.percentile(values, [50, 95])
    return Spread(float(p50), float(p95), len(values))
