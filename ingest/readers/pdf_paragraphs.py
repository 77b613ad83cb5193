"""Lines in reading order -> paragraphs, also across columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from ingest.hyphens import HYPHEN, Vocabulary
from ingest.readers.base import PAGE
from ingest.readers.pdf_layout import Line, are_all_aligned
from ingest.readers.pdf_lines import Piece
from ingest.readers.tables import Cell, named_lines, names_of

_LOOSE = 1.25  # of the usual distance between lines: a larger one parts paragraphs
_WIDEST = 2.4  # of the letters' size: no usual distance is larger
_FAR = 1.55  # of the letters' size: lines that are wrapped stand closer, unless all do not
_NEAR = 2  # lines before and after with which a distance is compared
_FEW_LINES, _FEW_WORDS = 4, 3  # of an address, a signature
_SAME_SIZE = 0.08
_INDENT = 0.6  # of the letters' size
_SPACE = 0.3  # of the letters' size, the width of a space and what justifying adds
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*(?:\d{1,3})?$")
_LEADERS = re.compile(r"(?: ?\.){5,} ?")  # from a title to its page in a table of contents
_BULLET = re.compile(r"(?:[-–—*•·▪‣○●◦■□➢✓]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the page on which it stands, counted from 1."""

    line: Line
    page: int

    @property
    def piece(self) -> Piece:
        """The words and their place."""
        return self.line.piece


