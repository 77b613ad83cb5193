"""The parts of a Word document that hold text -> blocks of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from ingest.clean import split_blocks
from ingest.errors import UnreadableError
from ingest.raised import CLOSE, OPEN, told
from ingest.readers.docx_numbers import Numbers, W, is_on, value
from ingest.readers.docx_tables import names_of, rows_of
from ingest.readers.package import Blocks, local
from ingest.readers.tables import arranges
from vectorstore.model import Dropped

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
_HIDING = ("vanish", "strike", "dstrike")
_CONTENTS = re.compile(r"toc \d|toc heading", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)


class Styles:
    """What the styles of a document mean: their names, which hide their text, which raise it."""

    def __init__(self, root: Any) -> None:
        self._names: dict[str, str] = {}
        self._hidden: dict[str, set[str]] = {kind: set() for kind in _HIDING}
        self._raised: set[str] = set()
        for style in root.iter(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId", "")
            name = style.find(f"{W}name")
            self._names[key] = name.get(f"{W}val", "") if name is not None else ""
            for kind in _HIDING:
                if is_on(style.find(f"{W}rPr/{W}{kind}")):
                    self._hidden[kind].add(key)
            if value(style.find(f"{W}rPr/{W}vertAlign")) == "superscript":
                self._raised.add(key)

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style, which is English in every language of Word."""
        key = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        return self._names.get(key, key)

    def hides(self, element: Any) -> bool:
        """Whether a paragraph or run is hidden or struck out by its style or by itself."""
        prefix = "p" if local(element) == "p" else "r"
        key = value(element.find(f"{W}{prefix}Pr/{W}{prefix}Style"))
        for kind in _HIDING:
            own = element.find(f"{W}rPr/{W}{kind}") if prefix == "r" else None
            if is_on(own) if own is not None else key in self._hidden[kind]:
                return True
        return False

    def raises(self, run: Any) -> bool:
        """Whether a run stands higher than the line."""
        own = run.find(f"{W}rPr/{W}vertAlign")
        if own is not None:
            return value(own) == "superscript"
        place = value(run.find(f"{W}rPr/{W}position"))
        if place.isdecimal() and int(place) > 0:
            return True
        return value(run.find(f"{W}rPr/{W}rStyle")) in self._raised


def _nothing(_: str) -> str:
    raise UnreadableError("it is not there")


class Writer:
    """Writes the text of a document's parts in order; `inner` gives that of a document that lies
    inside, by the id of its relation.

    Attributes:
        title: the first paragraph in the style `Title`.
        captions: the paragraphs in the style `Caption`.
        remarks: for the person who reads the report.
        dropped: what was left out.
    """

    def __init__(
        self, styles: Styles, numbers: Numbers, inner: Callable[[str], str] = _nothing
    ) -> None:
        self.title = ""
        self.captions: list[str] = []
        self.remarks: list[str] = []
        self.dropped: list[Dropped] = []
        self._styles = styles
        self._numbers = numbers
        self._text_of = inner
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
                self._inner(child)
            elif name not in _SKIPPED:
                self.write(child)

    def _inner(self, chunk: Any) -> None:
        """Add what a document says that lies inside of this one."""
        name = next((found for key, found in chunk.items() if key.endswith("}id")), "")
        try:
            text = self._text_of(name)
        except UnreadableError as error:
            self.remarks.append(f"holds another document inside, which was left out: {error}")
            return
        for block in split_blocks(text.split("\n")):
            self._blocks.add("\n".join(block))

    def notes(self, root: Any, kind: str) -> None:
        """Add the notes that the text refers to, in its order, each on a line."""
        if root is None:
            return
        by_id = {note.get(f"{W}id"): note for note in root}
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
        numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None and "heading" not in style.lower()
        marker = self._numbers.marker(paragraph)  # which counts empty ones, as Word does
        text = f"{marker} {text.strip()}" if marker and text.strip() else text
        self._blocks.add(text, "list" if numbered or _LIST.match(style) else "")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box)

    def _drop(self, element: Any, reason: str) -> None:
        words = [one.text or "" for one in element.iter(f"{W}t", f"{W}delText")]
        self.dropped.append(Dropped("".join(words), reason))

    def _table(self, table: Any) -> None:
        """Add a table; rows with texts of their own in their cells one cell after the other."""
        rows = [row for row in _inside(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        framed = all(len(_inside(row, "tc")) <= 1 for row in rows)  # a frame around text
        for is_page, group in groupby(rows, lambda row: framed or _arranges(row)):
            some = list(group)
            cells = [_inside(row, "tc") for row in some]
            if not is_page:
                self._blocks.table(rows_of(cells, self._flat), names_of(some))
            for cell in (cell for row in cells for cell in row) if is_page else ():
                self.write(cell)

    def _flat(self, element: Any) -> str:
        """All paragraphs of a cell or note on one line, with their numbers."""
        words = []
        for paragraph in element.iter(f"{W}p"):
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
                parts.append("\n" if child.get(f"{W}type") in (None, "textWrapping") else " ")
            elif name == "sym":
                parts.append(_symbol(child.get(f"{W}char", "")))
            elif name in _CHARACTERS:
                parts.append(_CHARACTERS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                self._noted[name.removesuffix("Reference") + "s"].append(child.get(f"{W}id", ""))
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
    return any(
        next(cell.iterdescendants(f"{W}tbl"), None) is not None
        or arranges("".join(one.itertext(f"{W}t")) for one in cell.iter(f"{W}p"))
        for cell in _inside(row, "tc")
    )


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
