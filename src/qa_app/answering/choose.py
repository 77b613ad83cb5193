"""Choose the shortest set of sentences that answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import Sentence, leans_back, values_of
from qa_app.retrieval.duplicates import SAME, resemblance, shingles
from qa_app.values import Name

Floats = NDArray[np.float64]
_TURNS = re.compile(
    r"^\W*(?:(?:but|however|yet|still|nevertheless|nonetheless|that said|on the other hand"
    r"|by contrast|in contrast|except|unless)\b"
    r"|(?:[\w'’-]+\s+){1,5}?[\w'’-]*,\s+(?:though|however)\b)",
    re.IGNORECASE,
)
_OF_TWO = re.compile(r"^\W*(?:both|the two)\b", re.IGNORECASE)


_LIST = 3
"""So many lines, one right below the other, are a list."""


@dataclass(frozen=True)
class Limits:
    """How much is quoted: one sentence where it is surely the one, more where others may be.

    On half A of the plain questions the cited sentences hold the evidence in .90 of them, with 1.8
    sentences in the mean; with a ratio of 0.1 in .91, with 1.9; of 0.2 in .89, with 1.6.

    Attributes:
        mass: the likelihood at which a set of sentences suffices, 0 to 1.
        ratio: a sentence below this share of the best one's likelihood adds nothing.
        most: the most sentences that are chosen.
    """

    mass: float = 0.85
    ratio: float = 0.12
    most: int = 5


def likelihoods(scores: Floats) -> Floats:
    """Softmax of the scores, shape (n,): they were learned as a conditional logit."""
    if not len(scores):
        return scores
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)


def choose(sentences: Sequence[Sentence], likely: Floats, limits: Limits) -> list[int]:
    """The likeliest sentences until together they reach the mass, likeliest first.

    None repeats another one.

    Args:
        sentences: what was read, best passage first.
        likely: the likelihood of each, shape (len(sentences),).
    """
    order = sorted(range(len(sentences)), key=lambda i: (-likely[i], i))
    chosen: list[int] = []
    total = 0.0
    for i in order:
        if chosen and (
            total >= limits.mass
            or likely[i] < limits.ratio * likely[chosen[0]]
            or len(chosen) == limits.most
        ):
            break
        total += float(likely[i])
        if not any(_repeats(sentences[i], sentences[j]) for j in chosen):
            chosen.append(i)
    return chosen


def below_headings(
    sentences: Sequence[Sentence], likely: Floats, holds_value: NDArray[np.bool_]
) -> Floats:
    """The likelihoods, those of headings given to the sentence that stands below.

    A heading names what is told below it; it stays where it holds the value that is asked for
    itself (`holds_value`), or where nothing stands below.
    """
    moved = likely.copy()
    for i in range(len(sentences) - 1):
        if not sentences[i].is_heading or holds_value[i]:
            continue
        if sentences[i + 1].passage.id == sentences[i].passage.id:
            moved[i + 1] += moved[i]
            moved[i] = 0.0
    return moved


def below_questions(sentences: Sequence[Sentence], likely: Floats) -> Floats:
    """The likelihoods, those of questions that are answered below them given to that answer.

    In an interview the question has the words that are asked for, and tells nothing.
    """
    moved = likely.copy()
    for i in range(1, len(sentences)):
        if sentences[i].answers_question:
            moved[i] += moved[i - 1]
            moved[i - 1] = 0.0
    return moved


def with_context(
    sentences: Sequence[Sentence], chosen: Sequence[int], most: int, asked: frozenset[str]
) -> list[int]:
    """Also what a chosen sentence leans on, the items of the list that one that ends in a colon
    leads in, and what the text itself says against the likeliest, while there is room.

    Args:
        asked: the stems of the question.
    """
    kept = list(chosen)
    for i in chosen:
        before = [i - 1] if _needs_before(sentences, i, asked) else []
        behind = [i + 1] if i == chosen[0] and _is_turned_by_next(sentences, i) else []
        for other in (*before, *_led_in_by(sentences, i), *behind):
            if other not in kept and len(kept) < most:
                kept.append(other)
    return kept


def _needs_before(sentences: Sequence[Sentence], i: int, asked: frozenset[str]) -> bool:
    """Whether a sentence leans on the one before it, and that one says what the "she" or "it" is:
    it has a name, or a word of the question that the sentence lacks. One that leans back itself
    ("Desmond died in 2003. She …" apart) tells no more than the question does.
    """
    if sentences[i].leans_on is None:
        return False
    if sentences[i].answers_question:
        return True
    if _OF_TWO.match(sentences[i].text) and "two" in asked:
        return False  # asked of "the two countries", "both sides" are these
    before = sentences[i - 1]
    if (before.stems - sentences[i].stems) & asked:
        return True
    names = [v for v in values_of(before.text) if isinstance(v.detail, Name)]
    return bool(names) and not leans_back(before.text)


def _is_turned_by_next(sentences: Sequence[Sentence], i: int) -> bool:
    """Whether the next sentence of the paragraph takes back or limits what this one says: without
    "For this jam, though, ..." a true quote may tell the opposite.
    """
    if i + 1 >= len(sentences) or sentences[i + 1].passage.id != sentences[i].passage.id:
        return False
    passage, base = sentences[i].passage, sentences[i].passage.span.start
    between = passage.text[sentences[i].span.end - base : sentences[i + 1].span.start - base]
    return "\n" not in between and bool(_TURNS.match(sentences[i + 1].text))


def whole_list(sentences: Sequence[Sentence], chosen: Sequence[int], most: int) -> list[int]:
    """Also the other items of the list that the likeliest sentence is an item of, in order, at most
    `most` in all: who asks for several things or for the steps wants them all.
    """
    first = chosen[0]
    low = high = first
    while low > 0 and _belongs(sentences, low - 1, low):
        low -= 1
    while high + 1 < len(sentences) and _belongs(sentences, high, high + 1):
        high += 1
    if high - low + 1 < _LIST:
        return list(chosen)
    start = low if first < low + most else first - most + 1
    items = range(start, min(high + 1, start + most))
    return [first, *(i for i in items if i != first)]


def _belongs(sentences: Sequence[Sentence], i: int, j: int) -> bool:
    """Whether two neighbours are items of one list, and no rows of a table."""
    a, b = sentences[i], sentences[j]
    same = a.passage.id == b.passage.id and b.index == a.index + 1
    return same and _is_item(a, b) and " | " not in a.text + b.text and not a.is_heading


def _led_in_by(sentences: Sequence[Sentence], lead: int) -> Iterator[int]:
    """The sentence below one that ends in a colon, and those after it while they are items."""
    if not sentences[lead].text.rstrip().endswith(":"):
        return
    for i in range(lead + 1, len(sentences)):
        same = sentences[i].passage.id == sentences[lead].passage.id
        if not same or (i > lead + 1 and not _is_item(sentences[i - 1], sentences[i])):
            return
        yield i


def _is_item(before: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence stands in a line of its own right below the one before it."""
    text, base = sentence.passage.text, sentence.passage.span.start
    return text[before.span.end - base : sentence.span.start - base].count("\n") == 1


