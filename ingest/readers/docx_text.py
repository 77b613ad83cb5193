"""The parts of a Word document that hold text -> blocks of text."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from ingest.raised import CLOSE, OPEN, told
from ingest.readers.docx_numbers import Numbers
from ingest.readers.docx_tables import names_of, rows_of
from ingest.readers.package import Blocks, local
from ingest.readers.tables import LONG_CELL
from vectorstore.model import Dropped

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr sdtPr sdtEndPr commentReference "
    "annotationRef footnoteRef endnoteRef Fallback tblPr tblGrid trPr tcPr sectPr object".split()
)
_CHARACTERS = {
    "tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
}  # fmt: skip
_SYMBOLS = dict(
    zip(
        b"\xb0\xb1\xb3\xa3\xb4\xb8\xb9\xa5\xb7\xae\xbcabgdepslqmWDS",
        "°±≥≤×÷≠∞•→…αβγδεπσλθμΩΔΣ",
        strict=True,
    )
)  # of the font Symbol
_UNSEEN = "hidden or struck out"
_OFF = ("0", "false", "off", "none")
_HIDING = ("vanish", "strike", "dstrike")
_CONTENTS = re.compile(r"toc \d|toc heading", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)


class Styles:
    """What the styles of a document mean: their names, which hide their text, which raise it."""

    def __init__(self, root: Any) -> None:
        self._names: dict[str, str] = {}
        self._hidden: dict[str, set[str]] = {kind: set() for kind in _HIDING}
        self._raised: set[str] = set()
        for style in root.iter(f"{_W}style") if root is not None else ():
            key = style.get(f"{_W}styleId", "")
            name = style.find(f"{_W}name")
            self._names[key] = name.get(f"{_W}val", "") if name is not None else ""
            for kind in _HIDING:
                if _is_on(style.find(f"{_W}rPr/{_W}{kind}")):
                    self._hidden[kind].add(key)
            if _value(style.find(f"{_W}rPr/{_W}vertAlign")) == "superscript":
                self._raised.add(key)

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style, which is English in every language of Word."""
        key = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        return self._names.get(key, key)

    def hides(self, element: Any) -> bool:
        """Whether a paragraph or run is hidden or struck out by its style or by itself."""
        prefix = "p" if local(element) == "p" else "r"
        key = _value(element.find(f"{_W}{prefix}Pr/{_W}{prefix}Style"))
        for kind in _HIDING:
            own = element.find(f"{_W}rPr/{_W}{kind}") if prefix == "r" else None
            if _is_on(own) if own is not None else key in self._hidden[kind]:
                return True
        return False

    def raises(self, run: Any) -> bool:
        """Whether a run stands higher than the line."""
        own = run.find(f"{_W}rPr/{_W}vertAlign")
        if own is not None:
            return _value(own) == "superscript"
        place = _value(run.find(f"{_W}rPr/{_W}position"))
        if place.isdecimal() and int(place) > 0:
            return True
        return _value(run.find(f"{_W}rPr/{_W}rStyle")) in self._raised


