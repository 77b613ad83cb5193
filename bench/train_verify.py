"""Learns the verifier's weights from half of the QAGS pairs and writes `weights.json`.

Usage: python bench/train_verify.py PAIRS.jsonl

QAGS (Wang, Cho, Lewis, "Asking and Answering Questions to Evaluate the Factual Consistency of
Summaries", 2020): sentences of summaries of CNN/DailyMail and BBC articles, each with three votes
on whether the article supports it. Articles are divided in two by a digest of their id, so that no
article is in both halves. Logistic regression, classes and sources weighted alike, L2.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from qa_app.verification.align import align
from qa_app.verification.features import features
from qa_app.verification.judge import whole
from qa_app.verification.mend import mended
from qa_app.verification.weights import COLUMNS, PATH

STRENGTH = 0.02
PRECISION = 0.85
PARTLY_SHARE = 0.5


class Item(NamedTuple):
    """One pair with its label; `article` names the article, `source` the data set."""

    id: str
    article: str
    source: str
    sentence: str
    passage: str
    supported: bool


def items(path: Path) -> list[Item]:
    """The pairs of the file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        article = row["id"].rsplit("-", 1)[0]
        source = article.split("-")[1]
        found.append(
            Item(row["id"], article, source, row["statement"], row["passage"], row["supported"])
        )
    return found


def for_training(item: Item) -> bool:
    """Whether the item's article is in the half that is learned from."""
    return hashlib.sha256(item.article.encode()).digest()[0] % 2 == 0


def rows(chosen: list[Item]) -> NDArray[np.float64]:
    """The features of the items."""
    return np.array(
        [
            features(align(whole(item.sentence), [mended(item.passage, item.sentence)]))
            for item in chosen
        ]
    )


def sample_weights(chosen: list[Item]) -> NDArray[np.float64]:
    """Every class of every source weighs the same, as far as their numbers allow (square root)."""
    keys = [(item.source, item.supported) for item in chosen]
    return np.array([1 / np.sqrt(keys.count(key)) for key in keys])


def learn(x: NDArray[np.float64], chosen: list[Item]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept for features as they are, learned on standardised ones."""
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    weight = sample_weights(chosen)
    model.fit(
        scaler.transform(x), [i.supported for i in chosen], weight * len(weight) / weight.sum()
    )
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - (weights * scaler.mean_).sum())


def thresholds(chance: NDArray[np.float64], chosen: list[Item]) -> tuple[float, float]:
    """The lowest score from which `PRECISION` is reached, and the one for "partly" below it."""
    truth = np.array([item.supported for item in chosen])
    cuts = [cut for cut in np.unique(np.round(chance, 2)) if truth[chance >= cut].any()]
    best = float(next(cut for cut in cuts if truth[chance >= cut].mean() >= PRECISION))
    return best, round(best * PARTLY_SHARE, 3)


def model(name: str, chosen: list[Item]) -> dict[str, Any]:
    """The learned model as it is written to the file."""
    x = rows(chosen)
    weights, intercept = learn(x, chosen)
    chance = 1 / (1 + np.exp(-(x @ weights + intercept)))
    supported, partly = thresholds(chance, chosen)
    values = dict(zip(COLUMNS[name], (round(float(w), 4) for w in weights), strict=True))
    return {
        "intercept": round(intercept, 4),
        "supported": supported,
        "partly": partly,
        "weights": values,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    arguments = parser.parse_args()
    chosen = [item for item in items(arguments.pairs) if for_training(item)]
    data = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
    data["learned"] = f"{len(chosen)} QAGS pairs, python bench/train_verify.py, C={STRENGTH}"
    data["words"] = model("words", chosen)
    PATH.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
