"""Rows of tables, whose cells say their columns: "Boat: Zorn | Built: 1948". Pure.

"When was the Zorn built?" is answered by the row that has "Zorn" in one cell and "Built" as the
column of another: a reader of sentences rarely makes much of it, and takes one row for another. The
first cell may have no column ("Gears | Zorn: 3 | Brunel: 1"): it says what the row is about.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.words import stems

_CELL = re.compile(r"(?:^|(?<= \| ))(?:(?P<column>[^|:]{1,60}): )?(?P<value>[^|]+?)(?= \| |\s*$)")
_LEAST_CELLS, _ALL = 2, 0.9


class Cell(NamedTuple):
    """A cell: the stems of its column's name and of its own words, and where these stand."""

    column: frozenset[str]
    value: frozenset[str]
    start: int
    end: int


def looked_up(query: Query, weights: TermWeights, text: str) -> tuple[int, int] | None:
    """Where in a row of a table the value stands that is asked for: in a cell whose column the
    question names, while another cell holds the rest of it. None where `text` is no such row.
    """
    cells = cells_of(text)
    if not cells:
        return None
    held = query.meant_by(frozenset().union(*(c.column | c.value for c in cells)))
    if weights.coverage(held) < _ALL:
        return None
    asked = query.stems
    named = [c for c in cells if c.column & asked and not c.value & asked]
    others = frozenset().union(*(c.value for c in cells)) & asked
    if not named or not others:
        return None
    best = max(named, key=lambda c: (len(c.column & asked), -len(c.column - asked)))
    return best.start, best.end


def is_row(text: str) -> bool:
    """Whether a text is a row of a table."""
    return bool(cells_of(text))


def cells_of(text: str) -> list[Cell]:
    """The cells of a row, in order; none where `text` is no row."""
    found = list(_CELL.finditer(text)) if " | " in text else []
    with_column = sum(cell["column"] is not None for cell in found)
    if len(found) < _LEAST_CELLS or with_column < min(_LEAST_CELLS, len(found) - 1):
        return []
    return [
        Cell(frozenset(stems(c["column"] or "")), frozenset(stems(c["value"])), *c.span("value"))
        for c in found
    ]
