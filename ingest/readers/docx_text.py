"""The parts of a Word document that hold text -> blocks of text."""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.package import Blocks, local

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr sdtPr sdtEndPr commentReference "
    "annotationRef footnoteRef endnoteRef Fallback tblPr tblGrid trPr tcPr sectPr object".split()
)
_CHARACTERS = {
    "tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
}  # fmt: skip
_OFF = ("0", "false", "off", "none")
_CONTENTS = re.compile(r"toc \d|toc heading", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)


class Styles:
    """What the styles of a document mean: their names, and which hide their text."""

    def __init__(self, root: Any) -> None:
        self._names: dict[str, str] = {}
        self._hidden: set[str] = set()
        for style in root.iter(f"{_W}style") if root is not None else ():
            key = style.get(f"{_W}styleId", "")
            name = style.find(f"{_W}name")
            self._names[key] = name.get(f"{_W}val", "") if name is not None else ""
            if _is_on(style.find(f"{_W}rPr/{_W}vanish")):
                self._hidden.add(key)

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style, which is English in every language of Word."""
        key = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        return self._names.get(key, key)

    def hides(self, element: Any) -> bool:
        """Whether a paragraph or run is hidden by its style or by itself."""
        prefix = "p" if local(element) == "p" else "r"
        key = _value(element.find(f"{_W}{prefix}Pr/{_W}{prefix}Style"))
        own = element.find(f"{_W}rPr/{_W}vanish") if prefix == "r" else None
        return _is_on(own) if own is not None else key in self._hidden


class Writer:
    """Writes the text of a document's parts in order.

    Attributes:
        title: the first paragraph in the style `Title`.
        remarks: for the person who reads the report.
    """

    def __init__(self, styles: Styles) -> None:
        self.title = ""
        self.remarks: list[str] = []
        self._styles = styles
        self._blocks = Blocks()
        self._tables = 0
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
                words = [self._words(one) for one in note.iter(f"{_W}p")]
                self._blocks.add(" ".join(" ".join(words).split()), kind)

    def text(self) -> str:
        """Everything that was written."""
        return self._blocks.text()

    def _paragraph(self, paragraph: Any) -> None:
        style = self._styles.name(paragraph)
        if _CONTENTS.fullmatch(style):
            return
        text = self._words(paragraph)
        if style.lower() == "title" and not self.title:
            self.title = text
        numbered = (
            paragraph.find(f"{_W}pPr/{_W}numPr") is not None and "heading" not in style.lower()
        )
        self._blocks.add(text, "list" if numbered or _LIST.match(style) else "")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box)

    def _table(self, table: Any) -> None:
        self._tables += 1
        group = f"table {self._tables}"
        rows = [row for row in _inside(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        cells = [_inside(row, "tc") for row in rows]
        if all(len(row) <= 1 for row in cells):  # a frame around text
            for row in cells:
                for cell in row:
                    self.write(cell)
            return
        for row in cells:
            self._blocks.row([self._cell(cell) for cell in row], group)

    def _cell(self, cell: Any) -> str:
        words = [self._words(one) for one in cell.iter(f"{_W}p")]
        self._boxes.clear()  # their paragraphs are among those of the cell
        return " ".join(words)

    def _words(self, paragraph: Any) -> str:
        if self._styles.hides(paragraph):
            return ""
        parts: list[str] = []
        self._collect(paragraph, parts)
        return "".join(parts)

    def _collect(self, element: Any, parts: list[str]) -> None:
        for child in element:
            name = local(child)
            if name == "t":
                parts.append(child.text or "")
            elif name == "br":
                parts.append("\n" if child.get(f"{_W}type") in (None, "textWrapping") else " ")
            elif name in _CHARACTERS:
                parts.append(_CHARACTERS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                self._noted[name.removesuffix("Reference") + "s"].append(child.get(f"{_W}id", ""))
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name not in _SKIPPED and not (name == "r" and self._styles.hides(child)):
                self._collect(child, parts)


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