@dataclass(slots=True)
class Block:
    """Lines that follow each other evenly, one size, one column: paragraphs or a part of one."""

    lines: list[Placed] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Where the longest line ends."""
        return max(one.piece.right for one in self.lines)

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max(one.piece.right - one.piece.left for one in self.lines)


def text_of(pages: Sequence[Sequence[Line]]) -> str:
    """The text of a document: a blank line between paragraphs, `PAGE` where a page begins."""
    placed = [Placed(line, number) for number, lines in enumerate(pages, start=1) for line in lines]
    words = Vocabulary(one.piece.text for one in placed)
    paragraphs = [lines for block in _blocks(placed) for lines in _paragraphs(block)]
    return _written(_continued(paragraphs, _body_size(placed)), words)


def _body_size(placed: Sequence[Placed]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for one in placed:
        sizes[round(one.piece.size, 1)] += len(one.piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _blocks(placed: Sequence[Placed]) -> list[Block]:
    pairs = pairwise([*placed[:1], *placed])  # the first line has none before it but itself
    distances = [_distance(before, one) for before, one in pairs]
    counts: dict[int, Counter[float]] = {}
    for one, distance in zip(placed, distances, strict=True):
        if distance:
            counts.setdefault(round(one.piece.size), Counter())[round(2 * distance) / 2] += 1
    usual = {size: found.most_common(1)[0][0] for size, found in counts.items()}
    blocks: list[Block] = []
    for place, one in enumerate(placed):
        if (
            not place
            or _parts(placed[place - 1], one)
            or _is_loose(placed, distances, place, usual)
        ):
            blocks.append(Block())
        blocks[-1].lines.append(one)
    return blocks


def _distance(before: Placed, one: Placed) -> float:
    """How far a line stands below the one before it; 0 where that means nothing."""
    if before.page != one.page or not _same_size(before.piece, one.piece):
        return 0.0
    distance = before.piece.bottom - one.piece.bottom
    return distance if 0 < distance < _WIDEST * one.piece.size else 0.0


def _is_loose(
    placed: Sequence[Placed], distances: Sequence[float], place: int, usual: dict[int, float]
) -> bool:
    """Whether a line stands further from the one before it than lines nearby from each other.

    Lines that are all equally far apart may each be a paragraph; they are when that is far, for
    this document and for letters of this size.
    """
    distance, piece = distances[place], placed[place].piece
    size = piece.size
    like = [
        d if _same_size(one.piece, piece) else 0.0 for one, d in _around(placed, distances, place)
    ]
    sides = like[: min(place, _NEAR)], like[min(place, _NEAR) + 1 :]
    least = [min(others) for side in sides if (others := [other for other in side if other])]
    near = max(least, default=usual.get(round(size), 1.2 * size))
    if distance > _LOOSE * near:
        return True
    return distance > max(_LOOSE * usual.get(round(size), 0.0), _FAR * size)


def _around(
    placed: Sequence[Placed], distances: Sequence[float], place: int
) -> Iterator[tuple[Placed, float]]:
    """The lines near a place and how far each stands below the one before it."""
    start, end = max(place - _NEAR, 0), place + _NEAR + 1
    return zip(placed[start:end], distances[start:end], strict=True)


def _parts(before: Placed, one: Placed) -> bool:
    """Whether two lines do not follow each other evenly, their distance aside."""
    first, second = before.piece, one.piece
    if before.page != one.page or before.line.is_row != one.line.is_row:
        return True
    if not _same_size(first, second) or first.bold != second.bold:
        return True
    distance = first.bottom - second.bottom
    beside = second.left > first.right or first.left > second.right
    too_far = not 0.3 * second.size <= distance < _WIDEST * second.size
    return too_far or (beside and not one.line.is_row)


def _same_size(first: Piece, second: Piece) -> bool:
    return abs(first.size - second.size) <= _SAME_SIZE * max(first.size, second.size)


def _paragraphs(block: Block) -> list[list[Placed]]:
    """The paragraphs of a block: a short line ends one, an indented line begins one."""
    if _is_address(block):
        return [[one] for one in block.lines]
    paragraphs = [[block.lines[0]]]
    for before, one in pairwise(block.lines):
        if one.line.is_row or _begins(paragraphs[-1], before.piece, one.piece, block):
            paragraphs.append([one])
        else:
            paragraphs[-1].append(one)
    return paragraphs


def _is_address(block: Block) -> bool:
    """Whether no line is long enough to have been wrapped."""
    words = [len(one.piece.text.split()) for one in block.lines]
    return len(words) <= _FEW_LINES and max(words) <= _FEW_WORDS and not _divided(block)


def _divided(block: Block) -> bool:
    return any(one.piece.text.endswith((HYPHEN, "-")) for one in block.lines[:-1])


def _begins(paragraph: Sequence[Placed], before: Piece, one: Piece, block: Block) -> bool:
    if _BULLET.match(one.text):
        return True
    if before.text.endswith((HYPHEN, "-")):
        return False
    if _are_centred(before, one):
        return _is_short(before.right - before.left, one, block.width)
    if _is_short(before.right, one, block.right):
        return True
    hanging = _BULLET.match(paragraph[0].piece.text) is not None
    return one.left - before.left > _INDENT * one.size and not hanging


def _are_centred(before: Piece, one: Piece) -> bool:
    same = abs(before.left + before.right - one.left - one.right) < one.size / 2
    return same and abs(before.left - one.left) > one.size / 2


def _is_short(end: float, one: Piece, longest: float) -> bool:
    """Whether the first word of a line would have fitted on the line that ends at `end`."""
    return end + _SPACE * one.size + one.first < longest - _SPACE * one.size


def _continued(paragraphs: list[list[Placed]], body: float) -> list[list[Placed]]:
    """Paragraphs that go on in the next column or on the next page in one piece.

    Notes below the text stand between the two halves; they come before the paragraph then, on the
    page where they stand.
    """
    whole: list[list[Placed]] = []
    for paragraph in paragraphs:
        place = _open_paragraph(whole, paragraph, body)
        if place is None:
            whole.append(paragraph)
        else:
            whole.append([*whole.pop(place), *paragraph])
    return whole


def _open_paragraph(
    whole: Sequence[Sequence[Placed]], paragraph: Sequence[Placed], body: float
) -> int | None:
    """The place of the paragraph that this one continues, over notes in smaller letters."""
    first = paragraph[0]
    small = 0.95 * min(body, first.piece.size)
    place = len(whole) - 1
    while place >= 0 and whole[place][-1].piece.size < small and _may_be_left(whole[place], first):
        place -= 1
    if place < 0:
        return None
    last = whole[place][-1]
    moved = first.page == last.page + 1 or (
        first.page == last.page and first.piece.bottom > last.piece.bottom
    )
    passed = all(one[-1].page == last.page for one in whole[place + 1 :])
    return place if moved and passed and _goes_on(whole[place], last, first) else None


def _may_be_left(paragraph: Sequence[Placed], first: Placed) -> bool:
    return paragraph[-1].page >= first.page - 1


def _goes_on(paragraph: Sequence[Placed], last: Placed, first: Placed) -> bool:
    """Whether the words of a line go on after a break between columns or pages."""
    if last.line.is_row or first.line.is_row or _BULLET.match(first.piece.text):
        return False
    if not _same_size(last.piece, first.piece) or last.piece.bold != first.piece.bold:
        return False
    text, following = last.piece.text, first.piece.text
    if text.endswith((HYPHEN, "-", ",", ";")) or (
        following[0].islower() and not _ENDED.search(text)
    ):
        return True
    full = last.piece.right >= max(one.piece.right for one in paragraph) - 4 * last.piece.size
    return len(paragraph) > 1 and full and not _ENDED.search(text)


def _written(paragraphs: Sequence[Sequence[Placed]], words: Vocabulary) -> str:
    """The paragraphs as text; items of a list and rows of a table stay in one block."""
    paragraphs = _with_names(paragraphs)
    parts: list[str] = []
    page = 1
    before: Sequence[Placed] = ()
    for paragraph in paragraphs:
        if before:
            parts.append("\n" if _are_one_list(before, paragraph) else "\n\n")
        for one, following in zip(paragraph, [*paragraph[1:], None], strict=False):
            parts.append(PAGE * (one.page - page))
            page = one.page
            text = one.piece.text
            parts.append(words.joined(text, following.piece.text) if following else _closed(text))
        before = paragraph
    return _LEADERS.sub(" … ", "".join(parts))


def _with_names(paragraphs: Sequence[Sequence[Placed]]) -> list[Sequence[Placed]]:
    """The paragraphs, rows of tables with the names of their columns where these can be told."""
    named: list[Sequence[Placed]] = list(paragraphs)
    for table in _tables(paragraphs):
        rows = [place for part in table for place in part]
        cells = {place: _cells(paragraphs[place]) for place in rows}
        names = names_of([cells[place] for place in table[0]])
        names = names or names_of([cells[place] for place in rows])
        for place in rows if names else ():
            assert names is not None
            lines = named_lines(names, [cells[place]]) if place != rows[0] else []
            named[place] = [_reworded(paragraphs[place][0], line) for line in lines]
    return list(filter(None, named))


def _tables(paragraphs: Sequence[Sequence[Placed]]) -> list[list[list[int]]]:
    """The places of the rows of each table, in parts between which paragraphs stand; tables whose
    rows have not all as many cells are none of them.
    """
    tables: list[list[list[int]]] = []
    before: Placed | None = None  # the last row
    for is_table, group in groupby(enumerate(paragraphs), key=lambda one: one[1][0].line.is_row):
        part = list(group)
        rows = [lines[0] for _, lines in part]
        if not is_table:
            continue
        places = [place for place, _ in part]
        if len({len(row.line.cells) for row in rows}) > 1:
            before = None
            continue
        goes_on = before is not None and (
            rows[0].page <= before.page + 1
            and are_all_aligned(rows[0].line.cells, before.line.cells)
            and not names_of([_cells(lines) for _, lines in part])
        )
        if goes_on:
            tables[-1].append(places)
        else:
            tables.append([places])
        before = rows[-1]
    return tables


def _cells(row: Sequence[Placed]) -> list[Cell]:
    return [Cell(piece.text) for piece in row[0].line.cells]


def _reworded(row: Placed, text: str) -> Placed:
    return replace(row, line=replace(row.line, piece=replace(row.piece, text=text)))


def _closed(text: str) -> str:
    return text.replace(HYPHEN, "-")


def _are_one_list(before: Sequence[Placed], paragraph: Sequence[Placed]) -> bool:
    first, second = before[0], paragraph[0]
    if first.line.is_row and second.line.is_row:
        return True
    return bool(_BULLET.match(first.piece.text) and _BULLET.match(second.piece.text))
