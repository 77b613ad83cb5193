"""Rows of tables, whose cells say their columns: "Boat: Zorn | Built: 1948". Pure.

"When was the Zorn built?" is answered by the row that has "Zorn" in one cell and "Built" as the
column of another: a reader of sentences rarely makes much of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.words import stems

_CELL = re.compile(r"(?:^|(?<= \| ))(?P<column>[^|:]{1,60}): (?P<value>[^|]+?)(?= \| |\s*$)")
_LEAST_CELLS, _ALL = 2, 0.9


class _Cell(NamedTuple):
    column: frozenset[str]
    value: frozenset[str]
    start: int
    end: int


def looked_up(query: Query, weights: TermWeights, text: str) -> tuple[int, int] | None:
    """Where in a row of a table the value stands that is asked for: in a cell whose column the
    question names, while another cell holds the rest of it. None where `text` is no such row.
    """
    cells = list(_cells(text))
    if len(cells) < _LEAST_CELLS:
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


def _cells(text: str) -> Iterator[_Cell]:
    for found in _CELL.finditer(text):
        start, end = found.span("value")
        yield _Cell(frozenset(stems(found["column"])), frozenset(stems(found["value"])), start, end)
