"""The passages whose vectors are nearest to a question's, among those that may be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from vectorstore.ledger import cache, read
from vectorstore.ledger.read import Current
from vectorstore.model import Filter, Hit
from vectorstore.vectors import Vector, VectorIndex, similarities

EXACT_UP_TO = 4_000
"""Filtered to this many passages or fewer, all are compared: an approximate index that is searched
through a narrow filter finds too few."""

FETCH_UP_TO = 2_000
"""More than this many hits are not asked of an index; comparing all is surer and hardly slower."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Ask for the `k` passages nearest to `vector`."""

    vector: NDArray[np.floating]
    k: int


class Question(NamedTuple):
    """A checked vector, how many passages are wanted, and among which articles."""

    vector: Vector
    k: int
    where: Filter


def exact(connection: Connection, model: str, question: Question) -> list[Hit]:
    """The nearest passages by comparing all that pass, with the ledger's own vectors."""
    candidates = read.current(connection, question.where)
    vectors = cache.get(connection, model, {one.text_hash for one in candidates})
    shape = question.vector.shape
    usable = {hash_ for hash_, vector in vectors.items() if vector.shape == shape}
    known = [one for one in candidates if one.text_hash in usable]
    scores = similarities(question.vector, [vectors[one.text_hash] for one in known])
    return _best(list(zip(known, scores.tolist(), strict=True)), question.k)


def by_index(
    connection: Connection, model: str, index: VectorIndex, question: Question
) -> list[Hit]:
    """The nearest passages by the vector index; hits that do not pass or are not current are left
    out, and more fetched for them.

    An index that finds fewer than the ledger has is not believed: then all are compared.
    """
    passing = read.count_passages(connection, question.where)
    wanted = min(question.k, passing)
    held = index.count()
    share = passing / held if held else 1.0
    fetch = int(wanted / max(share, 0.001) * 1.5) + 10
    while wanted and fetch <= FETCH_UP_TO:
        found = index.query(question.vector[None, :], min(fetch, held))[0]
        current = read.current_among(connection, [near.id for near in found], question.where)
        hits = [(current[near.id], near.score) for near in found if near.id in current]
        if len(hits) >= wanted:
            return _best(hits, wanted)
        if fetch >= held:
            break
        fetch *= 4
    return exact(connection, model, question) if wanted else []


def _best(scored: list[tuple[Current, float]], k: int) -> list[Hit]:
    """The `k` best; equal scores in the order of the corpus, so that every store agrees."""
    ordered = sorted(scored, key=lambda one: (-one[1], one[0].source, one[0].ordinal))
    return [Hit(passage.id, score) for passage, score in ordered[: max(k, 0)]]
