"""The passages whose vectors are nearest to a question's, among those that may be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from vectorstore.errors import StoreDamagedError
from vectorstore.ledger import read
from vectorstore.ledger.read import Current
from vectorstore.model import Filter, Hit
from vectorstore.vectors import Near, Vector, VectorIndex, similarities

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
    candidates = read.current_vectors(connection, model, question.where)
    return _best(_scored(candidates, question.vector), question.k)


def by_index(
    connection: Connection, model: str, index: VectorIndex, question: Question
) -> list[Hit]:
    """The nearest passages by the vector index, and by comparing those that it does not find.

    Hits that do not pass or are not current are left out, and more fetched for them. An index that
    finds fewer than the ledger has is not believed: then all are compared.

    Raises:
        StoreDamagedError: the index finds nothing but what is not current.
    """
    total = read.count_passages(connection)
    passing = read.count_passages(connection, question.where) if question.where else total
    wanted = min(question.k, passing)
    if wanted <= 0:
        return []
    lost = read.current_vectors(connection, model, question.where, only_stragglers=True)
    known = dict(_scored(lost, question.vector))
    fetch = int(wanted * total / passing * 1.5) + 10
    while fetch <= FETCH_UP_TO:
        found = index.query(question.vector[None, :], fetch)[0]
        current = read.current_among(connection, [near.id for near in found], question.where)
        if found and not current and not question.where:
            raise StoreDamagedError(
                "what the vector index finds is of no current passage; if this stays, run"
                " `qa-app doctor --repair`"
            )
        known.update((one, near.score) for near in found for one in current.get(near.id, ()))
        exhausted = len(found) < fetch
        if len(known) >= wanted + len(lost) and (exhausted or _is_clear(found, known, wanted)):
            return _best(list(known.items()), wanted)
        if exhausted:
            break
        fetch *= 4
    return exact(connection, model, question)


def _is_clear(found: list[Near], known: dict[Current, float], wanted: int) -> bool:
    """Whether the last hit is worse than all that are wanted, so that no equal one is missing."""
    return found[-1].score < sorted(known.values(), reverse=True)[wanted - 1]


def _scored(
    candidates: list[tuple[Current, Vector]], vector: Vector
) -> list[tuple[Current, float]]:
    usable = [(one, other) for one, other in candidates if other.shape == vector.shape]
    scores = similarities(vector, [other for _, other in usable]).tolist()
    return [(one, score) for (one, _), score in zip(usable, scores, strict=True)]


def _best(scored: list[tuple[Current, float]], k: int) -> list[Hit]:
    """The `k` best; equal scores in the order of the corpus, so that every store agrees."""
    ordered = sorted(scored, key=lambda one: (-one[1], one[0].source, one[0].ordinal))
    return [Hit(passage.id, score) for passage, score in ordered[: max(k, 0)]]
