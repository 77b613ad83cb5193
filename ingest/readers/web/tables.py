"""Tables of pages: which ones hold data, and their cells. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest.readers import tables
from ingest.readers.numbering import number_in
from ingest.readers.tables import LONG_CELL, Cell

if TYPE_CHECKING:
    from lxml.etree import _Element


def is_data_table(table: _Element) -> bool:
    """Whether a table holds data; others only arrange what is on a page, or in a mail."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    if next(table.iterdescendants("{*}table"), None) is not None:
        return False
    rows = [_cells(row) for row in table.iter("{*}tr")]
    if sum(1 for row in rows if row) < 2 or max(map(len, rows)) < 2:
        return False
    return all(_is_short(cell) for row in rows for cell in row)


def table_lines(table: _Element, text_of: Callable[[_Element], str]) -> list[str]:
    """A line for each row of a data table, its caption before them.

    Args:
        text_of: the text of a cell on one line.
    """
    caption = next(table.iter("{*}caption"), None)
    lines = [text_of(caption)] if caption is not None else []
    rows = [[_cell(cell, text_of) for cell in _cells(row)] for row in table.iter("{*}tr")]
    heads = [row for head in table.iter("{*}thead") for row in head.iter("{*}tr") if _cells(row)]
    lines += tables.table_lines(rows, len(heads) or None)
    return [line for line in lines if line]


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in row if isinstance(cell.tag, str) and _name(cell) in ("td", "th")]


def _cell(element: _Element, text_of: Callable[[_Element], str]) -> Cell:
    text = text_of(element)
    is_name = _name(element) == "th" or _is_bold(element, text)
    return Cell(text, is_name, _span(element, "rowspan"), _span(element, "colspan"))


def _is_bold(cell: _Element, text: str) -> bool:
    bold = next(cell.iter("{*}b", "{*}strong"), None)
    return bold is not None and "".join(bold.itertext()).split() == text.split() != []


def _span(cell: _Element, name: str) -> int:
    return number_in(cell.get(name), 1, digits=3)


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _is_short(cell: _Element) -> bool:
    length = sum(len(text) for text in cell.itertext())
    blocks = cell.iter("{*}p", "{*}div", "{*}h1", "{*}h2", "{*}h3")
    return length <= LONG_CELL or next(blocks, None) is None
