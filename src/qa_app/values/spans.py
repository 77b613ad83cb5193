"""Which days a date means: those of a year, of "last week", of "March", of "two years ago"."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final, NamedTuple

from qa_app.values.dates import AGO, DAYS
from qa_app.values.model import When

_SHIFTS: Final = {
    "last": -1, "previous": -1, "earlier": 0, "this": 0, "next": 1, "following": 1, "coming": 1,
}  # fmt: skip


class Days(NamedTuple):
    """Days from the first to the last, both included; None where there is no end."""

    first: date | None
    last: date | None

    def meets(self, other: Days) -> bool:
        """Whether any day belongs to both."""
        starts = self.first is None or other.last is None or self.first <= other.last
        return starts and (self.last is None or other.first is None or other.first <= self.last)


def days_of(when: When, written: date | None) -> Days | None:
    """The days that a date means; None where it cannot be told.

    A month or a weekday alone is the last one that had begun when it was written.

    Args:
        written: the day of writing, which "last week" and "May" alone need.
    """
    try:
        if when.year is not None:
            return _of_year(when, when.year)
        return _from(when, written) if written is not None else None
    except (ValueError, OverflowError):  # 31 June, or a year before the first
        return None


def _of_year(when: When, year: int) -> Days:
    if when.span or when.end_year:
        length = {"decade": 10, "century": 100}.get(when.span, 1)
        return Days(date(year, 1, 1), date((when.end_year or year + length - 1), 12, 31))
    if when.month is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if when.day is None:
        return _month(year, when.month)
    return Days(date(year, when.month, when.day), date(year, when.month, when.end_day or when.day))


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _from(when: When, written: date) -> Days | None:
    if when.month is not None:
        return _month_near(when, when.month, written)
    if when.weekday is not None:
        back = (written.weekday() - when.weekday) % 7
        day = written + timedelta(days=7 - back if when.relative == "next" else -back)
        return Days(day, day)
    if when.relative in DAYS:
        day = written + timedelta(days=DAYS[when.relative])
        return Days(day, day)
    if ago := AGO.fullmatch(when.relative):
        return _ago(int(ago[1]), ago[2], written)
    shift, _, unit = when.relative.partition(" ")
    return _shifted(_SHIFTS[shift], unit, written) if shift in _SHIFTS else None


def _month_near(when: When, month: int, written: date) -> Days:
    year = written.year
    if when.relative == "next":
        year += month <= written.month
    elif when.relative == "last":
        year -= month >= written.month
    elif when.relative != "this":
        year -= (month, when.day or 1) > (written.month, written.day)
    return _of_year(When(year, month, when.day, end_day=when.end_day), year)


def _shifted(shift: int, unit: str, written: date) -> Days | None:
    if unit == "week":
        monday = written - timedelta(days=written.weekday()) + timedelta(weeks=shift)
        return Days(monday, monday + timedelta(days=6))
    if unit == "month":
        years, month = divmod(written.month - 1 + shift, 12)
        return _month(written.year + years, month + 1)
    if unit == "year":
        return _of_year(When(written.year + shift), written.year + shift)
    if unit == "decade":
        first = written.year // 10 * 10 + 10 * shift
        return _of_year(When(first, span="decade"), first)
    return None


def _ago(number: int, unit: str, written: date) -> Days:
    if unit in ("day", "week"):
        day = written - timedelta(days=number * (7 if unit == "week" else 1))
        return Days(day, day) if unit == "day" else _shifted(0, "week", day) or Days(day, day)
    if unit == "month":
        years, month = divmod(written.month - 1 - number, 12)
        return _month(written.year + years, month + 1)
    year = written.year - number * (10 if unit == "decade" else 1)
    return _of_year(When(year), year)
