"""Choose the shortest set of sentences that answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import Sentence
from qa_app.retrieval.duplicates import SAME, resemblance, shingles

_LEANS_BACK = re.compile(
    r"^[\"'“‘(]*(?:he|she|it|they|this|that|these|those|his|her|its|their|such)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Choice:
    """A chosen sentence and how likely it is, among all that were read, to hold the answer."""

    sentence: Sentence
    likelihood: float


def likelihoods(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Softmax of the scores, shape (n,): they were learned as a conditional logit."""
    if not len(scores):
        return scores
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)


def choose(
    sentences: Sequence[Sentence],
    likely: NDArray[np.float64],
    *,
    enough: float,
    least: float,
    most: int,
) -> list[Choice]:
    """The likeliest sentences until together they reach `enough`, in reading order.

    Args:
        sentences: what was read, best passage first.
        likely: the likelihood of each, shape (len(sentences),).
        enough: the likelihood at which the set suffices, 0 to 1.
        least: a sentence below this share of the best one's likelihood adds nothing.
        most: the most sentences that are chosen.
    """
    order = sorted(range(len(sentences)), key=lambda i: (-likely[i], i))
    chosen: list[int] = []
    total = 0.0
    for i in order:
        if chosen and (
            total >= enough or likely[i] < least * likely[chosen[0]] or len(chosen) == most
        ):
            break
        total += float(likely[i])
        if not any(_repeats(sentences[i], sentences[j]) for j in chosen):
            chosen.append(i)
    chosen = _with_antecedents(sentences, chosen, most)
    return [Choice(sentences[i], float(likely[i])) for i in reading_order(sentences, chosen)]


def _repeats(a: Sentence, b: Sentence) -> bool:
    mine = a.ranked.candidate.sentence_stems[a.index]
    theirs = b.ranked.candidate.sentence_stems[b.index]
    return resemblance(shingles(mine), shingles(theirs)) >= SAME


def _with_antecedents(sentences: Sequence[Sentence], chosen: list[int], most: int) -> list[int]:
    """Also the sentence before one that begins with "It", "They", …, while there is room."""
    kept = list(chosen)
    for i in chosen:
        before = i - 1
        if len(kept) >= most or before in kept or not _LEANS_BACK.match(sentences[i].text):
            continue
        if sentences[i].index and sentences[before].passage.id == sentences[i].passage.id:
            kept.append(before)
    return kept


def reading_order(sentences: Sequence[Sentence], chosen: Sequence[int]) -> list[int]:
    """Articles by their likeliest sentence (first in `chosen`), each article's in text order."""
    articles = list(dict.fromkeys(sentences[i].passage.source for i in chosen))
    return sorted(
        dict.fromkeys(chosen),
        key=lambda i: (articles.index(sentences[i].passage.source), sentences[i].span.start),
    )
