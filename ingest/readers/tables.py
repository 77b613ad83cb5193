"""Tables of any format: their rows as lines that can be understood, and cited, on their own. Pure.

A row says with each cell what its column is called: `City: Oslo | Inhabitants: 709,000`. Cells that
are merged are told in every row that they reach into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

LONG_CELL = 600
"""Characters: a table with a longer cell of several paragraphs arranges a page."""

_LONG_NAME = 60  # characters; no name of a column is longer
_LONG_HEADING = 100
_WIDEST = 12  # columns; beyond that the names of columns would bury the values
_MOST_SPANNED = 100
_DIGIT = re.compile(r"\d")
_NAMING = re.compile(r"[^\W\d_]|^(?:1[5-9]|2[01])\d\d(?:[-/–]\d\d(?:\d\d)?)?$")
_SENTENCE = re.compile(r"[.!?:;]$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the document has it.

    Attributes:
        is_name: whether the document says that it names its column or its row.
        rows, columns: over how many it reaches.
    """

    text: str
    is_name: bool = False
    rows: int = 1
    columns: int = 1


Row = list[Cell]


def table_lines(table: Sequence[Row], names: int | None = None) -> list[str]:
    """A line for each row below the names of the columns, with these in it.

    Args:
        names: how many rows hold names, where the document says so; else the cells say it, or the
            looks of the first rows.
    """
    grid = _grid([row for row in table if row])
    columns = names_of(table, names)
    if columns is None:
        return [line for line in map(_plain, grid) if line]
    titles = [row[0].text for row in grid[: columns.rows] if _is_heading(row)]
    return [*filter(None, titles), *named_lines(columns, grid[columns.rows :])]


@dataclass(frozen=True, slots=True)
class Names:
    """What the columns of a table are called.

    Attributes:
        rows: how many rows at the top say it, those that reach over all columns included.
        paired: whether each cell is told with its name, else all names before all cells.
    """

    texts: tuple[str, ...]
    rows: int
    paired: bool


def names_of(table: Sequence[Row], names: int | None = None) -> Names | None:
    """What the columns of a table are called, if that can be told; see `table_lines`."""
    whole = _grid([row for row in table if row])
    above = next((at for at, row in enumerate(whole) if not _is_heading(row)), 0)
    grid = whole[above:]
    named = (_marked(grid) if names is None else max(0, names - above)) if grid else 0
    paired = True
    if grid and not named:
        rows = [row for row in grid if not _is_heading(row)] or grid
        named = _below_a_corner(rows)
        if not named and _looks_like_names(rows):
            named = 1
            merged = any(cell.rows != 1 or cell.columns != 1 for row in rows for cell in row)
            paired = not merged and not _may_be_pairs(rows)
    header = _names(grid[:named])
    if not header or len(grid) <= named or max(map(len, grid[named:])) > len(header):
        return None
    return Names(tuple(header), above + named, paired)


def named_lines(names: Names, rows: Sequence[Row]) -> list[str]:
    """A line for each row below the names, with these in it; none for one that only says them.

    What stands alone in a row is told in each of the rows below it, up to the next such.
    """
    header, heading, lines = names.texts, "", []
    divided = 2 * sum(map(_is_heading, rows)) < len(rows)
    for row in rows:
        texts = tuple(cell.text for cell in row)
        if texts == header or not any(texts):
            continue
        if len({id(cell) for cell in row}) == 1 or (divided and _is_heading(row)):
            heading = texts[0] if len(texts[0]) <= _LONG_HEADING and len(header) > 2 else ""
            lines.append(texts[0])
        elif names.paired and any(a == b != "" for a, b in zip(texts, header, strict=False)):
            lines.append(_plain(row))  # it names columns anew
        elif names.paired:
            lines.append(" | ".join(filter(None, (heading, _labelled(header, row)))))
        else:
            front = ", ".join(filter(None, header))
            lines.append(f"{front}: {_plain(row)}")
    return lines


def _grid(table: Sequence[Row]) -> list[Row]:
    """Every row with a cell for each of its columns; a merged cell is in all of its places."""
    waiting: dict[int, tuple[Cell, int]] = {}  # by column: a cell from above, and for how long
    grid: list[Row] = []
    for row in table:
        cells = list(row)[::-1]
        placed: Row = []
        while cells or len(placed) in waiting:
            column = len(placed)
            if column in waiting:
                cell, left = waiting.pop(column)
                if left > 1:
                    waiting[column] = cell, left - 1
                placed.append(cell)
                continue
            cell = cells.pop()
            width = min(max(cell.columns, 1), _MOST_SPANNED)
            for place in range(column, column + width):
                if cell.rows > 1:
                    waiting[place] = cell, cell.rows - 1
                placed.append(cell)
        grid.append(placed)
    return grid


