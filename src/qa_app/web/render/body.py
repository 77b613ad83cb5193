"""An article's text with its headings, lists and tables, and the quotes of an answer marked.

Every character of the text is in the HTML, in order, so that what is marked is what was quoted;
what a heading, a list or a table makes superfluous (the space between paragraphs, the bars between
cells, labels that stand in the head of the table) is there and not shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_app.web.render.escape import attributes, element, text

LONGEST_HEADING = 100
MOST_HEADINGS = 0.5
"""More of the paragraphs than this are no headings: then it is verse, or a list of names."""

_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s*(?:[-*•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_LABELLED = re.compile(r"([^:|\n]{1,60}): ")
_ENDED = tuple(".!?…:;,\"”'’»")
_BAR = " | "


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote in the text, `text[start:end]`, and its name in the answer; one of them is chosen."""

    start: int
    end: int
    name: str = ""
    chosen: bool = False


def body(given: str, marks: Sequence[Mark] = (), title: str = "", exchange: str = "") -> str:
    """The text as HTML.

    Args:
        title: what stands above it; a first line that repeats it is not shown, unless marked.
        exchange: where the marks come from.
    """
    paint = _Paint(given, _apart(marks), exchange)
    blocks = [(found.start(), found.end()) for found in _BLOCK.finditer(given)]
    headings = _headings(given, blocks)
    parts, done = [], 0
    for number, (start, end) in enumerate(blocks):
        parts.append(_unseen(paint, done, start))
        if number == 0 and title and _same(given[start:end], title) and not paint.touches(0, end):
            parts.append(element("p", paint(start, end), class_="repeated"))
        elif number in headings:
            parts.append(element("h3", paint(start, end)))
        else:
            parts.append(_block(given, start, end, paint))
        done = end
    return "".join([*parts, _unseen(paint, done, len(given))])


def _same(line: str, title: str) -> bool:
    return " ".join(line.split()).casefold() == " ".join(title.split()).casefold()


def _headings(given: str, blocks: Sequence[tuple[int, int]]) -> set[int]:
    """Which blocks are headings: one short line without an end, before a paragraph."""
    lines = [given[start:end] for start, end in blocks]
    found = {
        number
        for number, (line, after) in enumerate(pairwise(lines))
        if _heading(line) and (len(after) > len(line) or after.rstrip().endswith(_ENDED))
    }
    return found if len(found) <= MOST_HEADINGS * len(blocks) else set()


def _heading(line: str) -> bool:
    plain = line.strip()
    return (
        "\n" not in plain
        and len(plain) <= LONGEST_HEADING
        and any(char.isalpha() for char in plain)
        and not plain.endswith(_ENDED)
        and _BAR not in plain
        and not _ITEM.match(plain)
    )


def _block(given: str, start: int, end: int, paint: _Paint) -> str:
    lines = [(m.start(), m.end()) for m in _LINE.finditer(given, start, end)]
    table = _table(given, lines, paint)
    if table:
        return table
    if len(lines) == 1:
        return element("p", paint(start, end))
    marked = all(_ITEM.match(given[a:b]) for a, b in lines)
    items = "".join(
        element("li", paint(a, b) + _unseen(paint, b, after))
        for (a, b), after in zip(lines, [*(a for a, _ in lines[1:]), end], strict=True)
    )
    return element("ul", items, class_="items" if marked else "lines")


def _table(given: str, lines: Sequence[tuple[int, int]], paint: _Paint) -> str:
    """The lines as a table if all have the same number of cells; else an empty text."""
    rows = [list(_cells(given, a, b)) for a, b in lines]
    width = len(rows[0])
    if width < 2 or any(len(row) != width for row in rows):
        return ""
    labels = _labels(given, rows)
    if len(rows) < 2 and not labels:
        return ""
    head = "".join(
        f"<th{attributes(scope='col', data_label=name, aria_label=name)}></th>" for name in labels
    )
    parts = [element("thead", element("tr", head))] if head else []
    for number, row in enumerate(rows):
        after = rows[number + 1][0][0] if number + 1 < len(rows) else row[-1][1]
        ends = [*(start for start, _ in row[1:]), after]
        cells = [
            _cell(start, end, to, labels[n] if labels else "", paint)
            for n, ((start, end), to) in enumerate(zip(row, ends, strict=True))
        ]
        parts.append(element("tr", "".join(cells)))
    return element("div", element("table", "".join(parts)), class_="wide", tabindex="0")


def _cells(given: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while (bar := given.find(_BAR, start, end)) >= 0:
        yield start, bar
        start = bar + len(_BAR)
    yield start, end


def _labels(given: str, rows: Sequence[Sequence[tuple[int, int]]]) -> list[str]:
    """What all rows call their cells; nothing where they do not agree."""
    found = [[_LABELLED.match(given, start, end) for start, end in row] for row in rows]
    names = [[label[1] if label else "" for label in row] for row in found]
    return names[0] if all(names[0]) and all(row == names[0] for row in names) else []


def _cell(start: int, end: int, to: int, label: str, paint: _Paint) -> str:
    value = start + len(label) + len(": ") if label else start
    inner = _unseen(paint, start, value) + paint(value, end) + _unseen(paint, end, to)
    return element("td", inner)


def _unseen(paint: _Paint, start: int, end: int) -> str:
    if start >= end:
        return ""
    return element("span", paint(start, end, seen=False), class_="unseen")


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks in the order of the text, none over another; the chosen one stays whole."""
    taken: list[Mark] = []
    for mark in sorted(marks, key=lambda one: not one.chosen):
        free = [(mark.start, mark.end)]
        for other in taken:
            free = [piece for a, b in free for piece in _without(a, b, other.start, other.end)]
        taken += [Mark(a, b, mark.name, mark.chosen) for a, b in free]
    return sorted(taken, key=lambda one: one.start)


def _without(a: int, b: int, start: int, end: int) -> list[tuple[int, int]]:
    pieces = [(a, min(b, start)), (max(a, end), b)]
    return [(x, y) for x, y in pieces if x < y]


class _Paint:
    """Stretches of the text as HTML, what is marked in `<mark>`; the first chosen is #quote."""

    def __init__(self, given: str, marks: Sequence[Mark], exchange: str) -> None:
        self._given = given
        self._marks = marks
        self._starts = [mark.start for mark in marks]
        self._ends = [mark.end for mark in marks]
        self._exchange = exchange
        self._begun = False

    def touches(self, start: int, end: int) -> bool:
        """Whether anything is marked there."""
        return bisect_right(self._ends, start) < bisect_left(self._starts, end)

    def __call__(self, start: int, end: int, *, seen: bool = True) -> str:
        parts, done = [], start
        first = bisect_right(self._ends, start)
        for mark in self._marks[first : bisect_left(self._starts, end)]:
            a, b = max(start, mark.start), min(end, mark.end)
            parts += [text(self._given[done:a]), self._mark(mark, a, b, seen)]
            done = b
        return "".join([*parts, text(self._given[done:end])])

    def _mark(self, mark: Mark, start: int, end: int, seen: bool) -> str:
        inner = text(self._given[start:end])
        if not mark.chosen:
            link = {"data_exchange": self._exchange, "data_cite": mark.name} if mark.name else {}
            return element("mark", inner, class_="also", **link)
        first = seen and not self._begun
        self._begun = self._begun or first
        place = {"id": "quote", "tabindex": "-1"} if first else {}
        return element("mark", inner, class_="chosen", **place)
