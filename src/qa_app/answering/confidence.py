"""How likely the articles hold the answer: what the estimate looks at. Pure.

The score's logistic function is calibrated on questions that nothing else was learned from;
`FEATURES` and `READ` are in the order of the weights in `learned/`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import FEATURES as SENTENCE_FEATURES
from qa_app.answering.sentences import READ as SENTENCE_READ
from qa_app.answering.sentences import Sentence, context_of
from qa_app.retrieval.search import Retrieval

FEATURES = (
    "cosine",  # of the likeliest sentence
    "best_cosine",  # of any sentence
    "passage_cosine",  # of any passage
    "coverage",  # of the likeliest sentence,
    "context_coverage",  # with what stands before and above it,
    "passage_coverage",  # and of its whole passage
    "missing",  # the share of the most telling word that passage and title lack
    "unknown",  # the share of words that no passage found holds
    "form",
    "nearness",
    "score",  # of the likeliest sentence,
    "share",  # and its likelihood among all
    "words",
)
READ = (
    "relevance",
    "margin",
    "answers",
    "best_relevance",
    "best_margin",
    "best_answers",
)
_LOWER_IS_SURER = frozenset({"missing", "unknown"})
_EITHER = frozenset({"words", "share"})


def sign(feature: str) -> int:
    """What a feature may say: more of what is missing never makes an answer more certain."""
    if feature in _EITHER:
        return 0
    return -1 if feature in _LOWER_IS_SURER else 1


def confidence_features(
    retrieval: Retrieval,
    sentences: Sequence[Sentence],
    rows: NDArray[np.float64],
    scores: NDArray[np.float64],
    likely: NDArray[np.float64],
    *,
    read: bool,
) -> NDArray[np.float64]:
    """The row that the confidence is computed from.

    Args:
        retrieval: what was found; not empty.
        sentences: what was read; not empty.
        rows: the sentences' features, shape (n, f).
        scores, likely: the sentences' scores and likelihoods, shape (n,).
        read: whether a reader read them.
    """
    best = int(np.argmax(likely))
    names = (*SENTENCE_FEATURES, *SENTENCE_READ)[: rows.shape[1]]
    column = {name: rows[:, place] for place, name in enumerate(names)}
    sentence = sentences[best]
    candidate = sentence.ranked.candidate
    held = retrieval.query.meant_by(
        candidate.stem_set | candidate.title_stems | context_of(sentence)
    )
    values = [
        column["cosine"][best],
        column["cosine"].max(),
        max(ranked.candidate.cosine for ranked in retrieval.ranked),
        column["coverage"][best],
        column["context_coverage"][best],
        retrieval.weights.coverage(held),
        _missing(retrieval, held),
        _unknown(retrieval),
        column["form"][best],
        column["nearness"][best],
        scores[best],
        float(likely[best]),
        math.log1p(len(retrieval.query.stems)),
    ]
    if read:
        for name in SENTENCE_READ:
            values.append(column[name][best])
        for name in SENTENCE_READ:
            values.append(column[name].max())
    return np.array(values, dtype=np.float64)


def _missing(retrieval: Retrieval, held: frozenset[str]) -> float:
    missing = retrieval.weights.missing(held)
    return retrieval.weights.weights[missing[0]] / retrieval.weights.total if missing else 0.0


def _unknown(retrieval: Retrieval) -> float:
    found: set[str] = set()
    for ranked in retrieval.ranked:
        found |= ranked.candidate.stem_set | ranked.candidate.title_stems
    held = retrieval.query.meant_by(found)
    missing = retrieval.weights.missing(held)
    return sum(retrieval.weights.weights[word] for word in missing) / retrieval.weights.total
