"""Whether the confidence can be trusted: ranking, risk at each coverage, calibration.

AUROC is the chance that a case that is right has more confidence than one that is wrong, ties
counting half (Hanley & McNeil, Radiology 1982). Risk-coverage: answer only the most confident
share of the questions; what share of those is wrong? Its area is the mean risk over all coverages
(Geifman & El-Yaniv, "Selective Classification for Deep Neural Networks", NIPS 2017). Calibration:
expected calibration error over ten equal-width bins (Naeini et al., AAAI 2015).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BINS = 10

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Bin(NamedTuple):
    """The cases whose confidence lies in [low, high), the last bin with its upper end."""

    low: float
    high: float
    cases: int
    confidence: float
    right: float


def auroc(confidence: Floats, right: Flags) -> float | None:
    """Area under the ROC curve; `None` unless there is a case of either kind."""
    above, below = confidence[right], confidence[~right]
    if not len(above) or not len(below):
        return None
    ordered = np.sort(below)
    less = np.searchsorted(ordered, above, side="left")
    not_more = np.searchsorted(ordered, above, side="right")
    return float((less + not_more).sum() / (2 * len(above) * len(below)))


def risk_coverage(confidence: Floats, right: Flags) -> list[tuple[float, float]]:
    """(coverage, risk) after each case, most confident first; empty without cases.

    Cases of equal confidence come in no order, so each counts with their mean.
    """
    risks = _risks(confidence, right)
    return [(rank / len(risks), risk) for rank, risk in enumerate(risks.tolist(), start=1)]


def aurc(confidence: Floats, right: Flags) -> float | None:
    """Area under the risk-coverage curve, 0 at best; `None` without cases."""
    return float(_risks(confidence, right).mean()) if len(confidence) else None


def reliability(confidence: Floats, right: Flags) -> list[Bin]:
    """The bins that hold cases, in order; empty without cases."""
    numbers = _bin_numbers(confidence)
    return [
        Bin(
            number / BINS,
            (number + 1) / BINS,
            int((numbers == number).sum()),
            float(confidence[numbers == number].mean()),
            float(right[numbers == number].mean()),
        )
        for number in np.unique(numbers).tolist()
    ]


def ece(confidence: Floats, right: Flags) -> float | None:
    """Expected calibration error, 0 at best; `None` without cases."""
    if not len(confidence):
        return None
    gaps = np.bincount(_bin_numbers(confidence), weights=confidence - right)
    return float(np.abs(gaps).sum() / len(confidence))


def _bin_numbers(confidence: Floats) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    return numbers


def _risks(confidence: Floats, right: Flags) -> Floats:
    wrong = _tie_means(confidence, 1.0 - right.astype(np.float64))
    risks: Floats = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    return risks


def _tie_means(confidence: Floats, wrong: Floats) -> Floats:
    """`wrong` by falling confidence, each value replaced by the mean of its ties."""
    _, group = np.unique(-confidence, return_inverse=True)
    sizes = np.bincount(group)
    means = np.bincount(group, weights=wrong) / sizes
    return np.repeat(means, sizes)
