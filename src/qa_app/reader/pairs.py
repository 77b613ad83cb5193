"""Question and excerpt as the token rows that a reader reads, and its scores back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa_app.reader.base import Excerpt, ExcerptReading, SentenceReading

Floats = NDArray[np.float32]

QUESTION_TOKENS, TITLE_TOKENS, MOST_TOKENS = 48, 24, 512
SPAN_TOKENS = 30
_STEP = 16
_NOTHING = -1e4


@dataclass(frozen=True)
class Pair:
    """One row: token ids and types, the excerpt's first token, each token's sentence and place."""

    ids: list[int]
    types: list[int]
    first: int
    sentence: NDArray[np.int64]
    offsets: list[tuple[int, int]]


@dataclass(frozen=True)
class Rows:
    """Pairs of like length as one batch, shape (n, length)."""

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    mask: NDArray[np.int64]


def pair(
    tokenizer: Any, question: str, excerpt: Excerpt, most_asked: int = QUESTION_TOKENS
) -> Pair:
    """`[CLS] question [SEP] title: excerpt [SEP]`; what is too long is cut at the end."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:most_asked]
    front = f"{excerpt.title}: " if excerpt.title else ""
    title = tokenizer.encode(front, add_special_tokens=False).ids[:TITLE_TOKENS]
    body = tokenizer.encode(excerpt.text, add_special_tokens=False)
    room = MOST_TOKENS - len(asked) - len(title) - 3
    ids, offsets = body.ids[:room], body.offsets[:room]
    first = len(asked) + 2 + len(title)
    return Pair(
        ids=[cls, *asked, sep, *title, *ids, sep],
        types=[0] * (len(asked) + 2) + [1] * (len(title) + len(ids) + 1),
        first=first,
        sentence=sentence_of(offsets, excerpt.sentences),
        offsets=offsets,
    )


def sentence_of(
    offsets: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """The number of the sentence that each token stands in, -1 for none."""
    found, at = np.full(len(offsets), -1, dtype=np.int64), 0
    for place, (start, _) in enumerate(offsets):
        while at < len(sentences) and start >= sentences[at][1]:
            at += 1
        if at < len(sentences) and start >= sentences[at][0]:
            found[place] = at
    return found


def rows(pairs: Sequence[Pair]) -> Rows:
    """One batch, filled up to a multiple of 16 tokens."""
    longest = max(len(one.ids) for one in pairs)
    width = min(-(-longest // _STEP) * _STEP, MOST_TOKENS)
    ids, types, mask = (np.zeros((len(pairs), width), dtype=np.int64) for _ in range(3))
    for row, one in enumerate(pairs):
        ids[row, : len(one.ids)] = one.ids
        types[row, : len(one.ids)] = one.types
        mask[row, : len(one.ids)] = 1
    return Rows(ids, types, mask)


def reading(one: Pair, scores: Floats, answers: float, sentences: int) -> ExcerptReading:
    """The scores of a pair by sentence.

    Args:
        scores: of its tokens, shape (length, 3): start, end, relevance.
        answers: log-odds that the excerpt answers.
        sentences: how many the excerpt has; of one that was cut off nothing good is said.
    """
    body = scores[one.first : one.first + len(one.offsets)]
    nothing = float(scores[0, 0] + scores[0, 1])
    found = []
    for number in range(sentences):
        places = np.flatnonzero(one.sentence == number)
        if not len(places):
            found.append(SentenceReading(_NOTHING, _NOTHING, (0, 0)))
            continue
        start, end, best = best_span(body[places, 0], body[places, 1])
        span = (one.offsets[places[start]][0], one.offsets[places[end]][1])
        found.append(SentenceReading(float(body[places, 2].mean()), best - nothing, span))
    return ExcerptReading(float(answers), tuple(found))


def best_span(starts: Floats, ends: Floats, most: int = SPAN_TOKENS) -> tuple[int, int, float]:
    """The first and last token of the span with the best sum of scores, at most `most` long."""
    sums = starts[:, None] + ends[None, :]
    distance = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
    sums = np.where((distance >= 0) & (distance < most), sums, -np.inf)
    start, end = divmod(int(np.argmax(sums)), len(ends))
    return start, end, float(sums[start, end])
