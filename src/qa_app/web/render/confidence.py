"""How sure an answer is, in a word."""

from __future__ import annotations

HIGH, MEDIUM = 0.9, 0.8
"""From here on the calibrated probability that the articles hold the answer is called so."""


def level(confidence: float) -> str:
    """The word: high, medium or low."""
    return "high" if confidence >= HIGH else "medium" if confidence >= MEDIUM else "low"
