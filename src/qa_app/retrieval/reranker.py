"""Which order the found passages are put in: a linear model, a cross-encoder, or none."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from qa_app import weights
from qa_app.retrieval.candidates import Candidate
from qa_app.retrieval.features import FEATURES, passage_features
from qa_app.retrieval.query import Query, TermWeights
from vectorstore.errors import QaAppError

Floats = NDArray[np.float64]


class RerankerError(QaAppError):
    """A cross-encoder cannot be loaded."""


@runtime_checkable  # the LangChain retriever's fields are checked
class Reranker(Protocol):
    """Scores passages for a question."""

    penalty: float
    """What each next passage of an article already listed is worth less, in the scores' units."""

    def score(self, query: Query, term_weights: TermWeights, found: Sequence[Candidate]) -> Floats:
        """One score a passage, shape (len(found),); more is better."""


class Fused:
    """The order of the fused searches."""

    penalty = 0.0

    def score(self, query: Query, term_weights: TermWeights, found: Sequence[Candidate]) -> Floats:
        """The fused score of each."""
        return np.array([candidate.fused for candidate in found])


class Linear:
    """The learned order: few features of both searches, weighed (`bench/train.py`)."""

    penalty = 0.5
    """In logits; `docs/quality.md` says how it was chosen."""

    def score(self, query: Query, term_weights: TermWeights, found: Sequence[Candidate]) -> Floats:
        """The log-odds of each, but for a constant."""
        rows = passage_features(query, term_weights, found)
        return weights.load("passages", FEATURES).score(rows)


class CrossEncoder:
    """The best of the linear order, put in the order of a cross-encoder.

    Args:
        name: a folder, or a name on the hub.
        read: how many passages it reads; the others keep their order behind them.
    """

    penalty = 0.0

    def __init__(self, name: str, read: int = 20) -> None:
        self.name = name
        self._read = read
        self._first = Linear()
        self._model: Any = None
        self._loading = threading.Lock()

    def score(self, query: Query, term_weights: TermWeights, found: Sequence[Candidate]) -> Floats:
        """Its scores for the passages it reads; the others come behind the least of them.

        Raises:
            RerankerError: it cannot be loaded, or gives more than one score a pair.
        """
        first = self._first.score(query, term_weights, found)
        order = np.argsort(-first, kind="stable")[: self._read]
        pairs = [(query.text, found[i].passage.text) for i in order]
        given = np.asarray(self._loaded().predict(pairs, show_progress_bar=False), dtype=np.float64)
        if given.shape != (len(pairs),) or not np.isfinite(given).all():
            raise RerankerError(
                f"reranker {self.name}: gives no single score a pair; set another cross-encoder"
            )
        scores: Floats = first - first.max() + float(given.min()) - 1.0
        scores[order] = given
        return scores

    def _loaded(self) -> Any:
        with self._loading:
            if self._model is None:
                from sentence_transformers import CrossEncoder as Model

                try:
                    self._model = Model(self.name, device="cpu")
                except Exception as error:
                    reason = next(iter(str(error).splitlines()), type(error).__name__)
                    raise RerankerError(
                        f"reranker {self.name}: cannot be loaded ({reason}); set a folder or hub"
                        " name of a cross-encoder, linear or none"
                    ) from error
            return self._model


def load(name: str) -> Reranker:
    """The reranker of a setting: `linear`, `none`, or the name of a cross-encoder."""
    if name == "none":
        return Fused()
    return Linear() if name == "linear" else CrossEncoder(name)
