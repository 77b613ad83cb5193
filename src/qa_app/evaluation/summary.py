"""All measures over all questions, with their intervals, and what the plots are drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from qa_app.contract import Outcome
from qa_app.evaluation.diagnose import Stage
from qa_app.evaluation.measures import confidence as confidence_measures
from qa_app.evaluation.measures.confidence import Bin, Flags, Floats
from qa_app.evaluation.measures.intervals import Interval, of_cases, of_ratio
from qa_app.evaluation.measures.part import Part, ratio
from qa_app.evaluation.measures.registry import BY_KIND, MEASURES
from qa_app.evaluation.score import QuestionScore

CASE_MEASURES = {
    "confidence.auroc": confidence_measures.auroc,
    "confidence.auroc_answerable": confidence_measures.auroc,
    "confidence.aurc": confidence_measures.aurc,
    "confidence.ece": confidence_measures.ece,
}
"""Measures that are no ratio of sums but a statistic of (confidence, yes or no) over all questions.
"""

OF_ANSWERABLE = frozenset({"confidence.auroc_answerable", "confidence.ece"})
"""Those whose yes or no is whether the articles hold the answer; for the others, who was right."""

COLUMNS: Mapping[Outcome, str] = {
    "answered": "answered",
    "unsure": "unsure",
    "not_found": "not found",
    "no_question": "not found",
}
"""The column that an outcome is counted in; what was taken for no question was not found."""

_CURVE_POINTS = 200


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure's value, its 95 % interval and the number of questions behind it.

    `value` is `None` when no question speaks to the measure; the ends are `None` for fewer than
    two.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: how many, how many right, how many refused, by stage."""

    n: int
    answerable: int
    right: int
    refused: int
    stages: Mapping[str, int]


@dataclass(frozen=True)
class Summary:
    """What a run comes to.

    Attributes:
        outcomes: how many answerable and unanswerable questions were answered, unsure, not found.
        reliability: confidence against the share that the articles hold the answer to.
        ranks: counts answerable questions by the rank of their evidence.
    """

    questions: int
    answerable: int
    outcomes: Mapping[str, Mapping[str, int]]
    measures: Mapping[str, Estimate]
    kinds: Mapping[str, Kind]
    stages: Mapping[str, int]
    risk_coverage: Sequence[tuple[float, float]]
    reliability: Sequence[Bin]
    ranks: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """The summary as plain data, numbers to six places."""
        data = asdict(self) | {"reliability": [each._asdict() for each in self.reliability]}
        rounded = _rounded(data)
        assert isinstance(rounded, dict)
        return rounded

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Summary:
        """The summary in `summary.json`."""
        return cls(
            questions=data["questions"],
            answerable=data["answerable"],
            outcomes=data["outcomes"],
            measures={name: Estimate(**each) for name, each in data["measures"].items()},
            kinds={name: Kind(**each) for name, each in data["kinds"].items()},
            stages=data["stages"],
            risk_coverage=[(point[0], point[1]) for point in data["risk_coverage"]],
            reliability=[Bin(**each) for each in data["reliability"]],
            ranks=data["ranks"],
        )


def summarise(scores: Sequence[QuestionScore], seed: int = 0) -> Summary:
    """The summary of `scores`, whatever their order."""
    ordered = sorted(scores, key=lambda score: score.id)
    return Summary(
        questions=len(ordered),
        answerable=sum(score.answerable for score in ordered),
        outcomes=_outcomes(ordered),
        measures=_measures(ordered, seed),
        kinds={kind: _kind(rows) for kind, rows in _by_kind(ordered).items()},
        stages=_stages(ordered),
        risk_coverage=_thinned(confidence_measures.risk_coverage(*cases(ordered))),
        reliability=confidence_measures.reliability(*cases(ordered, "confidence.ece")),
        ranks=_ranks(ordered),
    )


def cases(scores: Sequence[QuestionScore], name: str = "confidence.auroc") -> tuple[Floats, Flags]:
    """Confidence and outcome of every question, as the case measure `name` takes them."""
    answerable = name in OF_ANSWERABLE
    outcomes = [score.answerable if answerable else score.right for score in scores]
    confidence = np.array([score.confidence for score in scores], dtype=np.float64)
    return confidence, np.array(outcomes, dtype=np.bool_)


def parts_of(scores: Sequence[QuestionScore], name: str) -> list[Part]:
    """The parts of the ratio `name`, `name[kind]` included, of the questions it speaks of."""
    base, _, kind = name.removesuffix("]").partition("[")
    return [
        score.parts[base] for score in scores if base in score.parts and kind in ("", score.kind)
    ]


def _measures(scores: Sequence[QuestionScore], seed: int) -> dict[str, Estimate]:
    estimates: dict[str, Estimate] = {}
    kinds = sorted({score.kind for score in scores})
    for name in MEASURES:
        if name in CASE_MEASURES:
            estimates[name] = _of_cases(scores, name, seed)
            continue
        by_kind = [f"{name}[{kind}]" for kind in kinds] if name in BY_KIND else []
        for each in (name, *by_kind):
            parts = parts_of(scores, each)
            if parts or each == name:
                estimates[each] = _estimate(ratio(parts), of_ratio(parts, seed, each), len(parts))
    return estimates


def _of_cases(scores: Sequence[QuestionScore], name: str, seed: int) -> Estimate:
    statistic, data = CASE_MEASURES[name], cases(scores, name)
    return _estimate(statistic(*data), of_cases(statistic, *data, seed, name), len(scores))


def _estimate(value: float | None, interval: Interval | None, n: int) -> Estimate:
    if value is None:
        return Estimate(None, None, None, 0)
    low, high = interval or (None, None)
    return Estimate(value, low, high, n)


def _by_kind(scores: Sequence[QuestionScore]) -> dict[str, list[QuestionScore]]:
    kinds = sorted({score.kind for score in scores})
    return {kind: [score for score in scores if score.kind == kind] for kind in kinds}


def _kind(scores: Sequence[QuestionScore]) -> Kind:
    stages = _stages(scores)
    return Kind(
        n=len(scores),
        answerable=sum(score.answerable for score in scores),
        right=stages[Stage.RIGHT],
        refused=sum(score.refused for score in scores),
        stages=stages,
    )


def _outcomes(scores: Sequence[QuestionScore]) -> dict[str, dict[str, int]]:
    counted = Counter((score.answerable, COLUMNS[score.outcome]) for score in scores)
    columns = list(dict.fromkeys(COLUMNS.values()))
    sides = {"answerable": True, "unanswerable": False}
    return {side: {each: counted[flag, each] for each in columns} for side, flag in sides.items()}


def _stages(scores: Sequence[QuestionScore]) -> dict[str, int]:
    counted = Counter(score.stage for score in scores)
    return {str(stage): counted[stage] for stage in Stage}


def _ranks(scores: Sequence[QuestionScore]) -> dict[str, int]:
    ranks = Counter(_rank(score.evidence_rank) for score in scores if score.answerable)
    return {rank: ranks[rank] for rank in (*map(str, range(1, 11)), "11+", "none")}


def _rank(rank: int | None) -> str:
    if rank is None:
        return "none"
    return str(rank) if rank <= 10 else "11+"


def _thinned(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    step = -(-len(curve) // _CURVE_POINTS) or 1
    return [*curve[:-1:step], *curve[-1:]]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {str(name): _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value
