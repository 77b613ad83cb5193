"""What a page had around its article and a copy of the text brought along.

Navigation, adverts, sharing bars, counters, reading times, consent and newsletter prompts, photo
credits, copyright lines, calls to write to the author: each recognised as a whole line by what it
says, whatever the site. Lines that say so little that an article could hold them too (`Search`,
`Privacy policy`) go only in company. Who contributed to an article, and the place that it is
reported from, are its own.
A sentence that merely mentions cookies or advertising is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.residue_patterns import AT_END, AT_TOP, MENU, STRONG, WEAK

_LONGEST = 320
_TOP, _END = 12, 8
_MENU_LENGTH, _MENU_SHARE = 6, 0.4
_WORDY = ("sharing", "consent", "newsletter", "link", "section", "contact", "rights")
_FEW_WORDS = 6
_LISTED = ("link", "credit")  # lines of which an article may hold a list
_NUMBER = re.compile(r"(?<![\w/])\d")
_RIGHTS = re.compile(r"©|\(c\)|copyright\b|\d{4}\b.*\ball rights? reserved", re.IGNORECASE)
_LABELLED = re.compile(r"\w+: .*\w\.")
_ENTRY = re.compile(r"[^\W\d_][\w ]{0,24}: ?\S")
_DECORATION = " \u00a0|=_~•·●▪►▶▼▲»«→←↑↓×✕✖✓★☆#*+>-–—"


def residue(lines: Sequence[str]) -> list[str]:
    """For each line the kind of residue that it is, or an empty string for text.

    Empty lines are text, but do not count as neighbours.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    kinds = [""] * len(lines)
    for place, index in enumerate(filled):
        kinds[index] = _kind(lines[index], place, len(filled))
    _lists(lines, kinds)
    _menus(lines, kinds, filled)
    _settle_weak(lines, kinds, filled)
    _repeated(lines, kinds, filled)
    return kinds


def _kind(line: str, place: int, count: int) -> str:
    if len(line) > _LONGEST:
        return ""
    core = line.strip(_DECORATION)
    if not core:
        return "decoration"
    forms = {line, core, core.rstrip(".!")}
    kinds = STRONG
    if place < _TOP:
        kinds += AT_TOP
    if place >= count - _END and place >= count / 2:
        kinds += AT_END
    says = _says_something(line)
    for kind, pattern in kinds:
        if (says and kind in _WORDY) or (place == 0 and kind == "link"):
            continue
        if kind == "credit" and line[-1] in "–—":  # the place that an article is reported from
            continue
        if any(map(pattern.fullmatch, forms)):
            return kind
    return "?" if WEAK.fullmatch(core) else ""


def _says_something(line: str) -> bool:
    """Whether a line tells a number, or is a sentence behind `Watch:`: then it may be text."""
    if len(line.split()) < _FEW_WORDS or _RIGHTS.match(line):
        return False
    return _NUMBER.search(line) is not None or _LABELLED.fullmatch(line) is not None


def _lists(lines: Sequence[str], kinds: list[str]) -> None:
    """Lines beside others of their form are entries: `Read: fast` below `Write: slow`, `Reuters`
    among the names of companies.
    """
    decided = list(kinds)
    for place, kind in enumerate(decided):
        if kind in _LISTED:
            near = [one for one in (place - 1, place + 1) if 0 <= one < len(lines)]
            texts = [lines[one] for one in near if lines[one] and not decided[one]]
            alike = _ENTRY.match if kind == "link" else _short
            if any(map(alike, texts)) and not texts[0].endswith("."):
                kinds[place] = ""


def _menus(lines: Sequence[str], kinds: list[str], filled: list[int]) -> None:
    """A long run of lines of a few words, many of them the names of sections, is a menu.

    The line before a paragraph may be its heading and is not counted in.
    """
    start = 0
    while start < len(filled):
        end = start
        while end < len(filled) and _short(lines[filled[end]]):
            end += 1
        run = filled[start : max(start, end - 1) if end < len(filled) else end]
        if start and lines[filled[start - 1]].endswith(":"):
            run = []  # a list that the line before it announces
        if len(run) >= _MENU_LENGTH:
            known = sum(1 for i in run if kinds[i] or MENU.fullmatch(lines[i].strip(_DECORATION)))
            if known >= _MENU_SHARE * len(run):
                for index in run:
                    kinds[index] = "menu" if kinds[index] in ("", "?") else kinds[index]
        start = end + 1


def _short(line: str) -> bool:
    if re.search(r"\d\d", line):  # a price, a year, a telephone number
        return False
    return len(line) <= 40 and len(line.split()) <= 5 and line[-1] not in '.!?:;,…"”’)'


def _settle_weak(lines: Sequence[str], kinds: list[str], filled: list[int]) -> None:
    """A run of doubtful lines is residue when it touches residue or has three lines or more.

    A list that the line before it announces is none.
    """
    start = 0
    while start < len(filled):
        if kinds[filled[start]] != "?":
            start += 1
            continue
        end = start
        while end < len(filled) and kinds[filled[end]] == "?":
            end += 1
        before = kinds[filled[start - 1]] if start else ""
        after = kinds[filled[end]] if end < len(filled) else ""
        announced = start > 0 and lines[filled[start - 1]].endswith(":")
        doubtful = end - start >= 3 or before or after
        decided = "menu" if doubtful and not announced else ""
        for place in range(start, end):
            kinds[filled[place]] = decided
        start = end


def _repeated(lines: Sequence[str], kinds: list[str], filled: list[int]) -> None:
    """A line of several words that only repeats the line before it, as captions do."""
    for place, (before, index) in enumerate(pairwise(filled)):
        together = index == before + 1 or place < _TOP
        if together and lines[before] == lines[index] and len(lines[index].split()) >= 5:
            kinds[index] = kinds[index] or "repeated"
