"""Which line ends belong to the text, and which only to the width of somebody's window.

A block is a run of lines without an empty line. Three or more were wrapped at a fixed width when
that width is one of a window, most lines are so full that the next word would not have fitted, and
enough of them go on in lower case. Two lines were wrapped only if others in the same file were, at
the same width. Everything else keeps its lines.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.hyphens import Vocabulary

_NARROWEST, _WIDEST = 40, 130
_LONGEST = 240  # characters; no line of a wrapped paragraph is longer
_TWO_NARROWEST, _STRICTLY_NARROWEST = 40, 20  # of two lines, of more, that show it exactly
_MOST_LINES = 60
ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
"""The end of a line at which a sentence ends."""

_ENOUGH = 3  # lines that can be told on their own
_FULL = 0.88  # of the width: proportional type wraps a little earlier than the longest line
_MOSTLY = 0.6  # of the line ends of a wrapped block, those after a full line
_CONTINUED = 0.3  # of the full lines of a wrapped block, those before a lower-case word
_NEIGHBOURS = 6
_CODE = re.compile(r"[{}=<>\\]|\w\([^ )]*\)|\w\(\w+[:,]|^(?:#|//)")
_OPEN = re.compile(r"\b[^\W\d_A-Z]{2,3}$")  # hardly a word at which a sentence or a verse ends
_MUCH_CODE = 0.15  # of the lines of a block that is code and no prose
_BULLET = re.compile(r"(?:[-*•·–▪‣○●]|\(?\d{1,3}[.)]|[A-Za-z][.)]|\[\d+\])\s")

_INDENTED = re.compile(
    rf"^( *){_BULLET.pattern}[^\n]*(?:\n\1 {{2,}}(?!{_BULLET.pattern}| |\S+ {{3}})[^\n]+)+",
    re.MULTILINE,
)


def join_indented(text: str) -> str:
    """The text with the further lines of each item, which are indented below its mark, joined."""

    def joined(match: re.Match[str]) -> str:
        return _glued(
            [line.strip() if at else line.rstrip() for at, line in enumerate(match[0].split("\n"))]
        )

    return _INDENTED.sub(joined, text)


def paragraphs_of(blocks: list[list[str]]) -> list[list[str]]:
    """The blocks with wrapped lines joined, and each long line a paragraph of its own."""
    runs = [run for block in blocks for run in _runs(block, _LONGEST)]
    divided = [
        lines for run in runs for lines in ([run] if is_wrapped(run) else _runs(run, _WIDEST))
    ]
    wrapped = [is_wrapped(lines) for lines in divided]
    widths = sorted(_width(lines) for lines, yes in zip(divided, wrapped, strict=True) if yes)
    width = widths[len(widths) // 2] if widths else 0
    paragraphs: list[list[str]] = []
    for lines, yes in zip(divided, wrapped, strict=True):
        if goes_on(lines):
            paragraphs.append([_glued(lines)])
        elif yes or (width and _has_width(lines, width)):
            paragraphs += [[line] for line in _joined(lines, 0 if yes else width)]
        else:
            paragraphs.append(lines)
    return paragraphs


def _runs(block: list[str], longest: int) -> list[list[str]]:
    """The block in pieces: each line over `longest` characters, and what is between them."""
    runs: list[list[str]] = [[]]
    for line in block:
        if len(line) > longest:
            runs += [[line], []]
        else:
            runs[-1].append(line)
    return [run for run in runs if run]


def is_wrapped(block: list[str]) -> bool:
    """Whether the lines of this block, by themselves, show that they were wrapped."""
    if len(block) < _ENOUGH or not _NARROWEST <= _width(block) <= _WIDEST:
        return False
    if sum(1 for line in block if _CODE.search(line)) > _MUCH_CODE * len(block):
        return False
    full = _full_lines(block)
    continued = sum(
        1 for index, is_full in enumerate(full) if is_full and block[index + 1][0].islower()
    )
    return sum(full) >= _MOSTLY * len(full) and continued >= max(2, _CONTINUED * sum(full))


def goes_on(block: list[str]) -> bool:
    """Whether a block of few or narrow lines is one paragraph: no line has room for the word that
    the next begins with, most go on in lower case, and the last one ends a sentence.
    """
    if len(block) < 2 or not ENDED.search(block[-1]) or len(block) > _MOST_LINES:
        return False
    width = max(map(len, block))
    if not (_TWO_NARROWEST if len(block) < _ENOUGH else _STRICTLY_NARROWEST) <= width <= _WIDEST:
        return False
    if any(_CODE.search(line) or _BULLET.match(line) for line in block):
        return False
    if not all(
        len(line) + 1 + len(following.split(" ", 1)[0]) > _FULL * width
        for line, following in pairwise(block)
    ):
        return False
    small = sum(1 for line, then in pairwise(block) if then[0].islower() or _OPEN.search(line))
    return small == len(block) - 1 or (len(block) > _ENOUGH and 2 * small >= len(block) - 1)


def _glued(block: list[str]) -> str:
    words = Vocabulary(block)
    parts = [words.joined(line, following) for line, following in pairwise(block)]
    return "".join([*parts, block[-1]])


def _has_width(block: list[str], width: int) -> bool:
    """Whether a few lines look like the end of a paragraph wrapped at `width`."""
    if not 1 < len(block) < _ENOUGH or max(map(len, block)) > width + 12:
        return False
    if any(_CODE.search(line) for line in block):
        return False
    return all(_full_lines(block, width)) and any(line[0].islower() for line in block[1:])


def _width(block: list[str]) -> int:
    """The width of the window: some lines are longer, as when a divided word was put together."""
    return sorted(map(len, block))[3 * len(block) // 4]


def _full_lines(block: list[str], width: int = 0) -> list[bool]:
    """For each line but the last: would the next line's first word not have fitted into it?

    Without a `width` it is that of the lines around.
    """
    full = []
    for index in range(len(block) - 1):
        near = width or _width(block[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1])
        word = len(block[index + 1].split(" ", 1)[0])
        full.append(len(block[index]) + 1 + word > _FULL * near and near >= _NARROWEST)
    return full


def _joined(block: list[str], width: int) -> list[str]:
    words = Vocabulary(block)
    lines = [[block[0]]]
    for index, is_full in enumerate(_full_lines(block, width)):
        following = block[index + 1]
        if not is_full or _BULLET.match(following):
            lines.append([following])
        else:
            lines[-1][-1] = words.joined(block[index], following)
            lines[-1].append(following)
    return ["".join(parts) for parts in lines]
