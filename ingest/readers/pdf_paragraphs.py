"""Lines in reading order -> paragraphs, also across columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from unicodedata import bidirectional, category

from ingest.hyphens import HYPHEN, Vocabulary
from ingest.readers.base import PAGE
from ingest.readers.pdf_layout import Line, Placed
from ingest.readers.pdf_lines import Piece, same_size
from ingest.readers.pdf_tables import ENDED, with_cell, with_names

_LOOSE = 1.2  # of the usual distance between lines: a larger one parts paragraphs
_WIDEST = 2.4  # of the letters' size: no usual distance is larger
_FAR = 1.55  # of the letters' size: lines that are wrapped stand closer, unless all do not
_NEAR = 2  # lines before and after with which a distance is compared
_FEW_LINES, _FEW_WORDS = 4, 3  # of an address, a signature
_INDENT = 0.6  # of the letters' size
_SPACE = 0.3  # of the letters' size, the width of a space and what justifying adds
_LEADERS = re.compile(r"(?: ?\.){5,} ?")  # from a title to its page in a table of contents
_BULLET = re.compile(
    r"(?:(?P<sign>[*•·▪‣○●◦■□➢✓]|\[\d{1,3}\])|[-–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S"
)
_LONG, _MANY_WORDS = 0.7, 5  # of the width: what a line in the middle of a sentence has at least
_OTHER_SIZE = 0.25
_CODE = re.compile(r"[{}=<>\\]|;$|\w\(")


@dataclass
class Block:
    """Lines that follow each other evenly, one size, one column: paragraphs or a part of one."""

    lines: list[Placed] = field(default_factory=list)

    @cached_property
    def right(self) -> float:
        """Where the longest line ends, one alone that stands out aside."""
        ends = sorted((one.piece.right for one in self.lines), reverse=True)
        size = self.lines[0].piece.size
        alone = len(ends) > 3 and ends[0] - ends[1] > 2 * size and ends[1] - ends[2] < size
        return ends[1] if alone else ends[0]

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max(one.piece.right - one.piece.left for one in self.lines)

    @cached_property
    def hanging(self) -> bool:
        """Whether lines after the first of each paragraph are indented, as in lists of works.

        Only a full line comes before an indented one then, and not only full ones before others.
        """
        pieces = [one.piece for one in self.lines]
        inner = min(one.left for one in pieces) + _INDENT * pieces[0].size
        steps = [(a, b) for a, b in pairwise(pieces) if (a.left > inner) != (b.left > inner)]
        into = [_is_short(a.right, b, self.right) for a, b in steps if b.left > inner]
        back = [_is_short(a.right, b, self.right) for a, b in steps if b.left <= inner]
        deep = any(min(a.left, b.left) > inner for a, b in pairwise(pieces))
        outer = pieces[0].left <= inner
        return outer and bool(into) and not any(into) and (any(back) if back else deep)


def text_of(pages: Sequence[Sequence[Line]]) -> str:
    """The text of a document: a blank line between paragraphs, `PAGE` where a page begins."""
    placed = [Placed(line, number) for number, lines in enumerate(pages, start=1) for line in lines]
    words = Vocabulary(one.piece.text for one in placed)
    paragraphs = [lines for block in _blocks(placed) for lines in _paragraphs(block)]
    return _written(_continued(paragraphs, _body_size(placed), words), words)


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
    if before.page != one.page or not same_size(before.piece, one.piece):
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
        d if same_size(one.piece, piece) else 0.0 for one, d in _around(placed, distances, place)
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
    if not same_size(first, second):
        return True
    distance = first.bottom - second.bottom
    beside = second.left > first.right or first.left > second.right
    too_far = not 0.3 * second.size <= distance < _WIDEST * second.size
    return too_far or (beside and not one.line.is_row)


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
    divided = any(one.piece.text.endswith((HYPHEN, "-")) for one in block.lines[:-1])
    return len(words) <= _FEW_LINES and max(words) <= _FEW_WORDS and not divided


def _begins(paragraph: Sequence[Placed], before: Piece, one: Piece, block: Block) -> bool:
    """Whether a line begins a paragraph: never where the line before it is full and its sentence
    goes on.
    """
    centred = _are_centred(before, one)
    end, longest = (
        (before.right - before.left, block.width) if centred else (before.right, block.right)
    )
    full, is_open = not _is_short(end, one, longest), not ENDED.search(before.text)
    listed = _BULLET.match(paragraph[0].piece.text) is not None
    if one.noted or _LEADERS.search(before.text):
        return True
    if bullet := _BULLET.match(one.text):
        return bool(bullet["sign"]) or listed or not (full and is_open)
    if before.text.endswith((HYPHEN, "-")):
        return False
    if before.bold != one.bold:
        return not (full and is_open)
    if not full:
        goes_on = (
            is_open and one.text[0].islower() and not _CODE.search(f"{before.text} {one.text}")
        )
        few = len(before.text.split()) < _MANY_WORDS
        return centred or few or not goes_on or end < longest - (1 - _LONG) * block.width
    indented = one.left - before.left > _INDENT * one.size and not centred
    return indented and not (is_open or listed or block.hanging)


def _are_centred(before: Piece, one: Piece) -> bool:
    same = abs(before.left + before.right - one.left - one.right) < one.size / 2
    return same and abs(before.left - one.left) > one.size / 2


def _is_short(end: float, one: Piece, longest: float) -> bool:
    """Whether the first word of a line would have fitted on the line that ends at `end`."""
    return end + _SPACE * one.size + one.first < longest - _SPACE * one.size


def _continued(
    paragraphs: list[list[Placed]], body: float, words: Vocabulary
) -> list[list[Placed]]:
    """Paragraphs that go on in the next column, on the next page or below a taller line in one
    piece.

    Notes below the text stand between the two halves; they come before the paragraph then, on the
    page where they stand.
    """
    whole: list[list[Placed]] = []
    for paragraph in paragraphs:
        row = with_cell(whole[-1], paragraph, words) if whole else None
        place = _open_paragraph(whole, paragraph, body)
        if row is not None:
            whole[-1] = [row]
        elif place is None:
            whole.append(paragraph)
        else:
            whole.append([*whole.pop(place), *paragraph])
    return whole


def _open_paragraph(
    whole: Sequence[Sequence[Placed]], paragraph: Sequence[Placed], body: float
) -> int | None:
    """The place of the paragraph that this one continues, over notes in smaller letters."""
    first = paragraph[0]
    if whole and _goes_on_below(whole[-1], paragraph):
        return len(whole) - 1
    small = 0.95 * min(body, first.piece.size)
    place = len(whole) - 1
    while place >= 0:
        passed = whole[place][-1]
        if passed.piece.size >= small or passed.page < first.page - 1:
            break
        place -= 1
    if place < 0:
        return None
    last = whole[place][-1]
    moved = first.page == last.page + 1 or (
        first.page == last.page and first.piece.bottom > last.piece.bottom
    )
    same = all(one[-1].page == last.page for one in whole[place + 1 :])
    return place if moved and same and _goes_on(whole[place], last, first) else None


def _goes_on_below(above: Sequence[Placed], below: Sequence[Placed]) -> bool:
    """Whether lines that a tall formula or a wide gap parts are one paragraph: a full line whose
    sentence goes on in small letters.
    """
    last, first = above[-1], below[0]
    before, one = last.piece, first.piece
    if last.line.is_row or first.line.is_row or one.noted or last.page != first.page:
        return False
    if not 0 < before.bottom - one.bottom < _WIDEST * max(before.size, one.size):
        return False
    if abs(before.size - one.size) > _OTHER_SIZE * one.size or len(above) + len(below) < 3:
        return False
    if before.left > one.right or one.left > before.right:
        return False
    lines = [*above, *below]
    full = not _is_short(before.right, one, max(line.piece.right for line in lines))
    letter = one.text[0]
    small = letter.islower() or (category(letter) == "Lo" and bidirectional(letter) == "L")
    goes_on = small or before.text.endswith((HYPHEN, ","))
    return full and goes_on and not (ENDED.search(before.text) or _BULLET.match(one.text))


def _goes_on(paragraph: Sequence[Placed], last: Placed, first: Placed) -> bool:
    """Whether the words of a line go on after a break between columns or pages."""
    if last.line.is_row or first.line.is_row or _BULLET.match(first.piece.text):
        return False
    if not same_size(last.piece, first.piece) or last.piece.bold != first.piece.bold:
        return False
    text = last.piece.text
    if text.endswith((HYPHEN, "-", ",", ";")) or (
        first.piece.text[0].islower() and not ENDED.search(text)
    ):
        return True
    full = last.piece.right >= max(one.piece.right for one in paragraph) - 4 * last.piece.size
    return len(paragraph) > 1 and full and not ENDED.search(text)


def _written(paragraphs: Sequence[Sequence[Placed]], words: Vocabulary) -> str:
    """The paragraphs as text; items of a list and rows of a table stay in one block."""
    paragraphs = with_names(paragraphs)
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
            end = text.replace(HYPHEN, "-")
            parts.append(words.joined(text, following.piece.text) if following else end)
        before = paragraph
    return _LEADERS.sub(" … ", "".join(parts))


def _are_one_list(before: Sequence[Placed], paragraph: Sequence[Placed]) -> bool:
    first, second = before[0], paragraph[0]
    if first.line.is_row and second.line.is_row:
        return True
    return bool(_BULLET.match(first.piece.text) and _BULLET.match(second.piece.text))
