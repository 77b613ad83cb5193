"""All values of a text, in order of their place."""

from __future__ import annotations

from collections.abc import Iterator

from qa_app.values.amounts import amount
from qa_app.values.bounds import LIMITS
from qa_app.values.dates import DATE_WORDS, date
from qa_app.values.lexicon import (
    FRACTION_SIGNS,
    MONTHS,
    ONES,
    ORDINALS,
    SEASONS,
    TENS,
    VAGUE,
    WEEKDAYS,
)
from qa_app.values.model import Amount, Kind, Name, Value, When
from qa_app.values.names import names
from qa_app.values.tokens import Token, Tokens, base
from qa_app.values.units import CURRENCY_CODES, CURRENCY_SIGNS, DOLLAR_PREFIXES

_QUOTES = {"“": "”", "‘": "’", "«": "»", '"': '"'}
_TITLE_WORDS = 10
_STARTERS = (
    frozenset(("a", "an", "half", "between", "rs", "q1", "q2", "q3", "q4", "'", "’", "‘"))
    | MONTHS.keys()
    | WEEKDAYS.keys()
    | {f"{day}s" for day in WEEKDAYS if len(day) > 5}
    | SEASONS.keys()
    | ONES.keys()
    | TENS.keys()
    | ORDINALS.keys()
    | VAGUE.keys()
    | FRACTION_SIGNS.keys()
    | CURRENCY_SIGNS.keys()
    | DOLLAR_PREFIXES.keys()
    | {code.lower() for code in CURRENCY_CODES}
    | LIMITS
    | DATE_WORDS
)


def extract(text: str) -> tuple[Value, ...]:
    """The values of `text`: numbers, dates, durations, ages, names and quoted titles.

    Every value satisfies `text[value.start:value.end] == value.text`. Values come in order of
    their start; numbers, dates, durations and ages never overlap one another, a title or a name
    may hold one of them ("Boeing 737"). Time is linear in the length of the text.
    """
    return extract_from(Tokens(text))


def extract_from(tokens: Tokens) -> tuple[Value, ...]:
    """`extract`, for a text that has been cut into tokens already."""
    taken = [False] * len(tokens)
    found = list(_measured(tokens, taken))
    found.extend(_named(tokens, taken))
    found.extend(_titles(tokens))
    return tuple(sorted(found, key=lambda value: (value.start, -value.end)))


def _measured(tokens: Tokens, taken: list[bool]) -> Iterator[Value]:
    """Dates and amounts from left to right; marks their tokens as taken."""
    i = 0
    while i < len(tokens):
        if not _may_start(tokens.items[i]):
            i += 1
        elif timed := date(tokens, i):
            taken[i : timed.end] = [True] * (timed.end - i)
            yield _value(tokens, "date", i, timed.end, timed.when.normal(), timed.when)
            i = timed.end
        elif counted := amount(tokens, i):
            detail = counted.amount
            taken[i : counted.end] = [True] * (counted.end - i)
            yield _value(tokens, counted.kind, counted.start, counted.end, detail.normal(), detail)
            i = counted.end
        else:
            i += 1


def _may_start(token: Token) -> bool:
    """Whether a date or an amount can start here; saves trying every rule at every word."""
    return token.kind == "number" or base(token) in _STARTERS


def _named(tokens: Tokens, taken: list[bool]) -> Iterator[Value]:
    for found in names(tokens, taken):
        yield _value(tokens, "name", found.start, found.end, found.normal, found.detail)


def _titles(tokens: Tokens) -> Iterator[Value]:
    """Quoted works: few words between quotation marks, most of the long ones capitalised."""
    opened, closer = -1, ""
    for i, token in enumerate(tokens.items):
        if opened >= 0 and (token.text == closer or i - opened > 2 * _TITLE_WORDS):
            if token.text == closer and _is_title(tokens, opened + 1, i):
                words = [base(t) for t in tokens.items[opened + 1 : i] if t.kind != "sign"]
                yield _value(tokens, "title", opened + 1, i, " ".join(words), None)
            opened = -1
        elif opened < 0 and token.text in _QUOTES and token.spaced:
            opened, closer = i, _QUOTES[token.text]


def _is_title(tokens: Tokens, start: int, end: int) -> bool:
    words = [t for t in tokens.items[start:end] if t.kind != "sign"]
    if not 0 < len(words) <= _TITLE_WORDS or not words[0].text[0].isupper():
        return False
    long = [t for t in words if len(t.text) > 3]
    capitals = sum(t.text[0].isupper() for t in long)
    closed = tokens.at(end - 1).text in (",", ".", "!") and len(words) > 4
    return capitals == len(long) and not closed


def _value(
    tokens: Tokens,
    kind: Kind,
    start: int,
    end: int,
    normal: str,
    detail: Amount | When | Name | None,
) -> Value:
    """The value that covers the tokens `start` to `end`, a possessive ending left out."""
    last = tokens.at(end - 1)
    possessive = kind in ("name", "date") and last.low.endswith("'s")
    first, after = tokens.at(start).start, last.end - (2 if possessive else 0)
    return Value(kind, first, after, tokens.text[first:after], normal, detail)
