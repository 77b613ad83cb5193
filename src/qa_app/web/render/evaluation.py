"""The page of evaluations: what can be asked, the runs that are kept, and two held together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa_app.evaluating import LARGEST, Kept
from qa_app.web.render.escape import attributes, element, wide_table, words

if TYPE_CHECKING:
    from qa_app.evaluation.compare import Comparison

HEADS = ("Run", "Begun", "Gold file", "Questions", "Right")
VERDICTS = {"better": "good", "worse": "bad"}


def evaluations(gold: Sequence[str], runs: Sequence[Kept], folder: str, missing: str = "") -> str:
    """The whole tab.

    Args:
        missing: what has to be installed before anything can be run.
    """
    return (
        words("h2", "Evaluate", class_="tab-heading")
        + (words("p", f"{missing}; then start the chat again.", class_="hint") if missing else "")
        + ("" if missing else _begin(gold))
        + element("div", "", class_="doing", role="status", data_evaluating="")
        + _runs(runs, folder)
        + element("div", "", class_="shown-run", data_shown_run="")
    )


def closed() -> str:
    """Where nobody may change anything, nothing is evaluated either."""
    return words("h2", "Evaluate", class_="tab-heading") + words(
        "p",
        "Evaluations are run where people log in (--auth-file), or on this machine alone.",
        class_="hint",
    )


def _begin(gold: Sequence[str]) -> str:
    options = "".join(words("option", name, value=name) for name in gold)
    select = element("select", options, data_gold="", class_="gold-file")
    choice = element("label", words("span", "Gold file") + select, class_="gold-choice")
    run = words("button", "Run", type="button", class_="run", data_run="")
    none = "There are no gold files in evals/ yet."
    box = attributes(type="file", accept=".jsonl", data_add_gold="", aria_label="Gold file to add")
    added = element(
        "label",
        words("span", "Add a gold file") + f'<input class="file"{box}>',
        class_="choose-files",
    )
    hint = (
        "Every question is asked, and what is answered is held against what should be;"
        f" JSON Lines, up to {LARGEST // 1_000_000} MB. The chat can be used meanwhile."
    )
    inner = (choice + run if gold else words("p", none)) + added + words("p", hint, class_="hint")
    judged = attributes(href="./api/feedback/candidates.jsonl", download="", class_="candidates")
    inner += element(
        "p",
        "What was judged below answers makes questions for a gold file: "
        f"<a{judged}>save the candidates</a>.",
        class_="hint",
    )
    return element("div", inner, class_="gold-bar")


def _runs(runs: Sequence[Kept], folder: str) -> str:
    if not runs:
        said = f"Nothing has been evaluated yet. What is will be kept in the folder {folder}."
        return words("p", said, class_="hint no-runs")
    heads = "".join(words("th", head, scope="col") for head in HEADS)
    heads += "".join(
        element("th", words("span", head, class_="hidden-words"), scope="col")
        for head in ("Compare", "Actions")
    )
    rows = "".join(map(_row, runs))
    compare = words("button", "Compare the two ticked", type="button", data_compare="", disabled="")
    return wide_table("runs", "Runs", heads, rows) + element("p", compare, class_="compare-bar")


def _row(run: Kept) -> str:
    finished = run.right is not None
    right = f"{100 * run.right:.1f} %" if run.right is not None else "not finished"
    cells = (run.name, run.at, ", ".join(run.gold), f"{run.questions:,}", right)
    shown = "".join(words("td", cell) for cell in cells)
    tick = attributes(type="checkbox", data_pick=run.name, aria_label=f"Compare {run.name}")
    acts = (
        words("button", "Show", type="button", data_show=run.name)
        if finished
        else words("button", "Go on", type="button", data_go_on=run.name)
    )
    shown += element("td", f"<input{tick}>" if finished else "")
    return element("tr", shown + element("td", acts, class_="acts"))


def comparison(found: Comparison) -> str:
    """What flipped and which measures moved; better and worse are said in words."""
    head = words("h3", f"{found.first} → {found.second}", class_="run-heading")
    count = len(found.flipped)
    flipped = f"{count} of {found.questions} questions flipped."
    flips = [
        (flip.id, f"{flip.stage} → right" if flip.now_right else f"right → {flip.stage}",
         flip.question)
        for flip in found.flipped
    ]  # fmt: skip
    moved = [
        (r.measure, f"{r.first:.3f}", f"{r.second:.3f}", f"{r.difference:+.3f}", f"{r.p:.2g}",
         r.verdict)
        for r in found.rows if r.difference
    ]  # fmt: skip
    measures = ("Measure", found.first, found.second, "Difference", "p", "")
    return (
        head
        + words("p", flipped)
        + _table("Questions that flipped", ("Question", "Now", "Asked"), flips)
        + (
            _table("Measures that moved", measures, moved)
            if moved
            else words("p", "No measure differs.")
        )
    )


def _table(label: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = element("tr", "".join(words("th", one, scope="col") for one in heads))
    body = "".join(
        element("tr", "".join(words("td", cell, class_=VERDICTS.get(cell)) for cell in row))
        for row in rows
    )
    table = element("table", element("thead", head) + element("tbody", body))
    return element("div", table, class_="wide", tabindex="0", role="region", aria_label=label)
