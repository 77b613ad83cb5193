"""Which line ends belong to the text, and which only to the width of somebody's window.

A block is a run of lines without an empty line. It was wrapped at a fixed width when its lines are
of newspaper to terminal width, nearly all of them so full that the next word would not have fitted,
and enough of them go on in lower case. Anything else keeps its lines.
"""

from __future__ import annotations

import re

_NARROWEST, _WIDEST = 40, 130
_FULL = 0.88  # of the width: proportional type wraps a little earlier than the longest line
_CONTINUED = 0.3  # of the line ends of a wrapped block, those before a lower-case word
_NEIGHBOURS = 6
_CODE = re.compile(r"[{}=;<>\\]|\w\(|\)$")
_BULLET = re.compile(r"(?:[-*•·–▪‣○●]|\(?\d{1,3}[.)]|[A-Za-z][.)]|\[\d+\])\s")
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+")


def paragraphs_of(blocks: list[list[str]]) -> list[list[str]]:
    """The blocks with wrapped lines joined, and each long line a paragraph of its own."""
    return [paragraph for block in blocks for paragraph in _paragraphs(block)]


def _paragraphs(block: list[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    run: list[str] = []
    for line in block:
        if len(line) <= _WIDEST:
            run.append(line)
            continue
        paragraphs += [*_of_run(run), [line]]
        run = []
    return paragraphs + _of_run(run)


def _of_run(run: list[str]) -> list[list[str]]:
    """Lines of at most the width of a window, joined if that is why they end."""
    if not run:
        return []
    return [[line] for line in _joined(run)] if is_wrapped(run) else [run]


def is_wrapped(block: list[str]) -> bool:
    """Whether the lines of this block are one or more paragraphs wrapped at a fixed width."""
    longest = max(map(len, block))
    if len(block) < 2 or not _NARROWEST <= longest <= _WIDEST:
        return False
    if sum(1 for line in block if _CODE.search(line)) > 0.25 * len(block):
        return False
    full = _full_lines(block)
    continued = sum(
        1 for index, is_full in enumerate(full) if is_full and block[index + 1][0].islower()
    )
    return continued >= max(1, _CONTINUED * len(full))


def _full_lines(block: list[str]) -> list[bool]:
    """For each line but the last: would the next line's first word not have fitted into it?"""
    lengths = [len(line) for line in block]
    full = []
    for index in range(len(block) - 1):
        near = sorted(lengths[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1])
        width = near[-2] if len(near) > 4 else near[-1]
        word = len(block[index + 1].split(" ", 1)[0])
        full.append(lengths[index] + 1 + word > _FULL * width and width >= _NARROWEST)
    return full


def _joined(block: list[str]) -> list[str]:
    words = {word for line in block for word in _WORD.findall(line)}
    lines = [[block[0]]]
    for index, is_full in enumerate(_full_lines(block)):
        following = block[index + 1]
        if not is_full or _BULLET.match(following):
            lines.append([following])
        else:
            lines[-1].append(_glue(block[index], following, words))
            lines[-1][-2] = _without_hyphen(lines[-1][-2], following, words)
    return ["".join(parts) for parts in lines]


def _glue(line: str, following: str, words: set[str]) -> str:
    """`following` as it goes on from `line`: with a space unless a word was divided."""
    divided = _HYPHENATED.search(line) is not None and following[0].islower()
    return following if divided else " " + following


def _without_hyphen(line: str, following: str, words: set[str]) -> str:
    """`line` without its last hyphen when the closed word is known from the same block."""
    start = _HYPHENATED.search(line)
    rest = _WORD.match(following)
    if start and rest and following[0].islower() and start[1] + rest[0] in words:
        return line[:-1]
    return line
