"""What changed from one run to another, question by question, with paired tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qa_app.evaluation.diagnose import Stage
from qa_app.evaluation.errors import CompareError
from qa_app.evaluation.measures.paired import (
    NOTHING,
    Difference,
    bootstrap_cases,
    bootstrap_ratio,
    flips,
    mcnemar,
)
from qa_app.evaluation.measures.part import Part
from qa_app.evaluation.measures.registry import lookup
from qa_app.evaluation.run import Run
from qa_app.evaluation.score import QuestionScore
from qa_app.evaluation.summary import CASE_MEASURES, Estimate, cases

ALPHA = 0.05

Outcomes = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in both runs.

    Attributes:
        test: `McNemar` for yes-or-no measures, else `bootstrap`.
        better, worse: questions that rose and fell in a yes-or-no measure (by which way is
            better for it), else `None`.
        verdict: `better` or `worse` when p is below 0.05, else `same`.
    """

    measure: str
    first: float
    second: float
    difference: float
    low: float | None
    high: float | None
    p: float
    test: str
    better: int | None
    worse: int | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that is right in one run only; `stage` is where it went wrong in the other."""

    id: str
    kind: str
    question: str
    now_right: bool
    stage: Stage


@dataclass(frozen=True)
class Comparison:
    """Second run against first: outcomes, what flipped (what broke comes first), every measure."""

    first: str
    second: str
    questions: int
    outcomes: tuple[Outcomes, Outcomes]
    flipped: Sequence[Flip]
    rows: Sequence[Row]

    @property
    def worse(self) -> list[Row]:
        """The measures that got worse by more than chance."""
        return [row for row in self.rows if row.verdict == "worse"]

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return asdict(self)


def compare(run_a: Run, run_b: Run) -> Comparison:
    """`run_b` held against `run_a`.

    Raises:
        CompareError: if the gold questions, the articles or the judges differ.
    """
    refuse_unlike(run_a, run_b)
    seed = run_a.meta.seed
    names = [name for name in run_b.summary.measures if name in run_a.summary.measures]
    rows = (_row(name, run_a, run_b, seed) for name in names)
    return Comparison(
        first=run_a.name,
        second=run_b.name,
        questions=len(run_a.scores),
        outcomes=(run_a.summary.outcomes, run_b.summary.outcomes),
        flipped=_flipped(run_a, run_b),
        rows=[row for row in rows if row is not None],
    )


def refuse_unlike(run_a: Run, run_b: Run) -> None:
    """Raise unless the two runs may be compared; the message says why not."""
    a, b = run_a.meta, run_b.meta
    pairs = {
        "gold questions": (a.gold["sha256"], b.gold["sha256"]),
        "articles": (a.corpus["sha256"], b.corpus["sha256"]),
        "judges": (_judge(run_a), _judge(run_b)),
    }
    unlike = [name for name, (one, other) in pairs.items() if one != other]
    if unlike:
        raise CompareError(
            f"{run_a.name} and {run_b.name} have different {' and '.join(unlike)}; "
            "a difference between them would mean nothing"
        )


def _judge(run: Run) -> str:
    return str(run.meta.judge["identity"]) if run.meta.judge else ""


def _flipped(run_a: Run, run_b: Run) -> list[Flip]:
    questions = {question.id: question.question for question in run_a.gold}
    flipped = [
        Flip(
            id=a.id,
            kind=a.kind,
            question=questions[a.id],
            now_right=b.stage is Stage.RIGHT,
            stage=a.stage if b.stage is Stage.RIGHT else b.stage,
        )
        for a, b in zip(run_a.scores, run_b.scores, strict=True)
        if (a.stage is Stage.RIGHT) != (b.stage is Stage.RIGHT)
    ]
    return sorted(flipped, key=lambda flip: (flip.now_right, flip.id))


def _row(name: str, run_a: Run, run_b: Run, seed: int) -> Row | None:
    first, second = run_a.summary.measures[name], run_b.summary.measures[name]
    if name in CASE_MEASURES:
        found = bootstrap_cases(
            CASE_MEASURES[name], cases(run_a.scores, name), cases(run_b.scores, name), seed, name
        )
        return _as_row(name, first, second, found, None)
    parts = _parts(run_a.scores, name), _parts(run_b.scores, name)
    found = bootstrap_ratio(*parts, seed, name)
    return _as_row(name, first, second, found, flips(*parts))


def _parts(scores: Sequence[QuestionScore], name: str) -> list[Part]:
    """The parts of all questions, so that the two runs stay side by side."""
    base, _, kind = name.removesuffix("]").partition("[")
    return [
        score.parts.get(base, NOTHING) if kind in ("", score.kind) else NOTHING for score in scores
    ]


def _as_row(
    name: str,
    first: Estimate,
    second: Estimate,
    found: Difference | None,
    flipped: tuple[int, int] | None,
) -> Row | None:
    if found is None or first.value is None or second.value is None:
        return None
    measure = lookup(name)
    higher = measure is None or measure.better == "higher"
    falls, rises = flipped or (0, 0)
    p = mcnemar(falls, rises) if flipped else found.p
    improved = (found.value > 0) == higher
    significant = p < ALPHA and found.value != 0
    low, high = found.interval or (None, None)
    return Row(
        measure=name,
        first=first.value,
        second=second.value,
        difference=found.value,
        low=low,
        high=high,
        p=p,
        test="McNemar" if flipped else "bootstrap",
        better=(rises if higher else falls) if flipped else None,
        worse=(falls if higher else rises) if flipped else None,
        verdict=("better" if improved else "worse") if significant else "same",
    )
