"""Whether two values say the same, are compatible, or differ; and whether one entails the other."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Final, Literal

from qa_app.values.model import Amount, Name, Value, When

Agreement = Literal["same", "compatible", "different"]

_TO_BASE: Final = {
    "decade": ("month", Decimal(120)),
    "century": ("month", Decimal(1200)),
    "year": ("month", Decimal(12)),
    "quarter": ("month", Decimal(3)),
    "month": ("month", Decimal(1)),
    "fortnight": ("day", Decimal(14)),
    "week": ("day", Decimal(7)),
    "day": ("day", Decimal(1)),
    "hour": ("second", Decimal(3600)),
    "minute": ("second", Decimal(60)),
    "second": ("second", Decimal(1)),
    "share": ("%", Decimal(100)),
    "kilometre": ("metre", Decimal(1000)),
    "kilogram": ("gram", Decimal(1000)),
    "pound": ("GBP", Decimal(1)),
}
_NEAR = Decimal("0.05")
_BELOW = Decimal("0.9")
_ABOVE = Decimal("1.25")
_PARTS: Final = {"early": (0.0, 0.4), "mid": (0.3, 0.7), "late": (0.6, 1.0)}
"""From what share of a decade or century on, and up to what, people call it so."""
_LAST_HUNDRED = 2000
_FIELDS = ("year", "month", "day", "weekday", "part", "relative", "clock")


def same_value(a: Value, b: Value) -> bool:
    """Whether `a` and `b` mean the same. Another unit, currency or scale is another value.

    "Nearly $50 billion" and "$47.6 billion" are not the same, only compatible: see `compare`.
    """
    return compare(a, b) == "same"


def compare(a: Value, b: Value) -> Agreement:
    """`same`; `compatible` when rounding, "nearly", or one being less exact explains the
    difference; else `different`. Symmetric.
    """
    if a.normal == b.normal and a.kind == b.kind:
        return "same"
    if isinstance(a.detail, Amount) and isinstance(b.detail, Amount):
        return _amounts(a.detail, b.detail)
    if isinstance(a.detail, When) and isinstance(b.detail, When):
        return _times(a.detail, b.detail)
    if {a.kind, b.kind} <= {"name", "title"}:
        return _names(a.normal, b.normal)
    return "different"


def entails(evidence: Value, claim: Value) -> bool:
    """Whether who wrote `evidence` has thereby said `claim`: same, or less exact and admitting it.

    "March 2014" entails "2014" and "$47.6 billion" entails "nearly $50 billion", never the
    other way round.
    """
    if isinstance(evidence.detail, When) and isinstance(claim.detail, When):
        return _time_entails(evidence.detail, claim.detail)
    if isinstance(evidence.detail, Amount) and isinstance(claim.detail, Amount):
        return _amount_entails(evidence.detail, claim.detail)
    if isinstance(claim.detail, Name) or claim.kind == "title":
        return set(claim.normal.split()) <= set(evidence.normal.split())
    return same_value(evidence, claim)


def contradicts(a: When, b: When) -> bool:
    """Whether the two times cannot be one: a field that both give differs."""
    a, b = _with_weekday(a), _with_weekday(b)
    if "decade" in (a.span, b.span) or "century" in (a.span, b.span):
        return not (_within(a, b) or _within(b, a))
    return any(
        getattr(a, field) and getattr(b, field) and getattr(a, field) != getattr(b, field)
        for field in ("year", "month", "day", "clock")
    ) or (a.weekday is not None and b.weekday is not None and a.weekday != b.weekday)


def same_unit(a: Amount, b: Amount) -> bool:
    """Whether two amounts can be compared at all."""
    return _base(a)[0] == _base(b)[0] and a.ordinal == b.ordinal


def _base(a: Amount) -> tuple[str, Decimal, Decimal]:
    """Unit, low and high after conversion (two decades are 240 months, a half is 50 %)."""
    unit, factor = _TO_BASE.get(a.unit, (a.unit, Decimal(1)))
    return unit, a.low * factor, a.high * factor


def _amounts(a: Amount, b: Amount) -> Agreement:
    if not same_unit(a, b):
        loose = {a.unit, b.unit} == {"ton", "tonne"} and (a.low, a.high) == (b.low, b.high)
        return "compatible" if loose else "different"
    if _base(a) == _base(b):
        return "same" if a.bound == b.bound else "compatible"
    close = _rounds_to(a, b) or _rounds_to(b, a) or _covers(a, b) or _covers(b, a)
    return "compatible" if close and not a.ordinal else "different"


def _rounds_to(exact: Amount, rounded: Amount) -> bool:
    """Whether `rounded` is `exact` at the precision in which `rounded` is written."""
    _, low, high = _base(exact)
    _, near, far = _base(rounded)
    step = rounded.step * (near / rounded.low if rounded.low else 1)
    if step <= exact.step or step < 10 ** (max(0, rounded.low.adjusted() - 1)):
        return False
    return low == high and near == far and abs(low - near) * 2 <= step


def _covers(limit: Amount, exact: Amount) -> bool:
    """Whether `exact` is what somebody may call "nearly", "about", "more than" `limit`."""
    _, near, far = _base(limit)
    _, low, high = _base(exact)
    if limit.bound == "about":
        return near * (1 - 2 * _NEAR) <= low and high <= far * (1 + 2 * _NEAR)
    if limit.bound == "below":
        return far * _BELOW <= low and high <= far
    if limit.bound == "above":
        return near <= low and high <= near * _ABOVE
    return near <= low and high <= far and near < far


def _amount_entails(evidence: Amount, claim: Amount) -> bool:
    if not same_unit(evidence, claim) or evidence.ordinal != claim.ordinal:
        return False
    if _base(evidence) == _base(claim):
        return evidence.bound == claim.bound or (claim.bound == "about" and not evidence.bound)
    if not claim.bound or evidence.bound:
        return False
    return _covers(claim, evidence)


def _times(a: When, b: When) -> Agreement:
    if a == b:
        return "same"
    if contradicts(a, b):
        return "different"
    shared = any(getattr(a, field) and getattr(a, field) == getattr(b, field) for field in _FIELDS)
    ranged = _within(a, b) or _within(b, a)
    if a.relative != b.relative and a.relative and b.relative:
        return "different"
    return "compatible" if shared or ranged else "different"


def _time_entails(evidence: When, claim: When) -> bool:
    """Whether every field that is claimed is given, the weekday of a full date included."""
    if evidence == claim:
        return True
    if claim.end_year:
        return False
    if claim.span or evidence.span:
        return _within(evidence, claim)
    evidence = _with_weekday(evidence)
    if claim.end_day != evidence.end_day and claim.end_day:
        return False
    return all(
        getattr(claim, field) in (None, "", getattr(evidence, field)) for field in _FIELDS
    ) and (evidence.end_year is None or claim.year is None)


def _within(inner: When, outer: When) -> bool:
    """Whether the year of `inner` lies in the decade, century or run of years of `outer`, or in
    the part of it that is meant.
    """
    if inner.year is None or outer.year is None:
        return False
    length = {"": 1, "decade": 10, "century": 100}[outer.span]
    if outer.span == "decade" and outer.year % 100 == 0 and outer.year < _LAST_HUNDRED:
        length = 100  # "the 1800s" are the century as well
    if outer.part and outer.part != inner.part:
        first, last = _PARTS.get(outer.part, (0.0, 0.0))
        low = (inner.year - outer.year) / length
        high = ((inner.end_year or inner.year) - outer.year) / length
        return not (inner.span or inner.part) and first <= low and high <= last
    own = {"": 1, "decade": 10, "century": 100}[inner.span]
    last = outer.end_year or outer.year + length - 1
    return outer.year <= inner.year and (inner.end_year or inner.year + own - 1) <= last


def _with_weekday(when: When) -> When:
    if when.weekday is not None or not (when.year and when.month and when.day):
        return when
    try:
        weekday = datetime.date(when.year, when.month, when.day).weekday()
    except ValueError:
        return when
    return When(
        when.year, when.month, when.day, weekday, when.part, relative=when.relative,
        clock=when.clock, end_day=when.end_day,
    )  # fmt: skip


def _names(a: str, b: str) -> Agreement:
    """One is part of the other ("Kishida"), or its initials ("WTO")."""
    first, second = a.split(), b.split()
    if first == second:
        return "same"
    if set(first) <= set(second) or set(second) <= set(first):
        return "compatible"
    return "compatible" if _initials(first, second) or _initials(second, first) else "different"


def _initials(short: list[str], long: list[str]) -> bool:
    letters = "".join(word[0] for word in long if word not in ("of", "the", "and", "for", "&"))
    return len(short) == 1 and len(letters) > 1 and short[0].replace(".", "") == letters
