"""Fitting the small linear models: conditional and plain logistic regression, with L2 penalty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logsumexp

Floats = NDArray[np.float64]


def conditional_logit(
    groups: Sequence[tuple[Floats, NDArray[np.bool_]]], penalty: float = 1e-3
) -> Floats:
    """Weights that make the right rows of each group the likeliest (McFadden 1974).

    Args:
        groups: (rows of shape (n, f), which of them are right); groups without a right row say
            nothing and are left out.
        penalty: of the squared weights of standardised features, per group.

    Returns:
        weights for the features as they are, shape (f,).
    """
    used = [(rows, right) for rows, right in groups if right.any()]
    rows = np.vstack([rows for rows, _ in used])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    sets = [((rows - mean) / spread, right) for rows, right in used]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, right in sets:
            scores = features @ weights
            every, good = logsumexp(scores), logsumexp(scores[right])
            total += every - good
            slope += features.T @ np.exp(scores - every)
            slope -= features[right].T @ np.exp(scores[right] - good)
        n = len(sets)
        return total / n + penalty * float(weights @ weights), slope / n + 2 * penalty * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread)


def logistic(
    rows: Floats,
    yes: NDArray[np.bool_],
    importance: Floats,
    penalty: float,
    signs: Sequence[int] | None = None,
) -> tuple[Floats, float]:
    """Weights and intercept of a logistic regression.

    Args:
        rows: shape (n, f).
        yes: shape (n,).
        importance: weight of each row, shape (n,).
        penalty: of the squared weights of standardised features.
        signs: for each feature the sign its weight may have, 0 for either; none: all free.
    """
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    limits = {0: (None, None), 1: (0.0, None), -1: (None, 0.0)}
    bounds = [limits[sign] for sign in (*(signs or [0] * rows.shape[1]), 0)]
    features = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    sign = np.where(yes, 1.0, -1.0)
    share = importance / importance.sum()
    held = np.append(np.ones(rows.shape[1]), 0.0) * penalty

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (features @ weights)
        total = -(share * log_expit(margin)).sum() + (held * weights**2).sum()
        slope = -(features.T @ (share * sign * expit(-margin))) + 2 * held * weights
        return float(total), slope

    start = np.zeros(features.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / spread
    return weights, float(found[-1] - mean @ weights)
