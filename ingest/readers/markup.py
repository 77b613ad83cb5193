"""A tree of elements (HTML, XHTML) -> lines of text: what a reader of the rendered page would see.

A blank line stands between blocks; an item of a list and a row of a table are a line each. A row
under a header says with each cell what it is (`City: Oslo | Inhabitants: 709,000`), so that the
line can be understood, and cited, on its own. Pure: the tree is not changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ingest.readers.web.hidden import hides
from ingest.readers.web.tables import is_data_table, table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html"
    " legend li main menu nav ol optgroup option p pre section summary table tbody td tfoot th"
    " thead title tr ul".split()
)
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_LINES = frozenset(("li", "dd", "dt", "tr"))  # of a list or table: a line, not a paragraph
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")


def to_text(root: _Element) -> str:
    """The text of the element and all that is in it, hidden elements and comments left out."""
    return "\n\n".join("\n".join(block) for block in to_blocks(root))


def to_blocks(root: _Element) -> list[list[str]]:
    """The blocks of the text, each the lines of a paragraph, a list or a table; none is empty."""
    writer = _Writer()
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if not writer.start(element):
                walker.skip_subtree()
        elif event == "end":
            writer.end(element)
        if event != "start" and element is not root:
            writer.words(element.tail)
    writer.flush()
    return writer.blocks


def tag_of(element: _Element) -> str:
    """The name of an element without its namespace, in lower case; empty for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def hidden(element: _Element) -> bool:
    """Whether the element and all that is in it stays unseen."""
    tag = tag_of(element)
    return not tag or hides(tag, {str(name): str(value) for name, value in element.attrib.items()})


class _Writer:
    """Collects blocks of lines while a tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[list[str]] = []
        self._parts: list[str] = []  # of the line that is being written
        self._together = 0  # lists that are open: their lines make one block
        self._new = True  # whether the next line begins a block
        self._preformatted = 0
        self._silent: list[_Element] = []  # the element that was skipped, until its end is seen

    def start(self, element: _Element) -> bool:
        """Begin an element; false when nothing that is in it counts."""
        tag = tag_of(element)
        if hidden(element):
            self._silent.append(element)
            return False
        if tag == "table" and is_data_table(element):
            self._table(element)
            self._silent.append(element)
            return False
        if tag == "br":
            self._line_break()
        elif tag in _BLOCKS:
            self._begin(tag)
        self._preformatted += tag == "pre"
        self.words(element.text)
        return True

    def end(self, element: _Element) -> None:
        """End an element that `start` has begun."""
        if self._silent and self._silent[-1] is element:
            self._silent.pop()
            return
        tag = tag_of(element)
        self._preformatted -= tag == "pre"
        if tag in _BLOCKS:
            self.flush()
            if tag in _LISTS:
                self._together -= 1
            if not (self._together and tag in _LINES):
                self._new = self._new or not self._together

    def words(self, text: str | None) -> None:
        """Add text to the line."""
        if not text:
            return
        if self._preformatted:
            first, *others = text.split("\n")
            self._parts.append(first)
            for line in others:
                self._line_break()
                self._parts.append(line)
        else:
            self._parts.append(text)

    def flush(self) -> None:
        """End the line."""
        line = _SPACES.sub(" ", "".join(self._parts)).strip()
        self._parts.clear()
        if not line:
            return
        if self._new or not self.blocks:
            self.blocks.append([])
        self.blocks[-1].append(line)
        self._new = False

    def _begin(self, tag: str) -> None:
        self.flush()
        if tag in _LISTS:
            self._new = self._new or not self._together
            self._together += 1
        elif not self._together:
            self._new = True

    def _line_break(self) -> None:
        """End the line; a second break without words in between ends the block."""
        empty = not "".join(self._parts).strip()
        self.flush()
        self._new = self._new or (empty and not self._together)

    def _table(self, table: _Element) -> None:
        self.flush()
        lines = table_lines(table, cell_text)
        if lines:
            self.blocks.append(lines)
        self._new = True


def cell_text(cell: _Element) -> str:
    """All that a cell of a table holds, on one line."""
    return " ".join(line for block in to_blocks(cell) for line in block)
