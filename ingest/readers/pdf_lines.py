"""The lines of a PDF page with their places, as PDFium finds them.

Places are in points, `y` growing upwards. A page whose text stands sideways is turned first, so
that lines run from left to right and downwards for whoever works on them.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot, pi
from typing import Any
from unicodedata import normalize

import pypdfium2.raw as pdfium

from ingest.hyphens import HYPHEN
from ingest.raised import CLOSE, OPEN, told

_TINIEST = 1.5  # points; nobody reads smaller letters
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-"}  # as Word draws them
_CLEANED = {
    0: "\ufffd", 0xFFFE: None, 0xAD: "-", 0x2010: "-", **_LIGATURES, **_SYMBOLS,
}  # fmt: skip
_ACCENTS = dict(
    zip("´`¨ˆ˜ˇ˘˙˚˝", "\u0301\u0300\u0308\u0302\u0303\u030c\u0306\u0307\u030a\u030b", strict=True)
)
_DOTTED = {"ı": "i", "ȷ": "j"}
_BREAKS = "\r\n"
_ENDS = _BREAKS + HYPHEN
_TOKEN = re.compile(f"[\r\n]+|[^\\s{HYPHEN}]*{HYPHEN}|[^\\s{HYPHEN}]+")
_DEEPEST = 3  # forms in forms in which pictures are looked for
_SIGN = re.compile("[*•·▪‣○●◦■□➢✓\uf0b7\uf0a7\uf0d8\uf0fc–—-]")
_LISTED = 4.0  # of the size: a wider space parts the sign of an item of a list from its words
_GAP = 1.0  # of the size: a wider space parts columns or cells
_SPACE = 0.12  # of the size: a wider one parts words
_STROKE = 0.3  # of the size, by which that of a fraction may stand under the number above it
_SAME_SIZE = 0.08
_LETTERS = 1.2  # of the room between two letters that are set apart: no space
_FEW = 0.2  # of the letters of a line
_MARK = 0.8  # of the size of a note, the size of the mark before it
_RAISED, _SMALLER = 0.15, 0.95  # of the size of the letters around: a mark of a note, a power
_MAY_BE_RAISED = re.compile("[\\d*†‡§\U0001d400-\U0001d7ff]")
_CONTROLS = frozenset(
    (9, 10, 11, 12, 13, 28, 29, 30, 31)
)  # white space, and letters without a name
_INK = 0.3  # points; white space draws nothing
_LAST = 0x10FFFF  # code point; broken fonts name higher ones


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line without a wide gap between them.

    Attributes:
        bottom, size: in points, of the largest letters of which it has more than a few; marks,
            bullets and formulas differ.
        first: the width of the first word.
        noted: whether it begins with the raised mark of a note.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    first: float = 0.0
    noted: bool = False


Row = tuple[Piece, ...]
"""The pieces of one line, from left to right."""


def same_size(first: Piece, second: Piece) -> bool:
    """Whether the letters of two pieces are equally large."""
    return abs(first.size - second.size) <= _SAME_SIZE * max(first.size, second.size)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Extent:
    """A word and its place, turned upright; the bottom is the line on which its letters stand."""

    word: _Word
    left: float
    right: float
    bottom: float


def rows(page: Any) -> list[Row]:
    """The lines of a `pypdfium2.PdfPage` in the order of the document, those outside it aside."""
    text_page = page.get_textpage()
    try:
        lines = [(_quarter(text_page, line[0].start), line) for line in _lines(text_page)]
        turned = Counter(quarter for quarter, _ in lines)
        upright = turned.most_common(1)[0][0] if turned else 0
        page_places = _Places(text_page, upright, page)
        found = [page_places.row(line) for quarter, line in lines if quarter == upright]
        stamps = [  # along the margin
            _Places(text_page, quarter, page).row(line)
            for quarter, line in lines
            if quarter != upright
        ]
        whole = _one_line_each([row for row in found if row])
        return [_told(row) for row in (*whole, *stamps) if row]
    finally:
        text_page.close()


def has_picture(page: Any) -> bool:
    """Whether there is a picture on a page."""
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
    return next(found, None) is not None


def _lines(text_page: Any) -> Iterator[list[_Word]]:
    """The words of each line, by the numbers of their characters."""
    words: list[_Word] = []
    for match in _TOKEN.finditer(_characters(text_page)):
        token = match.group()
        if token[0] not in _BREAKS:
            if not token.isascii():  # halves of pairs
                token = token.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            words.append(_Word(token, match.start(), match.end() - 1))
        if token[-1] in _ENDS and words:
            yield words
            words = []
    if words:
        yield words


def _characters(text_page: Any) -> str:
    """A character for each one that PDFium counts; some are halves of surrogate pairs."""
    raw, code = text_page.raw, pdfium.FPDFText_GetUnicode
    codes = [code(raw, index) for index in range(text_page.count_chars())]
    for index, one in enumerate(codes):
        if one in _CONTROLS and pdfium.FPDFText_IsGenerated(raw, index) != 1:
            left, bottom, right, top = text_page.get_charbox(index)
            codes[index] = 0xFFFD if min(right - left, top - bottom) > _INK else 0x20
    return "".join([chr(one) if one <= _LAST else "\ufffd" for one in codes])


def _quarter(text_page: Any, index: int) -> int:
    """By how many quarters of a circle a character is turned."""
    angle = max(float(pdfium.FPDFText_GetCharAngle(text_page, index)), 0.0)
    turned = 2 * bool(pdfium.FPDFText_GetFontSize(text_page, index) < 0)  # upside down
    return (round(2 * angle / pi) + turned) % 4


class _Places:
    """Finds where the words of a page stand."""

    def __init__(self, text_page: Any, quarter: int, page: Any) -> None:
        self._raw = text_page.raw
        self._rectangle = pdfium.FS_RECTF()
        self._quarter = quarter
        self._page = page
        self._edges: tuple[float, float, float, float] = page.get_bbox()
        self._scan: bool | None = None
        self._tiny: dict[float, float] | None = None  # size of the tallest letter, by stated size

    def row(self, words: list[_Word]) -> Row:
        """One line, divided where gaps are wide; empty when it cannot be seen."""
        size = max(self._size(words[0].start), self._size(words[-1].end))
        if size < _TINIEST or self._is_invisible(words[0].start):
            return ()
        if any(not _ACCENTS.keys().isdisjoint(word.text) for word in words):
            words = self._accented(words)
        placed = self._unspaced([self._extent(w) for w in words if w.text.strip("\ufffe")])
        return tuple(map(self._piece, filter(self._is_seen, _groups(placed, size))))

    def _unspaced(self, placed: Sequence[_Extent]) -> list[_Extent]:
        """The words of a line, those put together between which PDFium has put a space though no
        more room is there than between the letters of the first.
        """
        whole: list[_Extent] = []
        for one in placed:
            before = whole[-1] if whole else one
            first, last = before.word.start, before.word.end
            letters = before.word.text[-2:].isalpha() and one.word.text[0].isalpha()
            apart = letters and first < last < one.word.start
            if apart and pdfium.FPDFText_IsGenerated(self._raw, last + 1) == 1:
                inner = self._box(last)[0] - self._box(last - 1)[2]
                if 0 < one.left - before.right < _LETTERS * inner:
                    word = _Word(before.word.text + one.word.text, first, one.word.end)
                    whole[-1] = replace(before, word=word, right=one.right)
                    continue
            whole.append(one)
        return whole

    def _accented(self, words: Sequence[_Word]) -> list[_Word]:
        r"""The words with accents that are drawn on their own put on the letters below them, as in
        what TeX makes of `J\\'egou`: `J ´ egou`.
        """
        letters = [
            (word, at, self._box(word.start + at)) for word in words for at in range(len(word.text))
        ]
        changed = {word.start: list(word.text) for word in words}
        gone = []
        for word, at, (left, _, right, _) in letters:
            mark, middle = _ACCENTS.get(word.text[at], ""), (left + right) / 2
            for other, place, box in letters if mark else ():
                base = _DOTTED.get(other.text[place], other.text[place])
                whole = normalize("NFC", base + mark)
                if box[0] <= middle <= box[2] and base.isalpha() and len(whole) == 1:
                    changed[other.start][place], changed[word.start][at] = whole, ""
                    gone.append(word)
                    break
        found: list[_Word] = []
        for word in words:
            text = "".join(changed[word.start])
            before = found[-1] if found else None
            if not text:
                continue
            if before and any(before.end < one.start < word.start for one in gone):
                gap = self._box(word.start)[0] - self._box(before.end)[2]
                if gap < _SPACE * self._size(word.start):
                    found[-1] = _Word(before.text + text, before.start, word.end)
                    continue
            found.append(_Word(text, word.start, word.end))
        return found

    def _piece(self, group: list[_Extent]) -> Piece:
        words = [one.word for one in group]
        sizes = [self._size(word.start) for word in words]
        letters: Counter[float] = Counter()
        for word, size in zip(words, sizes, strict=True):
            letters[size] += len(word.text)
        many = [one for one in letters if letters[one] >= _FEW * letters.total()]
        size = max(many, default=sizes[0])
        usual = group[sizes.index(size)]
        text = " ".join(self._marked(word, usual.word.start) for word in words)
        bold = self._bold(words[0].start) and self._bold(words[-1].end)
        left, right = group[0].left, max(one.right for one in group)
        return Piece(text, left, right, usual.bottom, size, bold, group[0].right - left)

    def _marked(self, word: _Word, usual: int) -> str:
        """The letters of a word, marks around those that are raised above a usual one."""
        index, marked = word.start, ""
        if not _MAY_BE_RAISED.search(word.text):
            return word.text.translate(_CLEANED)
        size, base = self._size(usual), self._baseline(usual)
        for character in word.text:
            small = self._size(index) < _SMALLER * size
            is_raised = small and self._baseline(index) > base + _RAISED * size
            marked += f"{OPEN}{character}{CLOSE}" if is_raised else character
            index += 1 + (character > "\uffff")  # which PDFium counts as two
        return marked.translate(_CLEANED)

    def _baseline(self, index: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        if not pdfium.FPDFText_GetCharOrigin(self._raw, index, x, y):
            return 0.0
        return (y.value, x.value, -y.value, -x.value)[self._quarter]

    def _is_seen(self, group: list[_Extent]) -> bool:
        """Whether it is on the page."""
        first, (left, bottom, right, top) = group[0], self._edges
        if self._quarter:
            return True
        height = self._size(first.word.start)
        beside = first.left >= right or group[-1].right <= left
        return not beside and bottom < first.bottom + height and first.bottom < top

    def _extent(self, word: _Word) -> _Extent:
        first, last = self._box(word.start), self._box(word.end)
        return _Extent(word, first[0], max(last[2], first[2]), self._baseline(word.start))

    def _box(self, index: int) -> tuple[float, float, float, float]:
        box = self._rectangle
        if not pdfium.FPDFText_GetLooseCharBox(self._raw, index, box):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        turns = (
            (left, bottom, right, top),
            (-top, left, -bottom, right),
            (-right, -top, -left, -bottom),
            (bottom, -right, top, -left),
        )
        return turns[self._quarter]

    def _is_invisible(self, index: int) -> bool:
        """Whether it is drawn so that nobody sees it; over a scan that is how its text is kept."""
        drawn = pdfium.FPDFText_GetTextObject(self._raw, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else None
        if mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return False
        if self._scan is None:
            self._scan = has_picture(self._page)
        return not self._scan

    def _size(self, index: int) -> float:
        """The size of a letter in points."""
        size = self._stated(index)
        if size >= _TINIEST:
            return size
        if self._tiny is None:
            self._tiny = {}
            for one in range(pdfium.FPDFText_CountChars(self._raw)):
                _, bottom, _, top = self._box(one)
                stated = self._stated(one)
                self._tiny[stated] = max(self._tiny.get(stated, 0.0), top - bottom)
        return self._tiny[size]

    def _stated(self, index: int) -> float:
        """The size that a font says, in points; a font whose letters are drawn in a scale of its
        own (Type 3) may say that it is tiny.
        """
        matrix = pdfium.FS_MATRIX()
        size = abs(float(pdfium.FPDFText_GetFontSize(self._raw, index)))
        if pdfium.FPDFText_GetMatrix(self._raw, index, matrix):
            size *= hypot(matrix.c, matrix.d)
        return size

    def _bold(self, index: int) -> bool:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._raw, index, name, len(name), flags)
        return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy", b"semibd"))


def _groups(placed: list[_Extent], size: float) -> list[list[_Extent]]:
    """The words of a line, divided at wide gaps; the sign of an item stands before its words."""
    groups = [placed[:1]] if placed else []
    for before, one in pairwise(placed):
        listed = before is placed[0] and _SIGN.fullmatch(before.word.text) is not None
        if one.left - before.right > (_LISTED if listed else _GAP) * size:
            groups.append([one])
        else:
            groups[-1].append(one)
    return groups


def _one_line_each(rows: Sequence[Row]) -> list[Row]:
    """The rows, those that a raised mark has cut in two in one piece."""
    whole: list[Row] = []
    for row in rows:
        if whole and _goes_on(whole[-1][-1], row[0]):
            joint = _joint(whole[-1][-1], row[0])
            whole[-1] = (*whole[-1][:-1], joint, *row[1:])
        else:
            whole.append(row)
    return whole


def _goes_on(before: Piece, one: Piece) -> bool:
    size = max(before.size, one.size)
    gap = one.left - before.right
    overlap = _STROKE if one.text.startswith("⁄") else _SPACE
    beside = -overlap * size < gap < _GAP * size and not before.text.endswith(HYPHEN)
    is_mark = before.size < _MARK * one.size and before.bottom > one.bottom
    return beside and abs(before.bottom - one.bottom) < (0.75 if is_mark else 0.5) * size


def _joint(before: Piece, one: Piece) -> Piece:
    """Two pieces of one line; the smaller of them is raised when it stands higher."""
    space = " " if one.left - before.right > _SPACE * max(before.size, one.size) else ""
    base = before if before.size >= one.size else one
    first, second = _raised_above(before, one), _raised_above(one, before)
    return replace(
        base,
        text=f"{first}{space}{second}",
        left=before.left,
        right=one.right,
        first=before.first,
        bold=before.bold and one.bold,
    )


def _raised_above(piece: Piece, other: Piece) -> str:
    """The words of a piece, marked where it is smaller than another one and stands higher."""
    height = piece.bottom - other.bottom
    is_raised = piece.size < _SMALLER * other.size and height > _RAISED * other.size
    return f"{OPEN}{piece.text}{CLOSE}" if is_raised and OPEN not in piece.text else piece.text


def _told(row: Row) -> Row:
    """The row with its raised marks left out or made readable."""
    noted = [piece.text.startswith(OPEN) for piece in row]
    return tuple(
        replace(piece, text=told(piece.text), noted=mark)
        for piece, mark in zip(row, noted, strict=True)
    )
