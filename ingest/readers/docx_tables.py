"""Tables of Word documents: their cells, also where they are merged. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from ingest.readers.docx_numbers import W, is_on, value
from ingest.readers.numbering import number_in
from ingest.readers.tables import Cell, Row


def names_of(rows: Sequence[Any]) -> int | None:
    """How many rows at the top are said to be repeated on every page, as names of columns are."""
    repeated = takewhile(lambda row: is_on(row.find(f"{W}trPr/{W}tblHeader")), rows)
    return len(list(repeated)) or None


def rows_of(table: Sequence[Sequence[Any]], text_of: Callable[[Any], str]) -> list[Row]:
    """The rows of a table; a cell that goes on from the row above is told by that one's height."""
    rows: list[Row] = []
    open_above: dict[int, tuple[int, int]] = {}  # by column: where the merged cell begins
    for elements in table:
        column = _before(elements)
        cells: Row = [Cell("", columns=column)] if column else []
        for element in elements:
            width = number_in(value(element.find(f"{W}tcPr/{W}gridSpan")), 1, digits=3)
            merged = element.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
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


def _before(cells: Sequence[Any]) -> int:
    """How many columns a row leaves out before its first cell."""
    row = next(cells[0].iterancestors(f"{W}tr"), None) if cells else None
    told = row.find(f"{W}trPr/{W}gridBefore") if row is not None else None
    return number_in(value(told), 0, digits=2)


def _is_bold(cell: Any) -> bool:
    """Whether all that a cell says is set in bold."""
    runs = [run for run in cell.iter(f"{W}r") if "".join(run.itertext()).strip()]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
