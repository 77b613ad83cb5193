"""The sentences of the best passages, and what choosing between them looks at.

The order of `FEATURES` is the order of the columns and of the weights in
`learned/sentences.json`, which `bench/train.py` learns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.search import Ranked, Retrieval
from qa_app.retrieval.words import bigrams, stem, tokens
from qa_app.values import ExpectedAnswer, Value, extract, question_type
from vectorstore.model import Span, StoredPassage

FEATURES = (
    "cosine",
    "coverage",
    "near_coverage",
    "passage_coverage",
    "title_coverage",
    "passage_cosine",
    "behind_best",
    "rank",
    "form",
    "form_date",
    "form_number",
    "form_name",
    "nearness",
    "length",
    "short",
    "long",
    "opening",
    "asks",
    "bigrams",
    "new_words",
)

PASSAGES_READ = 6
_SHORT_WORDS, _LONG_WORDS, _MANY_NEW, _NEAR = 5, 50, 15, 40.0


@dataclass(frozen=True)
class Sentence:
    """A sentence that might answer: where it stands and the passage it is part of."""

    ranked: Ranked
    rank: int
    index: int
    span: Span
    text: str
    stems: frozenset[str]

    @property
    def passage(self) -> StoredPassage:
        """The passage that holds it."""
        return self.ranked.candidate.passage


@lru_cache(maxsize=20_000)
def values_of(text: str) -> tuple[Value, ...]:
    """The typed values of a text, remembered: the same sentences are read again and again."""
    return extract(text)


def sentences_of(retrieval: Retrieval, passages: int = PASSAGES_READ) -> list[Sentence]:
    """All sentences of the best passages, in order of rank and place."""
    found = []
    for rank, ranked in enumerate(retrieval.ranked[:passages]):
        candidate = ranked.candidate
        rows = zip(
            candidate.passage.sentences,
            candidate.sentence_texts,
            candidate.sentence_stems,
            strict=True,
        )
        for index, (span, text, stemmed) in enumerate(rows):
            found.append(Sentence(ranked, rank, index, span, text, frozenset(stemmed)))
    return found


def answering_values(expected: ExpectedAnswer, question: str, text: str) -> list[Value]:
    """The values of `text` that have the form asked for and do not repeat the question."""
    asked = {stem(word) for word in tokens(question)}
    return [
        value
        for value in values_of(text)
        if expected.accepts(value) and not {stem(w) for w in tokens(value.text)} <= asked
    ]


def sentence_features(
    retrieval: Retrieval, sentences: Sequence[Sentence], cosines: NDArray[np.float32]
) -> NDArray[np.float64]:
    """One row a sentence, shape (len(sentences), len(FEATURES)); pure.

    Args:
        retrieval: what the sentences were taken from.
        sentences: as `sentences_of` gives them.
        cosines: similarity of each sentence to the question, shape (len(sentences),).
    """
    expected = question_type(retrieval.query.text)
    rows = [
        _row(retrieval, expected, sentence, float(cosine))
        for sentence, cosine in zip(sentences, cosines, strict=True)
    ]
    return np.array(rows, dtype=np.float64).reshape(len(sentences), len(FEATURES))


def _row(
    retrieval: Retrieval, expected: ExpectedAnswer, sentence: Sentence, cosine: float
) -> list[float]:
    query, weights = retrieval.query, retrieval.weights
    candidate, best = sentence.ranked.candidate, retrieval.ranked[0].score
    around = candidate.sentence_stems[max(sentence.index - 1, 0) : sentence.index + 2]
    ordered = candidate.sentence_stems[sentence.index]
    shared = query.bigrams & bigrams(ordered)
    return [
        cosine,
        weights.coverage(sentence.stems),
        weights.coverage({word for stemmed in around for word in stemmed}),
        weights.coverage(candidate.stem_set),
        weights.coverage(candidate.title_stems),
        candidate.cosine,
        sentence.ranked.score - best,
        sentence.rank,
        *_form(expected, query, weights, sentence.text),
        math.log1p(len(ordered)),
        float(len(ordered) < _SHORT_WORDS),
        float(len(ordered) > _LONG_WORDS),
        float(sentence.index == 0),
        float(sentence.text.rstrip(" \"'”’)").endswith("?")),
        len(shared) / max(len(query.bigrams), 1),
        min(len(sentence.stems - query.stems), _MANY_NEW) / _MANY_NEW,
    ]


def _form(expected: ExpectedAnswer, query: Query, weights: TermWeights, text: str) -> list[float]:
    """Whether a value of the form asked for is there, the same by form (0.5 where it is not asked
    for), and how near such a value stands to the question's words.
    """
    if not expected.value_kinds:
        return [0.5, 0.5, 0.5, 0.5, 0.5]
    fitting = answering_values(expected, query.text, text)
    held, kind = float(bool(fitting)), expected.value_kinds[0]
    by_kind = [held if kind == k else 0.5 for k in ("date", "number", "name")]
    return [held, *by_kind, max((nearness(v, query, weights, text) for v in fitting), default=0.0)]


def nearness(value: Value, query: Query, weights: TermWeights, text: str) -> float:
    """The share of the question's weight that stands near a value, 0 to 1.

    Each word counts by exp(-characters between / 40), some seven words.
    """
    best: dict[str, float] = {}
    for word, start, end in _places(text):
        if word in query.stems:
            gap = max(start - value.end, value.start - end, 0)
            best[word] = max(best.get(word, 0.0), math.exp(-gap / _NEAR))
    return sum(weights.weights.get(word, 0.0) * near for word, near in best.items()) / weights.total


@lru_cache(maxsize=20_000)
def _places(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((stem(m.group().lower()), *m.span()) for m in re.finditer(r"\w+", text))
