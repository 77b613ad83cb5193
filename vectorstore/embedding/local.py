"""A model in a local folder, run by sentence-transformers or, faster, by OpenVINO."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vectorstore.embedding.base import Vectors
from vectorstore.embedding.engines import Engine
from vectorstore.embedding.folder import ModelFolder
from vectorstore.embedding.formats import choose
from vectorstore.embedding.tokens import Tokens
from vectorstore.errors import EmbeddingModelError

SAMPLE = (
    "Who approved the plan?",
    "When was the bridge over the river closed to heavy traffic, and for how long?",
    "The town council voted seven to two on Tuesday to spend 4.2 million on the new library. " * 9,
    "Measurements taken at twelve stations show that the lake has warmed by 0.4 degrees in ten "
    "years, most of all in late summer, and that the ice now forms three weeks later. " * 6,
)
"""What a measurement is made on: two questions and two passages of the usual length."""


class LocalEmbedder:
    """Fulfils `base.Embedder`. The model is loaded when the first text is embedded."""

    def __init__(
        self, folder: Path, name: str, *, format: str = "auto", threads: int | None = None
    ) -> None:
        self.name = name
        self._folder = ModelFolder(folder)
        self._format = format
        self._threads = threads
        self._tokens = Tokens(folder, self._folder.max_tokens)
        self._engine: Engine | None = None
        self._loading = threading.Lock()

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._folder.dimension

    @property
    def fingerprint(self) -> str:
        """Of the content of the model's files; the number format has no part in it."""
        return self._folder.fingerprint

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads."""
        return self._folder.max_tokens

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, one a row."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._loaded().encode(self._tokens.ids(texts))
        if not np.isfinite(vectors).all():
            raise EmbeddingModelError(
                f"{self._folder.path}: the model gave something that is no number"
            )
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included."""
        return self._tokens.count(texts)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Where each token lies in the text, in code points."""
        return self._tokens.offsets(text)

    def _loaded(self) -> Engine:
        with self._loading:
            if self._engine is None:
                self._engine = choose(
                    self._folder, self._format, self._threads, self._tokens.ids(SAMPLE)
                )
            return self._engine
