"""Numbers with what belongs to them: currency, unit, range, approximation, what is counted."""

from __future__ import annotations

from typing import NamedTuple

from qa_app.values.bounds import limit_after, limit_before, limit_of_verb
from qa_app.values.lexicon import FUNCTION_WORDS
from qa_app.values.model import Amount, Bound, Kind
from qa_app.values.numerals import HYPHENS, Numeral, numeral
from qa_app.values.tokens import Tokens
from qa_app.values.units import (
    CURRENCIES,
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    DOLLAR_PREFIXES,
    GLUED_MEASURES,
    NATIONAL_DOLLARS,
    TIME_UNITS,
    currency_of,
    unit_of,
)

_DASHES = HYPHENS | frozenset("–—")
_SIZES = {"square": "square ", "sq": "square ", "cubic": "cubic ", "nautical": "nautical "}
_NOUNS = 4
_NO_NOUNS = FUNCTION_WORDS | {"last", "next", "earlier", "later"}
_TIMES = frozenset(TIME_UNITS.values())
_ONE_IS_NO_NUMBER = frozenset(("of", "another", "day", "who", "that", "can", "should", "thing"))


class Found(NamedTuple):
    """An amount, its kind, and the tokens it covers."""

    amount: Amount
    kind: Kind
    start: int
    end: int


class _Unit(NamedTuple):
    name: str
    end: int
    age: bool = False


def amount(tokens: Tokens, i: int) -> Found | None:
    """The amount that starts at token `i`, or nothing. Years and dates are not asked about here."""
    between = tokens.low(i) == "between"
    limit = limit_before(tokens, i + 1 if between else i)
    currency, at = _currency_before(tokens, limit.end)
    first = numeral(tokens, at, money=bool(currency))
    if first is None or _no_number(tokens, at, first):
        return None
    ranged = _range(tokens, i, first, currency, between=between)
    first, last = ranged or (first, first)
    if between and not ranged:
        return None
    unit = _unit(tokens, last, currency)
    if unit is None:
        return None
    start = _start(tokens, i + 1 if between else i)
    return _found(tokens, start, (first, last), unit, limit.bound or limit_of_verb(tokens, at))


def _found(
    tokens: Tokens, start: int, ends: tuple[Numeral, Numeral], unit: _Unit, bound: Bound
) -> Found:
    first, last = ends
    after = limit_after(tokens, unit.end)
    end = after.end
    vague: Bound = "about" if last.high is not None else ""
    low, high = first.value, last.high or last.value
    if tokens.low(start) in ("-", "−", "minus"):
        low, high = -high, -low
    name = unit.name or ("share" if last.share else "")
    found = Amount(
        low=low,
        high=high,
        unit=name,
        nouns=_nouns(tokens, end, after_unit=bool(name) or last.high is not None),
        bound=bound or after.bound or vague,
        ordinal=last.ordinal,
        step=last.step,
    )
    aged = unit.age or _age_before(tokens, start, end, found)
    kind: Kind = "age" if aged else "duration" if name in _TIMES else "number"
    return Found(found if not aged else _years(found), kind, start, end)


def _years(found: Amount) -> Amount:
    return Amount(found.low, found.high, found.unit or "year", (), found.bound, step=found.step)


def _start(tokens: Tokens, i: int) -> int:
    """One token earlier when a minus sign stands right before the number."""
    sign = tokens.at(i - 1)
    if sign.low == "minus" or (sign.text in ("-", "−") and sign.spaced and tokens.glued(i)):
        return i - 1
    return i


def _no_number(tokens: Tokens, at: int, first: Numeral) -> bool:
    """Parts of names (COVID-19), "one" as a pronoun, an ordinal "second" used as a verb."""
    word, follow = tokens.low(at), tokens.low(first.end)
    if tokens.at(at).kind == "number":
        joined = tokens.glued(at) and tokens.glued(at - 1) and tokens.low(at - 1) in HYPHENS
        return joined and tokens.at(at - 2).text[:1].isupper()
    if tokens.at(at).text[0].isupper() and (not tokens.at(at).initial or first.ordinal):
        return first.end == at + 1 and tokens.at(at + 1).text[:1].isupper()
    if word in ("two", "three") and tokens.low(at - 1) in ("the", "these", "those"):
        noun = tokens.at(first.end).kind == "word" and follow not in FUNCTION_WORDS
        return not noun and not first.scaled and follow not in HYPHENS
    if word == "one" and first.end == at + 1:
        pronoun = follow in _ONE_IS_NO_NUMBER or not follow.isalpha() or follow in FUNCTION_WORDS
        return pronoun and follow not in HYPHENS and follow != "in"
    return False


def _currency_before(tokens: Tokens, i: int) -> tuple[str, int]:
    token = tokens.at(i)
    if token.text in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[token.text], i + 1
    dollar = tokens.low(i + 1) in ("$",) and tokens.glued(i + 1)
    if dollar and token.low in DOLLAR_PREFIXES:
        return DOLLAR_PREFIXES[token.low], i + 2
    if token.text in CURRENCY_CODES and tokens.at(i + 1).kind == "number":
        return "CNY" if token.text == "RMB" else token.text, i + 1
    if token.low == "rs" and tokens.at(i + 1).kind == "number":
        return "INR", i + 1
    return "", i