def _marked(grid: Sequence[Row]) -> int:
    """How many rows at the top the cells themselves call names."""
    count = 0
    for row in grid:
        if not all(cell.is_name or not cell.text for cell in row) or _is_heading(row):
            break
        count += 1
    return count if count < len(grid) else 0


def _is_heading(row: Row) -> bool:
    """Whether a row is one cell over all columns, or nothing but its first one: it names none of
    them.
    """
    return len({id(cell) for cell in row}) == 1 or not any(cell.text for cell in row[1:])


def arranges(paragraphs: Iterable[str]) -> bool:
    """Whether a cell of these paragraphs holds a text of its own."""
    lengths = [len(text) for text in paragraphs if text]
    return len(lengths) > 1 and sum(lengths) > LONG_CELL


def may_name(text: str) -> bool:
    """Whether a cell may say what its column is called: words, or a year."""
    return len(text) <= _LONG_NAME and _NAMING.search(text) is not None


def _below_a_corner(rows: Sequence[Row]) -> int:
    """How many rows at the top leave the first cell empty, which all others fill: they name the
    columns, even with figures, and the first cells name the rows.
    """
    count = next((at for at, row in enumerate(rows) if row[0].text), 0)
    names = [cell.text for row in rows[:count] for cell in row[1:] if cell.text]
    filled = all(row[0].text and len(row) == len(rows[0]) for row in rows[count:])
    short = all(may_name(name) and not _SENTENCE.search(name) for name in names)
    said = _names(rows[:count])
    enough = len(said) > 2 and all(said[1:]) and len(set(said)) == len(said)
    return count if filled and short and enough else 0


def _looks_like_names(grid: Sequence[Row]) -> bool:
    """Whether the first row names columns: it says other things than all rows below it, those
    aside that only say it again.

    Of two columns the first may hold names of rows instead; see `_may_be_pairs`.
    """
    first = grid[0]
    texts = [cell.text for cell in first]
    others = [row for row in grid[1:] if [cell.text for cell in row] != texts]
    if len(first) < 2 or len(others) < 1 or not all(texts) or len(set(texts)) < len(texts):
        return False
    if any(_DIGIT.search(t) or _SENTENCE.search(t) or len(t) > _LONG_NAME for t in texts):
        return False
    if any(len(row) != len(first) or any(cell.is_name for cell in row) for row in others):
        return False
    figures = [all(_DIGIT.search(row[at].text) for row in others) for at in range(len(first))]
    return any(figures)


def _may_be_pairs(grid: Sequence[Row]) -> bool:
    """Whether two columns may be names and what is so called, `Built` and `1917`, row by row."""
    return len(grid[0]) == 2 and not all(_DIGIT.search(row[0].text) for row in grid[1:])


def _names(rows: Sequence[Row]) -> list[str]:
    """The name of each column, from one row or several; none when they name nothing."""
    if not rows:
        return []
    width = max(map(len, rows))
    columns = [[row[at].text for row in rows if at < len(row)] for at in range(width)]
    names = [" ".join(dict.fromkeys(filter(None, texts))).rstrip(" :") for texts in columns]
    fits = 2 <= width <= _WIDEST and all(len(name) <= _LONG_NAME for name in names)
    return names if fits and any(names[1:]) else []


def _labelled(header: Sequence[str], row: Row) -> str:
    wider = len(header) - len(row)  # a corner that reaches over more than the name of this row
    names = header[wider:] if wider > 0 and not any(header[: wider + 1]) else header
    pairs = list(zip(names, row, strict=False))
    parts = []
    for _, group in groupby(pairs, key=lambda pair: id(pair[1])):
        found = list(group)
        said = ", ".join(filter(None, dict.fromkeys(name for name, _ in found)))
        if found[0][1].text:
            parts.append(pair(said, found[0][1].text))
    return " | ".join(parts)


def _plain(row: Row) -> str:
    """A row without names of columns; a cell that is a name and another one are a pair."""
    cells = [next(group) for _, group in groupby(row, key=id)]
    filled = [cell.text for cell in cells if cell.text]
    if [cell.is_name for cell in cells] == [True, False] and len(filled) == 2:
        return pair(*filled)
    return " | ".join(filled)


def pair(name: str, text: str) -> str:
    """What something is called, and what it is."""
    return f"{name.rstrip(' :')}: {text}" if name else text
