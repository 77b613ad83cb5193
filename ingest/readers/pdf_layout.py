"""The lines of a page -> its lines in reading order: column after column, tables by rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf_lines import Piece, Row

_FEWEST = 4  # lines beside each other that make columns
_PROSE = 4  # words in the lines of a column, in the middle one; cells of a table have fewer
_WORD = re.compile(r"[^\W\d_]\S*")
_EVEN = 0.2  # of the widest gap of a line: gaps that differ less are equal
_NEAR = 3  # lines above and below that show how wide a column is
_ALIGNED = 8.0  # points by which the cells of a column may differ


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in its column, or a row of a table with its cells."""

    piece: Piece
    cells: Row = ()

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.cells)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the page on which it stands, counted from 1."""

    line: Line
    page: int

    @property
    def piece(self) -> Piece:
        """The words and their place."""
        return self.line.piece


def in_order(rows: Sequence[Row]) -> list[Line]:
    """The lines of one page as they are read."""
    lines: list[Line] = []
    start = 0
    while start < len(rows):
        end, border = _end_of_columns(rows, start)
        if end:
            lines += _columns(rows[start:end], border)
        else:
            end = start + 1
            lines.append(_line(rows, start))
        start = end
    return lines


def _line(rows: Sequence[Row], place: int) -> Line:
    """A row of a table when a row beside it has its cells at the same places, else a line.

    Between the rows of a table paragraphs may stand; then all of three cells or more must be at
    the same places, for a mark and what is marked are two.
    """
    row = rows[place]
    beside = [*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2]]
    if len(row) < 2:
        is_row = False
    elif _is_stretched(row):
        near = rows[max(place - _NEAR, 0) : place + _NEAR + 1]
        is_row = any(are_all_aligned(row, one) or _stands_over(row, one) for one in beside)
        is_row = is_row and not any(_fills(other, row) for other in near)
    else:
        is_row = any(_are_aligned(row, other) for other in beside)
        is_row = is_row or (
            len(row) > 2 and any(are_all_aligned(row, other) for other in _next(rows, place))
        )
    return Line(joined(row, " | " if is_row else " "), row if is_row else ())


def _next(rows: Sequence[Row], place: int) -> Iterator[Row]:
    """The nearest divided lines above and below."""
    for others in (reversed(rows[:place]), rows[place + 1 :]):
        divided = next((row for row in others if len(row) > 1), None)
        if divided and not _is_stretched(divided):
            yield divided


def _fills(line: Row, row: Row) -> bool:
    """Whether an undivided line is as wide as a row: the width to which the row was stretched."""
    ends = abs(line[0].left - row[0].left), abs(line[-1].right - row[-1].right)
    return len(line) == 1 and max(ends) < _ALIGNED / 2


def joined(row: Row, between: str) -> Piece:
    """The pieces of a line in one."""
    text = between.join(piece.text for piece in row)
    bold = all(piece.bold for piece in row)
    return replace(row[0], text=text, right=max(piece.right for piece in row), bold=bold)


def _are_aligned(row: Row, other: Row) -> bool:
    """Whether cells after the first begin, end or are centred at the same places."""
    return any(_is_over(cell, below) for cell in row[1:] for below in other[1:])


def are_all_aligned(row: Row, other: Row) -> bool:
    """Whether two rows have as many cells, all at the same places."""
    return len(row) == len(other) and all(map(_is_over, row, other))


def _stands_over(row: Row, other: Row) -> bool:
    """Whether each word of a stretched line stands over a cell of a row that is no such line."""
    if len(other) < 2 or _is_stretched(other):
        return False
    return all(any(_is_over(cell, below) for below in other) for cell in row)


def _is_stretched(row: Row) -> bool:
    """Whether all words stand equally far apart, as in a line that was stretched to its column;
    figures alone are none.
    """
    gaps = [after.left - before.right for before, after in pairwise(row)]
    single = all(" " not in piece.text for piece in row)
    words = any(_WORD.match(piece.text) for piece in row)
    return single and words and bool(gaps) and max(gaps) - min(gaps) <= _EVEN * max(gaps)


def _is_over(cell: Piece, below: Piece) -> bool:
    return (
        abs(cell.left - below.left) < _ALIGNED
        or abs(cell.right - below.right) < _ALIGNED
        or abs(cell.left + cell.right - below.left - below.right) < 2 * _ALIGNED
    )


def _end_of_columns(rows: Sequence[Row], start: int) -> tuple[int, float]:
    """Where the columns end that begin at `start`, 0 when none do, and where the first is left.

    PDF programs that draw line by line across the page mix the columns. They are taken apart
    where several lines are divided at one place and both sides hold prose.
    """
    gutter = _gutter(rows[start])
    end = start
    divided: list[Row] = []
    while gutter and end < len(rows):
        row = rows[end]
        narrowed = _narrowed(gutter, row)
        if narrowed is None or (end > start and row[0].bottom >= rows[end - 1][0].bottom):
            break
        gutter = narrowed
        divided += [row] if len(row) > 1 else []
        end += 1
    if not gutter or len(divided) < _FEWEST or 2 * len(divided) < end - start:
        return 0, 0.0
    return (end if _is_prose(divided, gutter[0]) else 0), gutter[0]


def _gutter(row: Row) -> tuple[float, float] | None:
    """The first wide gap of a line."""
    return (row[0].right, row[1].left) if len(row) > 1 else None


def _narrowed(gutter: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """What is left of a gap when a further line keeps out of it; None when none does."""
    left, right = gutter
    for piece in row:
        if piece.right <= right and piece.left < left:
            left = max(left, piece.right)
        elif piece.left >= left:
            right = min(right, piece.left)
        else:
            return None
    return (left, right) if right - left > row[0].size / 2 else None


def _is_prose(rows: Sequence[Row], border: float) -> bool:
    """Whether the lines beside the border, on either side, hold several words."""
    for is_left in (True, False):
        sides = [[one for one in row if (one.left < border) is is_left] for row in rows]
        beside = [side[-1 if is_left else 0].text for side in sides if side]
        lengths = sorted(len(_WORD.findall(text)) for text in beside)
        if not lengths or lengths[len(lengths) // 2] < _PROSE:
            return False
    return True


def _columns(rows: Sequence[Row], border: float) -> list[Line]:
    """The lines to the left of the border, then those to the right of it, in the same way."""
    sides = [
        [part for row in rows if (part := tuple(p for p in row if (p.left < border) is is_left))]
        for is_left in (True, False)
    ]
    left, right = sides
    if 2 * sum(len(row) > 1 for row in left) > len(left):
        return in_order(left) + in_order(right)
    return [Line(joined(row, " ")) for row in left] + in_order(right)
