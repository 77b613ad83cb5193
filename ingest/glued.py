"""Marks of notes that copying a page has glued to words: `Thuong4`, `the lake.[7]`. Pure.

A mark is told from a name with a digit by its run: the marks count from 1 through the article, in
the order of the notes that stand at its end. Names are not in that order, or occur twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NOTE = re.compile(r"\[?(\d{1,3})(?:[\].):]|\^)*\s+\S")
_FEWEST = 3  # notes of a run
_FOUND = 0.8  # of the notes, those whose mark must be found in order
_GLUED = re.compile(
    r"(?<![^\W\d_])(?P<word>[^\W\d_]{2,}+)(?P<end>[.,;:!?\"'”’»)]{0,3})"
    r"(?P<mark>\d{1,3}(?:[,–-]\d{1,3}(?!\d))*)(?![\w%])(?![.,]\d)"
)
_YEAR = re.compile(
    r"(?<![\d.,])(?P<word>1[5-9]\d\d|20\d\d)(?:(?P<end>)|(?P<stop>\.))(?P<mark>\d{1,2})"
    r"(?![\w.,]*\d)(?!\w)(?(stop)(?=\s+[A-Z“\"]|\s*$))"
)
_WIDEST = 20  # notes that one mark names
_NEAR = 80  # characters in which the word before a mark stands
_BRACKETED = re.compile(
    r"(?<=[\w.,;:!?\"'”’»)\]%])( ?)\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\](?![\w(])"
)
_WANTED = re.compile(
    r"(?<=\w|[.,;:!?”’»)\]])\[(?:\w+ )?(?:\w+ needed|edit)\]"
)  # as readers of a wiki do
_STOPS, _MOSTLY = frozenset('.,;:!?"”’»)'), 0.6
_SYMBOL = re.compile(r"(\*{1,3}|†{1,2}|‡)\s?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a mark stands, and the first and the last note that it names."""

    line: int
    start: int
    end: int
    number: int
    last: int


def without_marks(lines: Sequence[str]) -> list[str]:
    """The lines without the marks of notes that are glued to words in them."""
    notes, first = _notes(lines)
    marks = _run(lines[:first], notes) if notes else _run_alone(lines)
    left = list(lines)
    for mark in reversed(marks):
        line = left[mark.line]
        left[mark.line] = line[: mark.start] + line[mark.end :]
    return _without_symbols(without_brackets(left))


def _notes(lines: Sequence[str]) -> tuple[int, int]:
    """How many notes stand at the end, numbered from 1, and the line at which they begin."""
    numbered = [
        (index, int(match[1])) for index, line in enumerate(lines) if (match := _NOTE.match(line))
    ]
    begins = [place for place, (_, number) in enumerate(numbered) if number == 1]
    for place in reversed(begins):
        count = 1
        for _, number in numbered[place + 1 :]:
            count += number == count + 1
        start = numbered[place][0]
        text = sum(map(len, lines[:start]))
        if count >= _FEWEST and text and _reach_end(numbered, place, count, len(lines)):
            return count, start
    return 0, len(lines)


def _reach_end(numbered: list[tuple[int, int]], place: int, count: int, lines: int) -> bool:
    """Whether little follows after the last note: about as much as between two of them."""
    last = next(index for index, number in reversed(numbered[place:]) if number == count)
    return lines - last <= 2 * (last - numbered[place][0]) / count + 8


def _run(lines: Sequence[str], notes: int) -> list[_Mark]:
    """The marks 1 to `notes` in their order; none when too few are found."""
    words = [match for line in lines for match in _GLUED.finditer(line)]
    names = Counter(match["word"] + match["mark"] for match in words if not match["end"])
    found: list[_Mark] = []
    for mark in _candidates(lines, names):
        expected = found[-1].last + 1 if found else 1
        if expected <= mark.number <= expected + 1 and mark.last <= notes:
            found.append(mark)
    named = sum(mark.last - mark.number + 1 for mark in found)
    return found if named >= max(2, _FOUND * notes) else []


