"""The verdict on one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from qa_app.contract import Support
from qa_app.verification.evidence import Evidence


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
