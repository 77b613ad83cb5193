"""Numbers as written: digits, words, scales, fractions, ordinals; without unit or context."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from qa_app.values.lexicon import (
    FRACTION_SIGNS,
    ONES,
    ORDINALS,
    SCALES,
    SHORT_SCALES,
    TENS,
    VAGUE,
)
from qa_app.values.tokens import Tokens

HYPHENS = frozenset("-‐‑")
_LONGEST_SCALED = 40
_PARTS = frozenset((2, 3, 4, 5, 6, 8, 10, 16, 32))
"""What inches and recipes are divided into; "the 3 9/11 flights" are something else."""
_FRACTIONS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10} | {
    f"{word}s": number for word, number in ORDINALS.items() if number > 2
}
_FRACTIONS["quarters"] = 4


class Numeral(NamedTuple):
    """A number and the token after it. `high` differs from `value` only for "dozens", …"""

    value: Decimal
    end: int
    step: Decimal
    ordinal: bool = False
    share: bool = False
    high: Decimal | None = None
    scaled: bool = False


def numeral(tokens: Tokens, i: int, *, money: bool = False) -> Numeral | None:
    """The number that starts at token `i`; with `money`, a glued `m` or `b` is a scale."""
    if tokens.at(i).kind == "number":
        return _digits(tokens, i, money=money)
    word = tokens.low(i)
    if word in VAGUE:
        return _vague(tokens, i)
    if word in FRACTION_SIGNS:
        return Numeral(_sign_fraction(word), i + 1, Decimal(1), share=True)
    return _fraction(tokens, i) or _spelled(tokens, i)


def _digits(tokens: Tokens, i: int, *, money: bool) -> Numeral | None:
    text = tokens.at(i).text
    if text.count(".") > 1:
        return None
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    if len(text) > _LONGEST_SCALED:
        return Numeral(value, i + 1, step)
    follow = tokens.low(i + 1)
    if tokens.glued(i + 1) and follow in ("st", "nd", "rd", "th"):
        return Numeral(value, i + 2, step, ordinal=True)
    if tokens.glued(i + 1) and follow in FRACTION_SIGNS:
        return Numeral(value + _sign_fraction(follow), i + 2, step)
    if step == 1 and (part := _part_behind(tokens, i + 1)) is not None:
        return Numeral(value + part[0], part[1], step)
    return _scale(tokens, Numeral(value, i + 1, step), money=money)


def _part_behind(tokens: Tokens, i: int) -> tuple[Decimal, int] | None:
    """The "1/2" of "1 1/2" or the "½" of "1 ½", and the token after it."""
    if tokens.low(i) in FRACTION_SIGNS:
        return _sign_fraction(tokens.low(i)), i + 1
    above, line, below = (tokens.at(i + step) for step in range(3))
    numbers = above.text.isdecimal() and below.text.isdecimal() and above.spaced
    if (
        not numbers
        or line.text not in ("/", "⁄")
        or not (tokens.glued(i + 1) and tokens.glued(i + 2))
    ):
        return None
    top, bottom = int(above.text), int(below.text)
    return (Decimal(top) / bottom, i + 3) if 0 < top < bottom and bottom in _PARTS else None


def _scale(tokens: Tokens, number: Numeral, *, money: bool) -> Numeral:
    """`number` times the scale words that follow it, a hyphen between them allowed."""
    end = number.end
    at = end + 1 if tokens.low(end) in HYPHENS and tokens.glued(end) else end
    word = tokens.low(at)
    factor = SCALES.get(word)
    if factor is None and (tokens.glued(end) or word in ("bn", "mn", "tn")):
        factor = _short_scale(tokens, end, word, money=money)
        at = end
    if factor is None:
        return number
    scaled = number._replace(
        value=number.value * factor, step=number.step * factor, end=at + 1, scaled=True
    )
    again = SCALES.get(tokens.low(at + 1))
    if again is None:
        return scaled
    return scaled._replace(value=scaled.value * again, step=scaled.step * again, end=at + 2)


def _short_scale(tokens: Tokens, end: int, word: str, *, money: bool) -> Decimal | None:
    """A glued letter: always a scale for money, `m` only before what can be counted."""
    if not money and word in ("m", "b"):
        counted = tokens.at(end + 1)
        plural = counted.kind == "word" and counted.low.endswith(("s", "people", "children"))
        if not plural:
            return None
    return SHORT_SCALES.get(word)


def _vague(tokens: Tokens, i: int) -> Numeral:
    """Reads "Dozens", "hundreds of thousands": from one to ten of the scale named."""
    low, end = VAGUE[tokens.low(i)], i + 1
    if tokens.low(end) == "of" and tokens.low(end + 1) in VAGUE:
        low, end = low * VAGUE[tokens.low(end + 1)], end + 2
    return Numeral(low, end, low, high=low * 10)


def _sign_fraction(sign: str) -> Decimal:
    part = FRACTION_SIGNS[sign]
    return Decimal(1) / part if part > 0 else Decimal(-part - 1) / -part


def _fraction(tokens: Tokens, i: int) -> Numeral | None:
    """Reads "Half", "two-thirds", "a quarter of", "half a million"."""
    word = tokens.low(i)
    if word == "half":
        return _half(tokens, i)
    top = 1 if word in ("a", "one") else ONES.get(word)
    at = i + 2 if tokens.low(i + 1) in HYPHENS else i + 1
    bottom = _FRACTIONS.get(tokens.low(at))
    if not top or not bottom or (top == 1) == tokens.low(at).endswith("s"):
        return None
    if top == 1 and tokens.low(at + 1) in SCALES:
        value = SCALES[tokens.low(at + 1)] / bottom
        return Numeral(value, at + 2, value, scaled=True)
    if top == 1 and word == "a" and (tokens.low(at + 1) != "of" or tokens.low(i - 1) == "and"):
        return None
    return Numeral(Decimal(top) / bottom, at + 1, Decimal("0.01"), share=True)


def _half(tokens: Tokens, i: int) -> Numeral | None:
    follow = tokens.low(i + 1)
    if follow in ("a", "an") and tokens.low(i + 2) in SCALES:
        value = SCALES[tokens.low(i + 2)] / 2
        return Numeral(value, i + 3, value, scaled=True)
    if tokens.words(i - 2, 2) == ("and", "a"):
        return None  # "a cup and a half of honey" is more than half a cup
    if follow in ("of", "the", "its", "their", "all", "his", "her", "our"):
        return Numeral(Decimal("0.5"), i + 1, Decimal("0.1"), share=True)
    return None


def _spelled(tokens: Tokens, i: int) -> Numeral | None:
    """Reads "Twenty-one", "a dozen", "two and a half million", "one hundred and five", "third"."""
    total, current, room, ceiling = Decimal(0), Decimal(0), 3, Decimal(10**18)
    j, start = i, i
    if tokens.low(i) in ("a", "an") and tokens.low(i + 1) in SCALES:
        current, room, j, start = Decimal(1), 1, i + 1, i + 1
    while True:
        k = _next_word(tokens, j, start)
        word = tokens.low(k)
        if word in ORDINALS and _fits(ORDINALS[word], room):
            return Numeral(total + current + ORDINALS[word], k + 1, Decimal(1), ordinal=True)
        if (small := _small(word)) is not None and _fits(small, room):
            current, room = current + small, 2 if small >= 20 else 1
        elif word == "hundred" and 0 < current < 100 and room < 3:
            current, room = current * 100, 3
        elif word in SCALES and word != "hundred" and current and SCALES[word] < ceiling:
            ceiling = SCALES[word]
            total, current, room = total + current * ceiling, Decimal(0), 3
        else:
            break
        j = k + 1
        if (halved := _and_a_half(tokens, j, current)) is not None:
            current, j, room = *halved, 1
    if j == start:
        return None
    step = ceiling if ceiling < 10**18 and not current and ceiling > 20 else Decimal(1)
    return Numeral(total + current, j, step, scaled=ceiling < 10**18)


def _small(word: str) -> int | None:
    found = ONES.get(word)
    return TENS.get(word) if found is None else found


def _fits(small: int, room: int) -> bool:
    """Whether a number under 100 may follow: anything at first, only 1 to 9 after a ten."""
    return room == 3 or (room == 2 and 0 < small < 10)


def _next_word(tokens: Tokens, j: int, start: int) -> int:
    """Skips a glued hyphen, or "and" inside a number ("a hundred and five")."""
    if j > start and tokens.low(j) in HYPHENS and tokens.glued(j):
        return j + 1
    after_scale = j > start and tokens.low(j - 1) in SCALES and tokens.low(j - 1) != "dozen"
    if tokens.low(j) == "and" and after_scale and _small(tokens.low(j + 1)) is not None:
        return j + 1
    return j


def _and_a_half(tokens: Tokens, j: int, current: Decimal) -> tuple[Decimal, int] | None:
    if current and tokens.words(j, 3) == ("and", "a", "half"):
        return current + Decimal("0.5"), j + 3
    return None
