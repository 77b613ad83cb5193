"""What one question contributes to a measure.

Nearly every measure is a ratio of two sums over the questions, so a question contributes a
numerator and a denominator: `(0.5, 1)` to a mean, `(2, 3)` to "citations that are right". A
question that the measure does not speak of contributes nothing at all, which is not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Part(NamedTuple):
    """Numerator and denominator of one question."""

    num: float
    den: float


def yes(condition: bool) -> Part:
    """One case, in which the condition held or did not."""
    return Part(float(condition), 1.0)


def mean_part(value: float) -> Part:
    """One case with a value."""
    return Part(value, 1.0)


def ratio(parts: Iterable[Part]) -> float | None:
    """The measure over all the parts; `None` when nothing counts, which is neither 0 nor 1."""
    listed = list(parts)
    total = sum(part.den for part in listed)
    return sum(part.num for part in listed) / total if total else None
