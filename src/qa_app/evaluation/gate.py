"""Bounds that a run must keep to.

A gate file is TOML: `[minimum]` and `[maximum]`, each with measures and their bounds, by the names
of `summary.json`. What a gate names must have been measured: a measure that no question speaks to
falls short, for otherwise a gold set that lost its questions would pass.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qa_app.evaluation.errors import GateError
from qa_app.evaluation.measures.registry import MEASURES, lookup
from qa_app.evaluation.summary import Summary


@dataclass(frozen=True, slots=True)
class Bound:
    """A measure and the value that it must not pass."""

    measure: str
    side: Literal["minimum", "maximum"]
    value: float


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A bound that was not kept; `value` is `None` when the measure was not measured."""

    bound: Bound
    value: float | None

    def __str__(self) -> str:
        bound = self.bound
        if self.value is None:
            return f"{bound.measure} was not measured; its {bound.side} is {bound.value:g}"
        verb = "below" if bound.side == "minimum" else "above"
        return f"{bound.measure} is {self.value:.4g}, {verb} its {bound.side} of {bound.value:g}"


def load_gate(path: Path) -> tuple[Bound, ...]:
    """The bounds in a gate file, in its order.

    Raises:
        GateError: if it cannot be read, names a measure that there is not, holds something that
            is no number, or holds no bound at all.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GateError(f"{path}: cannot be read ({error})") from None
    unknown = sorted(set(data) - {"minimum", "maximum"})
    if unknown:
        raise GateError(f"{path}: unknown table [{unknown[0]}]; known are [minimum], [maximum]")
    bounds = (*_bounds(path, data, "minimum"), *_bounds(path, data, "maximum"))
    if not bounds:
        raise GateError(f"{path}: no bounds, so it would let everything through")
    return bounds


def shortfalls(summary: Summary, bounds: tuple[Bound, ...]) -> list[Shortfall]:
    """The bounds that `summary` does not keep, in their order; empty when it passes."""
    found = []
    for bound in bounds:
        estimate = summary.measures.get(bound.measure)
        value = estimate.value if estimate else None
        if value is None or not _kept(value, bound):
            found.append(Shortfall(bound, value))
    return found


def _kept(value: float, bound: Bound) -> bool:
    return value >= bound.value if bound.side == "minimum" else value <= bound.value


def _bounds(
    path: Path, data: Mapping[str, Any], side: Literal["minimum", "maximum"]
) -> list[Bound]:
    table = data.get(side, {})
    if not isinstance(table, dict):
        raise GateError(f"{path}: {side} must be a table")
    return [_bound(path, name, side, value) for name, value in table.items()]


def _bound(path: Path, name: str, side: Literal["minimum", "maximum"], value: Any) -> Bound:
    if lookup(name) is None:
        known = ", ".join(MEASURES)
        raise GateError(f"{path}: [{side}] unknown measure {name!r}; known are {known}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise GateError(f"{path}: [{side}] {name!r} must be a number from 0 to 1, not {value!r}")
    return Bound(name, side, float(value))
