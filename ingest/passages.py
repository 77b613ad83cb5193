"""Sentences -> passages, in the embedding model's own tokens.

A passage is a run of whole sentences. Among all ways to divide an article the cheapest is taken,
where a passage costs the more the further it is from the size aimed at, a little when it ends
inside a paragraph and much when it ends with a heading whose text follows. That keeps paragraphs
together, joins small ones to their neighbours, and lets an edit change the passages around it only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ingest.fitting import Tokens, fitted
from vectorstore.model import Passage, Span

_END = re.compile(r"[.!?…:;。！？”\"’')\]]$")
_INSIDE_PARAGRAPH, _INSIDE_LINES, _AFTER_HEADING = 0.25, 0.06, 1.5
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
    """A sentence, its size, and what it costs to end a passage after it."""

    span: Span
    tokens: int
    end_cost: float


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
        _Unit(span, max(size, (span.end - span.start) // _CHARACTERS_A_TOKEN), cost)
        for span, size, cost in zip(fits, sizes, _end_costs(text, fits), strict=True)
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


def _end_costs(text: str, spans: Sequence[Span]) -> list[float]:
    costs = [0.0] * len(spans)
    for index in range(len(spans) - 1):
        between = text[spans[index].end : spans[index + 1].start]
        if _is_heading(text, spans[index]) and "\n" in between:
            costs[index] = _AFTER_HEADING
        elif "\n\n" not in between:
            costs[index] = _INSIDE_LINES if "\n" in between else _INSIDE_PARAGRAPH
    return costs


def _is_heading(text: str, span: Span) -> bool:
    """A paragraph of a few words that ends no sentence."""
    words = span.of(text)
    alone = (
        text[max(0, span.start - 2) : span.start] in ("", "\n\n")
        and text[span.end : span.end + 2] == "\n\n"
    )
    return alone and len(words) <= 90 and len(words.split()) <= 14 and not _END.search(words)


def _divided(units: Sequence[_Unit], target: int, room: int) -> list[list[_Unit]]:
    """The cheapest division; no group has more than `room` tokens unless it is one unit."""
    before = [0, *accumulate(unit.tokens for unit in units)]
    best = [0.0] * len(before)
    begin = [0] * len(before)
    low = 0
    for end in range(1, len(before)):
        while before[end] - before[low] > room and low < end - 1:
            low += 1
        aim = before[end] - target
        costs = [
            cost + (aim - size) * (aim - size)
            for cost, size in zip(best[low:end], before[low:end], strict=True)
        ]
        least = min(costs)
        begin[end] = low + costs.index(least)
        best[end] = least + units[end - 1].end_cost * target * target
    groups: list[list[_Unit]] = []
    end = len(units)
    while end:
        groups.append(list(units[begin[end] : end]))
        end = begin[end]
    return groups[::-1]


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
    return Passage(span, tuple(unit.span for unit in group), front + span.of(text))
