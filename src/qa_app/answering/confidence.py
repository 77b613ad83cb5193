"""How likely the articles hold the answer: what the estimate looks at. Pure.

The score's logistic function is calibrated on questions that nothing else was learned from;
`FEATURES` and `READ` are in the order of the weights in `learned/`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import FEATURES as SENTENCE_FEATURES
from qa_app.answering.sentences import Sentence, clipped, context_of
from qa_app.retrieval.search import Retrieval

FEATURES = (
    "cosine",  # of the likeliest sentence
    "passage_cosine",  # of any passage
    "context_coverage",  # of the likeliest sentence, with what stands before and above it,
    "passage_coverage",  # and of its whole passage
    "missing",  # the share of the most telling word that passage and title lack
    "unknown",  # the share of words that no passage found holds
    "form",
    "nearness",
    "score",  # of the likeliest sentence
)
READ = (
    "answers",  # the passage of the likeliest sentence answers,
    "best_answers",  # or any does
    "any_sentence",  # log of the odds, summed over all sentences, that one of them is the answer
)
"""What the reader says alone: `FEATURES` beside it were seen to make the estimate worse on
questions in people's own words (docs/quality.md)."""
_LOWER_IS_SURER = frozenset({"missing", "unknown"})


def sign(feature: str) -> int:
    """What a feature may say: more of what is missing never makes an answer more certain."""
    return -1 if feature in _LOWER_IS_SURER else 1


def confidence_features(
    retrieval: Retrieval,
    sentences: Sequence[Sentence],
    rows: NDArray[np.float64],
    scores: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The row that the confidence is computed from, shape (len(FEATURES),), or (len(READ),) where a
    reader has read the sentences.

    Args:
        retrieval: what was found; not empty.
        sentences: what was read; not empty.
        rows: the sentences' features, shape (n, f).
        scores: the sentences' scores, shape (n,).
    """
    best = int(np.argmax(scores))
    sentence = sentences[best]
    if sentence.read is not None:
        best_answers = max(clipped(s.answers) for s in sentences)
        return np.array([clipped(sentence.answers), best_answers, _any_sentence(sentences)])
    column = dict(zip(SENTENCE_FEATURES, rows[best], strict=True))
    candidate = sentence.ranked.candidate
    held = retrieval.query.meant_by(
        candidate.stem_set | candidate.title_stems | context_of(sentence)
    )
    return np.array(
        [
            column["cosine"],
            max(ranked.candidate.cosine for ranked in retrieval.ranked),
            column["context_coverage"],
            retrieval.weights.coverage(held),
            _missing(retrieval, held),
            _unknown(retrieval),
            column["form"],
            column["nearness"],
            scores[best],
        ]
    )


def _any_sentence(sentences: Sequence[Sentence]) -> float:
    """As the reader was trained to choose: among all sentences and "none", whose score is 0."""
    scores = [clipped(s.read.relevance) + clipped(s.answers) for s in sentences if s.read]
    return float(np.logaddexp.reduce(scores))


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
