"""The report: one HTML page that needs nothing else, no network and no script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

from qa_app.evaluation.diagnose import Stage
from qa_app.evaluation.files import read_lines, write_text
from qa_app.evaluation.gate import Shortfall
from qa_app.evaluation.measures import cost
from qa_app.evaluation.measures.cost import Spread
from qa_app.evaluation.measures.registry import lookup
from qa_app.evaluation.report import plots, sections
from qa_app.evaluation.report.markup import Html, el
from qa_app.evaluation.report.question import Entry, entry, ordered, slug_of
from qa_app.evaluation.run import PASSAGES, REPORT, Run
from qa_app.evaluation.summary import Estimate, Kind, Summary

POLICY = "default-src 'none'; style-src 'unsafe-inline'"

MOST_QUESTIONS = 3000
"""A page with more questions than this is too heavy to open; it says how many it leaves out."""

CARDS = (
    ("right", "answered or refused rightly"),
    ("worth", "worth, a half when unsure"),
    ("evidence.hit@5", "evidence in the first 5"),
    ("answer.contains", "answer found"),
    ("citation.exact", "citations exact"),
    ("abstention.recall", "unanswerable refused"),
    ("abstention.false_refusals", "refused wrongly"),
)

_STAGES = [str(stage) for stage in Stage]


def write_report(run: Run, shortfalls: Sequence[Shortfall] = ()) -> Path:
    """Write `report.html` into the folder of `run` and return its path."""
    path = run.path / REPORT
    write_text(path, page(run, shortfalls))
    return path


def page(run: Run, shortfalls: Sequence[Shortfall] = ()) -> str:
    """The whole page. Every text of an article, a question or an answer in it is escaped."""
    times = cost.by_stage(run.timings.values())
    body = el(
        "main",
        _header(run),
        _gate(shortfalls),
        _cards(run.summary, times),
        _plots(run.summary, times, _answered(run)),
        sections.outcomes(run.summary),
        _kinds(run.summary),
        _measures(run.summary),
        sections.clothes(run),
        sections.removed(run),
        *_questions(run),
        _made_with(run),
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"{run.name}: evaluation"),
        el("style", Html(_style())),
    )
    return f"<!doctype html>\n{el('html', head, el('body', body), lang='en')}\n"


def _style() -> str:
    folder = resources.files("qa_app.evaluation.report")
    css = folder.joinpath("style.css").read_text(encoding="utf-8")
    rules = [
        f"#f-{slug}:checked ~ .questions .q:not(.s-{slug}){{display:none}}"
        for slug in map(slug_of, _STAGES)
    ]
    rules.append("#f-failed:checked ~ .questions .q.s-right{display:none}")
    return "\n".join([css, *rules])


def _header(run: Run) -> Html:
    meta, summary = run.meta, run.summary
    facts = [
        f"{summary.questions} questions ({summary.answerable} answerable)",
        f"{meta.corpus['articles']} articles",
        ", ".join(meta.gold["files"]),
        *[f"{name}: {value[:40]}" for name, value in meta.model.items() if value],
    ]
    if meta.judge:
        facts.append(f"judge {meta.judge['identity']}, kappa {meta.judge['kappa']:.2f}")
    return el("header", el("h1", run.name), el("p", " · ".join(fact for fact in facts if fact)))


def _gate(shortfalls: Sequence[Shortfall]) -> Html:
    if not shortfalls:
        return Html("")
    rows = [el("li", str(each)) for each in shortfalls]
    return el("section", el("h2", "Below the gate"), el("ul", rows), class_="gate")


def _cards(summary: Summary, times: Mapping[str, Spread]) -> Html:
    cards = [
        _card(summary.measures[name], says, lower=name == "abstention.false_refusals")
        for name, says in CARDS
        if summary.measures[name].value is not None
    ]
    total = times.get("total")
    if total:
        says = f"median time, 95 % within {total.p95:,.0f} ms"
        cards.append(el("div", el("b", f"{total.p50:,.0f} ms"), el("span", says), class_="card"))
    return el("section", cards, class_="cards")


def _card(estimate: Estimate, says: str, *, lower: bool) -> Html:
    value = estimate.value or 0.0
    bar = plots.interval(value, estimate.low, estimate.high, lower)
    return el(
        "div", el("b", f"{100 * value:.1f}", el("small", " %")), el("span", says), bar,
        class_="card",
    )  # fmt: skip


def _plots(summary: Summary, times: Mapping[str, Spread], answered: float) -> Html:
    drawn = {
        "Risk and coverage": plots.risk_coverage(summary.risk_coverage, answered),
        "Reliability of the confidence": plots.reliability(summary.reliability),
        "Rank of the evidence": plots.rank_histogram(summary.ranks),
        "Time by stage, median and 95 %": plots.stage_times(times),
    }
    figures = [el("figure", el("figcaption", title), picture) for title, picture in drawn.items()]
    return el("section", figures, class_="plots")


def _answered(run: Run) -> float:
    answered = sum(not score.refused for score in run.scores)
    return answered / len(run.scores)


def _kinds(summary: Summary) -> Html:
    shown = [stage for stage in reversed(_STAGES) if summary.stages[stage]]
    heads = ["kind", "questions", *shown]
    rows = [_kind(name, kind, shown) for name, kind in summary.kinds.items()]
    total = Kind(summary.questions, summary.answerable, summary.stages["right"], 0, summary.stages)
    head = el("thead", el("tr", [el("th", each) for each in heads]))
    foot = el("tfoot", _kind("all", total, shown))
    return el(
        "section",
        el("h2", "Where it failed"),
        _stage_bar(summary, shown),
        el("table", head, el("tbody", rows), foot, class_="kinds"),
    )


def _kind(name: str, kind: Kind, stages: Sequence[str]) -> Html:
    counts = [
        el("td", kind.stages[stage] or "·", class_=None if kind.stages[stage] else "none")
        for stage in stages
    ]
    return el("tr", el("th", name), el("td", kind.n), counts)


def _stage_bar(summary: Summary, shown: Sequence[str]) -> Html:
    parts = [
        el(
            "span",
            f"{stage} {summary.stages[stage]}",
            class_=f"part {slug_of(stage)}",
            style=f"flex-grow:{summary.stages[stage]}",
        )
        for stage in shown
    ]
    return el("div", parts, class_="stages")


def _measures(summary: Summary) -> Html:
    rows: list[Html] = []
    group = ""
    for name, estimate in summary.measures.items():
        measure = lookup(name)
        if measure is None or estimate.value is None:
            continue
        if measure.group != group:
            group = measure.group
            rows.append(el("tr", el("th", group, colspan=5), class_="group"))
        says = f"{measure.says}; lower is better" if measure.better == "lower" else measure.says
        rows.append(_measure(name, estimate, says, measure.better == "lower"))
    heads = ("measure", "value", "95 % interval", "", "n")
    head = el("thead", el("tr", [el("th", each) for each in heads]))
    missing = [name for name, each in summary.measures.items() if each.value is None]
    note = f"Not measured, for no question speaks to it: {', '.join(missing)}." if missing else None
    return el(
        "section",
        el("h2", "Measures"),
        el("table", head, el("tbody", rows), class_="measures"),
        el("p", note, class_="note"),
    )


def _measure(name: str, estimate: Estimate, says: str, lower: bool) -> Html:
    value = estimate.value or 0.0
    known = estimate.low is not None and estimate.high is not None
    ends = f"{estimate.low:.3f} – {estimate.high:.3f}" if known else "too few"
    return el(
        "tr",
        el("th", el("code", name), el("span", says)),
        el("td", f"{value:.3f}"),
        el("td", ends, class_="ends"),
        el("td", plots.interval(value, estimate.low, estimate.high, lower)),
        el("td", estimate.n),
    )


def _questions(run: Run) -> list[Html]:
    contexts = {row["id"]: row for row in read_lines(run.path / PASSAGES)}
    questions = {question.id: question for question in run.gold}
    entries = ordered(
        [Entry(questions[s.id], run.answers[s.id], s, contexts[s.id]) for s in run.scores],
        _STAGES,
    )
    left_out = len(entries) - MOST_QUESTIONS
    note = f"{left_out} more, all of the last stages, are in answers.jsonl only."
    return [
        el("h2", "Questions", id="questions"),
        _legend(),
        *_filters(run.summary),
        el("section", [entry(each) for each in entries[:MOST_QUESTIONS]], class_="questions"),
        el("p", note, class_="note") if left_out > 0 else Html(""),
    ]


def _legend() -> Html:
    return el(
        "p",
        el("mark", "quoted"),
        " ",
        el("mark", el("b", "emphasised", class_="emphasis")),
        " ",
        el("u", "gold evidence", class_="gold"),
        " ",
        el("mark", el("u", "both", class_="gold")),
        class_="legend",
    )


def _filters(summary: Summary) -> list[Html]:
    """Radio buttons and their labels, siblings of the questions that they hide: no script."""
    failed = summary.questions - summary.stages["right"]
    choices = [("all", "all", summary.questions), ("failed", "everything that failed", failed)]
    choices += [(slug_of(s), s, summary.stages[s]) for s in _STAGES if summary.stages[s]]
    return [
        part
        for slug, says, count in choices
        for part in (
            el(
                "input", type="radio", name="stage", id=f"f-{slug}", checked=slug == "all",
                class_="filter",
            ),
            el("label", f"{says} ", el("b", count), for_=f"f-{slug}"),
        )
    ]  # fmt: skip


def _made_with(run: Run) -> Html:
    data = json.dumps(run.meta.to_json(), indent=2, ensure_ascii=False)
    return el(
        "details",
        el("summary", "Made with"),
        el("pre", data),
        class_="made-with",
    )
