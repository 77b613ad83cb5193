"""OpenDocument texts (.odt, .ott) -> paragraphs, as they read with all changes accepted.

Left out are what was deleted, hidden text, comments, headers and footers, tables of contents.
"""

from __future__ import annotations

from typing import Any

from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.readers import properties
from ingest.readers.base import Reading
from ingest.readers.package import Blocks, Package, local
from vectorstore.model import Metadata

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARENT = f"{_STYLE}parent-style-name"
_ORIGIN = "OpenDocument properties"
_SKIPPED = frozenset(
    "tracked-changes annotation annotation-end table-of-content alphabetical-index forms "
    "hidden-text hidden-paragraph sequence-decls variable-decls user-field-decls "
    "table-of-content-source index-title note-citation ruby-text object object-ole "
    "title desc script change change-start change-end soft-page-break bibliography-source".split()
)
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
    writer = _Writer(_hidden_styles(styles), _title_styles(styles))
    try:
        writer.write(body)
        writer.write_notes()
    except RecursionError:
        raise UnreadableError("an OpenDocument text that is nested too deeply") from None
    text = writer.blocks.text()
    return Reading(text, _metadata(package, text, writer.title))


def _metadata(package: Package, text: str, title: str) -> Metadata:
    """The document's properties; its author is who began it, not who saved it last."""
    given: dict[str, str] = {}
    root = package.xml("meta.xml")
    for element in root.iter() if root is not None else ():
        given.setdefault(local(element), element.text or "")
    known = properties.metadata(
        given.get("title", ""), given.get("initial-creator", ""), text[:2000], _ORIGIN
    )
    return properties.described(known, title, given.get("language", ""), _ORIGIN)


def _hidden_styles(styles: Any) -> frozenset[str]:
    """The names of styles whose words are not shown."""
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in styles
        for font in style.iter(f"{_STYLE}text-properties")
        if font.get(f"{_TEXT}display") == "none"
    )


def _title_styles(styles: Any) -> frozenset[str]:
    """The names of the style `Title` and of those that were made of it."""
    made = (s.get(f"{_STYLE}name", "") for s in styles if s.get(_PARENT) == "Title")
    return frozenset(("Title", *made))


class _Writer:
    """Writes paragraphs, lists and tables in order."""

    def __init__(self, hidden: frozenset[str], titles: frozenset[str]) -> None:
        self.blocks = Blocks()
        self.title = ""
        self._hidden = hidden
        self._titles = titles
        self._tables = 0
        self._notes: list[Any] = []
        self._boxes: list[Any] = []

    def write(self, element: Any, group: str = "") -> None:
        """Add what an element holds; paragraphs of one group on lines of their own."""
        for child in element:
            name = local(child)
            if name in ("p", "h"):
                self._paragraph(child, group)
            elif name == "list":
                self.write(child, group or "list")
            elif name == "table":
                self._table(child)
            elif not self._is_left_out(child, name):
                self.write(child, group)

    def write_notes(self) -> None:
        """Add the notes, each on a line."""
        for note in self._notes:
            self.blocks.add(" ".join(self._flat(note).split()), "notes")

    def _is_left_out(self, element: Any, name: str) -> bool:
        return name in _SKIPPED or element.get(f"{_TEXT}display") in ("none", "condition")

    def _paragraph(self, paragraph: Any, group: str) -> None:
        text = self._words(paragraph)
        if paragraph.get(f"{_TEXT}style-name") in self._titles and not self.title:
            self.title = text
        self.blocks.add(text, group)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box)

    def _table(self, table: Any) -> None:
        self._tables += 1
        group = f"table {self._tables}"
        rows = [[cell for cell in row if local(cell) == "table-cell"] for row in _rows(table)]
        is_frame = max(map(len, rows), default=0) < 2
        for row in rows:
            if not is_frame:
                self.blocks.row([self._flat(cell) for cell in row], group)
            else:  # a frame around text
                for cell in row:
                    self.write(cell)

    def _flat(self, element: Any) -> str:
        """All paragraphs in an element on one line."""
        names = (f"{_TEXT}p", f"{_TEXT}h")
        words = " ".join(self._words(paragraph) for paragraph in element.iter(*names))
        self._boxes.clear()  # their paragraphs are among those
        return words

    def _words(self, paragraph: Any) -> str:
        parts: list[str] = []
        self._collect(paragraph, parts)
        return "".join(parts)

    def _collect(self, element: Any, parts: list[str]) -> None:
        if element.get(f"{_TEXT}style-name") in self._hidden:
            return
        parts.append(element.text or "")
        for child in element:
            name = local(child)
            if name == "s":
                parts.append(" " * min(_spaces(child), _MOST_SPACES))
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


def _rows(table: Any) -> list[Any]:
    found: list[Any] = []
    for child in table:
        if local(child) == "table-row":
            found.append(child)
        elif local(child) in ("table-header-rows", "table-rows", "table-row-group"):
            found += _rows(child)
    return found


def _spaces(element: Any) -> int:
    count = element.get(f"{_TEXT}c", "1")
    return int(count) if count.isdigit() and len(count) < 6 else 1
