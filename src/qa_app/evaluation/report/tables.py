"""Small tables that the terminal, Markdown and the page share: rows of plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_app.evaluation.compare import Comparison
from qa_app.evaluation.run import Run
from qa_app.evaluation.summary import COLUMNS
from qa_app.evaluation.wearing import Worn

Rows = list[tuple[str, ...]]

OUTCOME_HEADS = ("questions", *dict.fromkeys(COLUMNS.values()))
CLOTHES_HEADS = ("in other clothes", "right answers", "lost", "share")
MOST_REMOVED = 20


def outcomes(counts: Mapping[str, Mapping[str, int]]) -> Rows:
    """How answerable and unanswerable questions ended, in three columns."""
    return [(side, *(str(by[each]) for each in OUTCOME_HEADS[1:])) for side, by in counts.items()]


def outcomes_compared(comparison: Comparison) -> Rows:
    """The same of two runs, as "first → second" where they differ."""
    first, second = map(outcomes, comparison.outcomes)
    return [
        tuple(a if a == b else f"{a} → {b}" for a, b in zip(one, other, strict=True))
        for one, other in zip(first, second, strict=True)
    ]


def clothes(worn: Sequence[Worn]) -> Rows:
    """For each kind of clothes how many right answers were lost in it."""
    return [
        (each.clothes, str(each.asked), str(len(each.lost)), f"{each.share:.1%}") for each in worn
    ]


def lost(worn: Sequence[Worn]) -> Rows:
    """Every question that lost its right answer, as it was asked, with what came instead."""
    return [
        (each.clothes, one.id, one.outcome.replace("_", " "), one.question)
        for each in worn
        for one in each.lost
    ]


def removed(run: Run) -> list[str]:
    """What the cleaning took out of the articles: how much, then each, a line each."""
    if not run.removed:
        return []
    questions = len({each.id for each in run.removed})
    shown = [str(each) for each in run.removed[:MOST_REMOVED]]
    more = len(run.removed) - len(shown)
    return [
        f"the cleaning removed {_pieces(len(run.removed))} of {questions} of the questions:",
        *shown,
        *([f"… and {more} more, in removed.jsonl"] if more > 0 else []),
    ]


def _pieces(count: int) -> str:
    return f"{count} piece{'s' if count != 1 else ''} of evidence"
