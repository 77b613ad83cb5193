"""Every measure by name: which way is better, and what it says. The docs define each in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it is named in `summary.json`, in a gate file and in a comparison."""

    name: str
    better: Literal["higher", "lower"]
    says: str

    @property
    def group(self) -> str:
        """The part of the system that it speaks of."""
        return self.name.partition(".")[0]


_RETRIEVAL = {
    "hit@1": "the first passage {0}",
    "hit@5": "one of the first 5 passages {0}",
    "hit@10": "one of the first 10 passages {0}",
    "recall@5": "share of the needs that the first 5 passages meet",
    "recall@10": "share of the needs that the first 10 passages meet",
    "mrr": "mean of 1 / rank of the first passage that {0}",
    "ndcg@10": "gain of the first 10 passages, discounted by rank, against the ideal order",
}

_OUTCOMES = (
    Measure("right", "higher", "questions answered rightly or refused rightly"),
    Measure("worth", "higher", "what the outcome is worth: 1, a half when unsure, or 0"),
    Measure("worth.answerable", "higher", "the same of answerable questions: is it cited?"),
    Measure("worth.unanswerable", "higher", "the same of unanswerable ones: was it not found?"),
)

_OTHERS = (
    Measure("answer.contains", "higher", "answerable questions whose answer holds a gold answer"),
    Measure("answer.exact", "higher", "answer equals a gold answer after SQuAD normalisation"),
    Measure("answer.f1", "higher", "shared tokens of answer and gold answer, F1"),
    Measure("answer.rouge_l", "higher", "longest common subsequence with a long gold answer, F1"),
    Measure("citation.exact", "higher", "citations whose quote is what stands at their place"),
    Measure("citation.precision", "higher", "citations that hold the evidence or a gold answer"),
    Measure("citation.uncited", "lower", "sentences that cite nothing that is there"),
    Measure("citation.evidence", "higher", "pieces of evidence that are cited"),
    Measure("citation.together", "higher", "share cited of evidence that answers together"),
    Measure("citation.in_quotes", "higher", "answered questions whose quotes hold a gold answer"),
    Measure("citation.localisation", "higher", "overlap of quoted and gold words, Dice"),
    Measure("abstention.precision", "higher", "refused questions that cannot be answered"),
    Measure("abstention.recall", "higher", "unanswerable questions that were refused"),
    Measure("abstention.false_refusals", "lower", "answerable questions that were refused"),
    Measure("confidence.auroc", "higher", "a right answer has more confidence than a wrong one"),
    Measure("confidence.auroc_answerable", "higher", "an answerable question has more confidence"),
    Measure("confidence.aurc", "lower", "area under the risk-coverage curve"),
    Measure("confidence.ece", "lower", "gap between confidence and share of answerable ones"),
    Measure("disagreement.found", "higher", "disagreements of articles that were shown"),
    Measure("disagreement.false", "lower", "other questions answered with a disagreement"),
    Measure("judge.right", "higher", "answerable questions answered rightly, says the judge"),
)


def _retrieval(group: str, does: str) -> tuple[Measure, ...]:
    return tuple(
        Measure(f"{group}.{name}", "higher", says.format(does)) for name, says in _RETRIEVAL.items()
    )


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        *_OUTCOMES,
        *_retrieval("article", "is from an article of the evidence"),
        *_retrieval("evidence", "holds the evidence"),
        *_OTHERS,
    )
}

BY_KIND = ("worth", "abstention.false_refusals")
"""Measures that are also given for each kind of question, as `name[kind]`."""


def lookup(name: str) -> Measure | None:
    """The measure called `name`, `name[kind]` included; `None` if there is none."""
    base, bracket, kind = name.partition("[")
    if bracket and (base not in BY_KIND or not kind.endswith("]")):
        return None
    return MEASURES.get(base)
