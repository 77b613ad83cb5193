"""Shortcodes that a site did not carry out: `[button size="small"]Go[/button]`. Pure.

What they wrap stays, unless they wrap a button, a caption or an address. A text about shortcodes
has them in the middle of sentences, so one that opens without closing goes only from either end of
a line. `[sic]` and `[laughs]` have neither a value nor an end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vectorstore.model import Dropped

REASON = "shortcode"
_DEEPEST = 8

_NAME = r"[A-Za-z][\w-]{1,40}"
_VALUE = r"""(?:"[^"\]\n]*"|'[^'\]\n]*'|[“”″„][^“”″\]\n]*[“”″]|[^\s"'\[\]“”″„]+)"""
_VALUES = rf"(?>(?:\s+[\w-]{{1,40}}\s?=\s?{_VALUE})+)"
_OPENS = re.compile(rf"\[({_NAME}){_VALUES}\s*/?\]")
_BARE = re.compile(rf"\[({_NAME})\]")
_CLOSES = re.compile(rf"\[/({_NAME})\]")
_NUMBERED = re.compile(r"[A-Za-z]+_\d{1,3}")  # [ad_1], alone in a line
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_OBJECT = re.compile(
    rf"\[((?:\w+[_-])?(?:button|btn|caption|embed|video|audio|playlist|gallery)s?)(?:{_VALUES})?\s*\]"
    r"[^\[\]\n]{0,300}\[/\1\]"
)
_BEGINNING = re.compile(r"\s*(?:(?:[-*+•>]|\d{1,9}[.)])\s+)*+")  # of an item or a quotation
_WRAPPED = re.compile(rf"\[({_NAME}){_VALUES}\s*\]([^\n]{0, 2000}?)\[/\1\]")


def without_shortcodes(lines: Sequence[str]) -> tuple[list[str], list[Dropped]]:
    """The lines without shortcodes, as many as before; and what was left out of them."""
    closed = {name for line in lines if "[/" in line for name in _CLOSES.findall(line)}
    opened = {name for line in lines if closed for name in _BARE.findall(line)}
    opened |= {name for line in lines if closed for name in _OPENS.findall(line)}
    kept: list[str] = []
    dropped: list[Dropped] = []
    for line in lines:
        left = _without(line, closed & opened) if "[" in line else line
        if left != line:
            dropped.append(Dropped(line, REASON))
        kept.append(left)
    return kept, dropped


def _without(line: str, paired: set[str]) -> str:
    for _ in range(_DEEPEST):
        before = line
        line = _without_ends(_WRAPPED.sub(r"\2", _OBJECT.sub("", line)), paired)
        if line == before:
            break
    return line


def _without_ends(line: str, paired: set[str]) -> str:
    """The line without the shortcodes that it begins and ends with; an item of a list keeps its
    place.
    """
    found = (*_OPENS.finditer(line), *_BARE.finditer(line), *_CLOSES.finditer(line))
    sure = [
        match.span()
        for match in sorted(found, key=lambda match: match.start())
        if match.re is _OPENS
        or match[1] in paired
        or (match.re is _CLOSES and "_" in match[1])
        or (_NUMBERED.fullmatch(match[1]) and match[0] == _MARKUP.sub("", line).strip())
    ]
    beginning = _BEGINNING.match(line)
    low = begins = beginning.end() if beginning else 0
    high = len(line)
    for start, end in sure:
        if line[low:start].strip():
            break
        low = end
    for start, end in reversed(sure):
        if start < low or line[end:high].strip():
            break
        high = start
    if (low, high) == (begins, len(line)):
        return line
    return (line[:begins] + line[low:high].strip()).rstrip()
