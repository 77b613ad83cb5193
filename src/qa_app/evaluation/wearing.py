"""Right answers asked for again in other clothes: which of them are lost?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

from qa_app.contract import Answer, Outcome
from qa_app.evaluation.clothes import CLOTHES
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.measures.worth import RIGHT, worth
from qa_app.evaluation.places import Case


@dataclass(frozen=True, slots=True)
class Lost:
    """A question as it was asked in other clothes, and the outcome that was no longer right."""

    id: str
    question: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Worn:
    """One kind of clothes: how many right answers were asked for again, and which were lost.

    A question that these clothes leave as it is, as one without capitals put in lower case, is not
    asked again and not counted.
    """

    clothes: str
    asked: int
    lost: tuple[Lost, ...]

    @property
    def share(self) -> float:
        """The share that was lost, 0 when nothing was asked."""
        return len(self.lost) / self.asked if self.asked else 0.0

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self) | {"share": round(self.share, 6)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Worn:
        """What `to_json` gave."""
        return cls(data["clothes"], data["asked"], tuple(Lost(**each) for each in data["lost"]))


def wear(
    ask: Callable[[GoldQuestion], Answer],
    cases: Sequence[Case],
    answers: Mapping[str, Answer],
    *,
    seed: int = 0,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda answered, total: None,
) -> list[Worn]:
    """Ask every question whose plain answer is worth 1 again in all the clothes there are.

    The clothes of a question depend on `seed` and its id, not on the order of the questions.
    """
    right = [case for case in cases if worth(case, answers[case.question.id]) == RIGHT]
    asked = [
        (name, case, dressed)
        for name in CLOTHES
        for case in right
        if (dressed := _dressed(case.question, name, seed)) != case.question
    ]
    lost: dict[str, list[Lost]] = {name: [] for name in CLOTHES}
    told = _answers(ask, [dressed for _, _, dressed in asked], workers)
    for count, ((name, case, dressed), answer) in enumerate(zip(asked, told, strict=True), start=1):
        if worth(case, answer) < RIGHT:
            lost[name].append(Lost(dressed.id, dressed.question, answer.outcome))
        progress(count, len(asked))
    counts = {name: sum(name == each for each, _, _ in asked) for name in CLOTHES}
    return [Worn(name, counts[name], tuple(lost[name])) for name in CLOTHES]


def _dressed(question: GoldQuestion, name: str, seed: int) -> GoldQuestion:
    rng = random.Random(f"{seed} {name} {question.id}")
    return replace(question, question=CLOTHES[name](question.question, rng))


def _answers(
    ask: Callable[[GoldQuestion], Answer], questions: Sequence[GoldQuestion], workers: int
) -> Iterator[Answer]:
    if workers <= 1:
        yield from map(ask, questions)
        return
    with ThreadPoolExecutor(workers, thread_name_prefix="ask") as pool:
        yield from pool.map(ask, questions)
