"""What a value is: a typed stretch of a text, with a normal form that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["number", "date", "duration", "age", "name", "title"]
NameType = Literal["person", "place", "organisation", "other"]
Bound = Literal["", "about", "below", "above"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, a length of time or an age.

    Attributes:
        low, high: the ends of a range, scale applied; equal when there is no range.
        unit: canonical unit: an ISO 4217 code, `%`, `share`, `kilometre`, `year`, … or empty.
        nouns: lower-case words after the number up to the end of its phrase ("separate",
            "points"), what was counted when there is no unit.
        bound: `about`, `below` ("nearly", "up to") or `above` ("more than"); empty when exact.
        ordinal: a rank rather than a count.
        step: the size of the last digit written: 47.6 billion has 100,000,000.
    """

    low: Decimal
    high: Decimal
    unit: str = ""
    nouns: tuple[str, ...] = ()
    bound: Bound = ""
    ordinal: bool = False
    step: Decimal = Decimal(1)

    @property
    def approximate(self) -> bool:
        """Whether the text itself says that the number is not exact."""
        return bool(self.bound)

    def normal(self) -> str:
        """The same string for the same amount: `~47600000000 USD`, `600-800 ton`, `#3`."""
        sign = {"": "", "about": "~", "below": "<~", "above": ">~"}[self.bound]
        ends = plain(self.low) if self.low == self.high else f"{plain(self.low)}-{plain(self.high)}"
        return f"{sign}{'#' if self.ordinal else ''}{ends} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class When:
    """A point or stretch of time, as far as the text gives it.

    Attributes:
        weekday: 0 is Monday.
        part: `early`, `mid`, `late`, `q1` to `q4`, a season, or empty.
        span: `decade` or `century` when `year` is only its first year.
        relative: words that need the day of writing: `last month`, `yesterday`, `2 year ago`.
        clock: `HH:MM`, 24 hours.
        end_year, end_day: the far end of a range such as 2006-2007 or November 27-30.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str = ""
    span: Literal["", "decade", "century"] = ""
    relative: str = ""
    clock: str = ""
    end_year: int | None = None
    end_day: int | None = None

    def normal(self) -> str:
        """The same string for the same time: `2023-09-13`, `late 2012`, `1990s`, `last month`."""
        date = "-".join(
            part
            for part in (
                f"{self.year:04d}" if self.year is not None else "",
                f"{self.month:02d}" if self.month is not None else "",
                f"{self.day:02d}" if self.day is not None else "",
            )
            if part
        )
        if self.month is not None and self.year is None:
            date = f"--{date}"
        date += {"": "", "decade": "s", "century": "/100"}[self.span]
        ends = f"..{self.end_year or self.end_day}" if self.end_year or self.end_day else ""
        day = "" if self.weekday is None else WEEKDAY_NAMES[self.weekday]
        return " ".join(x for x in (self.part, self.relative, day, date + ends, self.clock) if x)


@dataclass(frozen=True, slots=True)
class Name:
    """What is known of a name besides its words; `title` is lower case ("prime minister")."""

    type: NameType = "other"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value found in a text: always `text == source[start:end]`, in code points.

    `normal` is equal for two values that are written differently and mean the same; `detail` is
    its structure, `None` for quoted titles.
    """

    kind: Kind
    start: int
    end: int
    text: str
    normal: str
    detail: Amount | When | Name | None = None


WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def plain(number: Decimal) -> str:
    """Digits without exponent and without trailing zeros after the point."""
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
