"""Running headers, footers and page numbers: what stands at the same place on page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.readers.pdf_lines import Row

_EDGE = 3  # lines at the top and at the bottom that may be furniture
_STEP = 6.0  # points by which the place of a line may differ
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_NUMBER = re.compile(
    r"\W*(?:p(?:age|g|\.)?|seite|página|pagina|trang)?\W*(\d{1,4})(?:\s*(?:/|of|de|von|di)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_AT_AN_END = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_FEW_PAGES = 4

Key = tuple[str, int]


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The pages without the lines at their edges that other pages repeat, digits aside.

    A line repeats when it stands on three pages at the same height, on two in a short document,
    and so does a line that begins or ends with a number which grows by one from page to page.
    A line that is nothing but the number of its page goes as well.
    """
    counts: Counter[Key] = Counter()
    for number, rows in enumerate(pages, start=1):
        counts.update({key for row in edges(rows) for key in _keys(number, row)})
    enough = 2 if len(pages) <= _FEW_PAGES else 3
    repeated = {key for key, count in counts.items() if count >= enough}
    kept = []
    for number, rows in enumerate(pages, start=1):
        taken = {
            id(row)
            for row in edges(rows)
            if any(key in repeated for key in _keys(number, row))
            or (len(pages) > 1 and _is(number, row))
        }
        kept.append([row for row in rows if id(row) not in taken])
    return kept


def edges(rows: Sequence[Row]) -> Iterator[Row]:
    """The highest and the lowest lines of a page."""
    heights = sorted({row[0].bottom for row in rows})
    edge = {*heights[:_EDGE], *heights[-_EDGE:]}
    return (row for row in rows if row[0].bottom in edge)


def text_of(row: Row) -> str:
    """The words of a line."""
    return " ".join(piece.text for piece in row)


def _keys(number: int, row: Row) -> Iterator[Key]:
    """What a line has in common with its like on other pages; its height is rounded both ways."""
    text = text_of(row).casefold()
    place = row[0].bottom / _STEP
    heights = (2 * int(place), 2 * int(place + 0.5) + 1)
    counted = [f"+{int(match) - number}" for match in _AT_AN_END.findall(text)]
    for common in (_DIGITS.sub("#", text), *counted):
        yield from ((common, height) for height in heights)


def _is(number: int, row: Row) -> bool:
    match = _NUMBER.fullmatch(text_of(row))
    return match is not None and int(match[1]) == number
