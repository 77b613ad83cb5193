"""Expected failures of the evaluation, each with a message fit to be shown as it is."""

from __future__ import annotations

from vectorstore.errors import QaAppError


class EvaluationError(QaAppError):
    """Root of what can go wrong between a gold file and a report."""


class GoldError(EvaluationError):
    """A gold file cannot be used; the message names the file, the line and the reason."""

    def __init__(self, reason: str, *, file: str = "", line: int = 0) -> None:
        self.reason, self.file, self.line = reason, file, line
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {reason}" if place else reason)


class RunError(EvaluationError):
    """A run cannot be made, continued or read."""


class CompareError(EvaluationError):
    """Two runs must not be compared: other gold, other corpus or another judge."""


class GateError(EvaluationError):
    """The gate file itself is wrong, which is not the same as falling short of it."""


class JudgeError(EvaluationError):
    """A judge was to be quoted that has not been calibrated, or not well enough to count."""


class MissingExtraError(EvaluationError):
    """A library of the `eval` extra is not installed."""
