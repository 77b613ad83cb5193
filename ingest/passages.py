"""Sentences -> passages, in the embedding model's own tokens.

A passage is a run of whole sentences between half of the size aimed at and a third more than it. It
ends with a paragraph if it can, never with a heading, a question or a line that leads in a list if
that can be helped. Which of several paragraphs it ends with is decided by the words there and not
by what went before, so that an edit changes the passages around it and no others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

from ingest.fitting import Tokens, fitted
from vectorstore.model import Passage, Span

_END = re.compile(r"[.!?…:;。！？”\"’')\]]$")
_LEADS = re.compile(r"[?:？：][\"”’')\]]*$")
_PARAGRAPH, _LINE, _INSIDE, _HEADING = range(4)  # kinds of end, the best first
_LEAST, _MOST = 0.5, 1.3  # of the size aimed at
# No prose has longer tokens; what has, is a word that the tokenizer does not take apart.
_CHARACTERS_A_TOKEN = 10
_SURE = 0.85  # of the room: no tokenizer makes more tokens of sentences together than that
_TITLE_SHARE = 5  # the title takes at most a fifth of what the model reads


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """How passages are made.

    Attributes:
        target_tokens: the size aimed at, the title not counted.
        max_tokens: the most that the model is given for one passage, all included; 0 means what it
            can read.
        title_in_front: whether the model reads the article's title before each passage.
    """

    target_tokens: int = 200
    max_tokens: int = 0
    title_in_front: bool = True


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, its size, what kind of end it is, and a number that follows from its words."""

    span: Span
    tokens: int
    end: int
    mark: int


def passages(
    text: str, spans: Sequence[Span], title: str, tokens: Tokens, options: PassageOptions
) -> tuple[Passage, ...]:
    """Divide an article into passages.

    Every span is in exactly one passage; one with more tokens than fit is divided first. What the
    model is given for a passage never has more tokens than `options` and the model allow.
    """
    most = min(options.max_tokens or tokens.max_tokens, tokens.max_tokens)
    front = _front(title, tokens, most) if options.title_in_front else ""
    room = most - tokens.count_tokens([front])[0]
    fits, sizes = fitted(text, spans, tokens, room)
    units = [
        _Unit(
            span,
            max(size, (span.end - span.start) // _CHARACTERS_A_TOKEN),
            end,
            crc32(span.of(text).encode("utf-8", "replace")),
        )
        for span, size, end in zip(fits, sizes, _ends(text, fits), strict=True)
    ]
    target = max(1, min(options.target_tokens, room))
    groups = _divided(units, target, room)
    return tuple(
        piece for group in groups for piece in _within(text, group, front, tokens, most, room)
    )


def _front(title: str, tokens: Tokens, most: int) -> str:
    """The title as it stands before a passage, cut at a word when it is very long."""
    if not title:
        return ""
    offsets = tokens.token_offsets(title)
    allowed = most // _TITLE_SHARE
    if len(offsets) > allowed:
        title = title[: offsets[allowed][0]].rsplit(" ", 1)[0].strip()
    return f"{title}\n" if title else ""


def _ends(text: str, spans: Sequence[Span]) -> list[int]:
    """For each sentence how bad an end of a passage it is: 0 where a paragraph ends."""
    ends = [_PARAGRAPH] * len(spans)
    for index in range(len(spans) - 1):
        between = text[spans[index].end : spans[index + 1].start]
        # What stands below belongs to it: the answer to a question, the items of a list.
        leads_in = _LEADS.search(spans[index].of(text)) is not None
        if "\n" in between and (leads_in or _is_heading(text, spans[index])):
            ends[index] = _HEADING
        elif "\n\n" not in between:
            ends[index] = _LINE if "\n" in between else _INSIDE
    return ends


def _is_heading(text: str, span: Span) -> bool:
    """A paragraph of a few words that ends no sentence."""
    words = span.of(text)
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    alone = before in ("", "\n\n") and after == "\n\n"
    return alone and len(words) <= 90 and len(words.split()) <= 14 and not _END.search(words)


def _divided(units: Sequence[_Unit], target: int, room: int) -> list[list[_Unit]]:
    """Groups of units, one after the other; none has more than `room` tokens unless it is one."""
    total = [0, *accumulate(unit.tokens for unit in units)]
    low, high = _LEAST * target, min(room, _MOST * target)
    groups: list[list[_Unit]] = []
    start = 0
    while start < len(units):
        end = len(units)
        if total[end] - total[start] > high:
            end = _best_end(units, total, start, low, high)
        groups.append(list(units[start:end]))
        start = end
    return groups


def _best_end(
    units: Sequence[_Unit], total: Sequence[int], start: int, low: float, high: float
) -> int:
    """Where the group that begins at `start` ends, when not all of the rest fits into it.

    Among ends of the same kind the words before them decide, so that after an edit the same ends
    are soon chosen again.
    """
    best, least = start + 1, (True, 0.0, True, _HEADING, 0)
    for end in range(start + 1, len(units)):
        size = total[end] - total[start]
        if size > high and end > start + 1:
            break
        short = size < low
        tail = total[-1] - total[end] < low
        rank = (short, -size if short else 0.0, tail, units[end - 1].end, units[end - 1].mark)
        if end == start + 1 or rank < least:
            best, least = end, rank
    return best


def _within(
    text: str, group: list[_Unit], front: str, tokens: Tokens, most: int, room: int
) -> list[Passage]:
    """The group as a passage, or as several should its words together count more than apart."""
    passage = _passage(text, group, front)
    safe = sum(unit.tokens for unit in group) < _SURE * room
    if safe or len(group) == 1 or tokens.count_tokens([passage.embedded])[0] <= most:
        return [passage]
    middle = len(group) // 2
    halves = (group[:middle], group[middle:])
    return [one for half in halves for one in _within(text, half, front, tokens, most, room)]


def _passage(text: str, group: list[_Unit], front: str) -> Passage:
    span = Span(group[0].span.start, group[-1].span.end)
    words = span.of(text)
    embedded = words if words.startswith(front.strip()) else front + words
    return Passage(span, tuple(unit.span for unit in group), embedded)
