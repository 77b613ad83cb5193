"""A run and a comparison on the terminal; plain lines when it is not one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.names import label
from qa_app.evaluation.compare import Comparison, Row
from qa_app.evaluation.gate import Shortfall
from qa_app.evaluation.measures import cost
from qa_app.evaluation.report import tables
from qa_app.evaluation.run import Run
from qa_app.evaluation.summary import Estimate

_COLOURS = {"better": "green", "worse": "red", "same": "dim"}


def print_run(run: Run, console: Console) -> None:
    """Measures with their intervals, the outcomes, where questions failed, and what it cost."""
    table = _table("measure", "value", "95 % interval", "n")
    for name, estimate in run.summary.measures.items():
        if estimate.value is not None:
            shown = f"{estimate.value:.3f}", interval(estimate), str(estimate.n)
            table.add_row(*map(_text, (name, *shown)))
    console.print(table)
    console.print(_plain_table(tables.OUTCOME_HEADS, tables.outcomes(run.summary.outcomes)))
    console.print(_text(stages(run)))
    if run.clothes:
        console.print(_plain_table(tables.CLOTHES_HEADS, tables.clothes(run.clothes)))
    for line in tables.removed(run):
        console.print(_text(line, "yellow"))
    for line in times(run):
        console.print(_text(line, "dim"))
    if run.meta.judge:
        console.print(_text(judged_by(run), "dim"))


def print_shortfalls(shortfalls: list[Shortfall], console: Console) -> None:
    """Every bound that was not kept, a line each."""
    for each in shortfalls:
        console.print(_text(f"below the gate: {each}", "red"))


def print_comparison(comparison: Comparison, console: Console) -> None:
    """What flipped, what broke first, then every measure that moved."""
    for flip in comparison.flipped:
        was = f"{flip.stage} -> right" if flip.now_right else f"right -> {flip.stage}"
        style = "green" if flip.now_right else "red"
        console.print(_text(f"{flip.id}  {was}  {flip.question}", style))
    flipped = f"{len(comparison.flipped)} of {comparison.questions} questions flipped"
    console.print(_text(f"{comparison.first} -> {comparison.second}: {flipped}"))
    console.print(_plain_table(tables.OUTCOME_HEADS, tables.outcomes_compared(comparison)))
    table = _table("measure", "first", "second", "difference", "p", "")
    for row in comparison.rows:
        if row.difference:
            name, first, second, difference, _, p, verdict = map(_text, cells(row))
            table.add_row(
                *(name, first, second, difference, p, verdict), style=_COLOURS[row.verdict]
            )
    console.print(table if table.row_count else Text("no measure differs"))


def _text(words: str, style: str = "") -> Text:
    """Words as they are: no markup, nothing that moves the cursor."""
    return Text(label(words), style=style)


def _plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = _table(*heads)
    for row in rows:
        table.add_row(*map(_text, row))
    return table


def _table(*heads: str) -> Table:
    table = Table(*heads, box=None, header_style="dim")
    for number, column in enumerate(table.columns):
        column.no_wrap = True
        column.justify = "right" if number else "left"
    return table


def cells(row: Row) -> tuple[str, ...]:
    """A measure of a comparison, as it is shown."""
    known = row.low is not None and row.high is not None
    return (
        row.measure,
        f"{row.first:.3f}",
        f"{row.second:.3f}",
        f"{row.difference:+.3f}",
        f"{row.low:+.3f} – {row.high:+.3f}" if known else "",
        f"{row.p:.2g}",
        row.verdict,
    )


def interval(estimate: Estimate) -> str:
    """The ends of an interval, or nothing."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{estimate.low:.3f} – {estimate.high:.3f}"


def stages(run: Run) -> str:
    """How many questions ended at each stage, in one line."""
    counted = [f"{count} {stage}" for stage, count in run.summary.stages.items() if count]
    return f"{run.summary.questions} questions: {', '.join(counted)}"


def times(run: Run) -> list[str]:
    """Time and tokens, a line each."""
    spent = cost.by_stage(run.timings.values())
    used = cost.tokens(run.timings.values())
    shown = [f"{name} {each.p50:.0f}/{each.p95:.0f} ms" for name, each in spent.items()]
    shown += [f"{name} {each.p50:.0f}/{each.p95:.0f}" for name, each in used.items()]
    return ["median/95 %: " + ", ".join(shown)] if shown else []


def judged_by(run: Run) -> str:
    """Who judged, and how far that can be believed."""
    judge = run.meta.judge or {}
    return (
        f"judge {judge['identity']}: agreement {judge['agreement']:.2f}, "
        f"kappa {judge['kappa']:.2f} on {judge['n']} labelled cases"
    )