class Writer:
    """Writes the text of a document's parts in order.

    Attributes:
        title: the first paragraph in the style `Title`.
        captions: the paragraphs in the style `Caption`.
        remarks: for the person who reads the report.
        dropped: what was left out.
    """

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self.title = ""
        self.captions: list[str] = []
        self.remarks: list[str] = []
        self.dropped: list[Dropped] = []
        self._styles = styles
        self._numbers = numbers
        self._blocks = Blocks()
        self._boxes: list[Any] = []
        self._noted: dict[str, list[str]] = {"footnotes": [], "endnotes": []}

    def write(self, element: Any) -> None:
        """Add the paragraphs and tables in an element."""
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "altChunk":
                self.remarks.append("holds another document inside, which was left out")
            elif name not in _SKIPPED:
                self.write(child)

    def notes(self, root: Any, kind: str) -> None:
        """Add the notes that the text refers to, in its order, each on a line."""
        if root is None:
            return
        by_id = {note.get(f"{_W}id"): note for note in root}
        for key in self._noted[kind]:
            note = by_id.get(key)
            if note is not None:
                self._blocks.add(self._flat(note), kind)

    def text(self) -> str:
        """Everything that was written."""
        return self._blocks.text()

    def _paragraph(self, paragraph: Any) -> None:
        style = self._styles.name(paragraph)
        if _CONTENTS.fullmatch(style):
            self._drop(paragraph, "table of contents")
            return
        text = self._words(paragraph)
        if style.lower() == "caption":
            self.captions.append(text)
        if style.lower() == "title" and not self.title:
            self.title = text
        numbered = (
            paragraph.find(f"{_W}pPr/{_W}numPr") is not None and "heading" not in style.lower()
        )
        marker = self._numbers.marker(paragraph)  # which counts empty ones, as Word does
        text = f"{marker} {text.strip()}" if marker and text.strip() else text
        self._blocks.add(text, "list" if numbered or _LIST.match(style) else "")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box)

    def _drop(self, element: Any, reason: str) -> None:
        words = [one.text or "" for one in element.iter(f"{_W}t", f"{_W}delText")]
        self.dropped.append(Dropped("".join(words), reason))

    def _table(self, table: Any) -> None:
        """Add a table; rows with texts of their own in their cells one cell after the other."""
        rows = [row for row in _inside(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        framed = all(len(_inside(row, "tc")) <= 1 for row in rows)  # a frame around text
        for arranges, group in groupby(rows, lambda row: framed or _arranges(row)):
            some = list(group)
            cells = [_inside(row, "tc") for row in some]
            if not arranges:
                self._blocks.table(rows_of(cells, self._flat), names_of(some))
            for cell in (cell for row in cells for cell in row) if arranges else ():
                self.write(cell)

    def _flat(self, element: Any) -> str:
        """All paragraphs of a cell or note on one line, with their numbers."""
        words = []
        for paragraph in element.iter(f"{_W}p"):
            words += [self._numbers.marker(paragraph), self._words(paragraph)]
        self._boxes.clear()  # their paragraphs are among those
        return " ".join(" ".join(words).split())

    def _words(self, paragraph: Any) -> str:
        if self._styles.hides(paragraph):
            self._drop(paragraph, _UNSEEN)
            return ""
        parts: list[str] = []
        self._collect(paragraph, parts)
        return told("".join(parts))

    def _collect(self, element: Any, parts: list[str]) -> None:
        for child in element:
            name = local(child)
            if name == "t":
                parts.append(child.text or "")
            elif name == "br":
                parts.append("\n" if child.get(f"{_W}type") in (None, "textWrapping") else " ")
            elif name == "sym":
                parts.append(_symbol(child.get(f"{_W}char", "")))
            elif name in _CHARACTERS:
                parts.append(_CHARACTERS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                self._noted[name.removesuffix("Reference") + "s"].append(child.get(f"{_W}id", ""))
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name == "sup" or (name == "r" and self._styles.raises(child)):
                self._collect_raised(child, parts)
            elif name in ("del", "moveFrom"):
                self._drop(child, "deleted")
            elif name == "r" and self._styles.hides(child):
                self._drop(child, _UNSEEN)
            elif name not in _SKIPPED:
                parts.append("/" if name == "den" else "")
                self._collect(child, parts)

    def _collect_raised(self, element: Any, parts: list[str]) -> None:
        inner: list[str] = []
        if not self._styles.hides(element):
            self._collect(element, inner)
        if text := "".join(inner):
            parts.append(f"{OPEN}{text}{CLOSE}")


def _arranges(row: Any) -> bool:
    """Whether a cell of a row holds a text of its own or another table."""
    for cell in _inside(row, "tc"):
        texts = ["".join(one.itertext(f"{_W}t")) for one in cell.iter(f"{_W}p")]
        if next(cell.iterdescendants(f"{_W}tbl"), None) is not None:
            return True
        if sum(map(bool, texts)) > 1 and sum(map(len, texts)) > LONG_CELL:
            return True
    return False


def _symbol(code: str) -> str:
    """A character of a font of symbols, as a character that any font has."""
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    if 0xF000 <= number <= 0xF0FF:
        return _SYMBOLS.get(number - 0xF000, "")
    return chr(number) if number > 0x1F else ""


def _inside(element: Any, wanted: str) -> list[Any]:
    """The rows of a table or the cells of a row, also where a control is around them."""
    found: list[Any] = []
    for child in element:
        if local(child) == wanted:
            found.append(child)
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            found += _inside(child, wanted)
    return found


def _value(element: Any) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in _OFF
