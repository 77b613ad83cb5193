"""The day that a relative date means, from the day on which it was written."""

from __future__ import annotations

import datetime
from dataclasses import replace

from qa_app.values import When
from qa_app.values.dates import AGO, DAYS

_YEARS = {"last year": -1, "this year": 0, "next year": 1, "previous year": -1}


def written_on(published: str) -> datetime.date | None:
    """The date of an ISO string, or nothing."""
    try:
        return datetime.date.fromisoformat(published)
    except ValueError:
        return None


def resolve(when: When, published: str, latest_year: int | None) -> When | None:
    """`when` as a date that needs no other; nothing when it cannot be told.

    Without a day of publication the latest year that the sentence names stands for "this year".
    A month without a year is the last one before the day of publication.
    """
    day = written_on(published)
    year = day.year if day else latest_year
    if when.relative in _YEARS and year is not None:
        return replace(when, year=year + _YEARS[when.relative], relative="")
    if when.relative in DAYS:
        return _days(day, DAYS[when.relative])
    if (ago := AGO.fullmatch(when.relative)) and year is not None and ago[2] == "year":
        return When(year=year - int(ago[1]))
    if when.relative:
        return None
    if when.year is None and when.month is not None and day is not None:
        return replace(when, year=day.year - (when.month > day.month), weekday=None)
    return replace(when, weekday=None) if when.year is not None else None


def _days(day: datetime.date | None, shift: int) -> When | None:
    if day is None:
        return None
    moved = day + datetime.timedelta(days=shift)
    return When(moved.year, moved.month, moved.day)
