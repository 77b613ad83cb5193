"""Dates and times: full, partial, relative, with a clock."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from qa_app.values.lexicon import MONTHS, ORDINALS, SEASONS, WEEKDAYS, word_set
from qa_app.values.model import When
from qa_app.values.numerals import HYPHENS, numeral
from qa_app.values.tokens import Tokens, base
from qa_app.values.units import TIME_UNITS, singular
from qa_app.values.years import DASHES, Timed, year, years

_SUFFIXES: Final = frozenset(("st", "nd", "rd", "th"))
_PARTS: Final = {
    "early": "early",
    "late": "late",
    "mid": "mid",
    "middle": "mid",
    "beginning": "early",
    "start": "early",
    "end": "late",
}
_SHIFTS: Final = word_set("last next this past previous following coming earlier later")
_SPANS: Final = word_set("day week weekend month year decade century season summer spring")
DAYS: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
"""Words for a day near the day of writing, and how many days after it that is."""

AGO: Final = re.compile(r"(\d{1,4}) (day|week|month|year|decade) ago")
"""What `When.relative` says of "two years ago": how many of what."""

DATE_WORDS: Final = _PARTS.keys() | _SHIFTS | DAYS.keys()
_DAYTIMES: Final = frozenset(["morning", "afternoon", "evening", "night"])
_BEFORE_MAY: Final = word_set(
    "in last next this since until by of from during early mid late through to between and "
    "before after - on"
)


def date(tokens: Tokens, i: int) -> Timed | None:
    """The date or time that starts at token `i`, or nothing."""
    found = _dated(tokens, i)
    if found is None:
        return None
    clock = _clock(tokens, found.end + (tokens.low(found.end) == "at"))
    if clock and not found.when.clock:
        return Timed(replace(found.when, clock=clock.when.clock), clock.end)
    return found


def _dated(tokens: Tokens, i: int) -> Timed | None:
    for rule in (_iso, _slashed, _weekday, _calendar, _part, years, _relative, _quarter, _clock):
        if found := rule(tokens, i):
            return found
    return None


def _calendar(tokens: Tokens, i: int) -> Timed | None:
    """With a month's name, or a season's with a year."""
    return _month_first(tokens, i) or _day_first(tokens, i) or _season(tokens, i)


def _month(tokens: Tokens, i: int) -> int | None:
    """The month named at token `i`; "May" and "March" only where a date can be meant."""
    token = tokens.at(i)
    number = MONTHS.get(base(token))
    if number is None:
        return None
    if not token.text[
        0
    ].isupper():  # as questions are typed; "august" and "march" are words as well
        whole = len(token.low) > 3 and token.low not in ("august", "march", "sept")
        return number if whole or re.fullmatch(r"[12]\d{3}", tokens.at(i + 1).text) else None
    if token.low not in ("may", "march", "mar", "jan", "jun", "dec", "sep"):
        return number
    dated = tokens.at(i + 1).kind == "number" or tokens.low(i - 1) in _BEFORE_MAY
    return number if dated or tokens.low(i + 1) == "of" else None


def _day(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A day of the month and the token after it: "13", "13th", "first" is left alone."""
    token = tokens.at(i)
    if token.kind != "number" or len(token.text) > 2 or not token.text.isdecimal():
        return None
    if not 1 <= int(token.text) <= 31:
        return None
    suffix = tokens.glued(i + 1) and tokens.low(i + 1) in _SUFFIXES
    if tokens.glued(i + 1) and not suffix and tokens.at(i + 1).kind != "sign":
        return None
    return int(token.text), i + 1 + suffix


def _month_first(tokens: Tokens, i: int) -> Timed | None:
    """Reads "Sept. 13, 2023", "September 13", "November 27-30", "March 2014"."""
    month = _month(tokens, i)
    if month is None:
        return None
    at = i + 1 + _abbreviating(tokens, i + 1)
    day = _day(tokens, at + (tokens.low(at) == "the"))
    if day is None or _is_clock(tokens, at):
        return _with_year(tokens, When(month=month), at)
    when, at = When(month=month, day=day[0]), day[1]
    if tokens.low(at) in DASHES and (last := _day(tokens, at + 1)) and last[0] > day[0]:
        when, at = replace(when, end_day=last[0]), last[1]
    return _with_year(tokens, when, at)


