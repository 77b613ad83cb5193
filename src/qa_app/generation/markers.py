"""The citation markers in what a model writes, taken out as it is written. Pure.

`[1]`, `[1, 2]`, `[1-3]`, `[[1]]`, `【1】` and `[^1]` are markers; what may still become one is held
back, and code is left as it is. Everything is decided character by character, so that it makes no
difference how the text was divided on its way here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = "[【［"
_NUMBERS = r"\^?\s*\d+(?:\s*[-–—]\s*\d+)?(?:\s*[,;]\s*\^?\s*\d+(?:\s*[-–—]\s*\d+)?)*\s*"
_WHOLE = re.compile(
    rf"\[\[\s*({_NUMBERS})\]\]|\[\s*({_NUMBERS})\]|［\s*({_NUMBERS})］"
    rf"|【\s*({_NUMBERS})(?:†[^】\n]*)?】"
)
_HALF = re.compile(r"(?:\[{1,2}|［)[\s\d,;^–—-]*\]?|【[\s\d,;^–—-]*(?:†[^】\n]*)?")
_RANGE = re.compile(r"(\d+)(?:\s*[-–—]\s*(\d+))?")
_MOST = 200
_WIDEST = 50
_FENCE = 3
_UNKNOWN = 0
"""The number of a marker that names no passage, whatever it says."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: the numbers it names, 0 for each that is too large to be one."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Code, as it stands between its backticks; a `block` stands by itself."""

    text: str
    block: bool


Piece = str | Marker | Code
"""A character, a marker, or code."""


class MarkerParser:
    """Divides a stream of text into pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._ticks = ""
        self._code = ""
        self._literal = 0

    def feed(self, text: str) -> Iterator[Piece]:
        """The pieces that are certain after `text`."""
        for character in text:
            yield from self._next(character)

    def close(self) -> Iterator[Piece]:
        """What was held back, at the end of the text: half a marker is never shown."""
        if self._code:
            yield from self._end_of_code(cut=True)
        yield from self._let_go(at_end=True)
        yield from self._ticks_as_text()

    def _next(self, character: str) -> Iterator[Piece]:
        if self._code:
            yield from self._in_code(character)
            return
        if character == "`" and not self._literal:
            yield from self._let_go(at_end=True)
            self._ticks += character
            return
        if self._ticks:
            if len(self._ticks) >= _FENCE or character != "\n":
                self._code = character
                if character == "\n" and len(self._ticks) < _FENCE:
                    yield from self._end_of_code(cut=True)
                return
            yield from self._ticks_as_text()
        yield from self._in_text(character)

    def _in_text(self, character: str) -> Iterator[Piece]:
        if self._held:
            yield from self._in_marker(character)
        elif character in _OPEN:
            self._held = character
        else:
            yield character

    def _in_marker(self, character: str) -> Iterator[Piece]:
        held = self._held + character
        whole = _WHOLE.fullmatch(held)
        if whole is not None:
            self._held = ""
            yield Marker(tuple(_numbers(next(g for g in whole.groups() if g))))
        elif _HALF.fullmatch(held) and len(held) <= _MOST:
            self._held = held
        else:
            yield from self._let_go(at_end=False)
            yield from self._in_text(character)

    def _let_go(self, *, at_end: bool) -> Iterator[Piece]:
        """What is held is no marker: its characters. At the end one that has
        begun to name a number is dropped.
        """
        held, self._held = self._held, ""
        if at_end and any(character.isdigit() for character in held):
            return
        if not held:
            return
        yield held[0]
        for character in held[1:]:
            yield from self._in_text(character)
        if at_end:
            yield from self._let_go(at_end=True)

    def _in_code(self, character: str) -> Iterator[Piece]:
        self._code += character
        block = len(self._ticks) >= _FENCE
        if not block and character == "\n":
            yield from self._end_of_code(cut=True)
        elif character == "`":
            run = len(self._code) - len(self._code.rstrip("`"))
            if run == len(self._ticks):
                yield from self._end_of_code(cut=False)

    def _end_of_code(self, *, cut: bool) -> Iterator[Piece]:
        ticks, code = self._ticks, self._code
        self._ticks = self._code = ""
        block = len(ticks) >= _FENCE
        if not cut:
            yield Code(ticks + code, block)
        elif block:
            yield Code(ticks + code + ticks, block=True)
        else:  # a backtick that nothing closes is one like any other character
            self._literal += 1
            for character in ticks + code:
                yield from self._next(character)
            self._literal -= 1

    def _ticks_as_text(self) -> Iterator[Piece]:
        ticks, self._ticks = self._ticks, ""
        yield from ticks


def _numbers(text: str) -> Iterator[int]:
    for first, last in _RANGE.findall(text):
        low, high = _number(first), _number(last or first)
        if 0 < low <= high < low + _WIDEST:
            yield from range(low, high + 1)
        else:
            yield from dict.fromkeys((low, high))


def _number(digits: str) -> int:
    return int(digits) if len(digits) <= 6 else _UNKNOWN
