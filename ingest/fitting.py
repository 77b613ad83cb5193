"""Sentences too long for the embedding model -> pieces that it reads to their last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from ingest.sentences import trimmed
from vectorstore.model import Span

# A word is one token at least, so more characters than this cannot be a piece of prose; tokenizers
# take a very long word for a single unknown token, which would hide it from a count of tokens.
_CHARACTERS = 2_400
_CLAUSE = re.compile(r"[;:,–—)\]”\"]\s")


class Tokens(Protocol):
    """The part of an embedding model that measures text."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads, special tokens included."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included."""

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Where the tokens stand, in code points, without special tokens."""


def fitted(
    text: str, spans: Sequence[Span], tokens: Tokens, limit: int
) -> tuple[list[Span], list[int]]:
    """The spans, those with more than `limit` tokens in pieces, and how many tokens each has.

    Special tokens are counted neither in the limit nor in the counts. A single character is not
    divided, however many tokens it has.
    """
    waiting = [piece for span in spans for piece in _by_characters(text, span)]
    done: list[tuple[Span, int]] = []
    while waiting:
        extra, *counts = tokens.count_tokens(["", *(span.of(text) for span in waiting)])
        longer: list[Span] = []
        for span, count in zip(waiting, counts, strict=True):
            if count - extra <= limit or span.end - span.start == 1:
                done.append((span, count - extra))
            else:
                longer.extend(_by_tokens(text, span, tokens, limit))
        waiting = longer
    done.sort()
    return [span for span, _ in done], [size for _, size in done]


def _by_characters(text: str, span: Span) -> Iterator[Span]:
    """Pieces short enough to be handed to a tokenizer, very long words divided."""
    start = span.start
    while span.end - start > _CHARACTERS:
        cut = _best_cut(text, start, start + _CHARACTERS)
        piece = trimmed(text, start, cut)
        if piece is not None:
            yield piece
        start = cut
    last = trimmed(text, start, span.end)
    if last is not None:
        yield last


def _by_tokens(text: str, span: Span, tokens: Tokens, limit: int) -> list[Span]:
    """At least two pieces that should have at most `limit` tokens; a word that is divided may have
    other tokens than before, so they have to be counted again.
    """
    words = span.of(text)
    offsets = tokens.token_offsets(words)
    pieces: list[Span | None] = []
    first, start = 0, 0
    while start < len(words):
        after = first + limit
        cut = len(words)
        if after < len(offsets):
            cut = _best_cut(words, start, max(offsets[after][0], start + 1))
        if start == 0 and cut == len(words):  # no fewer tokens were seen than counted: halve
            cut = _best_cut(words, 0, max(1, len(words) // 2))
        pieces.append(trimmed(text, span.start + start, span.start + cut))
        while first < len(offsets) and offsets[first][1] <= cut:
            first += 1
        start = cut
    return [piece for piece in pieces if piece is not None]


def _best_cut(text: str, start: int, end: int) -> int:
    """Where to divide `text[start:end]`, at most at `end`: after a clause, else after a word."""
    middle = (start + end) // 2
    clauses = [match.end() for match in _CLAUSE.finditer(text, middle, end)]
    if clauses:
        return clauses[-1]
    space = text.rfind(" ", start + 1, end)
    if space > 0:
        return space + 1
    return _not_inside_letter(text, start, end)


def _not_inside_letter(text: str, start: int, end: int) -> int:
    """`end`, or a little before it so that no combining mark or joined emoji is torn off."""
    import unicodedata

    for cut in range(end, max(start + 1, end - 12), -1):
        after = text[cut] if cut < len(text) else " "
        joined = unicodedata.category(after).startswith("M") or "\u200d" in (after, text[cut - 1])
        if not joined:
            return cut
    return end
