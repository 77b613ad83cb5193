"""Tables: which ones hold data, and how their rows read as lines. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONG_CELL = 600  # characters; a table with a longer cell arranges a page
_LONG_HEADER = 60
_WIDEST = 12  # columns; beyond that the names of columns would bury the values


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
    """A line for each row of a data table; the header goes into the rows where there is one.

    Args:
        text_of: the text of a cell on one line.
    """
    caption = next(table.iter("{*}caption"), None)
    lines = [text_of(caption)] if caption is not None else []
    rows = [(row, [text_of(cell) for cell in row]) for row in map(_cells, table.iter("{*}tr"))]
    header = _header(rows)
    for cells, texts in rows:
        if texts == header:
            continue
        line = _labelled(header, texts) if header else _row(cells, texts)
        lines.append(line)
    return [line for line in lines if line]


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in row if isinstance(cell.tag, str) and _is_cell(cell)]


def _is_cell(cell: _Element) -> bool:
    return cell.tag.rpartition("}")[2] in ("td", "th")


def _is_short(cell: _Element) -> bool:
    length = sum(len(text) for text in cell.itertext())
    blocks = cell.iter("{*}p", "{*}div", "{*}h1", "{*}h2", "{*}h3")
    return length <= _LONG_CELL or next(blocks, None) is None


def _header(rows: list[tuple[list[_Element], list[str]]]) -> list[str]:
    """The names of the columns, when the first row is a header that every other row fits."""
    if len(rows) < 2:
        return []
    cells, texts = rows[0]
    if not 2 <= len(cells) <= _WIDEST or not all(cell.tag.endswith("th") for cell in cells):
        return []
    if any(len(others) != len(cells) for others, _ in rows[1:]):
        return []
    spans = any(cell.get("colspan", "1") != "1" for row, _ in rows for cell in row)
    named = all(texts[1:]) and all(len(text) <= _LONG_HEADER for text in texts)
    return texts if named and not spans else []


def _labelled(header: list[str], texts: list[str]) -> str:
    pairs = zip(header, texts, strict=True)
    return " | ".join(_pair(name, text) for name, text in pairs if text)


def _row(cells: list[_Element], texts: list[str]) -> str:
    """A row without a header; two cells, the first of which names the second, become a pair."""
    filled = [text for text in texts if text]
    named = [cell.tag.endswith("th") for cell in cells] == [True, False]
    if named and len(filled) == 2:
        return _pair(*filled)
    return " | ".join(filled)


def _pair(name: str, text: str) -> str:
    return f"{name.rstrip(' :')}: {text}" if name else text
