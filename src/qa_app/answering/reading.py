"""The best passages read sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_app import weights
from qa_app.answering import confidence
from qa_app.answering.choose import likelihoods
from qa_app.answering.confidence import Embed
from qa_app.answering.sentences import FEATURES, Sentence, sentence_features, sentences_of
from qa_app.retrieval.search import Retrieval


@dataclass(frozen=True)
class Reading:
    """The best passages read sentence by sentence, with how likely each is to hold the answer."""

    sentences: tuple[Sentence, ...]
    features: NDArray[np.float64]
    likely: NDArray[np.float64]


def read(retrieval: Retrieval, embed: Embed) -> Reading:
    """Read the best passages; the sentences are embedded, the only step that costs time."""
    sentences = sentences_of(retrieval)
    if not sentences:
        empty = np.zeros((0, len(FEATURES)))
        return Reading((), empty, np.zeros(0))
    cosines = embed([sentence.text for sentence in sentences]) @ retrieval.vector
    rows = sentence_features(retrieval, sentences, cosines)
    model = weights.load("sentences", FEATURES)
    return Reading(tuple(sentences), rows, likelihoods(model.score(rows)))


def confidence_of(retrieval: Retrieval, reading: Reading, embed: Embed) -> float:
    """The calibrated probability that the articles hold the answer."""
    row = confidence.confidence_features(
        retrieval, reading.features, reading.likely, reading.sentences, embed
    )
    return weights.load("confidence", confidence.FEATURES).probability(row)
