"""Tables of PDF documents: the cells of their rows, and the names of the columns in every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.hyphens import HYPHEN, Vocabulary
from ingest.readers.pdf_layout import Line, Placed, are_all_aligned, joined
from ingest.readers.pdf_lines import Piece, Row, same_size
from ingest.readers.tables import Cell, may_name, named_lines, names_of

ENDED = re.compile(r"[.!?:…。！？：؟][\"'”’»)\]」』）]*(?:\d{1,3})?$")
"""The end of a sentence at the end of a line, the mark of a note included."""

_FAR = 1.55  # of the letters' size: the lines of a cell stand closer
_SPACE = 0.3  # of the letters' size
_FEW_WORDS = 3


def with_cell(above: Sequence[Placed], below: Sequence[Placed], words: Vocabulary) -> Placed | None:
    """A row of a table with the further lines of one of its cells, a sentence that goes on; none
    when they are no such.
    """
    row, first = above[0], below[0].piece
    if not row.line.is_row or below[0].line.is_row or row.page != below[0].page:
        return None
    cells = list(row.line.cells)
    for place, cell in enumerate(cells):
        distance = cell.bottom - first.bottom
        near = 0 < distance < _FAR * first.size and same_size(cell, first)
        aligned = place and near and abs(cell.left - first.left) < _SPACE * first.size
        many = len(cell.text.split()) >= _FEW_WORDS
        divided = cell.text.endswith((HYPHEN, "-"))
        if aligned and (divided or (many and not ENDED.search(cell.text))):
            text = cell.text
            for one in below:
                text = words.joined(text, one.piece.text) + one.piece.text
            cells[place] = replace(cell, text=text, bottom=below[-1].piece.bottom)
            return replace(row, line=Line(joined(tuple(cells), " | "), tuple(cells)))
    return None


def with_names(paragraphs: Sequence[Sequence[Placed]]) -> list[Sequence[Placed]]:
    """The paragraphs, rows of tables with the names of their columns where these can be told."""
    named: list[Sequence[Placed]] = list(paragraphs)
    for table in _tables(paragraphs):
        rows = [place for part in table for place in part]
        cells = dict(zip(table[0], _columns(paragraphs, table[0]), strict=True))
        for part in table[1:]:
            below = _columns(paragraphs, table[0] + part)[len(table[0]) :]
            cells.update(zip(part, below, strict=True))
        names = names_of([cells[place] for place in table[0]])
        names = names or names_of([cells[place] for place in rows])
        for number, place in enumerate(rows if names else ()):
            assert names is not None
            lines = named_lines(names, [cells[place]]) if number >= names.rows else []
            row = paragraphs[place][0]
            named[place] = [
                replace(row, line=replace(row.line, piece=replace(row.piece, text=text)))
                for text in lines
            ]
    return list(filter(None, named))


def _tables(paragraphs: Sequence[Sequence[Placed]]) -> list[list[list[int]]]:
    """The places of the rows of each table, in parts between which paragraphs stand; what has not
    the same columns in all rows is none.
    """
    tables: list[list[list[int]]] = []
    before: Row = ()  # the last row
    page = 0
    for is_table, group in groupby(enumerate(paragraphs), key=lambda one: one[1][0].line.is_row):
        places = [place for place, _ in group]
        rows = [paragraphs[place][0] for place in places]
        cells = _columns(paragraphs, places) if is_table else []
        if not is_table:
            continue
        if not cells:
            before = ()
            continue
        near = rows[0].page <= page + 1
        near = near and any(are_all_aligned(row.line.cells, before) for row in rows)
        if near and not names_of(cells) and _columns(paragraphs, tables[-1][0] + places):
            tables[-1].append(places)
        else:
            tables.append([places])
        before, page = max((row.line.cells for row in rows), key=len), rows[-1].page
    return tables


def _columns(paragraphs: Sequence[Sequence[Placed]], places: Sequence[int]) -> list[list[Cell]]:
    """The cells of the rows at these places, one for each column, empty where a row has none; no
    rows where they do not fit together.
    """
    rows = [paragraphs[place][0].line.cells for place in places]
    widest = max(rows, key=len)
    like = [row for row in rows if len(row) == len(widest)]
    spans = [
        (min(row[at].left for row in like), max(row[at].right for row in like))
        for at in range(len(widest))
    ]
    found = []
    for row in rows:
        cells = [Cell("")] * len(spans)
        taken = [_column(piece, spans) for piece in row]
        if len(row) == len(spans):
            taken = list(range(len(spans)))
        elif -1 in taken or sorted(set(taken)) != taken:
            return []
        names = all(piece.bold and may_name(piece.text) for piece in row)
        for at, piece in zip(taken, row, strict=True):
            cells[at] = Cell(piece.text, names)
        found.append(cells)
    return found


def _column(piece: Piece, spans: Sequence[tuple[float, float]]) -> int:
    """The column that a piece stands in; -1 when it stands in several."""
    shared = [min(piece.right, right) - max(piece.left, left) for left, right in spans]
    most, second = sorted(shared)[-1], sorted(shared)[-2:-1] or [0.0]
    return shared.index(most) if second[0] < piece.size else -1
