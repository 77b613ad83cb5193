"""What reads a claim beside its evidence and says how surely it follows: ours, another, or none.

Ours has the network of the reader with weights of its own, over the packaged embedding model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from qa_app.reader.base import Excerpt, ReaderError
from qa_app.reader.packaged import PackagedReader
from qa_app.verification.weights import calibration, logistic
from vectorstore.errors import QaAppError


class EntailmentError(QaAppError):
    """An entailment model is missing, damaged, or not one that can be used."""


class Entailment(Protocol):
    """How surely a claim follows from its evidence. May be shared by threads."""

    @property
    def name(self) -> str:
        """What it is called in settings and messages."""

    def probability(self, claim: str, evidence: str) -> float:
        """0 to 1.

        Raises:
            EntailmentError: the model cannot be used.
        """


WEIGHTS = Path(__file__).with_name("entailment.safetensors")
CLAIM_TOKENS = 96


class Packaged:
    """Fulfils `Entailment`: the reader's network with weights that were learned on claims; a claim
    is read where a question would be. The model is loaded with the first claim.
    """

    name = "packaged"

    def __init__(self, weights: Path = WEIGHTS, threads: int | None = None) -> None:
        self._reader = PackagedReader(weights, threads, setting="entailment", asked=CLAIM_TOKENS)

    def score(self, claim: str, evidence: str) -> float:
        """The log-odds that were learned, before they are fitted to the verifier's scores.

        Raises:
            EntailmentError: the model cannot be used.
        """
        try:
            (reading,) = self._reader.read(claim, [Excerpt("", evidence, ())])
        except ReaderError as error:
            raise EntailmentError(str(error)) from error
        return reading.answers

    def probability(self, claim: str, evidence: str) -> float:
        """How surely the claim follows from the evidence, 0 to 1.

        Raises:
            EntailmentError: the model cannot be used.
        """
        scale, shift = calibration()
        return logistic(scale * self.score(claim, evidence) + shift)


PACKAGED = Packaged()
"""Ours, shared by whoever sets nothing else."""


def load(name: str, *, threads: int | None = None) -> Entailment | None:
    """The entailment model of a setting: `packaged`, `none`, or the folder or hub name of a
    sequence classification model with a label for entailment. Nothing heavy is loaded before the
    first claim.
    """
    if name == "none":
        return None
    if name == "packaged":
        return PACKAGED if threads is None else Packaged(threads=threads)
    from qa_app.verification.hub import HubEntailment

    return HubEntailment(name, threads=threads)
