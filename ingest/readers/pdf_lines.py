"""The lines of a PDF page with their places, as PDFium finds them.

Places are in points, `y` growing upwards. A page whose text stands sideways is turned first, so
that lines run from left to right and downwards for whoever works on them.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, pi
from typing import Any

HYPHEN = "\x02"
"""At the end of a line: a hyphen that may be there only because the line ends."""

_TINIEST = 1.5  # points; nobody reads smaller letters
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip
_CLEANED = {0: None, 0xFFFE: None, 0xAD: "-", 0x2010: "-", **_LIGATURES}
_BREAKS = "\r\n"
_GAP = 1.0  # of the size: a wider space parts columns or cells


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a wide gap between them.

    Attributes:
        size: of the letters, in points.
        first: the width of the first word.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    first: float = 0.0


Row = tuple[Piece, ...]
"""The pieces of one line, from left to right."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Extent:
    """A word and its place, turned upright."""

    word: _Word
    left: float
    right: float
    bottom: float


def rows(page: Any) -> list[Row]:
    """The lines of a `pypdfium2.PdfPage` in the order of the document, those outside it aside."""
    text_page = page.get_textpage()
    try:
        lines = list(_lines(text_page))
        turned = Counter(_quarter(text_page, line[0].start) for line in lines)
        upright = turned.most_common(1)[0][0] if turned else 0
        sideways = [line for line in lines if _quarter(text_page, line[0].start) != upright]
        reader = _Places(text_page, upright, page.get_bbox())
        found = [reader.row(line) for line in lines if line not in sideways]
        stamps = [  # along the margin
            _Places(text_page, _quarter(text_page, line[0].start), None).row(line)
            for line in sideways
        ]
        return [row for row in (*found, *stamps) if row]
    finally:
        text_page.close()


def _lines(text_page: Any) -> Iterator[list[_Word]]:
    """The words of each line, by the numbers of their characters."""
    words: list[_Word] = []
    start, text = 0, ""
    for index, character in enumerate([*_characters(text_page), "\n"]):
        if character not in _BREAKS and not character.isspace():
            start = start if text else index
            text += character
            if character != HYPHEN:
                continue
        if text:
            words.append(_Word(text, start, index if character == HYPHEN else index - 1))
            text = ""
        if (character in _BREAKS or character == HYPHEN) and words:
            yield words
            words = []


def _characters(text_page: Any) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    count = text_page.count_chars()
    codes = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    for place, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00 and place + 1 < count and 0xDC00 <= codes[place + 1] < 0xE000:
            yield chr(0x10000 + ((code - 0xD800) << 10) + codes[place + 1] - 0xDC00)
        elif 0xD800 <= code < 0xE000:
            yield "\0"
        else:
            yield chr(code)


def _quarter(text_page: Any, index: int) -> int:
    """By how many quarters of a circle a character is turned."""
    import pypdfium2.raw as pdfium

    angle = pdfium.FPDFText_GetCharAngle(text_page, index)
    return round(2 * angle / pi) % 4 if angle >= 0 else 0


class _Places:
    """Finds where the words of a page stand."""

    def __init__(
        self, text_page: Any, quarter: int, page: tuple[float, float, float, float] | None
    ) -> None:
        self._text_page = text_page
        self._quarter = quarter
        self._page = page

    def row(self, words: list[_Word]) -> Row:
        """One line, divided where gaps are wide; empty when it cannot be seen."""
        size = max(self._size(words[0].start), self._size(words[-1].end))
        if size < _TINIEST:
            return ()
        placed = [self._extent(word) for word in words if word.text.strip("\0\ufffe")]
        groups = [group for group in _groups(placed, size) if self._is_seen(group)]
        return tuple(self._piece(group, size) for group in groups)

    def _piece(self, group: list[_Extent], size: float) -> Piece:
        words = [one.word for one in group]
        text = " ".join(word.text.translate(_CLEANED) for word in words)
        bold = self._bold(words[0].start) and self._bold(words[-1].end)
        first = group[0]
        right = max(one.right for one in group)
        width = first.right - first.left
        return Piece(text, first.left, right, first.bottom, size, bold, width)

    def _is_seen(self, group: list[_Extent]) -> bool:
        """Whether it is on the page."""
        if self._page is None or self._quarter:
            return True
        left, bottom, right, top = self._page
        first = group[0]
        height = self._size(first.word.start)
        beside = first.left >= right or group[-1].right <= left
        return not beside and bottom < first.bottom + height and first.bottom < top

    def _extent(self, word: _Word) -> _Extent:
        first, last = self._box(word.start), self._box(word.end)
        return _Extent(word, first[0], max(last[2], first[2]), min(first[1], last[1]))

    def _box(self, index: int) -> tuple[float, float, float, float]:
        import pypdfium2.raw as pdfium

        box = pdfium.FS_RECTF()
        if not pdfium.FPDFText_GetLooseCharBox(self._text_page, index, box):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        turns = (
            (left, bottom, right, top),
            (-top, left, -bottom, right),
            (-right, -top, -left, -bottom),
            (bottom, -right, top, -left),
        )
        return turns[self._quarter]

    def _size(self, index: int) -> float:
        import pypdfium2.raw as pdfium

        size = float(pdfium.FPDFText_GetFontSize(self._text_page, index))
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFText_GetMatrix(self._text_page, index, matrix):
            size *= hypot(matrix.c, matrix.d)
        return size

    def _bold(self, index: int) -> bool:
        import pypdfium2.raw as pdfium

        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text_page, index, name, len(name), flags)
        return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semibd"))


def _groups(placed: list[_Extent], size: float) -> list[list[_Extent]]:
    """The words of a line, divided at wide gaps."""
    groups = [placed[:1]] if placed else []
    for before, one in pairwise(placed):
        if one.left - before.right > _GAP * size:
            groups.append([one])
        else:
            groups[-1].append(one)
    return groups
