"""A model as judge, which may only be quoted once it has been held against labelled cases.

Agreement is the share of cases judged as the label says; kappa is agreement beyond chance (Cohen,
"A Coefficient of Agreement for Nominal Scales", 1960).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from qa_app.contract import Answer
from qa_app.evaluation.errors import JudgeError
from qa_app.evaluation.gold_model import GoldQuestion, GoldSet
from qa_app.evaluation.measures.answer_text import without_markers

MIN_CASES = 20
MIN_KAPPA = 0.6
"""Below "substantial" agreement (Landis & Koch 1977) a judge is not worth quoting."""


class Judge(Protocol):
    """What can say whether an answer is right."""

    @property
    def identity(self) -> str:
        """Model, version and prompt in one name: whatever makes it another judge."""

    def is_right(self, question: str, answers: Sequence[str], given: str) -> bool:
        """Whether `given` says what one of `answers` says."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer of which a person has said whether it is right."""

    question: str
    answers: tuple[str, ...]
    given: str
    right: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a judge did on labelled cases."""

    identity: str
    n: int
    agreement: float
    kappa: float

    def to_json(self) -> dict[str, Any]:
        """What `meta.json` says of the judge."""
        return asdict(self)

    def __str__(self) -> str:
        return (
            f"{self.identity}: agreement {self.agreement:.2f}, "
            f"kappa {self.kappa:.2f}, {self.n} labelled cases"
        )


@dataclass(frozen=True, slots=True)
class CalibratedJudge:
    """A judge with its calibration; made by `calibrate`, for nothing else may be quoted."""

    judge: Judge
    calibration: Calibration

    def verdicts(self, gold: GoldSet, answers: Mapping[str, Answer]) -> dict[str, bool]:
        """By id, whether each answerable question was answered rightly; a refusal is not."""
        return {
            question.id: self._verdict(question, answers[question.id])
            for question in gold
            if question.answerable
        }

    def _verdict(self, question: GoldQuestion, answer: Answer) -> bool:
        if answer.abstained:
            return False
        given = without_markers(answer.answer)
        return self.judge.is_right(question.question, question.answers, given)


def calibrate(judge: Judge, labelled: Sequence[Labelled]) -> CalibratedJudge:
    """`judge`, fit to be quoted.

    Raises:
        JudgeError: for fewer than `MIN_CASES` cases, or a kappa below `MIN_KAPPA`; the message
            holds the figures.
    """
    if len(labelled) < MIN_CASES:
        raise JudgeError(f"{len(labelled)} labelled cases; a judge needs at least {MIN_CASES}")
    pairs = [(judge.is_right(c.question, c.answers, c.given), c.right) for c in labelled]
    agreement, kappa = agreement_and_kappa(pairs)
    calibration = Calibration(judge.identity, len(pairs), round(agreement, 6), round(kappa, 6))
    if kappa < MIN_KAPPA:
        raise JudgeError(f"not to be quoted, kappa is below {MIN_KAPPA}: {calibration}")
    return CalibratedJudge(judge, calibration)


def agreement_and_kappa(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """Observed agreement and Cohen's kappa of two raters.

    Kappa is 0 when chance alone explains everything, as when both always say the same thing.

    Raises:
        JudgeError: without cases.
    """
    if not pairs:
        raise JudgeError("no cases, so there is no agreement to speak of")
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return observed, (observed - chance) / (1 - chance) if chance < 1 else 0.0


def load_labelled(path: Path) -> list[Labelled]:
    """Labelled cases, one `{"question", "answers", "given", "right"}` a line.

    Raises:
        JudgeError: naming the file and line of the first that is not one.
    """
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                cases.append(_labelled(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise JudgeError(f"{path}:{number}: not a labelled case ({error!r})") from None
    return cases


def _labelled(row: Any) -> Labelled:
    if not isinstance(row["right"], bool):
        raise ValueError("'right' must be true or false")
    answers = tuple(str(answer) for answer in row["answers"])
    return Labelled(str(row["question"]), answers, str(row["given"]), row["right"])
