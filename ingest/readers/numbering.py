"""The numbers of numbered lists, as documents of any format show them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 3999


@dataclass(slots=True)
class Numbering:
    """Counts the items of a list. `kind` is `1`, `a`, `A`, `i` or `I`."""

    following: int = 1
    step: int = 1
    kind: str = "1"

    def next(self, value: int | None = None) -> str:
        """The marker of the next item, which may have a number of its own."""
        number = self.following if value is None else value
        self.following = number + self.step
        return marker(number, self.kind)


def number_in(text: str | None, default: int, digits: int = 6) -> int:
    """The number that a document gives somewhere, where it is one of so many digits at most."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) <= digits else default


def marker(number: int, kind: str = "1") -> str:
    """`4.`, `d.`, `iv.` and the like."""
    if kind in ("a", "A") and number > 0:
        written = _letters(number)
    elif kind in ("i", "I") and 0 < number <= _LARGEST:
        written = roman(number)
    else:
        written = str(number)
    return f"{written.upper() if kind in ('A', 'I') else written}."


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def roman(number: int) -> str:
    """A number up to 3999 in small Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
