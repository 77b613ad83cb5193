"""Tables of Word documents: their cells, also where they are merged. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ingest.readers.tables import Cell, Row

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")


def names_of(rows: Sequence[Any]) -> int | None:
    """How many rows at the top are said to be repeated on every page, as names of columns are."""
    count = 0
    for row in rows:
        mark = row.find(f"{_W}trPr/{_W}tblHeader")
        if mark is None or mark.get(f"{_W}val", "1") in _OFF:
            break
        count += 1
    return count or None


def rows_of(table: Sequence[Sequence[Any]], text_of: Callable[[Any], str]) -> list[Row]:
    """The rows of a table; a cell that goes on from the row above is told by that one's height."""
    rows: list[Row] = []
    open_above: dict[int, tuple[int, int]] = {}  # by column: where the merged cell begins
    for elements in table:
        column = _before(elements)
        cells: Row = [Cell("", columns=column)] if column else []
        for element in elements:
            width = _width(element)
            merged = element.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in open_above:
                row, place = open_above[column]
                above = rows[row][place]
                rows[row][place] = Cell(above.text, above.is_name, above.rows + 1, above.columns)
            else:
                open_above.pop(column, None)
                if merged is not None:
                    open_above[column] = len(rows), len(cells)
                cells.append(Cell(text_of(element), _is_bold(element), 1, width))
            column += width
        rows.append(cells)
    return rows


def _width(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = span.get(f"{_W}val", "1") if span is not None else "1"
    return int(value) if value.isdecimal() and len(value) < 4 else 1


def _before(cells: Sequence[Any]) -> int:
    """How many columns a row leaves out before its first cell."""
    row = next(cells[0].iterancestors(f"{_W}tr"), None) if cells else None
    told = row.find(f"{_W}trPr/{_W}gridBefore") if row is not None else None
    count = told.get(f"{_W}val", "0") if told is not None else "0"
    return int(count) if count.isdecimal() and len(count) < 3 else 0


def _is_bold(cell: Any) -> bool:
    """Whether all that a cell says is set in bold."""
    runs = [run for run in cell.iter(f"{_W}r") if "".join(run.itertext()).strip()]
    bold = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(bold) and all(b is not None and b.get(f"{_W}val", "1") not in _OFF for b in bold)
