"""The verdict on one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa_app.contract import Support


class Encoder(Protocol):
    """What the verifier needs of an embedding model; `vectorstore`'s `Embedder` fulfils it."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, one row a text."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported, how strongly (0 to 1), and in one sentence why."""

    support: Support
    score: float
    reason: str
