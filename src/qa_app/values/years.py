"""Which four digits are a year, and decades, centuries and spans of years."""

from __future__ import annotations

from typing import Final, NamedTuple

from qa_app.values.lexicon import ORDINALS, SCALES, word_set
from qa_app.values.model import When
from qa_app.values.numerals import HYPHENS
from qa_app.values.tokens import Token, Tokens
from qa_app.values.units import CURRENCY_SIGNS, currency_of, unit_of

DASHES: Final = HYPHENS | frozenset("–—")
_COUNTED: Final = word_set(
    "people men women children troops soldiers jobs homes houses workers employees others "
    "points votes times students copies cases deaths staff civilians refugees migrants "
    "residents patients vehicles cars ships boats vessels square cubic metric more new "
    "different"
)
_BEFORE_COUNTS: Final = word_set("than nearly almost least exactly some over no up")
_BEFORE_DECADES: Final = word_set("the early mid late")
_BEFORE_YEARS: Final = word_set("in since by of from until till during before after and")


class Timed(NamedTuple):
    """A time and the token after it."""

    when: When
    end: int


def year(tokens: Tokens, i: int) -> int | None:
    """The year that token `i` alone stands for, or nothing when the digits count something."""
    number = written_year(tokens.at(i))
    if number is None or _counts(tokens, i):
        return None
    return number if number >= 1500 or tokens.low(i - 1) in _BEFORE_YEARS else None


def written_year(token: Token) -> int | None:
    """The number, when the token has the form of a year (1000 to 2199)."""
    if token.kind != "number" or len(token.text) != 4 or not token.text.isdecimal():
        return None
    return int(token.text) if 1000 <= int(token.text) < 2200 else None


def _counts(tokens: Tokens, i: int) -> bool:
    before, after = tokens.low(i - 1), tokens.low(i + 1)
    if before in CURRENCY_SIGNS or before in ("#", ":") or before in _BEFORE_COUNTS:
        return True
    if before == "." and tokens.low(i - 2) == "no":
        return True
    glued = tokens.glued(i + 1) and tokens.at(i + 1).kind in ("word", "number")
    if glued or after in ("%", "percent") or after in SCALES or after in _COUNTED:
        return True
    return bool(unit_of(after) or currency_of(after)) and after not in ("second", "stone")


def years(tokens: Tokens, i: int) -> Timed | None:
    """A year, "2006-2007", "2006–07", "the 1990s", "the '90s", "19th century"."""
    if found := _decade(tokens, i) or _century(tokens, i):
        return found
    first = year(tokens, i)
    if first is None:
        return None
    joined = tokens.low(i + 1) in DASHES and tokens.glued(i + 1) and tokens.glued(i + 2)
    last = _last_year(tokens.at(i + 2), first) if joined else None
    if last is None:
        return Timed(When(year=first), i + 1)
    return Timed(When(year=first, end_year=last), i + 3)


def _last_year(token: Token, first: int) -> int | None:
    if token.kind == "number" and len(token.text) == 2:
        last: int | None = first // 100 * 100 + int(token.text)
    else:
        last = written_year(token)
    return last if last is not None and last > first else None


def _decade(tokens: Tokens, i: int) -> Timed | None:
    """Reads "1990s", "the 1990's", "'90s"; two digits from 30 on are of the 20th century."""
    token, follow = tokens.at(i), tokens.low(i + 1)
    owned = follow in ("'", "’") and tokens.low(i + 2) == "s" and tokens.glued(i + 2)
    owned = owned and tokens.low(i - 1) in _BEFORE_DECADES
    if token.kind == "number" and tokens.glued(i + 1) and (follow == "s" or owned):
        first, end = written_year(token), i + 2 + owned
        if first is not None and first % 10 == 0:
            return Timed(When(year=first, span="decade"), end)
        return _short_decade(token, end)
    apostrophe = token.text in ("'", "’", "‘") and tokens.low(i + 2) == "s"
    return _short_decade(tokens.at(i + 1), i + 3) if apostrophe and tokens.glued(i + 1) else None


def _short_decade(token: Token, end: int) -> Timed | None:
    if len(token.text) != 2 or not token.text.isdecimal() or not token.text.endswith("0"):
        return None
    base = 1900 if int(token.text) >= 30 else 2000
    return Timed(When(year=base + int(token.text), span="decade"), end)


def _century(tokens: Tokens, i: int) -> Timed | None:
    """Reads "19th century", "nineteenth-century", "twenty-first century"."""
    token = tokens.at(i)
    if token.kind == "number" and len(token.text) <= 2 and token.text.isdecimal():
        number, at = int(token.text), i + 2
        if tokens.low(i + 1) not in ("st", "nd", "rd", "th"):
            return None
    elif token.low == "twenty" and tokens.low(i + 2) == "first":
        number, at = 21, i + 3
    else:
        number, at = ORDINALS.get(token.low, 0), i + 1
    at += tokens.low(at) in HYPHENS
    if tokens.low(at) not in ("century", "centuries") or not 0 < number <= 30:
        return None
    return Timed(When(year=100 * (number - 1), span="century"), at + 1)
