"""The time that a question is about: days, or what is newest. Pure.

"What did it cost before 2014?", "Who came last month?", "as of March", "the latest figure",
"the current director". What a question says of time is taken off it, since an article rarely says
it of itself: that it is of 2013 its date tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qa_app.retrieval.words import search_terms
from qa_app.values import Value, When, extract
from qa_app.values.lexicon import ONES, TENS
from qa_app.values.spans import Days, days_of

Prefers = Literal["", "newest", "oldest"]
_MONTH = timedelta(days=27)
_UNBOUND = Days(None, None)

_BEFORE = r"(?P<before>before|prior to|earlier than|ahead of)"
_UNTIL = r"(?P<until>until|till|up to|by(?: the end of)?|no later than)"
_AFTER = r"(?P<after>after|later than)"
_SINCE = r"(?P<since>since|from|starting in|as from)"
_AS_OF = r"(?P<as_of>as of|as at|at the end of)"
_IN = r"(?P<inside>in|on|during|within|over|throughout|for|of)"
_LED = re.compile(
    rf"(?:^|[\s,(])(?:{_BEFORE}|{_UNTIL}|{_AFTER}|{_SINCE}|{_AS_OF}|{_IN}) (?:the )?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:^|[\s,(])(?:between|from) (?:the )?$", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:in|over|during|within|for) the (?:last|past)"
    r" (?:(?P<number>\d{1,3}|[a-z]+) )?(?P<unit>day|week|month|year|decade)s?\b(?! of\b)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b(?:between|from) (?P<first>1[5-9]\d\d|20\d\d) (?:and|to|until|till)"
    r" (?P<last>1[5-9]\d\d|20\d\d)\b",
    re.IGNORECASE,
)
_UNITS = {"day": 1, "week": 7, "month": 31, "year": 366, "decade": 3_653}
_SOME = ONES | TENS | {"couple": 2, "few": 3, "several": 5}
_NEWEST = re.compile(
    # "the latest train" is the last of the day
    r"\b(?:the )?(?:most recent|latest|newest|most up[- ]to[- ]date)\b(?! than)"
    r"(?! (?:trains?|bus(?:es)?|ferr(?:y|ies)|flights?|boats?|times?|dates?|hours?|moment|point)\b)"
    # "during the current protests" asks for no value of today
    r"|(?:(?<=is )|(?<=are )|(?<=['’]s ))(?:the )?(?:current|present|present-day)\b(?= \w)"
    r"|\bmost recently\b|\bcurrently\b"
    r"|\b(?:right now|nowadays|these days|at present|at the moment|as of (?:now|today))\b"
    r"|\b(?:now|today)\b(?=\W*$)",
    re.IGNORECASE,
)
_OLDEST = re.compile(
    r"\b(?:the )?earliest\b"
    r"(?= (?:report|article|figure|number|estimate|cost|price|news|version)s?\b)"
    r"|\boriginally\b",
    re.IGNORECASE,
)
_NEWS = re.compile(r"\b(?:happen|new|news|going on|report|publish|told)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Timing:
    """What a question says of time.

    Attributes:
        question: the question without it.
        days: those that it is about.
        strict: whether what is of other days is no answer ("before 2014"); "in 2014" is often said
            of an event that later articles tell of.
        in_force: whether what was said before those days, and not taken back, still answers.
        prefers: which of several answers is asked for.
    """

    question: str
    days: Days = _UNBOUND
    strict: bool = False
    in_force: bool = False
    prefers: Prefers = ""

    def __bool__(self) -> bool:
        return self.days != _UNBOUND or bool(self.prefers)

    @property
    def is_all(self) -> bool:
        """Whether nothing else is asked: "What happened last month?"."""
        said = [w for w in search_terms(self.question) if w not in _SAYS_NOTHING]
        return not said and _NEWS.search(self.question) is not None


_SAYS_NOTHING = frozenset(
    "what who which happened happen happens happening new news going reported published told was "
    "did is there any anything".split()
)


def timing(question: str, asked_on: date) -> Timing:
    """What a question says of time, if anything."""
    found = _between(question) or _past(question, asked_on) or _dated(question, asked_on)
    if found is not None and found.prefers:
        return found
    bare = found.question if found else question
    prefers: Prefers = ""
    for pattern, preferred in ((_NEWEST, "newest"), (_OLDEST, "oldest")):
        if match := pattern.search(bare):
            the = "the " if match.group().lower().startswith("the ") else ""
            bare = _without(bare, match.start(), match.end(), the)
            prefers = preferred  # type: ignore[assignment]
            break
    if found is None:
        return Timing(bare, prefers=prefers)
    return Timing(bare, found.days, found.strict, found.in_force, prefers or found.prefers)


def _between(question: str) -> Timing | None:
    match = _YEARS.search(question)
    if match is None:
        return None
    first, last = int(match["first"]), int(match["last"])
    if first > last:
        return None
    days = Days(date(first, 1, 1), date(last, 12, 31))
    return Timing(_without(question, match.start(), match.end()), days, strict=True)


def _past(question: str, asked_on: date) -> Timing | None:
    match = _PAST.search(question)
    if match is None:
        return None
    word = (match["number"] or "one").lower()
    number = int(word) if word.isdecimal() else _SOME.get(word, 0)
    if not number:
        return None
    first = asked_on - timedelta(days=number * _UNITS[match["unit"].lower()])
    return Timing(_without(question, match.start(), match.end()), Days(first, asked_on))


def _dated(question: str, asked_on: date) -> Timing | None:
    """By the first date that is led in by a word of time, or is one of itself ("yesterday")."""
    dates = [value for value in extract(question) if isinstance(value.detail, When)]
    for n, value in enumerate(dates):
        days = _days(value, asked_on)
        if days is None or _is_part_of_a_name(question, value):
            continue
        following = dates[n + 1] if n + 1 < len(dates) else None
        before = question[: value.start]
        if following is not None and (match := _BETWEEN.search(before)):
            joined = question[value.end : following.start].strip().lower()
            last = _days(following, asked_on)
            if joined in ("and", "to", "until", "till", "-", "–") and last is not None:
                bare = _without(question, match.start(), following.end)
                return Timing(bare, Days(days.first, last.last), strict=True)
        if (match := _LED.search(before)) and (not _recurs(value) or not match["inside"]):
            bare = _without(question, match.start(), value.end)
            return _led(bare, match, days)
        if isinstance(value.detail, When) and value.detail.relative:
            return Timing(_without(question, value.start, value.end), days)
    return None


def _is_part_of_a_name(question: str, value: Value) -> bool:
    """Whether a time belongs to what follows: "before the 2014 election", "the last year of"."""
    when = value.detail
    if not isinstance(when, When) or when.month is not None or when.span:
        return False
    if when.relative:
        return question[value.end :].startswith(" of ")
    named = question[: value.start].lower().endswith("the ")
    return bool(re.match(r" [^\W\d_]" if named else r" [A-Z]", question[value.end :]))


def _recurs(value: Value) -> bool:
    """Whether it comes every week or year: "in May", "on Monday" as it stands on a door."""
    when = value.detail
    return isinstance(when, When) and when.year is None and not when.relative


def _days(value: Value, asked_on: date) -> Days | None:
    if not isinstance(value.detail, When) or value.detail.relative == "today":
        return None  # "today" is told by what is newest
    if value.detail.weekday is not None and value.detail.year is None:
        return None  # of whichever week
    if value.detail.year is None and value.detail.day is not None and not value.detail.relative:
        return None  # "from 1 July" is of the year that the article speaks of
    days = days_of(value.detail, asked_on)
    if days is not None and days.first is not None and value.detail.relative == "this week":
        # People who ask mean the last days, those before Monday among them.
        return Days(min(days.first, asked_on - timedelta(days=_UNITS["week"])), days.last)
    return days


def _led(bare: str, match: re.Match[str], days: Days) -> Timing:
    one = timedelta(days=1)
    if match["before"] and days.first is not None:
        return Timing(bare, Days(None, days.first - one), strict=True, prefers="newest")
    if match["until"]:
        return Timing(bare, Days(None, days.last), strict=True, prefers="newest")
    if match["after"] and days.last is not None:
        return Timing(bare, Days(days.last + one, None), strict=True)
    if match["since"]:
        return Timing(bare, Days(days.first, None), strict=True)
    if match["as_of"]:
        return Timing(bare, Days(None, days.last), True, in_force=True, prefers="newest")
    long = days.first is not None and days.last is not None and days.last - days.first >= _MONTH
    return Timing(bare, days, in_force=long)


def _without(question: str, start: int, end: int, put_in: str = "") -> str:
    kept = f"{question[:start].rstrip(' ,')} {put_in}{question[end:].lstrip(' ,')}"
    return re.sub(r"\s+(?=[?.!,;]|$)", "", re.sub(r"\s+", " ", kept)).strip()
