"""What is learned: windows of the examples, drawn by seed, and the questions that are held out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from bench.reader_data import Example, epoch_examples, plain_examples
from bench.reader_sets import HELD_OUT, own_questions
from vectorstore.embedding.base import Embedder

DRAWS = 5
"""How often windows are drawn anew."""
SHARES = {"qamr": 0.3, "hard_negatives": 0.6}
"""The share of each set that one draw has; all of it where this says nothing."""
MOST_TOKENS = 190
OTHERS = 3
"""Windows of a question that do not answer it, at most, beside those that do or tempt to."""
NEGATIVES = 7
"""Passages without evidence for each held-out question: as many as are read for a question."""
LETTERS_PER_TOKEN = 4.35
_OWN = ("own", "plain", "rephrased")


class Window(NamedTuple):
    """A window as the reader reads it, and its question as the judge does: in no other clothes."""

    example: Example
    plain: str


class Question(NamedTuple):
    """The windows of a question; `own`: it is one in people's own words."""

    own: bool
    windows: list[Window]


def draw(sets: Mapping[str, Sequence[Example]], number: int, limit: int = 0) -> Iterator[Question]:
    """The questions of a draw, the same for the same number.

    Args:
        sets: what `bench.reader_sets` gathered.
        limit: about so many questions, of each set its share; all of them without it.
    """
    shares = {name: SHARES.get(name, 1.0) for name in sets}
    if limit:
        asked = {n: shares[n] * len(list(groupby(sets[n], key=_question))) for n in sets}
        part = min(1.0, limit / sum(asked.values()))
        shares = {name: share * part for name, share in shares.items()}
    found = epoch_examples(sets, shares, f"gpu {number}", _count, MOST_TOKENS, OTHERS)
    for name, pairs in found:
        yield Question(name.startswith(_OWN), [_window(whole, one) for whole, one in pairs])


def _question(example: Example) -> str:
    return example.question


def _count(text: str) -> int:
    """About how many tokens a text has: to count them all would take longer than the drawing."""
    return max(1, round(len(text) / LETTERS_PER_TOKEN))


def _window(whole: Example, one: Example) -> Window:
    # What was changed into a near miss must be read as it was changed.
    missed = whole.answerable and not one.answerable
    return Window(one, one.question if missed else whole.question)


def held_out(embedder: Embedder, limit: int = 0) -> list[Question]:
    """The questions that nothing is learned from, with the passages that retrieval finds.

    Args:
        limit: so many at most, half of them near misses; all of them without it.
    """
    found: dict[bool, list[Question]] = {True: [], False: []}
    for _, store, rows in own_questions(HELD_OUT, embedder):
        for row in rows:
            examples = plain_examples(store, [row], embedder, NEGATIVES)
            answered = any(e.answerable for e in examples)
            if answered == row["answerable"]:  # else the evidence is cut otherwise now
                windows = [Window(e, e.question) for e in examples]
                found[answered].append(Question(True, windows))
    if limit:
        rng = random.Random(0)
        found = {k: rng.sample(v, min(limit // 2, len(v))) for k, v in found.items()}
    return found[True] + found[False]
