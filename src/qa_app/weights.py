"""Learned weights: small linear models in JSON files, with the names of what they weigh."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import QaAppError

FOLDER = Path(__file__).parent / "learned"


class WeightsError(QaAppError):
    """A file of learned weights is missing or does not fit the program."""


@dataclass(frozen=True)
class Linear:
    """A linear model: score = rows @ weights + intercept.

    `threshold` is the probability from which a yes is a yes, where the model decides something;
    below `lower` it is a no, and between them neither.
    """

    features: tuple[str, ...]
    weights: NDArray[np.float64]
    intercept: float
    threshold: float = 0.5
    lower: float = 0.5

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scores, shape (n,), of rows of shape (n, len(features))."""
        return np.asarray(rows @ self.weights + self.intercept, dtype=np.float64)

    def probability(self, row: NDArray[np.float64]) -> float:
        """The logistic function of one row's score, 0 to 1."""
        return float(1 / (1 + np.exp(-self.score(row[None, :])[0])))


@lru_cache(maxsize=8)
def load(name: str, features: tuple[str, ...]) -> Linear:
    """The model `name`, its weights in the order of `features`.

    Raises:
        WeightsError: if the file is missing, or was learned for other features.
    """
    path = FOLDER / f"{name}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(k): float(v) for k, v in data["weights"].items()}
        intercept, threshold = float(data["intercept"]), float(data.get("threshold", 0.5))
        lower = float(data.get("lower", threshold))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(f"learned weights {path}: {error}; reinstall qa-app") from None
    if set(weights) != set(features):
        odd = ", ".join(sorted(set(weights) ^ set(features)))
        raise WeightsError(f"learned weights {path}: do not fit this version ({odd}); learn anew")
    ordered = np.array([weights[feature] for feature in features])
    return Linear(features, ordered, intercept, threshold, lower)


def save(name: str, model: Linear, note: str) -> Path:
    """Write a model, rounded to what a person can read, and return its path."""
    path = FOLDER / f"{name}.json"
    values = {f: round(float(w), 5) for f, w in zip(model.features, model.weights, strict=True)}
    data = {
        "learned": note,
        "weights": values,
        "intercept": round(model.intercept, 5),
        "threshold": round(model.threshold, 4),
        "lower": round(model.lower, 4),
    }
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return path