def _run_alone(lines: Sequence[str]) -> list[_Mark]:
    """The marks of an article whose notes were not copied: a run without a gap at words that are
    written without a digit as well, or in small letters as no name is.
    """
    words = [match for line in lines for match in _GLUED.finditer(line)]
    names = Counter(match["word"] + match["mark"] for match in words if not match["end"])
    found: list[_Mark] = []
    for mark in _candidates(lines, names):
        if mark.number == mark.last == len(found) + 1 and not _YEAR.search(
            lines[mark.line], mark.start - 5
        ):
            found.append(mark)
    text = "\n".join(lines)
    usual = sum(1 for mark in found if _is_usual(lines[mark.line][: mark.start], text))
    return found if len(found) >= _FEWEST + 1 and usual >= _FOUND * len(found) else []


def _is_usual(before: str, text: str) -> bool:
    match = re.search(r"([^\W\d_]+)\W{0,3}$", before[-_NEAR:])
    if match is None:
        return False
    word = match[1]
    return word.islower() or re.search(rf"\b{re.escape(word)}\b(?!\d)", text) is not None


def _candidates(lines: Sequence[str], names: Counter[str]) -> Iterator[_Mark]:
    for index, line in enumerate(lines):
        matches = [*_GLUED.finditer(line), *_YEAR.finditer(line)]
        for match in sorted(matches, key=lambda one: one.start()):
            if names[match["word"] + match["mark"]] <= 1 or match["end"]:
                numbers = _numbers(match["mark"])
                if numbers:
                    yield _Mark(index, *match.span("mark"), numbers[0], numbers[-1])


def _numbers(mark: str) -> list[int]:
    """The notes that `3`, `1,2` or `3–5` name; none when they do not follow each other."""
    numbers: list[int] = []
    for part in re.split(r"\s?[,;]\s?", mark):
        ends = [int(one) for one in re.split(r"\s?[–-]\s?", part)]
        numbers += range(ends[0], min(ends[-1], ends[0] + _WIDEST) + 1)
    return numbers if numbers == sorted(set(numbers)) else []


def without_brackets(lines: Sequence[str], *, written: bool = False) -> list[str]:
    """The lines without `[4]` behind a word, where such marks count from 1 through the text.

    Args:
        written: whether somebody wrote the marks so, as in Markdown, which may be about programs:
            marks of notes mostly stand behind a comma or a full stop, `a[1]` does not.
    """
    marks = [match for line in lines for match in _BRACKETED.finditer(line)]
    numbers = [number for match in marks for number in _numbers(match[2])]
    firsts = list(dict.fromkeys(numbers))
    ends = [match.string[: match.start()].rstrip("]0123456789[")[-1:] for match in marks]
    behind = sum(end in _STOPS for end in ends) >= _MOSTLY * len(ends)
    in_order = firsts == list(range(max([1, *firsts[:1]]), len(firsts) + sum(firsts[:1])))
    if len(firsts) < _FEWEST or not in_order or (written and not behind):
        return list(lines) if written else [_WANTED.sub("", line) for line in lines]
    return [_WANTED.sub("", _BRACKETED.sub("", line)) for line in lines]


def _without_symbols(lines: list[str]) -> list[str]:
    """The lines without `*` and `†` behind a word, where a note at the end begins with it."""
    half = len(lines) // 2
    notes = {match[1] for line in lines[half:] if (match := _SYMBOL.match(line))}
    begun = [match[1] for line in lines if (match := _SYMBOL.match(line))]
    lists = {symbol for symbol in notes if begun.count(symbol) > 1}
    for symbol in notes - lists:
        mark = re.compile(rf"(?<=[\w.,;:!?”’»)]){re.escape(symbol)}(?![\w{re.escape(symbol[0])}])")
        emphasis = re.compile(rf"(?:^|[\s(]){re.escape(symbol)}\w")
        lines = [line if emphasis.search(line) else mark.sub("", line) for line in lines]
    return lines
