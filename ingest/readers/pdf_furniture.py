"""Running headers, footers and page numbers: what stands at the same place on page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

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

_APART = 1.2  # of the usual distance between lines
_OTHER_SIZE = 0.08
_LARGER = 1.15

Key = tuple[str, int]


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The pages without the lines at their edges that other pages repeat, digits aside.

    A line repeats when it stands on three pages at the same height, on two in a short document,
    and so does a line that begins or ends with a number which grows by one from page to page.
    A line that is nothing but the number of its page goes as well. Furniture stands apart from the
    text, and nothing but furniture is further out.
    """
    body = _body_size(pages)
    counts: Counter[Key] = Counter()
    for number, rows in enumerate(pages, start=1):
        found = {key for edge in _edges(rows) for row in edge for key in _keys(number, row, body)}
        counts.update(found)
    enough = 2 if len(pages) <= _FEW_PAGES else 3
    repeated = {key for key, count in counts.items() if count >= enough}
    return [_without(number, rows, repeated, body) for number, rows in enumerate(pages, start=1)]


def _body_size(pages: Sequence[Sequence[Row]]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for row in (row for rows in pages for row in rows):
        sizes[round(row[0].size, 1)] += len(text_of(row))
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _without(number: int, rows: Sequence[Row], repeated: set[Key], body: float) -> list[Row]:
    edges = _edges(rows) or [list(rows)]  # a page of nothing but furniture
    taken: set[int] = set()
    for edge in edges:
        numbered = False  # a page has one number; a second one at its edge is that of a note
        for row in edge:
            common = repeated.intersection(_keys(number, row, body))
            if not any(key[0][:1] != "+" or not numbered for key in common) and not (
                repeated and _is(number, row)
            ):
                break
            numbered = numbered or _AT_AN_END.search(text_of(row)) is not None
            taken.add(id(row))
    return [row for row in rows if id(row) not in taken]


def _edges(rows: Sequence[Row]) -> list[list[Row]]:
    """The lines at the top and at the bottom that may be furniture, from the outside inwards."""
    downwards = sorted(rows, key=lambda row: -row[0].bottom)
    usual = _usual_distance(downwards)
    return [_edge(downwards, usual), _edge(downwards[::-1], usual)] if usual else []


def _usual_distance(rows: Sequence[Row]) -> float:
    distances = sorted(
        first[0].bottom - second[0].bottom
        for first, second in pairwise(rows)
        if first[0].bottom - second[0].bottom > 1
    )
    return distances[len(distances) // 2] if distances else 0.0


def _edge(rows: Sequence[Row], usual: float) -> list[Row]:
    """The outermost lines up to the last place where a few of them stand apart from the rest."""
    end = 0
    for place in range(1, min(_EDGE, len(rows) - 1) + 1):
        last, following = rows[place - 1][0], rows[place][0]
        distance = abs(last.bottom - following.bottom)
        other_size = abs(last.size - following.size) > _OTHER_SIZE * following.size
        if distance > _APART * usual or (distance > 1 and other_size):
            end = place
    return list(rows[:end])


def text_of(row: Row) -> str:
    """The words of a line."""
    return " ".join(piece.text for piece in row)


def _keys(number: int, row: Row, body: float) -> Iterator[Key]:
    """What a line has in common with its like on other pages; its height is rounded both ways.

    Letters larger than those of the text are a heading's, which only the same words repeat.
    """
    text = text_of(row).casefold()
    place = row[0].bottom / _STEP
    heights = (2 * int(place), 2 * int(place + 0.5) + 1)
    counted = [f"+{int(match) - number}" for match in _AT_AN_END.findall(text)]
    is_heading = row[0].size > _LARGER * body
    for common in (text,) if is_heading else (_DIGITS.sub("#", text), *counted):
        yield from ((common, height) for height in heights)


def _is(number: int, row: Row) -> bool:
    match = _NUMBER.fullmatch(text_of(row))
    return match is not None and int(match[1]) == number
