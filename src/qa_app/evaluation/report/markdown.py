"""A run and a comparison as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa_app.evaluation.compare import Comparison
from qa_app.evaluation.diagnose import Stage
from qa_app.evaluation.gate import Shortfall
from qa_app.evaluation.measures.registry import MEASURES
from qa_app.evaluation.report import tables
from qa_app.evaluation.report.terminal import cells, interval, judged_by, stages, times
from qa_app.evaluation.run import Run

MOST_FAILURES = 20

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!&~$@])")


def run_markdown(run: Run, shortfalls: Sequence[Shortfall] = ()) -> str:
    """Outcomes, measures, the bounds not kept, and the first questions that failed."""
    measured = [
        (_name(name), f"{each.value:.3f}", interval(each), str(each.n))
        for name, each in run.summary.measures.items()
        if each.value is not None
    ]
    lines = [f"### {plain(run.name)}", "", plain(stages(run)), ""]
    lines += [f"- **below the gate:** {plain(str(each))}" for each in shortfalls]
    lines += [""] if shortfalls else []
    lines += [*table(tables.OUTCOME_HEADS, tables.outcomes(run.summary.outcomes)), ""]
    lines += table(("measure", "value", "95 % interval", "n"), measured)
    lines += _clothes(run)
    lines += ["", *_failures(run), *_removed(run), *map(plain, times(run))]
    lines += [plain(judged_by(run))] if run.meta.judge else []
    return "\n".join(lines).rstrip() + "\n"


def comparison_markdown(comparison: Comparison) -> str:
    """What flipped, what broke first, then every measure that moved."""
    flipped = [
        (
            plain(flip.id),
            f"{flip.stage} → right" if flip.now_right else f"right → **{flip.stage}**",
            plain(flip.question),
        )
        for flip in comparison.flipped
    ]
    moved = [(_name(r.measure), *cells(r)[1:]) for r in comparison.rows if r.difference]
    heads = ("measure", comparison.first, comparison.second, "difference", "95 %", "p", "")
    lines = [f"### {plain(comparison.first)} → {plain(comparison.second)}", ""]
    lines += [f"{len(flipped)} of {comparison.questions} questions flipped.", ""]
    lines += table(("question", "stage", ""), flipped) if flipped else []
    lines += ["", *table(tables.OUTCOME_HEADS, tables.outcomes_compared(comparison))]
    lines += ["", *table(heads, moved)] if moved else ["", "No measure differs."]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """`text` on one line, with nothing in it that Markdown would take for its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table, a line each; the cells are taken as they are."""
    return [
        f"| {' | '.join(plain(head) for head in heads)} |",
        f"|{'---|' * len(heads)}",
        *[f"| {' | '.join(row)} |" for row in rows],
    ]


def _name(measure: str) -> str:
    """A measure as code; one that names a kind, which may be any text, as plain text."""
    return f"`{measure}`" if measure in MEASURES else plain(measure)


def _clothes(run: Run) -> list[str]:
    if not run.clothes:
        return []
    cells = [tuple(map(plain, row)) for row in tables.clothes(run.clothes)]
    return ["", *table(tables.CLOTHES_HEADS, cells)]


def _removed(run: Run) -> list[str]:
    head, *items = map(plain, tables.removed(run)) if run.removed else ("",)
    return [head, "", *[f"- {item}" for item in items], ""] if head else []


def _failures(run: Run) -> list[str]:
    questions = {question.id: question for question in run.gold}
    failed = [score for score in run.scores if score.stage is not Stage.RIGHT]
    if not failed:
        return []
    shown = [
        (plain(score.id), str(score.stage), plain(questions[score.id].question))
        for score in failed[:MOST_FAILURES]
    ]
    more = len(failed) - len(shown)
    note = [f"… and {more} more", ""] if more > 0 else []
    return [*table(("failed", "stage", ""), shown), "", *note]