def _range(
    tokens: Tokens, i: int, first: Numeral, currency: str, *, between: bool
) -> tuple[Numeral, Numeral] | None:
    """Both ends of "600 to 800", "5-10", "between $2 and $3 million"; never "from 10 to 20"."""
    at, word = first.end, tokens.low(first.end)
    dash = word in _DASHES and tokens.glued(at) and tokens.glued(at + 1)
    joined = word == "and" if between else dash or (word == "to" and tokens.low(i - 1) != "from")
    if not joined or first.ordinal or first.high is not None:
        return None
    again, at = _currency_before(tokens, at + 1)
    last = numeral(tokens, at, money=bool(currency))
    if last is None or last.ordinal or (again and again != currency):
        return None
    if last.scaled and not first.scaled and first.value < last.value / last.step:
        first = first._replace(value=first.value * last.step)
    return (first, last) if first.value < last.value else None


def _unit(tokens: Tokens, number: Numeral, currency: str) -> _Unit | None:
    """The unit after the number; `None` when the number is glued to a word that is no unit."""
    end = number.end
    if number.ordinal:
        return _Unit("", end)
    found = _percent(tokens, end) or _currency_after(tokens, end)
    if currency:
        return _rate(tokens, _Unit(currency, end))
    if found:
        return found
    if measure := _measure(tokens, end):
        return _rate(tokens, measure)
    token = tokens.at(end)
    glued = tokens.glued(end) and token.kind == "word"
    if glued and token.text in GLUED_MEASURES:
        return _Unit(GLUED_MEASURES[token.text], end + 1)
    return None if glued else _Unit("", end)


def _percent(tokens: Tokens, end: int) -> _Unit | None:
    at = end + 1 if tokens.low(end) in HYPHENS else end
    if tokens.low(at) in ("%", "percent", "pc", "pct"):
        at += 1
    elif tokens.words(at, 2) == ("per", "cent"):
        at += 2
    elif tokens.low(at) == "percentage":
        return _Unit("percentage point", at + 2)
    else:
        return None
    if tokens.low(at) in ("point", "points"):
        return _Unit("percentage point", at + 1)
    return _Unit("%", at)


def _currency_after(tokens: Tokens, end: int) -> _Unit | None:
    at = end + 1 if tokens.low(end) in HYPHENS else end
    national = NATIONAL_DOLLARS.get(tokens.low(at))
    skip = 2 if national == "HKD" else 1
    if national and tokens.low(at + skip) in ("dollar", "dollars"):
        return _Unit(national, at + skip + 1)
    word = tokens.at(at)
    if currency := currency_of(word.low):
        return _Unit(currency, at + 1)
    if word.text in CURRENCY_CODES:
        return _Unit("CNY" if word.text == "RMB" else word.text, at + 1)
    if word.low in CURRENCY_SIGNS.keys() - {"$"} and tokens.glued(at):
        return _Unit(CURRENCY_SIGNS[word.low], at + 1)
    return None


def _measure(tokens: Tokens, end: int) -> _Unit | None:
    at = end + 1 if tokens.low(end) in HYPHENS else end
    size = _SIZES.get(tokens.low(at), "")
    metric = tokens.low(at) == "metric"
    at += bool(size) or metric
    name = unit_of(tokens.low(at))
    if not name or (size and name in _TIMES):
        return None
    name = "tonne" if metric and name == "ton" else size + name
    old = at + 2 if tokens.low(at + 1) in HYPHENS else at + 1
    if tokens.low(old) == "old" or tokens.words(old, 2) == ("of", "age"):
        return _Unit(name, old + (1 if tokens.low(old) == "old" else 2), age=True)
    if tokens.low(old) == "olds":
        return _Unit(name, old + 1, age=True)
    if name == "degree" and (scale := unit_of(tokens.low(at + 1))).startswith("degree "):
        return _Unit(scale, at + 2)
    return _Unit(name, at + 1)


def _rate(tokens: Tokens, unit: _Unit) -> _Unit:
    """Reads "per hour", "a barrel" after a unit or a currency: `mile/hour`, `USD/barrel`."""
    join = tokens.low(unit.end)
    slash = join == "/" and tokens.glued(unit.end)
    below = (
        "hour" if slash and tokens.low(unit.end + 1) == "h" else unit_of(tokens.low(unit.end + 1))
    )
    if unit.age or not below or not (slash or join in ("per", "a", "an")):
        return unit
    return _Unit(f"{unit.name}/{below}", unit.end + 2)


def _nouns(tokens: Tokens, end: int, *, after_unit: bool) -> tuple[str, ...]:
    """The words after the number up to the end of its phrase: "separate points"."""
    if after_unit and tokens.low(end) == "worth":
        end += 1
    if after_unit and tokens.low(end) in ("of", "in"):
        end += 1
    nouns: list[str] = []
    while len(nouns) < _NOUNS:
        if tokens.low(end) in HYPHENS and tokens.glued(end):
            end += 1
        token = tokens.at(end)
        if token.kind != "word" or token.low in _NO_NOUNS or not token.text[0].islower():
            break
        nouns.append(token.low)
        end += 1
    return tuple(nouns)


def _age_before(tokens: Tokens, start: int, end: int, found: Amount) -> bool:
    """Reads "aged 25", or "Ann Lee, 25, said"."""
    bare = not found.unit and not found.ordinal and 0 < found.low <= 120
    if not bare or tokens.low(end) in ("%", *CURRENCIES):
        return False
    if tokens.low(start - 1) in ("aged", "age"):
        return True
    appositive = tokens.low(start - 1) == "," and tokens.low(end) == ","
    return appositive and not found.nouns and tokens.at(start - 2).text[:1].isupper()
