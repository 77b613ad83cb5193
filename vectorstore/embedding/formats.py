"""Number formats and engines."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from vectorstore.embedding.base import Vectors
from vectorstore.embedding.folder import ModelFolder
from vectorstore.embedding.tokens import padded
from vectorstore.errors import EmbeddingModelError


class Engine(Protocol):
    """Runs a model on token ids."""

    def encode(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of unit length, one a sequence."""


class TorchEngine:
    """sentence-transformers on torch."""

    def __init__(self, folder: ModelFolder, dtype: str, threads: int | None) -> None:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from sentence_transformers import SentenceTransformer

        if threads:
            torch.set_num_threads(threads)
        try:
            model = SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
        except Exception as error:
            raise EmbeddingModelError(
                f"{folder.path}: the embedding model cannot be loaded"
                f" ({type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''})"
            ) from error
        self._torch = torch
        self._model: Any = model.to(getattr(torch, dtype)).eval()
        self._pad = folder.pad_token

    def encode(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """Vectors of unit length, one a sequence."""
        batch = padded(tokens, self._pad)
        torch = self._torch
        with torch.inference_mode():
            found = self._model.forward(
                {
                    "input_ids": torch.from_numpy(batch.ids),
                    "attention_mask": torch.from_numpy(batch.mask),
                }
            )
            vectors = torch.nn.functional.normalize(found["sentence_embedding"].float(), dim=1)
        return np.asarray(vectors.numpy(), dtype=np.float32)


def choose(folder: ModelFolder, format: str, threads: int | None) -> Engine:
    """The engine for a setting."""
    return TorchEngine(folder, "bfloat16" if format == "bfloat16" else "float32", threads)
