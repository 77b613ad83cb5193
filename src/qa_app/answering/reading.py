"""The best passages read sentence by sentence, by the words, the vectors and the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_app import weights
from qa_app.answering import confidence, sentences
from qa_app.answering.choose import likelihoods
from qa_app.answering.sentences import Sentence, sentence_features, sentences_of, told_together
from qa_app.reader.base import Excerpt, ExcerptReading, Reader
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval
from qa_app.values import question_type

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


FEW, ENOUGH, ALL = 6, 0.8, 2.0
"""So many passages are read first, and from this confidence on no others (from the last, never): of
523 questions of six sets one right answer is lost so and one won, and about three in five are read
in half of the time."""


EMBEDDED = 16
"""Of 1,179 questions of seven sets none has another outcome, or cites other evidence, than with all
sentences embedded, five in six of which are spared; with eight sentences three have."""
_COSINE = sentences.FEATURES.index("cosine")


def read(retrieval: Retrieval, embed: Embed, reader: Reader | None, enough: float) -> Reading:
    """Read the best passages: the first few, and the others unless those surely hold the answer.

    Args:
        enough: the confidence from which the others are left, `ALL` where something there may be
            newer, or is wanted too.

    Raises:
        EmbeddingModelError: the sentences cannot be embedded.
        ReaderError: the reader cannot be used.
    """
    readings: list[ExcerptReading] = []
    expected = question_type(retrieval.query.text)
    if reader and enough < ALL and not expected.is_list and expected.kind != "manner":
        first = _read(retrieval, embed, reader, FEW, readings)
        if first.confidence >= enough or len(retrieval.ranked) <= FEW:
            return first
    return _read(retrieval, embed, reader, sentences.PASSAGES_READ, readings)


def _read(
    retrieval: Retrieval,
    embed: Embed,
    reader: Reader | None,
    passages: int,
    readings: list[ExcerptReading],
) -> Reading:
    found, rows = observed(retrieval, embed, reader, passages, readings)
    if not found:
        return Reading((), rows, np.zeros(0), 0.0)
    scores = _scores(rows, read=reader is not None)
    likely = likelihoods(scores)
    row = confidence.confidence_features(retrieval, found, rows, scores)
    names = confidence.READ if reader else confidence.FEATURES
    sure = weights.load(f"confidence{'-read' if reader else ''}", names).probability(row)
    return Reading(tuple(found), rows, likely, sure)


def _read_as_written(
    query: Query, reader: Reader, excerpts: Sequence[Excerpt]
) -> list[ExcerptReading]:
    """What the reader says of each excerpt, asked in the short forms that this one uses."""
    asked = [query.as_written_in(excerpt.text) for excerpt in excerpts]
    found: dict[int, ExcerptReading] = {}
    for question in dict.fromkeys(asked):
        own = [n for n, one in enumerate(asked) if one == question]
        readings = reader.read(question, [excerpts[n] for n in own])
        found |= dict(zip(own, readings, strict=True))
    return [found[n] for n in range(len(excerpts))]


def observed(
    retrieval: Retrieval,
    embed: Embed,
    reader: Reader | None,
    passages: int = sentences.PASSAGES_READ,
    readings: list[ExcerptReading] | None = None,
    embedded: int = EMBEDDED,
) -> tuple[list[Sentence], Floats]:
    """The sentences with their features; what costs time.

    Args:
        passages: how many of the best.
        readings: what the reader has said of the first of them; it is added to.
        embedded: how many sentences, likeliest by all else, are compared with the question by
            their vectors where a reader has read them; the others count as the median of those.
    """
    readings = [] if readings is None else readings
    if reader is not None and retrieval.ranked:
        readings += _read_as_written(
            retrieval.query, reader, sentences.excerpts(retrieval, passages)[len(readings) :]
        )
    found = sentences_of(retrieval, readings if reader else None, passages)
    if not found:
        return [], np.zeros((0, len(sentences.FEATURES)))
    read = reader is not None
    rows = sentence_features(retrieval, found, np.zeros(len(found), np.float32), read=read)
    likeliest = list(range(len(found)))
    if read and len(found) > embedded:
        likeliest = np.argsort(-_scores(rows, read=True), kind="stable")[:embedded].tolist()
    pairs = {n: told_together(found, n) for n in likeliest}
    wanted = sorted({n for pair in pairs.values() for n in range(len(found))[pair]})
    cosines = np.zeros(len(found))
    cosines[wanted] = embed([found[n].text for n in wanted]) @ retrieval.vector
    rows[:, _COSINE] = np.median([cosines[pair].max() for pair in pairs.values()])
    for n, pair in pairs.items():
        rows[n, _COSINE] = cosines[pair].max()
    return found, rows


def _scores(rows: Floats, *, read: bool) -> Floats:
    names = (*sentences.FEATURES, *(sentences.READ if read else ()))
    return weights.load(f"sentences{'-read' if read else ''}", names).score(rows)
