"""The learned weights, read from `weights.json` beside this file."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa_app.verification.features import FEATURES

PATH = Path(__file__).with_name("weights.json")
COLUMNS = {"words": FEATURES}


@dataclass(frozen=True, slots=True)
class Model:
    """Logistic regression, and from which probability on a sentence is (partly) supported."""

    weights: tuple[float, ...]
    intercept: float
    supported: float
    partly: float

    def probability(self, values: Sequence[float]) -> float:
        """The logistic function of the weighted sum."""
        total = self.intercept + math.fsum(
            weight * value for weight, value in zip(self.weights, values, strict=True)
        )
        return logistic(total)


def logistic(score: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def logit(probability: float) -> float:
    """The log-odds of a probability between 0 and 1, neither of them."""
    return math.log(probability / (1 - probability))


@cache
def load(name: str) -> Model:
    """The model `words`."""
    data = json.loads(PATH.read_text(encoding="utf-8"))[name]
    weights = tuple(float(data["weights"][column]) for column in COLUMNS[name])
    return Model(weights, data["intercept"], data["supported"], data["partly"])


@cache
def calibration() -> tuple[float, float]:
    """By what the log-odds of the packaged entailment model are multiplied, and what is added, so
    that they mean as much as those of `words`.
    """
    data = json.loads(PATH.read_text(encoding="utf-8"))["entailment"]
    return float(data["scale"]), float(data["shift"])
