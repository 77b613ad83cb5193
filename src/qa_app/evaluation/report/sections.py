"""Sections of the page that are plain tables and lists."""

from __future__ import annotations

from collections.abc import Sequence

from qa_app.evaluation.report import tables
from qa_app.evaluation.report.markup import Html, el
from qa_app.evaluation.run import Run
from qa_app.evaluation.summary import Summary


def outcomes(summary: Summary) -> Html:
    """How questions ended, in three columns."""
    shown = _rows(tables.OUTCOME_HEADS, tables.outcomes(summary.outcomes))
    return el("section", el("h2", "Outcomes"), shown)


def clothes(run: Run) -> Html:
    """What was lost in other clothes; nothing where that was not asked."""
    if not run.clothes:
        return Html("")
    lost = _rows(("clothes", "question", "outcome", "asked"), tables.lost(run.clothes))
    return el(
        "section",
        el("h2", "In other clothes"),
        _rows(tables.CLOTHES_HEADS, tables.clothes(run.clothes)),
        el("details", el("summary", "What was lost"), lost)
        if any(each.lost for each in run.clothes)
        else None,
    )


def removed(run: Run) -> Html:
    """What the cleaning took out of the articles; nothing where it took nothing."""
    if not run.removed:
        return Html("")
    head, *items = tables.removed(run)
    return el(
        "section",
        el("h2", "What the cleaning removed"),
        el("p", head, class_="note"),
        el("ul", [el("li", item) for item in items]),
    )


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """A table whose first column names its rows."""
    head = el("thead", el("tr", [el("th", each) for each in heads]))
    body = [el("tr", el("th", first), [el("td", each) for each in rest]) for first, *rest in rows]
    return el("table", head, el("tbody", body))
