"""What a vector index has to do, and the exact search that needs none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import StoreError

Vector = NDArray[np.float32]


class Near(NamedTuple):
    """A vector found, and its cosine similarity to what was asked."""

    id: str
    score: float


class Record(NamedTuple):
    """What stands beside a passage's vector, so that other programs can use the index.

    `document` is `text[start:end]` of the article `source`.
    """

    document: str
    source: str
    start: int
    end: int
    title: str
    published: str


class VectorIndex(Protocol):
    """Vectors under ids. It is not the truth: whatever it holds can be built from the ledger."""

    def add(
        self, vectors: Mapping[str, Vector], records: Mapping[str, Record] | None = None
    ) -> None:
        """Add vectors, with a record for each where there are any; those there are left alone."""

    def describe(self, records: Mapping[str, Record]) -> None:
        """Change what stands beside vectors that are there, each in one step.

        No vector is gone in between, but it may be put in once more when its document changes.
        """

    def records(self) -> dict[str, Record]:
        """The records beside the vectors, as far as there are whole ones."""

    def delete(self, ids: Iterable[str]) -> None:
        """Take vectors out; ids that are not there are ignored."""

    def count(self) -> int:
        """How many vectors there are."""

    def ids(self) -> set[str]:
        """The ids of all vectors."""

    def get(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The vectors among `ids` that can be read back."""

    def query(self, vectors: NDArray[np.float32], k: int) -> list[list[Near]]:
        """For each row of `vectors` the `k` nearest, best first; fewer if there are fewer."""

    def settle(self) -> None:
        """A change is complete, and the index about to be left to others."""

    def close(self) -> None:
        """Let go of files and connections."""


class Indexes(Protocol):
    """Where vector indexes are kept, by name: a folder of Chroma folders, or a server."""

    def create(self) -> str:
        """Make an empty index; its name, which no index ever had before."""

    def open(self, name: str) -> VectorIndex:
        """Open an index.

        Raises:
            StoreDamagedError: it is not there or cannot be opened.
        """

    def names(self) -> set[str]:
        """The indexes there are, whether they can be opened or not."""

    def drop(self, name: str) -> None:
        """Remove an index that nobody uses any more."""

    def address(self, name: str) -> dict[str, Any]:
        """Where other programs find an index: the words that LangChain's Chroma is opened with."""


def checked(vector: NDArray[np.floating], dimension: int) -> Vector:
    """A question's vector as an index takes it.

    Raises:
        StoreError: it has another dimension than the store, is zero, or holds NaN or infinity; an
            index would answer such a question with nonsense.
    """
    flat = np.asarray(vector, dtype=np.float32).reshape(-1)
    if flat.shape[0] != dimension:
        raise StoreError(
            f"the question's vector has {flat.shape[0]} numbers, the store's have {dimension}:"
            " they come from different embedding models"
        )
    length = float(np.linalg.norm(flat))
    if not np.isfinite(length) or length == 0.0:
        raise StoreError("the question's vector is zero or not a number; nothing can be near it")
    return np.asarray(flat / length, dtype=np.float32)


def similarities(query: Vector, vectors: Sequence[Vector]) -> NDArray[np.float32]:
    """The cosine similarity of each vector to the query, exactly."""
    if not vectors:
        return np.zeros(0, dtype=np.float32)
    matrix = np.stack(vectors)
    lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(query)
    scores = (matrix @ query) / np.where(lengths == 0, 1, lengths)
    return np.asarray(scores, dtype=np.float32)
