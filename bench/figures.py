"""What a table of answer quality says of some questions: pure functions of cases and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qa_app.contract import Answer, Citation
from qa_app.evaluation.measures.answer_text import found
from qa_app.evaluation.measures.confidence import auroc, ece
from qa_app.evaluation.measures.worth import HALF, RIGHT, WRONG, cites_evidence, worth
from qa_app.evaluation.places import Case


@dataclass(frozen=True)
class Asked:
    """A question with its case, its answer and the milliseconds that it took."""

    case: Case
    answer: Answer
    ms: float

    @property
    def answerable(self) -> bool:
        """Whether the articles hold the answer."""
        return self.case.question.answerable

    @property
    def outcome(self) -> str:
        """`answered`, `unsure` or `not_found`; what was taken for no question was not found."""
        return self.answer.outcome if self.answer.outcome in ("answered", "unsure") else "not_found"

    @property
    def right(self) -> bool:
        """Whether it was answered with the answer or the evidence in the quotes."""
        return (
            self.answerable
            and self.outcome == "answered"
            and holds(self.case, self.answer.citations)
        )

    @property
    def worth(self) -> float:
        """What the outcome is worth."""
        return worth(self.case, self.answer)

    @property
    def wrong_outcome(self) -> float:
        """1 where it should have been answered or not found and was not; 1/2 where unsure.

        Unsure of an answerable question, with nothing of it among the closest passages: 1.
        """
        if self.outcome != "unsure":
            return RIGHT if (self.outcome == "answered") != self.answerable else WRONG
        if self.answerable and not holds(self.case, self.answer.closest):
            return RIGHT
        return HALF

    @property
    def rank(self) -> int | None:
        """The first retrieved passage, from 1, that holds evidence, or an answer if unquoted."""
        case, passages = self.case, enumerate(self.answer.retrieved, 1)
        if case.words_known:
            return next((rank for rank, each in passages if case.pieces_in(each)), None)
        texts = case.corpus.texts
        return next(
            (
                rank
                for rank, each in passages
                if found(texts[each.source][each.start : each.end], case.question.answers)
            ),
            None,
        )


def holds(case: Case, citations: Sequence[Citation]) -> bool:
    """Whether some quotes hold a gold answer, in one of them or together, or words of evidence."""
    together = " ".join(citation.quote for citation in citations)
    return found(together, case.question.answers) or cites_evidence(case, citations)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return float(np.mean(listed)) if listed else None


def _auroc(rows: Sequence[Asked]) -> float | None:
    return auroc(*_confidence(rows))


def _ece(rows: Sequence[Asked]) -> float | None:
    return ece(*_confidence(rows))


def _confidence(rows: Sequence[Asked]) -> tuple[Any, Any]:
    values = np.array([row.answer.confidence for row in rows], dtype=np.float64)
    return values, np.array([row.answerable for row in rows], dtype=np.bool_)


def _yes(rows: Iterable[Asked]) -> list[Asked]:
    return [row for row in rows if row.answerable]


def _no(rows: Iterable[Asked]) -> list[Asked]:
    return [row for row in rows if not row.answerable]


def _answered(rows: Iterable[Asked]) -> list[Asked]:
    return [row for row in rows if row.outcome == "answered"]


def _three(rows: Sequence[Asked]) -> str:
    counts = [sum(row.outcome == each for row in rows) for each in ("answered", "unsure")]
    return "/".join(map(str, (*counts, len(rows) - sum(counts))))


def _first(count: int) -> Callable[[Sequence[Asked]], float | None]:
    return lambda rows: _mean(row.rank is not None and row.rank <= count for row in _yes(rows))


def _ms(percent: float) -> Callable[[Sequence[Asked]], str]:
    return lambda rows: f"{np.percentile([row.ms for row in rows], percent):.0f}"


FIGURES: dict[str, Callable[[Sequence[Asked]], float | str | None]] = {
    "n": lambda rows: str(len(rows)),
    "answered": lambda rows: _mean(row.outcome == "answered" for row in _yes(rows)),
    "refused rightly": lambda rows: _mean(row.outcome != "answered" for row in _no(rows)),
    "right among answered": lambda rows: _mean(row.right for row in _answered(rows)),
    "in quotes": lambda rows: _mean(row.right for row in _answered(_yes(rows))),
    "answerable a/u/n": lambda rows: _three(_yes(rows)),
    "unanswerable a/u/n": lambda rows: _three(_no(rows)),
    "worth answerable": lambda rows: _mean(row.worth for row in _yes(rows)),
    "worth unanswerable": lambda rows: _mean(row.worth for row in _no(rows)),
    "wrong outcomes": lambda rows: f"{sum(row.wrong_outcome for row in rows):g}",
    "wrong answers": lambda rows: str(sum(not row.right for row in _answered(rows))),
    "AUROC": _auroc,
    "ECE": _ece,
    "@1": _first(1),
    "@3": _first(3),
    "@5": _first(5),
    "ms p50": _ms(50),
    "p95": _ms(95),
}
"""The columns: each a figure of some questions, a share, a count, or nothing to say."""


def row(rows: Sequence[Asked]) -> list[str]:
    """The figures of some questions, as they are shown."""
    return [_shown(figure(rows)) for figure in FIGURES.values()]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown whose columns are in line."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True))
        + " |"
        for each in lines
    )


def _shown(value: float | str | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:.3f}"
