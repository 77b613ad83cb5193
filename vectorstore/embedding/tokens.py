"""A model's tokenizer, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import EmbeddingModelError

STEP = 16


class Batch(NamedTuple):
    """Token ids padded to the longest of the batch, and which of them are not padding."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]


class Tokens:
    """Counts and locates a model's tokens; the tokenizer is read at the first use."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        self._path = folder / "tokenizer.json"
        self._max_tokens = max_tokens
        self._tokenizer: Any = None

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included."""
        return [len(one.ids) for one in self._whole().encode_batch_fast(list(texts))]

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Where each token lies, in code points, special tokens left out."""
        found = self._whole().encode(text, add_special_tokens=False).offsets
        return [(start, end) for start, end in found]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """What the model reads of each text: at most `max_tokens`."""
        tokenizer = self._whole()
        return [self._cut(one.ids) for one in tokenizer.encode_batch_fast(list(texts))]

    def _cut(self, ids: list[int]) -> list[int]:
        if len(ids) <= self._max_tokens:
            return ids
        return [*ids[: self._max_tokens - 1], ids[-1]]  # the last one is the closing token

    def _whole(self) -> Any:
        """The tokenizer, neither truncating nor padding, whatever its file says."""
        if self._tokenizer is None:
            from tokenizers import Tokenizer

            try:
                tokenizer = Tokenizer.from_file(str(self._path))
            except Exception as error:
                raise EmbeddingModelError(
                    f"{self._path}: the tokenizer cannot be read ({error})"
                ) from error
            tokenizer.no_truncation()
            tokenizer.no_padding()
            self._tokenizer = tokenizer
        return self._tokenizer


def padded(sequences: Sequence[Sequence[int]], pad: int, most: int) -> Batch:
    """Sequences of token ids as one batch, filled up to a multiple of `STEP`, but not over `most`.

    OpenVINO's bfloat16 gives a text the same vector to the last bit, whatever stands beside it, on
    any number of threads, as long as widths are such multiples; else its cosine moves by 1e-5.
    """
    longest = max(map(len, sequences))
    width = max(longest, min(-(-longest // STEP) * STEP, most))
    ids = np.full((len(sequences), width), pad, dtype=np.int64)
    mask = np.zeros((len(sequences), width), dtype=np.int64)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
    return Batch(ids, mask)
