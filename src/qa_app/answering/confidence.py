"""How likely the articles hold the answer: what the estimate looks at. Pure.

The order of `FEATURES` is the order of the weights in `learned/confidence.json`; the score's
logistic function is calibrated, and answers below the threshold kept there are refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import FEATURES as SENTENCE_FEATURES
from qa_app.answering.sentences import Sentence, values_of
from qa_app.retrieval.features import FEATURES as PASSAGE_FEATURES
from qa_app.retrieval.search import Retrieval
from qa_app.retrieval.words import STOPWORDS, stem, tokens

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

_FROM_SENTENCE = ("cosine", "coverage", "near_coverage", "form", "nearness", "bigrams")
_FROM_PASSAGE = ("cosine", "bm25", "coverage", "title_coverage", "article_coverage", "same_season")

FEATURES = (
    *(f"sentence_{name}" for name in _FROM_SENTENCE),
    *(f"passage_{name}" for name in _FROM_PASSAGE),
    "best_cosine",
    "best_sentence_cosine",
    "best_sentence_coverage",
    "heaviest_missing",
    "names_missing",
    "numbers_missing",
    "sentence_heaviest_missing",
    "sentence_names_missing",
    "sentence_numbers_missing",
    "sentence_unlike",
    "sentence_most_unlike",
    "near_unlike",
    "unknown_words",
    "sharpness",
    "lead",
    "undated_question",
    "words",
)


def confidence_features(
    retrieval: Retrieval,
    rows: NDArray[np.float64],
    likely: NDArray[np.float64],
    sentences: Sequence[Sentence],
    embed: Embed,
) -> NDArray[np.float64]:
    """The row that the confidence is computed from, shape (len(FEATURES),).

    Args:
        retrieval: what was found; not empty.
        rows: the sentences' features, shape (n, len(SENTENCE_FEATURES)), n > 0.
        likely: the sentences' likelihoods, shape (n,).
        sentences: what was read.
        embed: gives the vectors of single words.
    """
    best = int(np.argmax(likely))
    ranked = sentences[best].ranked
    sentence = dict(zip(SENTENCE_FEATURES, rows[best], strict=True))
    passage = dict(zip(PASSAGE_FEATURES, ranked.features, strict=True))
    held = ranked.candidate.stem_set | ranked.candidate.title_stems
    return np.array(
        [
            *(sentence[name] for name in _FROM_SENTENCE),
            *(passage[name] for name in _FROM_PASSAGE),
            max(r.candidate.cosine for r in retrieval.ranked),
            rows[:, SENTENCE_FEATURES.index("cosine")].max(),
            rows[:, SENTENCE_FEATURES.index("coverage")].max(),
            _heaviest_missing(retrieval, held),
            *_values_missing(retrieval.query.text, held),
            _heaviest_missing(retrieval, sentences[best].stems),
            *_values_missing(retrieval.query.text, sentences[best].stems),
            *_unlikeness(retrieval, sentences[best], embed),
            _unknown_words(retrieval),
            float(likely[best]),
            _lead(retrieval),
            float(retrieval.query.asked_on is None),
            math.log1p(len(retrieval.query.stems)),
        ]
    )


def _heaviest_missing(retrieval: Retrieval, held: frozenset[str]) -> float:
    """The share of the question's weight in its most telling word that the passage lacks."""
    missing = retrieval.weights.missing(held)
    return retrieval.weights.weights[missing[0]] / retrieval.weights.total if missing else 0.0


def _values_missing(question: str, held: frozenset[str]) -> tuple[float, float]:
    """The share of the question's names, and of its numbers and dates, that the passage lacks."""
    shares = []
    for kinds in (("name", "title"), ("number", "date", "duration", "age")):
        asked = [value for value in values_of(question) if value.kind in kinds]
        lacking = [v for v in asked if not {stem(w) for w in tokens(v.text)} <= held]
        shares.append(len(lacking) / len(asked) if asked else 0.0)
    return shares[0], shares[1]


def _unlikeness(
    retrieval: Retrieval, sentence: Sentence, embed: Embed
) -> tuple[float, float, float]:
    """How far the question's words are from the nearest word of the sentence, by meaning.

    The weighted mean over the question's words of 1 - the best cosine, the largest single share of
    it, and the mean again with the neighbouring sentences: a paraphrase is near, a word that
    nothing stands for is not.
    """
    query, weights = retrieval.query, retrieval.weights
    candidate = sentence.ranked.candidate
    around = candidate.sentence_texts[max(sentence.index - 1, 0) : sentence.index + 2]
    asked = [term for term in query.terms if weights.weights.get(stem(term), 0.0) > 0]
    own, near = content_words(sentence.text), content_words(" ".join(around))
    if not asked or not near:
        return 1.0, 1.0, 1.0
    vectors = dict(zip([*asked, *near], embed([*asked, *near]), strict=True))
    share = np.array([weights.weights[stem(term)] for term in asked])
    share = share / share.sum()
    asked_vectors = np.array([vectors[term] for term in asked])
    parts = []
    for words in (own, near):
        others = np.array([vectors[word] for word in words]) if words else asked_vectors[:0]
        best = (asked_vectors @ others.T).max(1) if len(others) else np.zeros(len(asked))
        parts.append(share * (1 - best))
    return float(parts[0].sum()), float(parts[0].max()), float(parts[1].sum())


def content_words(text: str) -> list[str]:
    """The different words of a text that are no stopwords, in order."""
    return [word for word in dict.fromkeys(tokens(text)) if word not in STOPWORDS]


def _unknown_words(retrieval: Retrieval) -> float:
    """The share of the question's weight in words that no passage of the store holds."""
    weights = retrieval.weights.weights
    most = max(weights.values(), default=0.0)
    found: set[str] = set()
    for ranked in retrieval.ranked:
        found |= ranked.candidate.stem_set | ranked.candidate.title_stems
    lost = sum(w for word, w in weights.items() if word not in found and w >= 0.9 * most)
    return lost / retrieval.weights.total


def _lead(retrieval: Retrieval) -> float:
    """How far the best passage is ahead of the best one of another article; 0 without another."""
    first = retrieval.ranked[0]
    source = first.candidate.passage.source
    others = [r.score for r in retrieval.ranked if r.candidate.passage.source != source]
    return first.score - max(others) if others else 0.0
