"""OpenDocument texts (.odt, .ott) -> paragraphs, as they read with all changes accepted.

Left out are what was deleted or struck out, hidden text, comments, headers and footers, tables of
contents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.raised import CLOSE, OPEN, told
from ingest.readers import properties
from ingest.readers.base import Reading
from ingest.readers.numbering import Numbering, number_in
from ingest.readers.package import Blocks, Package, local
from ingest.readers.tables import Cell, arranges
from vectorstore.model import Dropped

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CAPTIONS = ("Caption", "Illustration", "Figure", "Drawing")
_PARENT = f"{_STYLE}parent-style-name"
_ORIGIN = "OpenDocument properties"
_SKIPPED = frozenset(
    "tracked-changes annotation annotation-end table-of-content alphabetical-index forms "
    "hidden-text hidden-paragraph sequence-decls variable-decls user-field-decls "
    "table-of-content-source index-title note-citation ruby-text object object-ole "
    "title desc script change change-start change-end soft-page-break bibliography-source".split()
)
_NAMED = {"tracked-changes": "deleted", "table-of-content": "table of contents"}
_BOLD = ("bold", "700", "800", "900")
_MOST_SPACES = 8


def read(data: bytes, limits: Limits) -> Reading:
    """The text of an OpenDocument text; notes below it stand at its end.

    Raises:
        UnreadableError: it is damaged, encrypted, built to do harm, or unpacks to too much.
    """
    package = Package(data, limits, "OpenDocument text")
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise UnreadableError(
            "an encrypted OpenDocument text; remove its password and ingest again"
        )
    content = package.xml("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if body is None:
        raise UnreadableError("a damaged OpenDocument text: it has no text; get the file again")
    styles = list(content.iter(f"{_STYLE}style"))
    named = package.xml("styles.xml")
    common = list(named.iter(f"{_STYLE}style")) if named is not None else []
    outline = {} if named is None else _outline(named)
    writer = _Writer([*common, *styles], _lists(content, named), outline)
    try:
        writer.write(body)
        writer.write_notes()
    except RecursionError:
        raise UnreadableError("an OpenDocument text that is nested too deeply") from None
    text = writer.blocks.text()
    meta = package.xml("meta.xml")
    metadata = properties.in_package(meta, "initial-creator", text, writer.title, _ORIGIN)
    dropped, captions = tuple(writer.dropped), tuple(writer.captions)
    return Reading(text, metadata, dropped=dropped, captions=captions)


def _styles_with(styles: Any, tells: Callable[[Any], bool]) -> frozenset[str]:
    """The names of the styles whose text properties tell something."""
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in styles
        if any(map(tells, style.iter(f"{_STYLE}text-properties")))
    )


def _hides(font: Any) -> bool:
    line = font.get(f"{_STYLE}text-line-through-style", "none")
    kind = font.get(f"{_STYLE}text-line-through-type", "none")
    return font.get(f"{_TEXT}display") == "none" or (line, kind) != ("none", "none")


def _raises(font: Any) -> bool:
    place = font.get(f"{_STYLE}text-position", "").split(" ")[0]
    return place == "super" or (place.endswith("%") and place[:-1].strip().isdecimal()
                                and int(place[:-1]) > 0)  # fmt: skip


def _lists(*roots: Any) -> dict[str, dict[int, Numbering]]:
    """For each style of lists how its levels are numbered, those with bullets left out."""
    found: dict[str, dict[int, Numbering]] = {}
    for style in (one for root in roots if root is not None
                  for one in root.iter(f"{_TEXT}list-style")):  # fmt: skip
        levels = {}
        for level in style.iter(f"{_TEXT}list-level-style-number"):
            kind = level.get(f"{_STYLE}num-format", "")
            if kind:
                first = number_in(level.get(f"{_TEXT}start-value"), 1)
                levels[int(level.get(f"{_TEXT}level", "1"))] = Numbering(first, 1, kind)
        found[style.get(f"{_STYLE}name", "")] = levels
    return found


def _outline(styles: Any) -> dict[int, tuple[Numbering, int, str]]:
    """For each level of headings that has numbers how it is numbered, how many levels its numbers
    show, and what stands behind them.
    """
    found = {}
    for level in styles.iter(f"{_TEXT}outline-level-style"):
        if kind := level.get(f"{_STYLE}num-format", ""):
            shown = number_in(level.get(f"{_TEXT}display-levels"), 1)
            suffix = level.get(f"{_STYLE}num-suffix", "").strip()
            found[int(level.get(f"{_TEXT}level", "1"))] = Numbering(1, 1, kind), shown, suffix
    return found


def _styles_of(styles: Any, *names: str) -> frozenset[str]:
    """These names of styles and those of the styles that were made of them."""
    made = (s.get(f"{_STYLE}name", "") for s in styles if s.get(_PARENT) in names)
    return frozenset((*names, *made))


class _Writer:
    """Writes paragraphs, lists and tables in order."""

    def __init__(
        self,
        styles: Any,
        lists: dict[str, dict[int, Numbering]],
        outline: dict[int, tuple[Numbering, int, str]],
    ) -> None:
        self.blocks = Blocks()
        self.title = ""
        self.dropped: list[Dropped] = []
        self._hidden = _styles_with(styles, _hides)
        self._raised = _styles_with(styles, _raises)
        self._bold = _styles_with(styles, lambda font: font.get(f"{_FORMAT}font-weight") in _BOLD)
        self._titles = _styles_of(styles, "Title")
        self.captions: list[str] = []
        self._captions = _styles_of(styles, *_CAPTIONS)
        self._lists = lists
        self._counters: dict[tuple[str, int], Numbering] = {}
        self._outline = outline
        self._headings: dict[int, str] = {}  # the number of the last heading of each level
        self._marker = ""
        self._in_cell = False
        self._notes: list[Any] = []
        self._boxes: list[Any] = []

    def write(self, element: Any, group: str = "") -> None:
        """Add what an element holds; paragraphs of one group on lines of their own."""
        for child in element:
            name = local(child)
            if name in ("p", "h"):
                self._paragraph(child, group)
            elif name == "list":
                self._list(child, group or "list")
            elif name == "table":
                self._table(child)
            elif not self._is_left_out(child, name):
                self.write(child, group)

    def _list(self, element: Any, group: str, style: str = "", level: int = 1) -> None:
        """Add a list, its items numbered where its style says so."""
        style = element.get(f"{_TEXT}style-name") or style
        key = style, level
        known = self._lists.get(style, {}).get(level)
        if known is not None and (
            element.get(f"{_TEXT}continue-numbering") != "true" or key not in self._counters
        ):
            self._counters[key] = replace(known)
        for item in element:
            if local(item) == "list-item" and known is not None:
                start = item.get(f"{_TEXT}start-value", "")
                self._marker = self._counters[key].next(int(start) if start.isdecimal() else None)
            for child in item:
                if local(child) == "list":
                    self._list(child, group, style, level + 1)
                else:
                    self.write([child], group)
            if self._in_cell:  # where a number alone may be the row's
                self.blocks.add(self._marker, group)
            self._marker = ""

    def write_notes(self) -> None:
        """Add the notes, each on a line."""
        for note in self._notes:
            self.blocks.add(self._flat(note), "notes")

    def _is_left_out(self, element: Any, name: str) -> bool:
        if name in _NAMED:
            self.dropped.append(Dropped(" ".join(element.itertext()), _NAMED[name]))
        return name in _SKIPPED or element.get(f"{_TEXT}display") in ("none", "condition")

    def _paragraph(self, paragraph: Any, group: str) -> None:
        text = self._words(paragraph)
        if paragraph.get(f"{_TEXT}style-name") in self._titles and not self.title:
            self.title = text
        if paragraph.get(f"{_TEXT}style-name") in self._captions:
            self.captions.append(text)
        if local(paragraph) == "h" and text.strip():
            self._marker = self._number(paragraph) or self._marker
        if self._marker and text.strip():
            text, self._marker = f"{self._marker} {text.strip()}", ""
        self.blocks.add(text, group)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box)

    def _number(self, heading: Any) -> str:
        """The number of a heading, such as `3.1`; empty where none is shown."""
        level = number_in(heading.get(f"{_TEXT}outline-level"), 1)
        if level not in self._outline or heading.get(f"{_TEXT}is-list-header") == "true":
            return ""
        numbering, shown, suffix = self._outline[level]
        if not any(one >= level for one in self._headings):
            self._outline[level] = replace(numbering, following=1), shown, suffix
        number = self._outline[level][0].next().rstrip(".")
        self._headings = {k: v for k, v in self._headings.items() if k < level} | {level: number}
        parts = [self._headings.get(one, "") for one in range(level - shown + 1, level + 1)]
        return ".".join(filter(None, parts)) + suffix

    def _table(self, table: Any) -> None:
        """Add a table; rows with texts of their own in their cells one cell after the other."""
        rows = [_cells(row) for row in _rows(table)]
        framed = max(map(len, rows), default=0) < 2  # a frame around text
        heads = [row for one in table.iter(f"{_TABLE}table-header-rows") for row in _rows(one)]
        for is_page, group in groupby(rows, lambda row: framed or any(map(_arranges, row))):
            some = list(group)
            if not is_page:
                names = len(heads) if some[0] is rows[0] else 0
                self.blocks.table([list(map(self._cell, row)) for row in some], names or None)
            for cell in (cell for row in some for cell in row) if is_page else ():
                self.write(cell)

    def _cell(self, cell: Any) -> Cell:
        spans = [cell.get(f"{_TABLE}number-{what}-spanned") for what in ("rows", "columns")]
        rows, columns = (number_in(one, 1, digits=3) for one in spans)
        words = [one for one in cell.iter(f"{_TEXT}span", f"{_TEXT}p") if "".join(one.itertext())]
        styles = [one.get(f"{_TEXT}style-name") for one in words]
        named = any(one in ("Table_20_Heading", "Table Heading") for one in styles)
        is_bold = bool(styles) and (styles[0] in self._bold or styles[-1] in self._bold)
        return Cell(self._flat(cell), named or is_bold, rows, columns)

    def _flat(self, element: Any) -> str:
        """All that a cell or note holds, on one line."""
        outer, self.blocks, self._in_cell = self.blocks, Blocks(), True
        self.write(element)
        inner, self.blocks, self._in_cell = self.blocks, outer, False
        return " ".join(inner.text().split())

    def _words(self, paragraph: Any) -> str:
        parts: list[str] = []
        self._collect(paragraph, parts)
        return told("".join(parts))

    def _collect(self, element: Any, parts: list[str]) -> None:
        style = element.get(f"{_TEXT}style-name")
        if style in self._hidden:
            self.dropped.append(Dropped("".join(element.itertext()), "hidden or struck out"))
            return
        is_raised = style in self._raised
        parts += [OPEN] * is_raised
        parts.append(element.text or "")
        for child in element:
            name = local(child)
            if name == "s":
                parts.append(" " * min(number_in(child.get(f"{_TEXT}c"), 1), _MOST_SPACES))
            elif name == "tab":
                parts.append(" ")
            elif name == "line-break":
                parts.append("\n")
            elif name == "note":
                self._notes += [one for one in child if local(one) == "note-body"]
            elif name == "text-box":
                self._boxes.append(child)
            elif not self._is_left_out(child, name):
                self._collect(child, parts)
            parts.append(child.tail or "")
        parts += [CLOSE] * is_raised


def _cells(row: Any) -> list[Any]:
    """The cells of a row; one that is said to stand there several times stands there so often."""
    cells: list[Any] = []
    for cell in row:
        times = number_in(cell.get(f"{_TABLE}number-columns-repeated"), 1, digits=2)
        cells += [cell] * times if local(cell) == "table-cell" else []
    return cells


def _arranges(cell: Any) -> bool:
    """Whether a cell holds a text of its own or another table."""
    if next(cell.iterdescendants(f"{_TABLE}table"), None) is not None:
        return True
    return arranges("".join(one.itertext()) for one in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))


def _rows(table: Any) -> list[Any]:
    found: list[Any] = []
    for child in table:
        if local(child) == "table-row":
            found.append(child)
        elif local(child) in ("table-header-rows", "table-rows", "table-row-group"):
            found += _rows(child)
    return found
