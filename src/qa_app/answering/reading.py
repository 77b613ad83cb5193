"""The best passages read sentence by sentence, by the words, the vectors and the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_app import weights
from qa_app.answering import confidence, sentences
from qa_app.answering.choose import likelihoods
from qa_app.answering.sentences import Sentence, sentence_features, sentences_of
from qa_app.reader.base import Reader
from qa_app.retrieval.search import Retrieval

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        sentences: of the best passages, by rank and place.
        features: one row a sentence.
        likely: how likely each is, among all, to hold the answer, shape (n,).
        confidence: the calibrated probability that the articles hold the answer.
    """

    sentences: tuple[Sentence, ...]
    features: Floats
    likely: Floats
    confidence: float


def read(retrieval: Retrieval, embed: Embed, reader: Reader | None) -> Reading:
    """Read the best passages.

    Raises:
        EmbeddingModelError: the sentences cannot be embedded.
        ReaderError: the reader cannot be used.
    """
    found, rows = observed(retrieval, embed, reader)
    if not found:
        return Reading((), rows, np.zeros(0), 0.0)
    kind = "-read" if reader else ""
    names = (*sentences.FEATURES, *(sentences.READ if reader else ()))
    scores = weights.load(f"sentences{kind}", names).score(rows)
    likely = likelihoods(scores)
    row = confidence.confidence_features(retrieval, found, rows, scores)
    names = confidence.READ if reader else confidence.FEATURES
    sure = weights.load(f"confidence{kind}", names).probability(row)
    return Reading(tuple(found), rows, likely, sure)


def observed(
    retrieval: Retrieval, embed: Embed, reader: Reader | None
) -> tuple[list[Sentence], Floats]:
    """The sentences with their features; what costs time."""
    readings = None
    if reader is not None and retrieval.ranked:
        readings = reader.read(retrieval.query.text, sentences.excerpts(retrieval))
    found = sentences_of(retrieval, readings)
    if not found:
        return [], np.zeros((0, len(sentences.FEATURES)))
    cosines = embed([sentence.text for sentence in found]) @ retrieval.vector
    return found, sentence_features(retrieval, found, cosines, read=reader is not None)
