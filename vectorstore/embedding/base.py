"""What an embedding model has to be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import EmbeddingModelError

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of unit length, and counts in its own tokens."""

    @property
    def name(self) -> str:
        """What the model is called in settings and messages."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    @property
    def fingerprint(self) -> str:
        """Follows from the content of the model's files, and is had without loading the model.

        Two models that could give different vectors have different ones.
        """

    @property
    def max_tokens(self) -> int:
        """How many tokens it reads, special tokens included; the rest of a text is lost."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, one a row; a vector does not depend on the texts beside it."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included, beyond `max_tokens` too."""

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Where each token lies in the text, in code points; special tokens left out."""


def checked(embedder: Embedder, texts: Sequence[str], vectors: Vectors) -> Vectors:
    """The vectors, when they are what was asked for.

    Raises:
        EmbeddingModelError: they are too few, of the wrong dimension, not numbers, or not of unit
            length; kept, they would be found for no question or for every one.
    """
    if vectors.shape != (len(texts), embedder.dimension):
        raise EmbeddingModelError(
            f"{embedder.name}: gave vectors of shape {vectors.shape} for {len(texts)} texts, not of"
            f" {embedder.dimension} numbers each"
        )
    lengths = np.linalg.norm(vectors, axis=1)
    wrong = ~np.isclose(lengths, 1.0, atol=1e-2)  # NaN is close to nothing
    if wrong.any():
        text = texts[int(np.argmax(wrong))]
        raise EmbeddingModelError(f"{embedder.name}: gave no vector for the text {text[:60]!r}")
    return vectors
