"""Vectors of texts that were embedded lately: the same sentences and words are read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# A vector has 384 numbers of 4 bytes: 20,000 of them are 30 MB.
MOST = 20_000


class EmbeddingMemory:
    """Embeds texts, each only once while it is remembered. May be shared by threads."""

    def __init__(self, encode: Callable[[Sequence[str]], Vectors], most: int = MOST) -> None:
        self._encode = encode
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors, shape (len(texts), dimension).

        Raises:
            EmbeddingModelError: the model cannot be used.
        """
        wanted = dict.fromkeys(texts)
        with self._lock:
            found = {text: self._known[text] for text in wanted if text in self._known}
        new = [text for text in wanted if text not in found]
        if new:  # outside the lock: this is what takes time
            found |= dict(zip(new, self._encode(new), strict=True))
        with self._lock:
            for text in wanted:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.array([found[text] for text in texts], dtype=np.float32)
