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
_BREAKS = "\r\n"
_ENDS = _BREAKS + HYPHEN
_TOKEN = re.compile(f"[\r\n]+|[^\\s{HYPHEN}]*{HYPHEN}|[^\\s{HYPHEN}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 3  # forms in forms in which pictures are looked for
_GAP = 1.0  # of the size: a wider space parts columns or cells
_SPACE = 0.12  # of the size: a wider one parts words
_RAISED, _SMALLER = 0.15, 0.95  # of the size of the letters around: a mark of a note, a power
_MAY_BE_RAISED = re.compile(r"[\d*†‡§]")


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
    import pypdfium2.raw as pdfium

    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
    return any(True for _ in page.get_objects(filter=kinds, max_depth=_DEEPEST))


def _lines(text_page: Any) -> Iterator[list[_Word]]:
    """The words of each line, by the numbers of their characters."""
    words: list[_Word] = []
    for match in _TOKEN.finditer(_characters(text_page)):
        token = match.group()
        if token[0] not in _BREAKS:
            words.append(_Word(_paired(token), match.start(), match.end() - 1))
        if token[-1] in _ENDS and words:
            yield words
            words = []
    if words:
        yield words


def _characters(text_page: Any) -> str:
    """A character for each one that PDFium counts; some are halves of surrogate pairs."""
    import pypdfium2.raw as pdfium

    raw, code = text_page.raw, pdfium.FPDFText_GetUnicode
    return "".join([chr(code(raw, index)) for index in range(text_page.count_chars())])


def _paired(word: str) -> str:
    if not _SURROGATE.search(word):
        return word
    return word.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _quarter(text_page: Any, index: int) -> int:
    """By how many quarters of a circle a character is turned."""
    import pypdfium2.raw as pdfium

    angle = pdfium.FPDFText_GetCharAngle(text_page, index)
    return round(2 * angle / pi) % 4 if angle >= 0 else 0


class _Places:
    """Finds where the words of a page stand."""

    def __init__(self, text_page: Any, quarter: int, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._raw = text_page.raw
        self._rectangle = pdfium.FS_RECTF()
        self._quarter = quarter
        self._page = page
        self._edges: tuple[float, float, float, float] = page.get_bbox()
        self._scan: bool | None = None

    def row(self, words: list[_Word]) -> Row:
        """One line, divided where gaps are wide; empty when it cannot be seen."""
        size = max(self._size(words[0].start), self._size(words[-1].end))
        if size < _TINIEST or self._is_invisible(words[0].start):
            return ()
        placed = [self._extent(word) for word in words if word.text.strip("\ufffe")]
        groups = [group for group in _groups(placed, size) if self._is_seen(group)]
        return tuple(self._piece(group, size) for group in groups)

    def _piece(self, group: list[_Extent], size: float) -> Piece:
        words = [one.word for one in group]
        text = " ".join(self._marked(word, words).translate(_CLEANED) for word in words)
        bold = self._bold(words[0].start) and self._bold(words[-1].end)
        first = group[0]
        right = max(one.right for one in group)
        width = first.right - first.left
        return Piece(text, first.left, right, first.bottom, size, bold, width)

    def _marked(self, word: _Word, line: Sequence[_Word]) -> str:
        """The letters of a word, marks around those that are raised."""
        text = word.text
        if not _MAY_BE_RAISED.search(text) or len(text) != word.end - word.start + 1:
            return text
        usual = max(line, key=lambda one: one.end - one.start).start
        size, base = self._size(usual), self._baseline(usual)
        marked: list[str] = []
        for place, character in enumerate(text):
            index = word.start + place
            small = self._size(index) < _SMALLER * size
            is_raised = small and self._baseline(index) > base + _RAISED * size
            marked.append(f"{OPEN}{character}{CLOSE}" if is_raised else character)
        return "".join(marked)

    def _baseline(self, index: int) -> float:
        import pypdfium2.raw as pdfium

        x, y = ctypes.c_double(), ctypes.c_double()
        if self._quarter or not pdfium.FPDFText_GetCharOrigin(self._raw, index, x, y):
            return 0.0
        return y.value

    def _is_seen(self, group: list[_Extent]) -> bool:
        """Whether it is on the page."""
        if self._quarter:
            return True
        left, bottom, right, top = self._edges
        first = group[0]
        height = self._size(first.word.start)
        beside = first.left >= right or group[-1].right <= left
        return not beside and bottom < first.bottom + height and first.bottom < top

    def _extent(self, word: _Word) -> _Extent:
        first, last = self._box(word.start), self._box(word.end)
        return _Extent(word, first[0], max(last[2], first[2]), min(first[1], last[1]))

    def _box(self, index: int) -> tuple[float, float, float, float]:
        import pypdfium2.raw as pdfium

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
        import pypdfium2.raw as pdfium

        text_object = pdfium.FPDFText_GetTextObject(self._raw, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if text_object else None
        if mode != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return False
        if self._scan is None:
            self._scan = has_picture(self._page)
        return not self._scan

    def _size(self, index: int) -> float:
        import pypdfium2.raw as pdfium

        size = float(pdfium.FPDFText_GetFontSize(self._raw, index))
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFText_GetMatrix(self._raw, index, matrix):
            size *= hypot(matrix.c, matrix.d)
        return size

    def _bold(self, index: int) -> bool:
        import pypdfium2.raw as pdfium

        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._raw, index, name, len(name), flags)
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
    beside = -_SPACE * size < gap < _GAP * size and not before.text.endswith(HYPHEN)
    return beside and abs(before.bottom - one.bottom) < size / 2


def _joint(before: Piece, one: Piece) -> Piece:
    """Two pieces of one line; the smaller of them is raised when it stands higher."""
    space = " " if one.left - before.right > _SPACE * max(before.size, one.size) else ""
    is_raised = one.size < _SMALLER * before.size and (
        one.bottom > before.bottom + _RAISED * before.size
    )
    text = f"{OPEN}{one.text}{CLOSE}" if is_raised and OPEN not in one.text else one.text
    base = before if before.size >= one.size else one
    return replace(
        base,
        text=f"{before.text}{space}{text}",
        left=before.left,
        right=one.right,
        first=before.first,
        bold=before.bold and one.bold,
    )


def _told(row: Row) -> Row:
    """The row with its raised marks left out or made readable."""
    return tuple(replace(piece, text=told(piece.text)) for piece in row)
