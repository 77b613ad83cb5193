"""Retrieve: both searches, fused, ordered by the learned weights, without repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qa_app import weights
from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.features import FEATURES, passage_features
from qa_app.retrieval.fuse import fuse
from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.spread import PENALTY, spread
from vectorstore.model import Beside, Hit
from vectorstore.search import Nearest
from vectorstore.snapshot import Snapshot
from vectorstore.store import Store


@dataclass(frozen=True)
class Options:
    """How many passages each search gives, how they are weighed, how many are returned."""

    candidates: int = 60
    vector_weight: float = 1.0
    word_weight: float = 1.0
    rerank: bool = True
    passages: int = 10


@dataclass(frozen=True)
class Ranked:
    """A candidate, what it was worth when it was listed, and the features it was scored by."""

    candidate: Candidate
    score: float
    features: NDArray[np.float64]


@dataclass(frozen=True)
class Retrieval:
    """What was found for a query in one generation, best first.

    `passages` is how many the store holds, found or not; `beside` tells more of the articles found.
    """

    query: Query
    generation: int
    passages: int
    vector: NDArray[np.float32]
    weights: TermWeights
    ranked: tuple[Ranked, ...]
    beside: Mapping[str, Beside] = field(default_factory=dict)


def retrieve(store: Store, query: Query, options: Options) -> Retrieval:
    """Search the store for a query.

    Raises:
        StoreError: if the store cannot be read.
        EmbeddingModelError: if the question cannot be embedded.
    """
    vector = store.embedder.encode([query.text])[0]
    with store.read(Nearest(vector, options.candidates), where=query.where) as snapshot:
        generation, held = snapshot.generation, snapshot.passage_count()
        term_weights = TermWeights.of(snapshot.document_frequency(query.terms), held)
        found = _candidates(snapshot, query, vector, options)
        ranked = rank(query, term_weights, found, options)
        beside = snapshot.beside({one.candidate.passage.source for one in ranked})
    return Retrieval(query, generation, held, vector, term_weights, ranked, beside)


def rank(
    query: Query, term_weights: TermWeights, found: list[Candidate], options: Options
) -> tuple[Ranked, ...]:
    """Candidates best first, near-duplicates left out; pure."""
    if not found:
        return ()
    rows = passage_features(query, term_weights, found)
    fused = np.array([candidate.fused for candidate in found])
    scores = weights.load("passages", FEATURES).score(rows) if options.rerank else fused
    order = sorted(range(len(found)), key=lambda i: (-scores[i], _place(found[i])))
    listed = spread(
        [found[i] for i in order],
        [float(scores[i]) for i in order],
        options.passages,
        PENALTY if options.rerank else 0.0,
    )
    return tuple(Ranked(found[order[i]], worth, rows[order[i]]) for i, worth in listed)


def _place(candidate: Candidate) -> tuple[str, int]:
    # Ties are broken by place, not by row id: two stores of the same articles answer alike.
    return candidate.passage.source, candidate.passage.span.start


def _candidates(
    snapshot: Snapshot, query: Query, vector: NDArray[np.float32], options: Options
) -> list[Candidate]:
    near = snapshot.nearest
    worded = snapshot.by_words(query.terms, options.candidates)
    fused = fuse(
        [[hit.passage for hit in near], [hit.passage for hit in worded]],
        [options.vector_weight, options.word_weight],
    )
    passages = snapshot.passages(fused)
    cosines = {hit.passage: hit.score for hit in near}
    unknown = [id_ for id_ in fused if id_ not in cosines]
    cosines |= {id_: float(v @ vector) for id_, v in snapshot.vectors(unknown).items()}
    bm25 = {hit.passage: hit.score for hit in worded}
    near_rank, word_rank = _ranks(near), _ranks(worded)
    return [
        Candidate(
            passage=passages[id_],
            cosine=cosines.get(id_, 0.0),
            bm25=bm25.get(id_, 0.0),
            vector_rank=near_rank.get(id_),
            word_rank=word_rank.get(id_),
            fused=score,
        )
        for id_, score in fused.items()
    ]


def _ranks(hits: list[Hit]) -> dict[int, int]:
    return {hit.passage: rank for rank, hit in enumerate(hits)}
