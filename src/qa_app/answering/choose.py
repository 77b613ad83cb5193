"""Choose the shortest set of sentences that answers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import Sentence
from qa_app.retrieval.duplicates import SAME, resemblance, shingles

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """How much is quoted: one sentence where it is surely the one, more where others may be.

    On half A of the plain questions the cited sentences hold the evidence in .74 of them, with 2.5
    sentences in the mean; with a mass of 0.7 and a ratio of 0.2 in .71, with 1.8.

    Attributes:
        mass: the likelihood at which a set of sentences suffices, 0 to 1.
        ratio: a sentence below this share of the best one's likelihood adds nothing.
        most: the most sentences that are chosen.
    """

    mass: float = 0.85
    ratio: float = 0.1
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


def with_context(sentences: Sequence[Sentence], chosen: Sequence[int], most: int) -> list[int]:
    """Also what a chosen sentence leans on, and the items of the list that one that ends in a colon
    leads in, while there is room.
    """
    kept = list(chosen)
    for i in chosen:
        before = [i - 1] if sentences[i].leans_on is not None else []
        for other in (*before, *_led_in_by(sentences, i)):
            if other not in kept and len(kept) < most:
                kept.append(other)
    return kept


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


def reading_order(sentences: Sequence[Sentence], chosen: Sequence[int]) -> list[int]:
    """Articles by their likeliest sentence (first in `chosen`), each article's in text order."""
    articles = list(dict.fromkeys(sentences[i].passage.source for i in chosen))
    return sorted(
        dict.fromkeys(chosen),
        key=lambda i: (articles.index(sentences[i].passage.source), sentences[i].span.start),
    )


def _repeats(a: Sentence, b: Sentence) -> bool:
    mine = a.ranked.candidate.sentence_stems[a.index]
    theirs = b.ranked.candidate.sentence_stems[b.index]
    return resemblance(shingles(mine), shingles(theirs)) >= SAME
