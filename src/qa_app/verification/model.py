"""The verdict on one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa_app.contract import Support
from qa_app.verification.evidence import Evidence


class Encoder(Protocol):
    """What the verifier needs of an embedding model; `vectorstore`'s `Embedder` fulfils it."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, one row a text."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported, how strongly (0 to 1), and in one sentence why.

    Attributes:
        evidence: the words that it rests on; none where it is unsupported.
    """

    support: Support
    score: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