def _abbreviating(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is the stop of "Sept.", not that of the sentence."""
    follow = tokens.at(i + 1)
    short = tokens.low(i) == "." and tokens.glued(i) and len(tokens.low(i - 1)) <= 4
    return short and (follow.kind == "number" or follow.text == ",")


def _day_first(tokens: Tokens, i: int) -> Timed | None:
    """Reads "13 September 2023", "13th of September", "27-30 November"."""
    day = _day(tokens, i)
    if day is None or tokens.glued(i):
        return None
    number, at = day
    end_day = None
    if tokens.low(at) in (*DASHES, "to") and (last := _day(tokens, at + 1)) and last[0] > number:
        end_day, at = last
    at += tokens.low(at) == "of"
    month = MONTHS.get(tokens.low(at)) if tokens.at(at).text[:1].isupper() else None
    if month is None:
        return None
    at += 1 + _abbreviating(tokens, at + 1)
    return _with_year(tokens, When(month=month, day=number, end_day=end_day), at)


def _season(tokens: Tokens, i: int) -> Timed | None:
    if tokens.low(i) not in SEASONS:
        return None
    found = _with_year(tokens, When(part=SEASONS[tokens.low(i)]), i + 1)
    return found if found.when.year else None


def _with_year(tokens: Tokens, when: When, at: int) -> Timed:
    """`when` with the year that follows: ", 2023", "of 2023", "2023"."""
    skip = at + (tokens.low(at) in (",", "of", "in"))
    found = year(tokens, skip)
    if found is None and when.day is None:
        return Timed(when, at)
    if found is None:
        return Timed(when, at)
    return Timed(replace(when, year=found), skip + 1)


def _weekday(tokens: Tokens, i: int) -> Timed | None:
    """Reads "Monday", "Monday night", "Monday, Nov. 27", "Monday 27 November"."""
    token = tokens.at(i)
    word = base(token)
    number = WEEKDAYS.get(singular(word) if len(word) > 5 else word)
    short = len(token.low) <= 4 and tokens.low(i + 1) not in (",", ".") and token.low != "mon"
    if number is None or not token.text[0].isupper() or short or token.low in ("sun", "sat"):
        return None
    at = i + 1
    if tokens.low(at) in _DAYTIMES:
        return Timed(When(weekday=number), at + 1)
    at += tokens.low(at) == ","
    at += tokens.low(at) == "the"
    rest = _calendar(tokens, at)
    if rest and rest.when.day:
        return Timed(replace(rest.when, weekday=number), rest.end)
    return Timed(When(weekday=number), i + 1)


def _part(tokens: Tokens, i: int) -> Timed | None:
    """Reads "late 2012", "mid-2014", "the end of 2014", "the early 1990s"."""
    part = _PARTS.get(tokens.low(i))
    if part is None:
        return None
    at = i + 1 + (tokens.low(i + 1) in HYPHENS)
    if tokens.low(i) in ("beginning", "start", "end", "middle"):
        if tokens.low(at) != "of":
            return None
        at += 1
    at += tokens.low(at) == "the"
    rest = _calendar(tokens, at) or years(tokens, at) or _relative(tokens, at)
    if rest is None or rest.when.day or rest.when.part:
        return None
    return Timed(replace(rest.when, part=part), rest.end)


def _relative(tokens: Tokens, i: int) -> Timed | None:
    """Reads "last month", "next Monday", "earlier this year", "yesterday", "two years ago"."""
    word = base(tokens.at(i))
    if word in DAYS:
        at = i + 1 + (tokens.low(i + 1) in _DAYTIMES)
        return Timed(When(relative=word), at)
    at = i + (word in ("earlier", "later") and tokens.low(i + 1) in ("this", "that", "last"))
    if tokens.low(at) in _SHIFTS and at + 1 < len(tokens):
        return _shifted(tokens, at)
    return _ago(tokens, i)


def _shifted(tokens: Tokens, at: int) -> Timed | None:
    shift, word = tokens.low(at), base(tokens.at(at + 1))
    shift = "last" if shift == "past" else shift
    if word in _SPANS or word in SEASONS:
        return Timed(When(relative=f"{shift} {word}"), at + 2)
    if word in ("night", "quarter") and shift in ("last", "this", "next"):
        return Timed(When(relative=f"{shift} {word}"), at + 2)
    month = MONTHS.get(word) if tokens.at(at + 1).text[0].isupper() else None
    if month is not None:
        return Timed(When(month=month, relative=shift), at + 2)
    day = _weekday(tokens, at + 1)
    return Timed(replace(day.when, relative=shift), day.end) if day and not day.when.day else None


def _ago(tokens: Tokens, i: int) -> Timed | None:
    word = tokens.low(i)
    if word in ("a", "an") and tokens.low(i + 2) == "ago":
        unit = TIME_UNITS.get(tokens.low(i + 1))
        return Timed(When(relative=f"1 {unit} ago"), i + 3) if unit else None
    number = numeral(tokens, i)
    if number is None or tokens.low(number.end + 1) != "ago":
        return None
    unit = TIME_UNITS.get(singular(tokens.low(number.end)))
    ago = f"{number.value} {unit} ago"
    return Timed(When(relative=ago), number.end + 2) if unit else None


def _iso(tokens: Tokens, i: int) -> Timed | None:
    parts = [tokens.at(i + k) for k in (0, 2, 4)]
    dashes = tokens.low(i + 1) == tokens.low(i + 3) == "-"
    sizes = [len(part.text) for part in parts]
    if not dashes or sizes != [4, 2, 2] or not all(p.text.isdecimal() for p in parts):
        return None
    whole = When(int(parts[0].text), int(parts[1].text), int(parts[2].text))
    real = 1 <= (whole.month or 0) <= 12 and 1 <= (whole.day or 0) <= 31
    return Timed(whole, i + 5) if real else None


def _slashed(tokens: Tokens, i: int) -> Timed | None:
    """Reads "25/12/2023" and "12/25/2023". "03/04/2023" keeps its year, and the rest as text."""
    parts = [tokens.at(i + k) for k in (0, 2, 4)]
    slashes = tokens.low(i + 1) == tokens.low(i + 3) == "/"
    if not slashes or len(parts[2].text) != 4 or not all(p.text.isdecimal() for p in parts):
        return None
    first, second, full = (int(p.text[:4]) for p in parts)
    if not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
        return None
    if first == second or first > 12:
        return Timed(When(full, second, first), i + 5)
    if second > 12:
        return Timed(When(full, first, second), i + 5)
    return Timed(When(full, relative=f"{first}/{second}"), i + 5)


def _quarter(tokens: Tokens, i: int) -> Timed | None:
    """Reads "Q3 2023", "the third quarter of 2023", "the second quarter"."""
    word = tokens.low(i)
    if len(word) == 2 and word[0] == "q" and word[1] in "1234":
        return _with_year(tokens, When(part=word), i + 1)
    number = ORDINALS.get(word, 0)
    if 1 <= number <= 4 and tokens.low(i + 1) == "quarter":
        return _with_year(tokens, When(part=f"q{number}"), i + 2)
    return None


def _is_clock(tokens: Tokens, i: int) -> bool:
    return tokens.low(i + 1) == ":" and tokens.glued(i + 1) and tokens.glued(i + 2)


def _clock(tokens: Tokens, i: int) -> Timed | None:
    """Reads "10:30 p.m.", "22:30", "5pm", "noon" is left alone."""
    hour = tokens.at(i)
    if hour.kind != "number" or tokens.glued(i) or not hour.text.replace(".", "", 1).isdecimal():
        return None
    whole, _, rest = hour.text.partition(".")
    at = i + 1
    if _is_clock(tokens, i) and len(tokens.at(i + 2).text) == 2:
        rest, at = tokens.at(i + 2).text, i + 3
    half = tokens.low(at).replace(".", "")
    known = half in ("am", "pm")
    if not known and at == i + 1:
        return None
    if len(whole) > 2 or len(rest) not in (0, 2) or not (rest or "0").isdecimal():
        return None
    hours, minutes = int(whole), int(rest or 0)
    if known:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 23 or minutes > 59:
        return None
    return Timed(When(clock=f"{hours:02d}:{minutes:02d}"), at + known)
