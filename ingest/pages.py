"""Where the pages of a document begin in the text that is made of it. Pure.

Readers put a mark before the first character of a page (`readers.base.PAGE`). The marks are taken
out of the lines before anything looks at these, and found again as offsets when the lines that are
left have become the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.base import PAGE

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Marked:
    """Lines without marks, and for each line where marks stood in it."""

    lines: tuple[str, ...]
    marks: tuple[tuple[int, ...], ...]


def take_marks(lines: Sequence[str]) -> Marked:
    """Lines with marks -> lines without, and the places of the marks."""
    taken = [_taken(line) for line in lines]
    return Marked(tuple(line for line, _ in taken), tuple(marks for _, marks in taken))


def page_starts(before: Marked, after: Sequence[str], pages: int) -> tuple[int, ...]:
    """The offsets at which the pages begin in the text that `clean.join_blocks` makes of `after`.

    Args:
        before: the lines as they were marked.
        after: the same lines, some of them empty now, some without their beginning.
        pages: how many there are; marks beyond that number do not count.

    Returns:
        As many offsets as pages, the first 0, none smaller than the one before. A page of which
        nothing is left begins where the next one does.
    """
    if not pages:
        return ()
    starts = [0]
    offsets = _line_offsets(after)
    for line, then, offset, marks in zip(before.lines, after, offsets, before.marks, strict=True):
        cut = len(line) - len(then)
        starts += [offset + max(mark - cut, 0) if then else _UNKNOWN for mark in marks]
    end = max((o + len(line) for o, line in zip(offsets, after, strict=True)), default=0)
    return _settled(starts[:pages], max(end, 0), pages)


def _line_offsets(lines: Sequence[str]) -> list[int]:
    """Where each line begins in the text made of them."""
    offsets: list[int] = []
    length, gap = 0, False
    for line in lines:
        if line and length:
            length += 2 if gap else 1
        offsets.append(length if line else _UNKNOWN)
        length += len(line)
        gap = not line
    return offsets


def _taken(line: str) -> tuple[str, tuple[int, ...]]:
    pieces = line.split(PAGE)
    marks: list[int] = []
    length = 0
    for piece in pieces[:-1]:
        length += len(piece)
        marks.append(length)
    return "".join(pieces), tuple(marks)


def _settled(starts: list[int], length: int, pages: int) -> tuple[int, ...]:
    """Unknown beginnings, and those missing at the end, become those of the page after."""
    following = length
    settled: list[int] = []
    for start in reversed(starts + [_UNKNOWN] * (pages - len(starts))):
        following = following if start == _UNKNOWN else start
        settled.append(following)
    return (0, *reversed(settled[:-1]))