def reading_order(
    sentences: Sequence[Sentence],
    chosen: Sequence[int],
    own: int | None = None,
    *,
    in_text_order: bool = False,
) -> list[int]:
    """The likeliest first (`chosen` begins with it), each with what belongs to it in the order of
    the text; so that the first words read are those that answer.

    Args:
        own: how many at the beginning of `chosen` answer by themselves; all, if None. What follows
            belongs to a neighbour, as `with_context` adds it.
        in_text_order: each article's sentences in the order of its text, as the items of a list or
            the steps of a way are told.
    """
    rank = {i: n for n, i in reversed(list(enumerate(chosen)))}
    added = set(chosen[own:] if own is not None else ()) - set(chosen[:own])
    key: dict[int, object] = {}
    for i in sorted(rank):
        here, before = sentences[i], i - 1
        there = before in rank and sentences[before].passage == here.passage
        joined = there and (here.leans_on is not None or i in added or before in added)
        key[i] = key[before] if joined else i
    runs: dict[object, list[int]] = {}
    for i in sorted(rank, key=lambda i: sentences[i].span.start):
        runs.setdefault(sentences[i].passage.source if in_text_order else key[i], []).append(i)
    ordered = sorted(runs.values(), key=lambda run: min(rank[i] for i in run))
    return [i for run in ordered for i in run]


def _repeats(a: Sentence, b: Sentence) -> bool:
    mine = a.ranked.candidate.sentence_stems[a.index]
    theirs = b.ranked.candidate.sentence_stems[b.index]
    return resemblance(shingles(mine), shingles(theirs)) >= SAME
