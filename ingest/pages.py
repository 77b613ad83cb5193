"""Where the pages of a document begin in the text that is made of it. Pure.

Readers put a mark before the first character of a page (`readers.base.PAGE`). The marks are taken
out of the lines before anything looks at these, and found again as offsets when the lines that are
left have become the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.base import PAGE


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
    offsets, end = _line_offsets(after)
    for line, then, offset, marks in zip(before.lines, after, offsets, before.marks, strict=True):
        cut = len(line) - len(then)
        starts += [offset + (max(mark - cut, 0) if then else 0) for mark in marks]
    return tuple([*starts, *[end] * (pages - len(starts))][:pages])


def _line_offsets(lines: Sequence[str]) -> tuple[list[int], int]:
    """Where each line begins in the text made of them, and where the text ends.

    An empty line begins where the next other one does.
    """
    offsets: list[int] = []
    length, waiting = 0, 0
    for line in lines:
        if not line:
            waiting += 1
            continue
        start = length + ((2 if waiting else 1) if length else 0)
        offsets += [start] * (waiting + 1)
        length, waiting = start + len(line), 0
    return offsets + [length] * waiting, length


def _taken(line: str) -> tuple[str, tuple[int, ...]]:
    pieces = line.split(PAGE)
    marks: list[int] = []
    length = 0
    for piece in pieces[:-1]:
        length += len(piece)
        marks.append(length)
    return "".join(pieces), tuple(marks)
